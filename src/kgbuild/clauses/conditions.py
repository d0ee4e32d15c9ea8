"""Conditions: which disease a bullet is about, and what causes it.

In the bullet of a disease NCI sets its name in bold; elsewhere the name ends at
the first word that tells something about it. "A or B cancer" are two diseases
that share a word; "carcinoma of the head and neck" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise, product
from types import MappingProxyType

from kgbuild.clauses.agents import read_agents
from kgbuild.clauses.biomarkers import read_biomarkers
from kgbuild.clauses.causes import read_causes, read_event, read_events, read_types
from kgbuild.clauses.coordination import coordination
from kgbuild.clauses.disease_names import STOP, split_names, trimmed
from kgbuild.clauses.diseases import HEAD, HEAD_END, has_disease, is_disease, is_symptom
from kgbuild.clauses.inner_conditions import is_any_disease
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.states import read_stages
from kgbuild.clauses.statuses import NO_STATUSES, Statuses, read_statuses
from kgbuild.concept import Mention
from kgbuild.indication import Biomarker
from kgbuild.model import Span

_JOIN = re.compile(r"[\s·]*(?:,\s*(?:and|or)?|\b(?:and|or|and/or)\b)[\s·]*")
_JOINED = re.compile(rf"\s*(?:{_JOIN.pattern})?\s*(?:[\w-]+[-– ](?:positive|negative)\s+)?")
_EFFECT = re.compile(r"(?:the\s+)?(?P<effect>(?:toxic|side|harmful)\s+effects|overdoses?)\s+of\s+", re.IGNORECASE)
_VAGUE_HEAD = re.compile(
    r"(?:lesions?|problems|changes|growths)\s+that\s+(?:sometimes|may|can|often|might)\s[^.;:]*", re.IGNORECASE
)
"""A noun that says too little without what follows."""
_SPREAD = re.compile(
    r"\s+and\s+(?P<name>(?:cancers?|(?:solid\s+)?tumou?rs?)\s+that\s+ha(?:s|ve)\s+spread\s+to\s+[^.,;:]*)",
    re.IGNORECASE,
)
"""A second condition that is named by where the cancer is."""
_HEAD_BEHIND = re.compile(rf"\s+{HEAD}\b", re.IGNORECASE)
_TRANSPLANT = re.compile(
    r"\b(?:(?:autologous|allogeneic)\s+)?(?:\w+\s+){0,2}?stem cell transplant(?:ation)?s?\b", re.IGNORECASE
)
_BEFORE_TRANSPLANT = re.compile(r"(?:in|for|before|an?)\s+", re.IGNORECASE)
_TOLD = re.compile(r"\s+(?:that|which|who|whose|caused\s+by)\s", re.IGNORECASE)
"""What tells something of the disease, though it stands in bold with its name."""
_FEW = 3
_MAX_BEFORE_BOLD = 3
"""Words such as "advanced" that may stand before a disease in bold."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The diseases of a sentence, each with the causes that go with it."""

    named: tuple[Mention, ...] = ()
    causes: tuple[Mention, ...] = ()
    pairs: tuple[tuple[Mention, Mention | None], ...] = ()
    """Condition and cause, where the sentence pairs them itself."""
    types: tuple[Mention, ...] = ()
    """Diseases named behind "including"."""
    statuses: Statuses = NO_STATUSES
    """States that stand within the name: "Relapsed or refractory multiple myeloma"."""
    biomarkers: tuple[Biomarker, ...] = ()
    """Markers that stand within the name: "HER2-positive breast cancer"."""
    marked: tuple[tuple[Span, Biomarker], ...] = ()
    """Place of a later one of several names, and the marker right before it, which is of that disease alone."""
    stages: tuple[str, ...] = ()
    """Stages within the name: "Stage III colon cancer"."""


def read_head(passage: Passage, short: Mapping[str, str] = MappingProxyType({})) -> Conditions:
    """The diseases with which a bullet, or what follows "to treat", begins; their words are taken.

    States and markers within a name are no part of it. Words that are neither in bold
    nor linked, and hold no noun for a disease, are no disease.

    Args:
        passage: the words.
        short: abbreviations that the page explains.
    """
    ranges, end = _bold_ranges(passage) or _plain_ranges(passage, short)
    stages = tuple(stage for start, end in ranges for stage in read_stages(passage.by("stages"), start, end))
    statuses, biomarkers = _within(passage.by("conditions"), ranges, short)
    if effect := _effect(passage, ranges):
        return effect
    named = tuple(mention for start, stop in ranges for mention in split_names(passage, start, stop))
    named = tuple(name for name in named if not _is_heading(passage, name))
    if not named:
        return Conditions(statuses=statuses, biomarkers=biomarkers, stages=stages)
    passage.take(ranges[0][0], end)
    causes, tail = read_causes(passage, end, named)
    if not causes and all(is_symptom(name.text) for name in named):
        causes, tail = read_event(passage, end)
    types = read_types(passage, end)
    marked = tuple(_marked(passage, ranges, named, short))
    pairs: list[tuple[Mention, Mention | None]] = list(product(named, _or_none(causes)))
    pairs += read_events(passage, tail, named)
    return Conditions(named, tuple(causes), tuple(pairs), types, statuses, biomarkers, marked, stages)


def _marked(
    passage: Passage, ranges: list[tuple[int, int]], named: tuple[Mention, ...], short: Mapping[str, str]
) -> Iterator[tuple[Span, Biomarker]]:
    """The markers between two names: "**A** or CD30-positive **B**"."""
    for (_, before), (start, _) in pairwise(ranges):
        gap = passage.text.slice(before, start) if before < start else None
        found = read_biomarkers(Passage(passage.page, gap, passage.rank), short).markers if gap else ()
        at = passage.text.offsets[start]
        behind = min((name.span for name in named if name.span.start >= at), default=None)
        if behind:
            yield from ((behind, marker) for marker in found)


def _within(
    passage: Passage, ranges: list[tuple[int, int]], short: Mapping[str, str]
) -> tuple[Statuses, tuple[Biomarker, ...]]:
    """Read the states and markers within the names, and take their words, so that the names are without them."""
    statuses: list[Statuses] = []
    biomarkers: list[Biomarker] = []
    for start, end in ranges:
        if _TOLD.search(passage.words, start, end):
            continue
        name = Passage(passage.page, passage.text.slice(start, end), passage.rank)
        if not _is_term(passage.words[start:end], short):
            statuses.append(read_statuses(name.by("statuses")))
        biomarkers += read_biomarkers(name.by("biomarkers"), short).markers
        for first, last, rule in name.trace:
            passage.by(rule).take(start + first, start + last)
    passage.by("conditions")
    values = dict.fromkeys(value for each in statuses for value in each.values)
    return Statuses(tuple(values), tuple(chain.from_iterable(each.choices for each in statuses))), tuple(biomarkers)


def _is_term(words: str, short: Mapping[str, str]) -> bool:
    """Whether the page abbreviates a name whole, a state among its words: "advanced systemic mastocytosis (AdvSM)"."""
    name = " ".join(words.split()).casefold().strip(" .,:")
    return any(name == whole.casefold() for whole in short.values())


def _is_heading(passage: Passage, name: Mention) -> bool:
    """Whether a name only heads a list ("The following tumors:"), or is none: people, adverbs."""
    if is_any_disease(name.text):
        return "following" in passage.text.plain.casefold()
    marked = passage.text.bold or passage.text.links
    return not marked and not has_disease(name.text)


def _effect(passage: Passage, ranges: list[tuple[int, int]]) -> Conditions | None:
    """The condition is the effect, its causes the drugs: "toxic effects of A or B"."""
    match = _EFFECT.match(passage.words, ranges[0][0]) if len(ranges) == 1 else None
    if not match:
        return None
    names = coordination(passage, match.end())
    causes = tuple(
        replace(cause, text=cause.text.removeprefix("other ")) for cause in read_agents(passage, names).values()
    )
    if not causes:
        return None
    effect = passage.mention(*match.span("effect"))
    passage.take(match.start(), names.end)
    return Conditions((effect,), causes, tuple((effect, cause) for cause in causes))


def read_purpose(passage: Passage, at: int, *, anything: bool = False) -> tuple[Mention, ...]:
    """The condition that a sentence names right behind "to treat", "to reduce the chance of" and the like.

    Args:
        passage: the words.
        at: the place behind the words of intent.
        anything: whether a few words that are no disease count too ("to increase bone mass").
    """
    stop = STOP.search(passage.words, at)
    start, end = trimmed(passage.words, at, stop.start() if stop else len(passage.words))
    words = passage.words[start:end]
    if not words or TAKEN in words or not (is_disease(words) or (anything and len(words.split()) <= _FEW)):
        return ()
    passage.note(start, end)
    return tuple(split_names(passage, start, end))


def read_procedure(passage: Passage, at: int) -> tuple[Mention, ...]:
    """The transplant that a drug prepares or helps with: "... in autologous stem cell transplantation"."""
    match = _TRANSPLANT.search(passage.words, at)
    if not match:
        return ()
    start, end = trimmed(passage.words, *match.span())
    while lead := _BEFORE_TRANSPLANT.match(passage.words, start):
        start = lead.end()
    passage.note(start, end)
    return (passage.mention(start, end),)


def _or_none(causes: list[Mention]) -> list[Mention | None]:
    return [*causes] if causes else [None]


def _bold_ranges(passage: Passage) -> tuple[list[tuple[int, int]], int] | None:
    """The stretches of bold at the beginning, joined by nothing but "and", "or" and commas."""
    ranges: list[tuple[int, int]] = []
    for span in passage.text.bold:
        gap = passage.words[(ranges[-1][1] if ranges else 0) : span.start]
        if ranges and not _JOINED.fullmatch(gap):
            break
        if not ranges and len(gap.split()) > _MAX_BEFORE_BOLD:
            return None
        inside = _TOLD.search(passage.words, span.start, span.end)
        ranges.append((span.start, inside.start() if inside else span.end))
    if not ranges:
        return None
    start, end = ranges[-1]
    behind = _HEAD_BEHIND.match(passage.words, end)
    vague = _VAGUE_HEAD.match(passage.words, start)
    if vague and vague.end() >= end:
        ranges[-1] = (start, vague.end())
    if behind and not HEAD_END.search(passage.words[start:end].rstrip(" .,:")):
        ranges[-1] = (start, behind.end())
    if spread := _SPREAD.match(passage.words, ranges[-1][1]):
        ranges.append(spread.span("name"))
    return ranges, ranges[-1][1]


def _plain_ranges(passage: Passage, short: Mapping[str, str]) -> tuple[list[tuple[int, int]], int]:
    """The words up to the first that tells something; within a name that the page abbreviates none does."""
    start = len(passage.words) - len(passage.words.lstrip(" ·,"))
    words = passage.words[start:].casefold()
    at = start + max((len(whole) for whole in short.values() if words.startswith(whole.casefold())), default=0)
    while True:
        stop = STOP.search(passage.words, at)
        end = stop.start() if stop else len(passage.words)
        inside = any(a.start < end < a.end for a in passage.text.links)
        comma = stop and stop[0].strip() == "," and _JOIN.match(passage.words, end)
        if stop and (inside or (comma and _more_names(passage, stop.end()))):
            at = stop.end()
            continue
        return ([(start, end)] if end > start else []), end


def _more_names(passage: Passage, at: int) -> bool:
    """Whether a disease follows behind a comma, and not something about the one before."""
    stop = STOP.search(passage.words, at)
    words = passage.words[at : stop.start() if stop else len(passage.words)]
    return bool(HEAD_END.search(words.strip())) and not re.match(r"\s*including\b", words)
