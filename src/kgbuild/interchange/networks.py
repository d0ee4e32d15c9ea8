"""The graph as a network of drugs, uses and conditions, and the contraction of it that tells what is given together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.alternatives import criterion_words, group_words
from kgbuild.interchange.concepts import GIVEN, local, name_of
from kgbuild.interchange.options import Option, options_of
from kgbuild.vocabulary import KG, RDF, code_of

Attribute = str | int | float
"""What stands at a node or edge; never None, which GraphML cannot say."""

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]
    Contraction = nx.Graph[str]

_FROM_USE: Final = (
    ("for", KG.HAS_CONDITION),
    ("caused by", KG.CAUSED_BY),
    ("after", KG.PRIOR_THERAPY),
    ("never after", KG.NO_PRIOR_THERAPY),
    ("not worse after", KG.RESPONDED),
    ("not for those who cannot have", KG.INELIGIBLE_FOR),
)
"""Edges from a use to what it names besides what is given."""
_NUMBERS: Final[tuple[tuple[str, type[int | float], NamedNode], ...]] = (
    ("min_prior_therapies", int, KG.MIN_PRIOR_THERAPIES),
    ("max_prior_therapies", int, KG.MAX_PRIOR_THERAPIES),
    ("min_age", float, KG.MIN_AGE),
    ("max_age", float, KG.MAX_AGE),
)


def network_of(graph: Graph) -> Network:
    """What is given, in which use, for which condition, after what.

    Nodes are drugs, combinations, agents, conditions and uses: a use is an option of an indication, so that nothing
    is merged that the page keeps apart. Every node has a label and a kind, every edge a kind and, as its key, a number.
    """
    import networkx as nx

    network: Network = nx.MultiDiGraph()
    named = {node for kind in (*GIVEN, KG.CONDITION) for node in graph.instances(kind)}
    for node in sorted(named, key=lambda node: node.value):
        network.add_node(node.value, label=name_of(graph, node), kind=_kind(graph, node), code=code_of(node) or "")
    options = list(options_of(graph))
    for option in options:
        network.add_node(_id(option), **_described(graph, option))
    edges = {edge for option in options for edge in _edges(graph, option)}
    edges |= {(node.value, part.value, "consists of") for node in named for part in graph.nodes(node, KG.HAS_COMPONENT)}
    for number, (start, end, kind) in enumerate(sorted(edges), start=1):
        network.add_edge(start, end, key=f"e{number}", kind=kind, label=kind)
    return network


def combined(graph: Graph) -> Contraction:
    """Which drugs and other treatments are given together.

    The weight of an edge counts the uses (options of indications) that give both, `uses` of a node those that give it
    with anything. A combination stands for the drugs that it consists of, where its page names them.
    """
    import networkx as nx

    weights: Counter[tuple[str, str]] = Counter()
    uses: Counter[str] = Counter()
    names: dict[str, str] = {}
    for option in options_of(graph):
        given = {part for whole in (option.drug, *option.partners) for part in _components(graph, whole)}
        names |= {node.value: name_of(graph, node) for node in given}
        pairs = list(combinations(sorted(node.value for node in given), 2))
        weights.update(pairs)
        uses.update({iri for pair in pairs for iri in pair})
    contraction: Contraction = nx.Graph()
    for iri, label in sorted(names.items()):
        contraction.add_node(iri, label=label, uses=uses[iri])
    for (one, other), weight in sorted(weights.items()):
        contraction.add_edge(one, other, weight=weight)
    return contraction


def _components(graph: Graph, node: NamedNode) -> list[NamedNode]:
    regimen = KG.COMBINATION in graph.nodes(node, RDF.TYPE)
    return (graph.nodes(node, KG.HAS_COMPONENT) if regimen else []) or [node]


def _id(option: Option) -> str:
    """The option's or use's IRI."""
    return option.key.value


def _kind(graph: Graph, node: NamedNode) -> str:
    types = graph.nodes(node, RDF.TYPE)
    return next(local(kind).lower() for kind in (*GIVEN, KG.CONDITION) if kind in types)


def _described(graph: Graph, option: Option) -> dict[str, Attribute]:
    """What a use says of itself; a number only where the page has one."""
    said = {
        "basis": graph.nodes(option.use, KG.BASIS),
        "intent": graph.nodes(option.use, KG.INTENT),
        "population": graph.nodes(option.use, KG.POPULATION),
        "status": graph.nodes(option.use, KG.DISEASE_STATUS),
        "setting": [*graph.nodes(option.use, KG.SETTING), *_option_settings(graph, option)],
    }
    partners = " and ".join(name_of(graph, partner) for partner in option.partners)
    return {
        "label": name_of(graph, option.drug) + (f" with {partners}" if partners else ""),
        "kind": "use",
        "code": "",
        "biomarkers": "; ".join(sorted(criterion_words(graph, each) for each in graph.nodes(option.use, KG.BIOMARKER))),
        "alternatives": "; ".join(group_words(graph, each) for each in graph.nodes(option.use, KG.HAS_CRITERION_GROUP)),
        "statement": graph.word(option.use, KG.STATEMENT),
        **{name: "; ".join(sorted(local(node) for node in nodes)) for name, nodes in said.items()},
        **dict(_numbers(graph, option)),
    }


def _numbers(graph: Graph, option: Option) -> Iterator[tuple[str, int | float]]:
    """Counts and ages; a foreign graph may hold literals that are no numbers, which are left out."""
    for name, kind, predicate in _NUMBERS:
        with suppress(ValueError):
            yield name, kind(graph.word(option.use, predicate))


def _option_settings(graph: Graph, option: Option) -> list[NamedNode]:
    return graph.nodes(option.node, KG.SETTING) if option.node else []


def _edges(graph: Graph, option: Option) -> Iterator[tuple[str, str, str]]:
    use = _id(option)
    yield option.drug.value, use, "given in"
    yield from ((partner.value, use, "partner in") for partner in option.partners)
    for kind, predicate in _FROM_USE:
        yield from ((use, node.value, kind) for node in graph.nodes(option.use, predicate))
