"""State of the disease, what is denied of it, and which states are alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.states import read_phrases

_DENIED = re.compile(r"\b(?:not|never|neither|nor)\s+(?:yet\s+|been\s+|in\s+)*$", re.IGNORECASE)
_DENIES = re.compile(r"(?:neither|nor)\b", re.IGNORECASE)
_APART = re.compile(r"[.;:]|\band\b|\bwith\b", re.IGNORECASE)
_COMMA = re.compile(r"^[\s·]*,[\s·]*(?:(?:is|are|has|have|that|whose)\s+)?$")
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_FAR = 90
"""Characters between two states that may still be joined by "or"."""


@dataclass(frozen=True, slots=True)
class Statuses:
    """The states of a passage."""

    values: tuple[str, ...] = ()
    """Local names of `kg:DiseaseStatus` individuals, each once; one that is denied as ``not:Relapsed``."""
    choices: tuple[tuple[str, ...], ...] = ()
    """States that the passage joins by "or"."""


NO_STATUSES = Statuses()


def read_statuses(passage: Passage) -> Statuses:
    """The statuses of a passage, in the order of the lexicon, and its alternatives in reading order."""
    found: list[tuple[int, int, str]] = []
    words = passage.words
    for value, match in read_phrases(passage, "statuses"):
        if value == "none":
            continue
        denied = _DENIED.search(words[: match.start()]) or _DENIES.match(match[0])
        told = f"not:{value}" if denied and not value.startswith("not:") else value
        found.append((match.start(), match.end(), told))
    if not found:
        return NO_STATUSES
    values = tuple(dict.fromkeys(value for _, _, value in found))
    return Statuses(values, tuple(_choices(passage.text.plain, sorted(found))))


def _choices(plain: str, found: list[tuple[int, int, str]]) -> Iterator[tuple[str, ...]]:
    """Runs of states joined by commas and a last "or": "A, B, or C"; "and" and a new clause end one."""
    run: list[str] = []
    joined = False
    behind = 0
    for start, end, value in found:
        gap = re.sub(r"\([^()]*\)", "", plain[behind:start])
        ors = bool(_OR.search(gap) or re.match(r"or\b", plain[start:end], re.IGNORECASE))
        follows = bool(run) and len(gap) < _FAR and not _APART.search(gap) and (ors or bool(_COMMA.match(gap)))
        if not follows:
            yield from _as_choice(run, joined=joined)
            run, joined = [], False
        run.append(value)
        joined = joined or (follows and ors)
        behind = max(behind, end)
    yield from _as_choice(run, joined=joined)


def _as_choice(run: list[str], *, joined: bool) -> Iterator[tuple[str, ...]]:
    distinct = tuple(dict.fromkeys(run))
    if joined and len(distinct) > 1 and not any(value.startswith("not:") for value in distinct):
        yield distinct
