"""Names of diseases in a stretch of words: where one ends, and what "A or B cancer" names."""

from __future__ import annotations

import re

from kgbuild.clauses.diseases import HEAD, HEAD_END
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention

STOP = re.compile(rf"\s*(?:[,.:;]|\b{wording('behind_disease')}\b|·)")
"""What ends the name of a disease."""
_SPLIT = re.compile(r"(?P<joint>\s*,\s*(?:and|or)?\s+|\s+(?:and/or|and|or)\s+)")
_LEAD = re.compile(rf"{wording('before_disease')}\s+", re.IGNORECASE)
_ONE_PLACE = re.compile(r"\bhead and neck\b", re.IGNORECASE)
_TWO_PLACES = re.compile(
    rf"(?P<first>(?P<disease>(?:[\w-]+\s+){{0,3}}?{HEAD}\s+of\s+the)\s+(?P<one>[\w-]+(?:\s+[\w-]+)?))"
    r"\s+or\s+(?:the\s+)?(?P<other>[\w-]+(?:\s+[\w-]+){0,2})",
    re.IGNORECASE,
)
_PAIRED = frozenset({"acute", "chronic", "adult", "childhood", "primary", "secondary", "low-grade", "high-grade"})
"""Adjectives that stand in pairs before one disease."""
_ANY_HEAD = re.compile(rf"\b{HEAD}\b", re.IGNORECASE)


def split_names(passage: Passage, start: int, end: int) -> list[Mention]:
    """The diseases that a stretch names, a shared last word given to each."""
    if two := _of_two_places(passage, start, end):
        return two
    cuts = [m for m in _SPLIT.finditer(passage.words, start, end) if _parts_diseases(passage, m, start, end)]
    edges = [start, *(m.end() for m in cuts)]
    stops = [*(m.start() for m in cuts), end]
    found = []
    for edge, stop in zip(edges, stops, strict=True):
        a, b = trimmed(passage.words, edge, stop)
        if a < b and re.search(r"\w", passage.words[a:b].replace(TAKEN, "")):
            found.append(passage.mention(a, b, _with_head(passage, a, b, end)))
    return found


def _of_two_places(passage: Passage, start: int, end: int) -> list[Mention]:
    """The diseases of "adenocarcinoma of the stomach or gastroesophageal junction"."""
    match = _TWO_PLACES.fullmatch(passage.words[start:end].rstrip(" .,:"))
    if not match:
        return []
    names = (f"{match['disease']} {place}" for place in (match["one"], match["other"]))
    return [
        passage.mention(start + place[0], start + place[1], name)
        for place, name in zip((match.span("first"), match.span("other")), names, strict=True)
    ]


def _parts_diseases(passage: Passage, cut: re.Match[str], start: int, end: int) -> bool:
    """Whether a joint stands between two diseases: each has a noun for a disease, or shares the one at the end."""
    left, right = passage.words[start : cut.start()].rstrip(), passage.words[cut.end() : end].rstrip(" .,:")
    linked = any(a.start < cut.start() and cut.end() < a.end for a in passage.text.links)
    both = bool(HEAD_END.search(left)) and bool(_ANY_HEAD.search(right))
    if _ONE_PLACE.search(f"{left} and {right}") and left.casefold().endswith("head"):
        return False
    if re.match(r"other\b", right):
        return bool(_ANY_HEAD.search(right))
    if linked or both:
        return both
    return bool(HEAD_END.search(right)) and not _ANY_HEAD.search(left)


def _with_head(passage: Passage, start: int, end: int, whole_end: int) -> str | None:
    """The full name of one of several that share the noun at the end; "broken bones and other problems" share none."""
    words = " ".join(passage.mention(start, end).text.split())
    if _ANY_HEAD.search(words) or end >= whole_end:
        return None
    last = " ".join(passage.words[start:whole_end].split()).rstrip(" .,:")
    if re.search(r"\bother\b", last):
        return None
    noun = HEAD_END.search(last)
    return f"{words} {_shared(words, last, noun[0])}" if noun else None


def _shared(words: str, last: str, noun: str) -> str:
    """What the last of several names shares with one before it: the noun, or all behind where the two differ."""
    parts = _SPLIT.split(last)[-1].split()
    own = words.split()
    if own[-1].casefold() in (part.casefold() for part in parts[:-1]):
        at = max(i for i, part in enumerate(parts[:-1]) if part.casefold() == own[-1].casefold())
        return " ".join(parts[at + 1 :])
    if len(own) == 1 and own[0].casefold() in _PAIRED and parts[0].casefold() in _PAIRED:
        return " ".join(parts[1:])
    return noun


def trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """A range without the words and marks around a name."""
    piece = words[start:end]
    start += len(piece) - len(piece.lstrip(" ,.:;" + TAKEN))
    while match := _LEAD.match(words, start, end):
        start = match.end()
    end = start + len(words[start:end].rstrip(" ,.:;" + TAKEN))
    return start, max(end, start)
