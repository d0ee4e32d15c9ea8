"""How many earlier treatments: "at least two", "one to three", "first-line"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import worded, wording

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ORDINALS = {"first": 1, "second": 2, "third": 3}
_N = wording("number")
_COUNT = re.compile(
    rf"\s*\b(?:(?P<least>at least|more than|a minimum of)\s+)?"
    rf"(?:(?P<low>{_N})\s+(?:to|or)\s+(?P<high>{_N})|(?P<more>{_N})\s+or\s+more"
    rf"|(?P<upto>up to|no more than|not more than)\s+(?P<top>{_N})|(?P<one>{_N}))\s+"
    r"(?!cycles?\b|doses?\b|years?\b|months?\b|weeks?\b|of the\b|times\b)"
    rf"(?:{wording('more_treatments')}\s+)*"
    r"(?:(?:types?|lines?|kinds?|courses?|rounds?)\s+of\s+|(?:types?|lines?)(?=[\s.,;]))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\s*\b(?:(?:the|an?)\s+)?(?P<nth>first|second|third)[- ]line\s+", re.IGNORECASE)
_AS_NTH = worded(r"(?:as|for) (?:the |a )?(?P<nth>second|third)(?:[- ]line)? (?:treatment|therapy)")
_CYCLES = re.compile(
    rf"\s*\b(?:at least\s+|about\s+)?(?:{_N}|\d+)(?:\s+(?:to|or)\s+(?:{_N}|\d+))?"
    r"\s+(?:cycles?|doses?|rounds?|weeks?|months?|years?)\s+of\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of treatments and the place behind it."""

    low: int | None
    high: int | None
    end: int


def read_count(passage: Passage, start: int) -> Count | None:
    """The number of treatments that stands at a place; cycles or months of one are no number of treatments."""
    if match := _COUNT.match(passage.words, start):
        return Count(*_bounds(match), match.end())
    if match := _ORDINAL.match(passage.words, start):
        return Count(_ORDINALS[match["nth"].lower()], None, match.end())
    if match := _CYCLES.match(passage.words, start):
        return read_count(passage, match.end()) or Count(None, None, match.end())
    return None


def read_rank(passage: Passage) -> int | None:
    """Earlier treatments that the rank of this one implies: "as the second treatment" is 1."""
    if match := _AS_NTH.search(passage.words, passage.low):
        passage.take(*match.span())
        return _ORDINALS[match["nth"].lower()] - 1
    return None


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    def value(name: str) -> int | None:
        word = (match[name] or "").lower()
        return int(word) if word.isdigit() else _NUMBERS.get(word)

    if match["top"]:
        return None, value("top")
    if match["high"]:
        return value("low"), value("high")
    if match["least"] and match["least"].lower() == "more than" and match["one"]:
        return (value("one") or 0) + 1, None
    return value("more") or value("one"), None
