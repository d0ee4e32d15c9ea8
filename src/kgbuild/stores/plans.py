"""What a load must do: which named graphs are new, changed, the same, and which have vanished from the build."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kgbuild.errors import StoreError
from kgbuild.stores.named_graphs import NamedGraph

_OURS = re.compile(r"(.*[/#]graph/)(?:page/[^/]+|derived|terms)")
"""How `kgbuild.vocabulary.Identifiers` names graphs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Names of graphs, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    vanished: tuple[str, ...]
    """In the store under the base of the build, and not in the build."""

    @property
    def to_put(self) -> tuple[str, ...]:
        """Graphs that the store does not have as they are."""
        return (*self.new, *self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """A graph of which the store holds another number of triples than the file."""

    name: str
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Load:
    """How a load ended; on a dry run, what it would do."""

    plan: Plan
    differences: tuple[Difference, ...] = ()


def base_of(names: Iterable[str]) -> str:
    """The IRI under which a build names its graphs; empty where the names are no build's, or of several.

    >>> base_of(["https://w3id.org/kgbuild/id/graph/terms", "https://w3id.org/kgbuild/id/graph/page/examplinib"])
    'https://w3id.org/kgbuild/id/graph/'
    >>> base_of(["https://w3id.org/kgbuild/id/graph/terms", "https://example.org/graph/terms"])
    ''
    """
    bases = {found[1] if (found := _OURS.fullmatch(name)) else "" for name in names}
    return bases.pop() if len(bases) == 1 else ""


def base_to_prune(names: Collection[str]) -> str:
    """The base, where something is to be deleted.

    Raises:
        StoreError: there is none, so that what is left of an earlier build cannot be told from other people's graphs.
    """
    base = base_of(names)
    if not base:
        raise StoreError(
            f"the graphs of the file share no base (the first is {min(names)}), so that --prune cannot tell"
            " what is left of an earlier build from other people's graphs; load without it, or load a build"
        )
    return base


def plan(wanted: Mapping[str, NamedGraph], there: Mapping[str, int], same: Collection[str]) -> Plan:
    """Compare a build with a store.

    Args:
        wanted: the graphs of the build.
        there: triples in each graph of the store, of which other people's may be some.
        same: the graphs of the build that the store is known to have as they are.
    """
    base = base_of(wanted)
    vanished = (name for name, size in there.items() if size and base and _is_left_over(name, base, wanted))
    return Plan(
        new=tuple(sorted(name for name in wanted if not there.get(name))),
        changed=tuple(sorted(name for name in wanted if there.get(name) and name not in same)),
        same=tuple(sorted(name for name in wanted if there.get(name) and name in same)),
        vanished=tuple(sorted(vanished)),
    )


def _is_left_over(name: str, base: str, wanted: Collection[str]) -> bool:
    found = _OURS.fullmatch(name)
    return found is not None and found[1] == base and name not in wanted


def differences(
    wanted: Mapping[str, NamedGraph], there: Mapping[str, int], gone: Iterable[str] = ()
) -> tuple[Difference, ...]:
    """Where the counts of the store are not those of the build; `gone` are graphs that must hold nothing."""
    sizes = {**{name: graph.size for name, graph in wanted.items()}, **dict.fromkeys(gone, 0)}
    return tuple(
        Difference(name, size, there.get(name, 0)) for name, size in sizes.items() if there.get(name, 0) != size
    )
