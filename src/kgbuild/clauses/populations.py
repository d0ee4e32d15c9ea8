"""Who a use is for: groups of people, and the ages written beside them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import worded
from kgbuild.clauses.states import read_values
from kgbuild.indication import Patients

_AGE = r"\d{1,3}"
_UNIT = r"(?:years?|months?|weeks?|days?)"
_LOW = rf"(?P<low>{_AGE})"
_HIGH = rf"(?P<high>{_AGE})"
_OLD = rf" (?P<unit>{_UNIT})(?: old| of age)?"
_ABOVE = "(?:at least|over|older than|who are)"
_BELOW = "(?:up to|younger than|under|less than)(?: the age of)?"
_AGES = (
    worded(
        rf"(?:aged|ages?|who are|between)? (?:of )?{_LOW}(?: (?P<low_unit>{_UNIT}))?(?: old)?"
        rf"\s*(?:to|through|and|–|-)\s*{_HIGH}{_OLD}"
    ),
    worded(rf"(?:aged|ages?|who are|at least|from)?\s*{_LOW}{_OLD},? (?:and|or) (?:older|above|over)"),
    worded(rf"aged {_ABOVE} {_LOW}{_OLD}"),
    worded(rf"{_ABOVE} {_LOW} (?P<unit>{_UNIT}) (?:old|of age)"),
    worded(rf"older than {_LOW}{_OLD}"),
    worded(rf"aged {_BELOW} {_HIGH}{_OLD}"),
    worded(rf"younger than {_HIGH}{_OLD}"),
    worded(rf"{_BELOW} {_HIGH} (?P<unit>{_UNIT}) (?:old|of age)"),
    worded(rf"{_HIGH}{_OLD},? (?:and|or) younger"),
)
_OR_OTHERS = re.compile(
    r",?\s+or\s+(?:in\s+|other\s+)?(?:(?:adults?|patients?|people)\s+)?who\s+(?:cannot|can\s+not|are\s+(?:not|unable)|have\s+(?:other|certain)\s+(?:\w+\s+)?(?:conditions|problems))\b",
    re.IGNORECASE,
)
"""Others may have it as well: the age is no limit of the use."""
_YEARS = {"year": Decimal(1), "month": Decimal(12), "week": Decimal(52), "day": Decimal(365)}
_PEOPLE = worded("(?:certain |some |most )?(?:male |female )?patients?|people|those|who|individuals?")


def read_patients(passage: Passage) -> Patients:
    """The groups and the ages of a passage, in years to two decimals.

    The lowest of several lower limits is the limit (of the youngest group), the
    highest of several upper ones.
    """
    groups = tuple(dict.fromkeys(read_values(passage, "populations")))
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    passage.by("populations")
    for pattern in _AGES:
        for match in pattern.finditer(passage.words, passage.low):
            if _OR_OTHERS.match(passage.text.plain, match.end()):
                passage.words = passage.words[: match.start()] + "_" * len(match[0]) + passage.words[match.end() :]
                continue
            named = match.groupdict()
            unit = named["unit"]
            if named.get("low"):
                lows.append(_years(named["low"], named.get("low_unit") or unit))
            if named.get("high"):
                highs.append(_years(named["high"], unit))
            passage.take(*match.span())
    for match in _PEOPLE.finditer(passage.words, passage.low):
        passage.note(*match.span())
    return Patients(groups, min(lows, default=None), max(highs, default=None))


def _years(number: str, unit: str) -> Decimal:
    value = Decimal(number) / _YEARS[unit.rstrip("s")]
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + 0
