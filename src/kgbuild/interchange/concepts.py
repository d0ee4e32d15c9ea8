"""What tables, edges and networks ask of a node: its key, its name, its pages, and what is above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, OA, PROV, SCHEMA, SKOS, code_of

GIVEN: Final = (KG.DRUG, KG.COMBINATION, KG.AGENT)
"""The kinds of what is given or done."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where on a page words stand."""

    page: str
    """Address of the page where it has one, else its IRI."""
    start: int
    """Code points of the file before them."""
    end: int
    text: str
    """The words, as the file has them."""


def key_of(node: NamedNode) -> str:
    """The NCIt code of a concept; the IRI of what has none."""
    return code_of(node) or node.value


def keys_of(nodes: Iterable[NamedNode]) -> list[str]:
    """The keys of several, in their order."""
    return [key_of(node) for node in nodes]


def name_of(graph: Graph, node: NamedNode) -> str:
    """The generic name of a drug, the preferred or only name of anything else, the last part of its IRI at worst."""
    for predicate in (SCHEMA.NON_PROPRIETARY_NAME, SKOS.PREF_LABEL, SCHEMA.NAME):
        if name := graph.word(node, predicate):
            return name
    return node.value.rpartition("/")[2].rpartition("#")[2]


def names_of(graph: Graph, nodes: Iterable[NamedNode]) -> list[str]:
    """The names of several, in their order."""
    return [name_of(graph, node) for node in nodes]


def local(node: NamedNode) -> str:
    """The name of one of our own individuals, such as ``Relapsed``."""
    return node.value.removeprefix(KG.NAMESPACE)


def address(graph: Graph, page: NamedNode) -> str:
    """The address of a page, or its IRI where it gives none."""
    stated = [node.value for node in graph.nodes(page, SCHEMA.URL)] + graph.words(page, SCHEMA.URL)
    return next(iter(stated), page.value)


def places(graph: Graph, node: NamedNode) -> list[Place]:
    """The quotes that state something, by page and place."""
    found: list[Place] = []
    for quote in graph.nodes(node, PROV.WAS_DERIVED_FROM):
        selectors = graph.nodes(quote, OA.HAS_SELECTOR)
        start, end = (_number(graph, selectors, each) for each in (OA.START, OA.END))
        text = next((words for each in selectors if (words := graph.word(each, OA.EXACT))), "")
        found += [Place(address(graph, page), start, end, text) for page in graph.nodes(quote, OA.HAS_SOURCE)]
    return sorted(found)


def _number(graph: Graph, selectors: Iterable[NamedNode], predicate: NamedNode) -> int:
    return int(next((words for each in selectors if (words := graph.word(each, predicate)).isdecimal()), "0"))


def above(graph: Graph, node: NamedNode) -> frozenset[NamedNode]:
    """A concept and all that `skos:broader` leads to."""
    found = {node}
    waiting = [node]
    while waiting:
        wider = [each for each in graph.nodes(waiting.pop(), SKOS.BROADER) if each not in found]
        found.update(wider)
        waiting += wider
    return frozenset(found)
