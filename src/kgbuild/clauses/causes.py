"""What brings a condition on, and which kinds of it are named: "anemia caused by ...", "MDS, including CMML"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgbuild.clauses.coordination import coordination
from kgbuild.clauses.disease_names import STOP, split_names
from kgbuild.clauses.diseases import HEAD, is_disease
from kgbuild.clauses.inner_conditions import is_any_disease
from kgbuild.clauses.keywords import Keyed
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention

_CAUSE = Keyed(rf"\b{wording('cause')}\s+", re.IGNORECASE)
_END = r"|\s*\bused\b|\s+(?:and|or)\s+by\b"
_ANOTHER = re.compile(r"(?:\s+that\s+[^.;,]*?)?\s+(?:and|or)\s+by\s+")
_INCLUDING = Keyed(r"[\s,]*\bincluding\s+(?!the\b|those\b|patients\b|one\b|at\b)", re.IGNORECASE)
_DOSES_OF = re.compile(r"\s*(?:(?:repeated|high|large|certain|multiple)\s+)?(?:doses|amounts)\s+of\s+", re.IGNORECASE)
_FEW = 3
_EVENT = re.compile(r"\s+(?:after|following|during)\s+(?P<event>\w+(?:\s+(?:therapy|treatment))?)", re.IGNORECASE)
_AGAIN = re.compile(r"\s+and\s+(?P<again>[^.;,]*?)\s+after\s+(?P<event>\w+(?:\s+therapy)?)", re.IGNORECASE)


def read_causes(passage: Passage, at: int, named: tuple[Mention, ...]) -> tuple[list[Mention], int]:
    """What the named conditions are caused by, and the place behind; "by A or by B" are two causes."""
    match = _CAUSE.search(passage.words, passage.low, start=at)
    if not match or re.search(r"[.;]", passage.words[at : match.start()]):
        return [], at
    same = "".join(rf"|\s+and\s+{re.escape(name.text)}\b" for name in named)
    ends = re.compile(STOP.pattern + _END + same, re.IGNORECASE)
    start, found = match.end(), []
    while True:
        stop = ends.search(passage.words, start)
        end = stop.start() if stop else len(passage.words)
        found += _names(passage, start, end)
        again = _ANOTHER.match(passage.words, end)
        if not again:
            break
        start = again.end()
    passage.take(match.start(), end)
    return found, end


def _names(passage: Passage, start: int, end: int) -> list[Mention]:
    """The causes in a stretch: diseases by their nouns, treatments as a coordination that may go on behind a comma."""
    names = coordination(passage, start)
    plain = [passage.words[item.start : item.end] for item in names.items]
    if len(plain) > 1 and not is_disease(plain[-1]) and all(len(words.split()) <= _FEW for words in plain):
        passage.take(start, names.end)
        return [passage.mention(item.start, item.end) for item in names.items]
    doses = _DOSES_OF.match(passage.words, start)
    return split_names(passage, doses.end() if doses else start, end)


def read_types(passage: Passage, at: int) -> tuple[Mention, ...]:
    """Diseases behind "including", which count beside the one that includes them."""
    match = _INCLUDING.search(passage.words, passage.low, start=at)
    if not match:
        return ()
    stop = STOP.search(passage.words, match.end())
    end = stop.start() if stop else len(passage.words)
    mentions = split_names(passage, match.end(), end)
    if not mentions or any(is_any_disease(m.text) or not re.search(HEAD, m.text, re.IGNORECASE) for m in mentions):
        return ()
    passage.take(match.start(), end)
    return tuple(mentions)


def read_events(passage: Passage, at: int, named: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention]]:
    """The same conditions with another cause: "... and nausea and vomiting after surgery"."""
    match = _AGAIN.match(passage.words, at)
    if not match or not all(m.text.casefold() in match["again"].casefold() for m in named):
        return
    cause = passage.mention(*match.span("event"))
    passage.take(*match.span())
    yield from ((name, cause) for name in named)


def read_event(passage: Passage, at: int) -> tuple[list[Mention], int]:
    """The treatment after which a symptom comes: "Nausea after surgery"."""
    match = _EVENT.match(passage.words, at)
    if not match:
        return [], at
    cause = passage.mention(*match.span("event"))
    passage.take(*match.span())
    return [cause], match.end()
