"""Groups of criteria: which biomarkers, states of the disease and prior therapies are alternatives, and under what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.concepts import local, name_of
from kgbuild.vocabulary import KG


@dataclass(frozen=True, slots=True)
class Member:
    """One criterion of a group of a use."""

    use: NamedNode
    group: NamedNode
    part: str
    """``any_of`` or ``only_if``."""
    kind: str
    """``biomarker``, ``status`` or ``therapy``."""
    words: str
    node: NamedNode


def members_of(graph: Graph) -> Iterator[Member]:
    """All criteria of all groups of all uses."""
    for use in graph.instances(KG.INDICATION):
        for group in graph.nodes(use, KG.HAS_CRITERION_GROUP):
            parts = [("any_of", node) for node in graph.nodes(group, KG.ANY_OF)]
            parts += [("only_if", node) for node in graph.nodes(group, KG.ONLY_IF)]
            for part, node in parts:
                yield Member(use, group, part, _kind(graph, node), criterion_words(graph, node), node)


def group_words(graph: Graph, group: NamedNode) -> str:
    """A group on one line: "Relapsed or Refractory", "EGFR Inhibitor only if EGFR Gene mutation Positive"."""
    words = " or ".join(sorted(criterion_words(graph, node) for node in graph.nodes(group, KG.ANY_OF)))
    conditions = [criterion_words(graph, node) for node in graph.nodes(group, KG.ONLY_IF)]
    return " ".join([words, *(f"only if {condition}" for condition in conditions)]).strip()


def criterion_words(graph: Graph, node: NamedNode) -> str:
    """A biomarker with its level, alteration and polarity, or the name of anything else."""
    if node.value.startswith(KG.NAMESPACE):
        return local(node)
    markers = graph.nodes(node, KG.MARKER)
    if not markers:
        return name_of(graph, node)
    graded = [*graph.words(node, KG.LEVEL), *graph.words(node, KG.ALTERATION)]
    polarity = [local(each) for each in graph.nodes(node, KG.POLARITY)]
    return " ".join([*(name_of(graph, each) for each in markers), *graded, *polarity])


def _kind(graph: Graph, node: NamedNode) -> str:
    if node.value.startswith(KG.NAMESPACE):
        return "status"
    return "biomarker" if graph.nodes(node, KG.MARKER) else "therapy"
