"""Lexicon files: what words mean, as data.

A file of ``lexicon/`` is TOML: ``[[phrase]]`` tables with a `value`, the
`patterns` that mean it (regular expressions in which a blank is any white
space, matched on whole words and without regard to case), and, where a phrase
must leave its words for others to read, ``shared = true``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kgbuild.clauses.keywords import EDGES, Keyed
from kgbuild.errors import LexiconError

_FOLDER = Path(__file__).parent.parent / "lexicon"


@cache
def wording(name: str) -> str:
    r"""The alternatives of an entry of ``lexicon/wordings.toml``, as a group of a regular expression.

    Raises:
        LexiconError: the file has no such entry.

    >>> wording("any_disease")
    '(?:cancers?|diseases?|tumou?rs?|conditions?|disorders?)'
    """
    try:
        return "(?:" + "|".join(_wordings()[name]).replace(" ", r"\s+") + ")"
    except KeyError as error:
        raise LexiconError(f"wordings.toml has no entry {error}; the grammar of the clauses needs it") from error


@cache
def _wordings() -> dict[str, list[str]]:
    return tomllib.loads((_FOLDER / "wordings.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One meaning and its wordings."""

    value: str
    pattern: Keyed
    shared: bool


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """The phrases of ``lexicon/NAME.toml``, in the order of the file.

    Raises:
        LexiconError: the file is missing, or not in the form above.

    >>> [p.value for p in phrases("populations")][:2]
    ['Adult', 'Child']
    """
    path = _FOLDER / f"{name}.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]
        return tuple(_phrase(t["value"], t["patterns"], shared=t.get("shared", False)) for t in tables)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}; expected [[phrase]] tables with value and patterns") from error


@lru_cache(maxsize=512)
def likely(name: str, low: str) -> tuple[Phrase, ...]:
    """The phrases of a lexicon that can match in words given as `kgbuild.clauses.keywords.lowered`."""
    found = []
    for phrase in phrases(name):  # as `Keyed.may_match`, without a call for each of them
        for key in phrase.pattern.keys:
            if key in low:
                found.append(phrase)
                break
    return tuple(found)


def _phrase(value: str, patterns: list[str], *, shared: bool) -> Phrase:
    return Phrase(value, worded("|".join(f"(?:{each})" for each in patterns)), shared)


def worded(pattern: str) -> Keyed:
    """A pattern of whole words, in which a blank is any white space.

    >>> bool(worded("has spread").search("it HAS   spread.")), bool(worded("has").search("hash"))
    (True, False)
    """
    before, behind = EDGES
    return Keyed(before + "(?:" + pattern.replace(" ", r"\s+") + ")" + behind, re.IGNORECASE)
