"""Headings of lists: "Drugs Approved to Prevent Cervical Cancer", "Drug Combinations Used in Leukemia"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgbuild.concept import Mention
from kgbuild.extractors._reading import mention
from kgbuild.indication import Intent
from kgbuild.model import Span, Text

_HEADING = re.compile(
    r"^(?:FDA-)?(?:(?P<drugs>Drugs?|Vaccines?|Drugs and Vaccines|Biologics?|Treatments?) (?:FDA-)?Approved"
    r"|(?P<combinations>Drug Combinations?) (?:Commonly |Often )?(?:Used|Approved))"
    r" (?:(?P<prevent>to (?:Help )?Prevent|for (?:the )?Prevention of)"
    r"|(?:to (?:Help )?(?:Treat|Manage)|for (?:the )?(?:Treatment|Management) of|for (?:use in )?|in|to Treat))"
    r"\s*(?P<conditions>\S.*)$",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[-–|]\s+NCI$")
_ABBREVIATION = re.compile(r"\s*\([^()]*\)$")
_ANYWHERE = re.compile(r"\s+anywhere in the body$", re.IGNORECASE)
_AND_OTHER = re.compile(r"\s+and other\s+", re.IGNORECASE)
_AND = re.compile(r"\s*,\s+and\s+|\s*,\s+|\s+and\s+", re.IGNORECASE)
_DISEASE = re.compile(
    r"(?:cancers?|tumou?rs?|neoplasms?|diseases?|syndromes?|disorders?|\w+(?:oma|emia|osis|itis|penia|pathy)s?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListHeading:
    """What the drugs below it are listed for."""

    conditions: tuple[Mention, ...]
    quote: Span
    intent: Intent = Intent.TREAT
    is_combination: bool = False


def read_heading(text: Text) -> ListHeading | None:
    """Read a heading, or a paragraph that stands for one; None for anything else."""
    match = None if text.plain.endswith((".", ":")) else _HEADING.match(text.plain)
    if not match:
        return None
    end = len(_SITE.sub("", text.plain))
    conditions = tuple(_conditions(text, match.start("conditions"), end))
    intent = Intent.PREVENT if match["prevent"] else Intent.TREAT
    return ListHeading(conditions, text.span(0, end), intent, bool(match["combinations"])) if conditions else None


def _conditions(text: Text, start: int, end: int) -> Iterator[Mention]:
    """The conditions, parted at "and" only where both sides are whole names: not in "Head and Neck Cancer"."""
    words = text.plain[start:end]
    cuts = [*_AND_OTHER.finditer(words)] or [*_AND.finditer(words)]
    bounds = [0, *(place for cut in cuts for place in cut.span()), len(words)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    if not all(_DISEASE.search(_bare(words[first:last])) for first, last in parts):
        parts = [(0, len(words))]
    for first, last in parts:
        if name := mention(text, start + first, start + first + len(_bare(words[first:last]))):
            yield name


def _bare(words: str) -> str:
    """The name without an abbreviation in brackets, and without where in the body."""
    return _ANYWHERE.sub("", _ABBREVIATION.sub("", words))
