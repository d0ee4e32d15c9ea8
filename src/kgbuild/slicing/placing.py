"""Which kind a concept is of: by hand, by its branch, by the tables, by type and form of its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kgbuild.slicing.release import Release, Row
from kgbuild.slicing.rules import Kind, Traits, is_dropped, kind_by_rules

RETIRED_ROOT = "C28428"


def place(release: Release, placed: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """Code -> kind, of every concept that pages may name.

    Args:
        release: the concepts.
        placed: what is decided by hand; see ``ontology/placed.tsv``.
    """
    below = Counter(code for row in release.rows.values() for code in row.parents)
    found: dict[str, Kind] = {}
    for row in release.rows.values():
        kind = placed.get(row.code) or _kind(release, row, is_family=below[row.code] > 1)
        if kind:
            found[row.code] = kind
    return found


def _kind(release: Release, row: Row, *, is_family: bool) -> Kind | None:
    """Retired, of no use, or placed by the rules."""
    if row.is_retired or (row.parents and all(_is_retired(release, parent) for parent in row.parents)):
        return Kind.RETIRED if row.code in release.registered else None
    if is_dropped(row.label):
        return None
    return kind_by_rules(_traits(release, row, is_family=is_family))


def _is_retired(release: Release, code: str) -> bool:
    """Whether a parent is one of the Thesaurus's branches of retired concepts."""
    return code == RETIRED_ROOT or RETIRED_ROOT in (release.ancestors(code) if code in release.rows else ())


def _traits(release: Release, row: Row, *, is_family: bool) -> Traits:
    """What the release and its tables know of a concept."""
    has_brand, is_registered = row.code in release.brands, row.code in release.registered
    return Traits(
        row.label,
        row.types,
        {row.code, *release.ancestors(row.code)},
        is_family=is_family,
        is_listed=has_brand or row.code in release.classes,
        is_sold=has_brand or is_registered,
        is_registered=is_registered,
        xrefs=release.xrefs.get(row.code, ()),
    )
