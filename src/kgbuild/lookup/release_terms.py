"""An imported release as a source: every name of every concept, without rules that choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kgbuild.concept import Role
from kgbuild.lookup.records import HOWS, Match, Record, written
from kgbuild.naming import Wording, normalise, plainer
from kgbuild.releases import IndexedConcept, ReleaseIndex
from kgbuild.slicing import Kind, Traits, kind_by_rules
from kgbuild.terminology import kinds_of

_HOW = ("preferred-name", "display-name", "synonym")
"""By the rank of a name."""


@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """An index that ``kgbuild terms import`` wrote. For one thread."""

    index: ReleaseIndex
    _above: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, path: Path) -> ReleaseTerms:
        """Open an index.

        Raises:
            TerminologyError: there is none, it is damaged or of another version.
        """
        return cls(ReleaseIndex.open(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.index.close()

    @property
    def source(self) -> str:
        """The release, for people."""
        given = self.index.source
        return f"{given['file']} ({given['concepts']} concepts, SHA-256 {given['sha256'][:12]}...)"

    def record(self, code: str) -> Record | None:
        """The concept of a code, retired or not."""
        one = self.index.concept(code)
        if one is None:
            return None
        lists = one.names[1:], one.types, one.parents
        return Record(code, one.label, self._kind(one), *lists, one.display, one.status, one.is_retired)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes directly below, in the release's order."""
        return self.index.children(code)

    def matches(self, text: str, role: Role | None = None, *, everything: bool = False) -> list[Match]:
        """The concepts that have the name, or one of the same meaning; in a role those of its kinds.

        Those whose preferred name it is come first, and of those equal in this the more general ones.
        """
        for wording in (Wording(normalise(text), frozenset()), *plainer(text)):
            only = kinds_of(role) if role else frozenset()
            found = [
                match
                for match in self._named(wording.key, text, retired=everything)
                if match.is_retired or all(match.kind in kinds for kinds in (only, wording.only) if kinds)
            ]
            if found:
                return self._ordered(found)
        return []

    def has_key(self, key: str) -> bool:
        """Whether a concept that is not retired has a name of this key."""
        return self.index.has_key(key)

    def keys_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
        return self.index.keys_from(prefix, limit)

    def _named(self, key: str, text: str, *, retired: bool) -> Iterator[Match]:
        for code, rank in self.index.by_key(key, retired=retired):
            one = self.index.concept(code)
            if one:
                name = written((one.label, *one.display.split("|"), *one.names), (key,), text)
                yield Match(code, one.label, self._kind(one), one.types, name, _HOW[rank], one.is_retired, ())

    def _ordered(self, found: list[Match]) -> list[Match]:
        codes = {match.code for match in found}

        def place(match: Match) -> tuple[bool, int, int, int]:
            higher = len(self._ancestors(match.code) & codes)
            return match.is_retired, HOWS.index(match.how), higher, int(match.code[1:])

        return sorted(found, key=place)

    def _kind(self, one: IndexedConcept) -> str:
        """The kind by the slice's rules, as far as a release tells it without the tables beside it."""
        if one.is_retired:
            return Kind.RETIRED
        is_family = len(self.index.children(one.code)) > 1
        branches = {one.code, *self._ancestors(one.code)}
        return kind_by_rules(Traits(one.label, one.types, branches, is_family=is_family)) or ""

    def _ancestors(self, code: str) -> frozenset[str]:
        """Asked for kind and order alike."""
        if code not in self._above:
            self._above[code] = self.index.ancestors(code)
        return self._above[code]
