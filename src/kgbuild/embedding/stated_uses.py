"""The uses of a drug, in the order of its page, with the pages that state them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.explanation.account import account_of
from kgbuild.graphs import Graph
from kgbuild.vocabulary import OA, PROV


@dataclass(frozen=True, slots=True)
class StatedUse:
    """One indication of the graph."""

    node: NamedNode
    words: str
    """All that was read of it, on one line."""
    statement: str
    """The plain sentence of the page."""
    pages: frozenset[NamedNode]
    """Those with a quote that states it."""


def uses_of(graph: Graph, drug: NamedNode) -> tuple[StatedUse, ...]:
    """What a drug or combination is used for."""
    uses = [fact.use for fact in account_of(graph, drug).of("use") if fact.use]
    return tuple(
        StatedUse(NamedNode(use.iri), use.words, use.statement, _pages(graph, NamedNode(use.iri))) for use in uses
    )


def _pages(graph: Graph, use: NamedNode) -> frozenset[NamedNode]:
    quotes = graph.nodes(use, PROV.WAS_DERIVED_FROM)
    return frozenset(page for quote in quotes for page in graph.nodes(quote, OA.HAS_SOURCE))
