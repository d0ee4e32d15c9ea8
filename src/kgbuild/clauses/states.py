"""What the words of the lexicon files say of the disease, its setting and its qualifiers.

Statuses, settings, qualifiers and stages need no grammar: a phrase means a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgbuild.clauses.diseases import HEAD
from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import likely
from kgbuild.concept import Mention

_HISTORY = Keyed(
    r"\bin\s+(?:patients|adults|people|children)\s+(?P<history>who\s+(?:have\s+)?(?:first\s+)?had\s+"
    rf"(?:(?!surgery|treatment|therapy|chemo|an?\b)[\w-]+\s+){{0,4}}?{HEAD})(?=[\s.,;]|$)",
    re.IGNORECASE,
)
"""A disease that came before this one."""
_GRADE = Keyed(r"\bgrade\s+(?:[1-4][AB]?|I{1,3}[AB]?|IV)(?:\s+or\s+(?:grade\s+)?(?:[1-4][AB]?|I{1,3}|IV))?\b")
_EXCEPT = Keyed(
    r"(?P<except>\b(?:excluding|except(?:\s+for)?|but\s+not|not\s+including)\s+(?:(?:the|cancers?|tumors?|of|in)\s+)*[\w-]+)(?=\s*[,.;]|\s*$)",
    re.IGNORECASE,
)
"""A part of the disease that is left out: "(excluding the lip)"."""
_CERTAIN_TYPES = Keyed(
    r"^\W*(?P<types>certain (?:types|forms|kinds)) of\b|\((?P<types_>certain (?:types|forms|kinds))\)", re.IGNORECASE
)
"""A disease of which only types are meant that the page does not name."""
_ROMAN = r"(?:0|IV|I{1,3})[A-D]?\d?\b"
_STAGES = Keyed(
    rf"\b[Ss]tages? (?P<list>{_ROMAN}(?:(?:\s*,?\s+(?:or|and|to|through)\s+|\s*,\s+|[–/-])"
    rf"(?:stage )?(?:bulky )?{_ROMAN})*)"
)
_STAGE = re.compile(r"\b(?:IV|I{1,3}|0)[A-D]?\b")


def read_values(passage: Passage, lexicon: str) -> Iterator[str]:
    """The values whose wordings stand in the passage, in the order of the lexicon.

    A value such as ``Neoadjuvant+Adjuvant`` counts as both; ``none`` only takes
    its words.
    """
    for value, _ in read_phrases(passage, lexicon):
        yield from (part for part in value.split("+") if part != "none")


def read_phrases(passage: Passage, lexicon: str) -> Iterator[tuple[str, re.Match[str]]]:
    """As `read_values`, with the words."""
    for phrase in likely(lexicon, passage.low):
        for match in phrase.pattern.finditer(passage.words):
            start, end = match.span("taken") if "taken" in match.re.groupindex else match.span()
            passage.by(f"{lexicon}: {phrase.value}")
            if phrase.shared:
                passage.note(start, end)
            else:
                passage.take(start, end)
            yield phrase.value, match


def read_qualifiers(passage: Passage) -> tuple[Mention, ...]:
    """What else narrows the disease, under the lexicon's name."""
    found: dict[str, Mention] = {}
    for match in _HISTORY.finditer(passage.by("qualifiers").words, passage.low):
        mention = passage.mention(*match.span("history"))
        found[mention.text] = mention
        passage.take(*match.span())
    for match in _GRADE.finditer(passage.words, passage.low):
        mention = passage.mention(*match.span())
        found[mention.text] = mention
        passage.take(*match.span())
    for match in _EXCEPT.finditer(passage.words, passage.low):
        mention = passage.mention(*match.span("except"))
        found[mention.text] = mention
        passage.take(*match.span("except"))
    for match in _CERTAIN_TYPES.finditer(passage.text.plain, lowered(passage.text.plain)):
        start, end = match.span("types" if match["types"] else "types_")
        found["certain types"] = passage.mention(start, end, "certain types")
        passage.note(start, end)
    for value, match in read_phrases(passage, "qualifiers"):
        found.setdefault(value, passage.mention(match.start(), match.end(), value))
    return tuple(found.values())


def read_stages(passage: Passage, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Stages such as ``IIIA`` in a stretch; a list names each, a range ("II to IV") every one in it."""
    found: dict[str, None] = {}
    for match in _STAGES.finditer(
        passage.words, passage.low, start=start, end=len(passage.words) if end is None else end
    ):
        named = _STAGE.findall(match["list"])
        if re.search(r" to | through |–", match["list"]) and len(named) == 2:
            named = _range(*named)
        found.update(dict.fromkeys(named))
        passage.take(*match.span())
    return tuple(found)


_ORDER = ("0", "I", "II", "III", "IV")


def _range(first: str, last: str) -> list[str]:
    low, high = first.rstrip("ABCD"), last.rstrip("ABCD")
    if low not in _ORDER or high not in _ORDER or low != first or high != last:
        return [first, last]
    return list(_ORDER[_ORDER.index(low) : _ORDER.index(high) + 1])
