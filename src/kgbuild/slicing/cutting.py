"""Cut what oncology drug pages name out of a release: concepts with a kind, all that is above them, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kgbuild.naming import normalise
from kgbuild.slicing.release import Release, Row
from kgbuild.slicing.rules import Kind, is_code_named, usable_names

_UNNAMED = {Kind.RETIRED, Kind.BRANCH}
"""Kinds that are never found by name."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The chosen concepts of a release."""

    release: Release
    kinds: Mapping[str, Kind]
    rows: Mapping[str, Row]
    """By code, in the order of the codes' numbers."""

    def kind(self, code: str) -> Kind:
        """The concept's kind; one that is only above others is a branch."""
        return self.kinds.get(code, Kind.BRANCH)

    def is_named(self, code: str) -> bool:
        """Whether the concept may be found by its names."""
        return self.kind(code) not in _UNNAMED

    def names(self, code: str) -> list[str]:
        """The preferred name first, then the synonyms that a page could print, one for each key."""
        return _names(self.release, self.release.rows[code], self.kind(code))


def cut(release: Release, kinds: Mapping[str, Kind]) -> Slice:
    """The concepts with a kind, and everything above them.

    Args:
        release: all concepts.
        kinds: see `kgbuild.slicing.placing.place`.
    """
    chosen = {code for code, kind in kinds.items() if kind is not Kind.BRANCH and code in release.rows}
    chosen -= {code for code in chosen if _is_unnamed(release, release.rows[code], kinds[code])}
    above = {code for start in chosen for code in release.ancestors(start)}
    ordered = sorted(chosen | above, key=lambda code: int(code[1:]))
    return Slice(release, kinds, {code: release.rows[code] for code in ordered})


def _is_unnamed(release: Release, row: Row, kind: Kind) -> bool:
    """Whether a drug has its maker's code for a name, and no other."""
    return kind is Kind.DRUG and is_code_named(row.label) and len(_names(release, row, kind)) == 1


def _names(release: Release, row: Row, kind: Kind) -> list[str]:
    if kind in _UNNAMED:
        return [row.label]
    hidden = release.code_names.get(row.code, set()) - release.brands.get(row.code, set())
    by_key = {normalise(row.label): row.label}
    for name in usable_names(row.names[1:], kind):
        if name not in hidden:
            by_key.setdefault(normalise(name), name)
    by_key.pop("", None)
    return list(by_key.values())
