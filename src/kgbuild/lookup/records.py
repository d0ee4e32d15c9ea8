"""A concept and a match as both sources give them, and what a source can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kgbuild.concept import Role
from kgbuild.naming import normalise

HOWS = ("preferred-name", "curated", "glossary", "display-name", "synonym", "broader")
"""How a name can be known, the best first; ``broader``: the concept only comprises what the name means."""


@dataclass(frozen=True, slots=True)
class Record:
    """A concept."""

    code: str
    label: str
    """NCIt's preferred name."""
    kind: str
    """Such as ``drug``; see ``ontology/README.md``; empty where the rules give none."""
    synonyms: tuple[str, ...]
    """Without the preferred name."""
    types: tuple[str, ...]
    """Semantic types."""
    parents: tuple[str, ...]
    """Codes directly above."""
    display: str
    """NCIt's display name; the slice has none."""
    status: str
    """NCIt's status; the slice has none."""
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A concept that a text names."""

    code: str
    label: str
    kind: str
    types: tuple[str, ...]
    name: str
    """Which of its names it is, as written in the source; a curated wording as its key."""
    how: str
    """One of `HOWS`."""
    is_retired: bool
    roles: tuple[Role, ...]
    """In which roles the text means the concept, by the rules of grounding; none in an imported release, which has no
    such rules, and for what these rules do not choose."""


def written(names: Iterable[str], keys: Iterable[str], text: str) -> str:
    """Which of a concept's names a text is: the one written alike, else the first of the first key that there is.

    >>> written(["HER2S", "HER2"], ["her2"], "her2")
    'HER2'
    """
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(normalise(name), []).append(name)
    key = next((key for key in keys if key in by_key), normalise(text))
    alike = [name for name in by_key.get(key, [key]) if name.casefold() == text.strip().casefold()]
    return [*alike, *by_key.get(key, [key])][0]


class Terms(Protocol):
    """A source of concepts."""

    @property
    def source(self) -> str:
        """The release, for people."""

    def record(self, code: str) -> Record | None:
        """The concept of a code, retired or not."""

    def children(self, code: str) -> tuple[str, ...]:
        """Codes directly below."""

    def matches(self, text: str, role: Role | None = None, *, everything: bool = False) -> list[Match]:
        """The concepts that a text names, the best first; with everything also retired and dismissed ones."""

    def has_key(self, key: str) -> bool:
        """Whether a concept that is not retired has a name of this key."""

    def keys_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
