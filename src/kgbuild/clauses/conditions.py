"""Conditions: which disease a bullet is about, and what causes it.

In the bullet of a disease NCI sets its name in bold; elsewhere the name ends at
the first word that tells something about it. "A or B cancer" are two diseases
that share a word; "carcinoma of the head and neck" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kgbuild.clauses.diseases import HEAD, HEAD_END, is_disease
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention

_JOIN = re.compile(r"[\s·]*(?:,\s*(?:and|or)?|\b(?:and|or|and/or)\b)[\s·]*")
_STOP = re.compile(rf"\s*(?:[,.:;]|\b{wording('behind_disease')}\b|·)")
_SPLIT = re.compile(r"(?P<joint>\s*,\s*(?:and|or)?\s+|\s+(?:and|or)\s+|(?<=\w)/(?=\w+ neoplasm))")
_LEAD = re.compile(rf"{wording('before_disease')}\s+", re.IGNORECASE)
_CAUSE = re.compile(rf"\b{wording('cause')}\s+", re.IGNORECASE)
_INCLUDING = re.compile(r"[\s,]*\bincluding\s+(?!the\b|those\b|patients\b|one\b|at\b)", re.IGNORECASE)
_GENERIC = re.compile(
    rf"^(?:{wording('disease_state')}[\s,]+(?:or\s+|and\s+)?)*{wording('any_disease')}$", re.IGNORECASE
)
_HISTOLOGY = re.compile(r"^(?:non-?)?(?:squamous(?: cell)?|adeno|large cell) ?(?:carcinoma|cancer)s?$", re.IGNORECASE)
"""A kind of tissue that narrows the disease above it."""
_WORD_OF_NAME = rf"(?!{wording('not_in_disease')}\b)[\w'’·/–-]+[\s,]+"
_OF_THE = r"(?:\s+of\s+the\s+\w+(?:\s+and\s+neck)?)?"
_NAMED_IN = re.compile(
    rf"(?:\b{wording('names_disease')}\s+|^\W*(?:it\s+is\s+used\s+)?for\s+(?:the\s+treatment\s+of\s+)?)"
    rf"(?P<name>(?:{_WORD_OF_NAME}){{0,9}}?\b{HEAD}{_OF_THE})\b",
    re.IGNORECASE,
)
_VAGUE_HEAD = re.compile(
    r"(?:lesions?|problems|changes|growths)\s+that\s+(?:sometimes|may|can|often|might)\s[^.,;:]*", re.IGNORECASE
)
"""A noun that says too little without what follows."""
_SPREAD = re.compile(
    r"\s+and\s+(?P<name>(?:cancers?|(?:solid\s+)?tumou?rs?)\s+that\s+ha(?:s|ve)\s+spread\s+to\s+[^.,;:]*)",
    re.IGNORECASE,
)
"""A second condition that is named by where the cancer is."""
_MAX_BEFORE_BOLD = 3
"""Words such as "advanced" that may stand before a disease in bold."""
_NO_NAME = re.compile(r"^[\s·,]*(?:(?:and|or|the|their|a|an|newly|in|is|phase|other|same)[\s·,]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The diseases of a sentence, each with the causes that go with it."""

    named: tuple[Mention, ...] = ()
    causes: tuple[Mention, ...] = ()
    pairs: tuple[tuple[Mention, Mention | None], ...] = ()
    """Condition and cause, where the sentence pairs them itself."""
    types: tuple[Mention, ...] = ()
    """Diseases named behind "including"."""


def read_head(passage: Passage) -> Conditions:
    """The diseases with which a bullet, or what follows "to treat", begins; their words are taken."""
    ranges, end = _bold_ranges(passage) or _plain_ranges(passage)
    named = tuple(mention for start, stop in ranges for mention in _split(passage, start, stop))
    if not named:
        return Conditions()
    passage.take(ranges[0][0], end)
    causes, tail = _causes(passage, end)
    types = read_types(passage, end)
    pairs: list[tuple[Mention, Mention | None]] = list(product(named, _or_none(causes)))
    pairs += _after_events(passage, tail, named)
    return Conditions(named, tuple(causes), tuple(pairs), types)


def read_purpose(passage: Passage, at: int) -> tuple[Mention, ...]:
    """The condition that a sentence names right behind "to treat", "to reduce the chance of" and the like."""
    stop = _STOP.search(passage.words, at)
    start, end = _trim(passage.words, at, stop.start() if stop else len(passage.words))
    if start >= end or not is_disease(passage.words[start:end]):
        return ()
    passage.note(start, end)
    return tuple(_split(passage, start, end))


def read_procedure(passage: Passage, at: int) -> tuple[Mention, ...]:
    """The transplant that a drug prepares or helps with: "... in autologous stem cell transplantation"."""
    match = re.compile(
        r"\b(?:(?:autologous|allogeneic)\s+)?(?:\w+\s+){0,2}?stem cell transplant(?:ation)?s?\b", re.IGNORECASE
    ).search(passage.words, at)
    if not match:
        return ()
    start, end = _trim(passage.words, *match.span())
    while lead := re.compile(r"(?:in|for|before|an?)\s+", re.IGNORECASE).match(passage.words, start):
        start = lead.end()
    passage.note(start, end)
    return (passage.mention(start, end),)


def read_named(passage: Passage, known: tuple[Mention, ...], short: dict[str, str]) -> tuple[Mention, ...]:
    """Diseases that a clause inside a bullet names for itself ("whose rectal cancer has spread").

    Args:
        passage: the words, from which statuses, markers and stages have been taken.
        known: the diseases of the bullets above; naming one of them again, or the
            disease in general, is nothing new.
        short: abbreviations explained on the page.
    """
    for match in _NAMED_IN.finditer(passage.words):
        start, end = match.span("name")
        start = max(start, passage.words.rfind(TAKEN, start, end) + 1)
        start += len(_NO_NAME.match(passage.words[start:end])[0])  # type: ignore[index]  # matches the empty string
        mentions = _split(passage, start, end) if start < end else []
        fresh = [
            m for m in mentions if not _is_known(m.text, known, short) and not m.text.lower().endswith("metastases")
        ]
        passage.note(start, max(end, start))
        if fresh and len(fresh) == len(mentions):
            passage.take(start, end)
            return tuple(fresh)
    return ()


def _or_none(causes: list[Mention]) -> list[Mention | None]:
    return [*causes] if causes else [None]


def expanded(mention: Mention, short: dict[str, str]) -> Mention:
    """A mention that is an abbreviation, under the words that the page explains it by."""
    words = " ".join(short.get(word, word) for word in mention.text.split())
    return Mention(words, mention.span, mention.glossary, mention.link) if words != mention.text else mention


def _is_known(text: str, known: tuple[Mention, ...], short: dict[str, str]) -> bool:
    text = " ".join(short.get(word, word) for word in text.split())
    if _GENERIC.match(text) or (known and _HISTOLOGY.match(text)):
        return True
    words = _key(text)
    return any(words == _key(m.text) or words <= _key(m.text) for m in known) or (
        len(text.split()) == 1 and text.isupper()
    )


def _key(text: str) -> frozenset[str]:
    return frozenset(
        word.rstrip("s").casefold() for word in re.findall(r"\w+", text) if word.casefold() not in {"of", "the"}
    )


def _bold_ranges(passage: Passage) -> tuple[list[tuple[int, int]], int] | None:
    """The stretches of bold at the beginning, joined by nothing but "and", "or" and commas."""
    ranges: list[tuple[int, int]] = []
    for span in passage.text.bold:
        gap = passage.words[(ranges[-1][1] if ranges else 0) : span.start]
        if ranges and not re.fullmatch(rf"\s*(?:{_JOIN.pattern})?\s*", gap):
            break
        if not ranges and len(gap.split()) > _MAX_BEFORE_BOLD:
            return None
        ranges.append((span.start, span.end))
    if not ranges:
        return None
    start, end = ranges[-1]
    behind = re.compile(rf"\s+{HEAD}\b", re.IGNORECASE).match(passage.words, end)
    vague = _VAGUE_HEAD.match(passage.words, start)
    if vague and vague.end() >= end:
        ranges[-1] = (start, vague.end())
    if behind and not HEAD_END.search(passage.words[start:end].rstrip(" .,:")):
        ranges[-1] = (start, behind.end())
    if spread := _SPREAD.match(passage.words, ranges[-1][1]):
        ranges.append(spread.span("name"))
    return ranges, ranges[-1][1]


def _plain_ranges(passage: Passage) -> tuple[list[tuple[int, int]], int]:
    start = len(passage.words) - len(passage.words.lstrip(" ·,"))
    at = start
    while True:
        stop = _STOP.search(passage.words, at)
        end = stop.start() if stop else len(passage.words)
        inside = any(a.start < end < a.end for a in passage.text.links)
        comma = stop and stop[0].strip() == "," and _JOIN.match(passage.words, end)
        if stop and (inside or (comma and _more_names(passage, stop.end()))):
            at = stop.end()
            continue
        return ([(start, end)] if end > start else []), end


def _more_names(passage: Passage, at: int) -> bool:
    """Whether a disease follows behind a comma, and not something about the one before."""
    stop = _STOP.search(passage.words, at)
    words = passage.words[at : stop.start() if stop else len(passage.words)]
    return bool(HEAD_END.search(words.strip())) and not re.match(r"\s*including\b", words)


def _split(passage: Passage, start: int, end: int) -> list[Mention]:
    """The diseases that a stretch names, a shared last word given to each."""
    cuts = [m for m in _SPLIT.finditer(passage.words, start, end) if _parts_diseases(passage, m, start, end)]
    edges = [start, *(m.end() for m in cuts)]
    stops = [*(m.start() for m in cuts), end]
    found = []
    for a, b in zip(edges, stops, strict=True):
        a, b = _trim(passage.words, a, b)  # noqa: PLW2901  # the trimmed range is what is meant from here on
        if a < b and re.search(r"\w", passage.words[a:b].replace(TAKEN, "")):
            found.append(passage.mention(a, b, _with_head(passage, a, b, end)))
    return found


def _parts_diseases(passage: Passage, cut: re.Match[str], start: int, end: int) -> bool:
    """Whether a joint stands between two diseases: each has a noun for a disease, or shares the one at the end."""
    left, right = passage.words[start : cut.start()].rstrip(), passage.words[cut.end() : end].rstrip(" .,:")
    linked = any(a.start < cut.start() and cut.end() < a.end for a in passage.text.links)
    if cut["joint"] == "/":
        return False
    both = bool(HEAD_END.search(left)) and bool(re.search(rf"\b{HEAD}\b", right, re.IGNORECASE))
    if re.match(r"other\b", right):
        return False
    if linked or both:
        return both
    return bool(HEAD_END.search(right)) and not re.search(rf"\b{HEAD}\b", left, re.IGNORECASE)


def _with_head(passage: Passage, start: int, end: int, whole_end: int) -> str | None:
    words = " ".join(passage.mention(start, end).text.split())
    if HEAD_END.search(words) or re.search(rf"\b{HEAD}\b", words, re.IGNORECASE) or end >= whole_end:
        return None
    last = " ".join(passage.words[start:whole_end].split()).rstrip(" .,:")
    noun = HEAD_END.search(last)
    return f"{words} {noun[0]}" if noun else None


def _trim(words: str, start: int, end: int) -> tuple[int, int]:
    piece = words[start:end]
    start += len(piece) - len(piece.lstrip(" ,.:;" + TAKEN))
    while match := _LEAD.match(words, start, end):
        start = match.end()
    end = start + len(words[start:end].rstrip(" ,.:;" + TAKEN))
    return start, max(end, start)


def _causes(passage: Passage, at: int) -> tuple[list[Mention], int]:
    """What the condition is caused by; "by A or by B" are two causes."""
    match = _CAUSE.search(passage.words, at)
    if not match or re.search(r"[.;]", passage.words[at : match.start()]):
        return [], at
    start, found = match.end(), []
    while True:
        stop = re.compile(_STOP.pattern + r"|\s*\bused\b|\s+(?:and|or)\s+by\b|\s+and\s+nausea\b").search(
            passage.words, start
        )
        end = stop.start() if stop else len(passage.words)
        found += _split(passage, start, end)
        again = re.compile(r"(?:\s+that\s+[^.;,]*?)?\s+(?:and|or)\s+by\s+").match(passage.words, end)
        if not again:
            break
        start = again.end()
    passage.take(match.start(), end)
    return found, end


def read_types(passage: Passage, at: int) -> tuple[Mention, ...]:
    """Diseases behind "including", which count beside the one that includes them."""
    match = _INCLUDING.search(passage.words, at)
    if not match:
        return ()
    stop = _STOP.search(passage.words, match.end())
    end = stop.start() if stop else len(passage.words)
    mentions = _split(passage, match.end(), end)
    if not mentions or any(_GENERIC.match(m.text) or not re.search(HEAD, m.text, re.IGNORECASE) for m in mentions):
        return ()
    passage.take(match.start(), end)
    return tuple(mentions)


def _after_events(passage: Passage, at: int, named: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention]]:
    """The same conditions with another cause: "... and nausea and vomiting after surgery"."""
    match = re.compile(r"\s+and\s+(?P<again>[^.;,]*?)\s+after\s+(?P<event>\w+(?:\s+therapy)?)", re.IGNORECASE).match(
        passage.words, at
    )
    if not match or not all(m.text.casefold() in match["again"].casefold() for m in named):
        return
    cause = passage.mention(*match.span("event"))
    passage.take(*match.span())
    yield from ((name, cause) for name in named)


def is_another(text: str, known: tuple[Mention, ...], short: dict[str, str]) -> bool:
    """Whether words name a disease that is none of the known ones, nor disease in general."""
    return is_disease(text) and not _is_known(text, known, short)
