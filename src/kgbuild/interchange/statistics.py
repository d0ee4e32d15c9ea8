"""Figures of the networks: how much there is, what hangs together, what is central."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.concepts import name_of
from kgbuild.interchange.networks import combined, network_of
from kgbuild.interchange.options import options_of
from kgbuild.vocabulary import KG

if TYPE_CHECKING:
    from kgbuild.interchange.networks import Contraction

EXACT: Final = 2000
"""Up to so many nodes betweenness is exact; of more it is estimated from `_SAMPLE` of them, always the same."""
_SAMPLE: Final = 500
_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node with its figure."""

    name: str
    iri: str
    value: float


@dataclass(frozen=True, slots=True)
class Components:
    """Parts of a network that no path joins, whatever the direction of its edges."""

    count: int
    sizes: tuple[int, ...]
    """Nodes of each, the largest first."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What `kgbuild stats` tells; of two networks, see `kgbuild.interchange.networks`."""

    nodes: Mapping[str, int]
    """Of the whole network, by kind."""
    edges: Mapping[str, int]
    components: Components
    combined_nodes: int
    """Of the network of what is given together."""
    combined_edges: int
    combined_components: Components
    most_combined: tuple[Ranked, ...]
    """By the number of uses that combine them with anything."""
    degree: tuple[Ranked, ...]
    """Degree centrality: the share of all others that one is combined with."""
    betweenness: tuple[Ranked, ...]
    """The share of shortest paths between others that lead through one."""
    betweenness_is_exact: bool
    most_conditions: tuple[Ranked, ...]
    """Drugs and combinations by the conditions that their own uses name."""
    most_options: tuple[Ranked, ...]
    """Conditions by the options of all uses for them."""


def statistics(graph: Graph, top: int) -> Statistics:
    """Measure a graph.

    Args:
        graph: what a build states.
        top: how many of each ranking.
    """
    import networkx as nx

    network, together = network_of(graph), combined(graph)
    central = nx.betweenness_centrality(together, k=None if len(together) <= EXACT else _SAMPLE, seed=_SEED)
    names = {node: str(attributes["label"]) for node, attributes in together.nodes(data=True)}
    conditions, options = _by_use(graph)
    return Statistics(
        nodes=_counted(attributes["kind"] for _, attributes in network.nodes(data=True)),
        edges=_counted(attributes["kind"] for *_, attributes in network.edges(data=True)),
        components=_components(nx.weakly_connected_components(network)),
        combined_nodes=len(together),
        combined_edges=together.number_of_edges(),
        combined_components=_components(nx.connected_components(together)),
        most_combined=_top(_of_drugs(graph, together), names, top),
        degree=_top(nx.degree_centrality(together), names, top),
        betweenness=_top(central, names, top),
        betweenness_is_exact=len(together) <= EXACT,
        most_conditions=_top(conditions, _names(graph, conditions), top),
        most_options=_top(options, _names(graph, options), top),
    )


def _of_drugs(graph: Graph, together: Contraction) -> dict[str, int]:
    """Drugs by the uses that combine them; not what is no drug, such as radiation therapy."""
    drugs = {node.value for node in graph.instances(KG.DRUG)}
    return {node: attributes["uses"] for node, attributes in together.nodes(data=True) if node in drugs}


def _by_use(graph: Graph) -> tuple[dict[str, int], dict[str, int]]:
    """Drugs by their conditions, conditions by the options of uses for them."""
    conditions: dict[str, set[str]] = {}
    options: Counter[str] = Counter()
    for option in options_of(graph):
        found = [node.value for node in graph.nodes(option.use, KG.HAS_CONDITION)]
        conditions.setdefault(option.drug.value, set()).update(found)
        options.update(found)
    return {drug: len(found) for drug, found in conditions.items()}, dict(options)


def _names(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    return {iri: name_of(graph, NamedNode(iri)) for iri in iris}


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(kinds).items()))


def _components(parts: Iterable[set[str]]) -> Components:
    sizes = sorted((len(part) for part in parts), reverse=True)
    return Components(len(sizes), tuple(sizes))


def _top(figures: Mapping[str, float], names: Mapping[str, str], top: int) -> tuple[Ranked, ...]:
    """The highest figures, equals by name; zeros tell nothing and are left out."""
    ranked = (Ranked(names[iri], iri, round(value, 6)) for iri, value in figures.items() if value)
    return tuple(sorted(ranked, key=lambda each: (-each.value, each.name.casefold(), each.iri))[:top])
