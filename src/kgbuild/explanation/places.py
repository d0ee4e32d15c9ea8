"""Where on its page a node of the graph is stated."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.model import Span
from kgbuild.vocabulary import OA, PROV, SCHEMA

_STEPS = 3
"""How far up: from a selector or criterion over an option to the indication that has the quote."""
_GAP = 2
"""Blanks between two sentences of one bullet, at most."""


def place_of(graph: Graph, focus: str) -> Span | None:
    """Find the words behind a node: its own quote, or else that of what refers to it.

    Args:
        graph: what one page claims, with its quotes.
        focus: IRI of the node.

    Returns:
        The last such words by place in the file, a bullet's rather than the lead's above it; None where nothing near
        the node has a quote. A page has none: all its quotes refer to it, and none is about it.
    """
    try:
        near = {NamedNode(focus)}
    except ValueError:  # a blank node of a foreign graph
        return None
    if any(graph.subjects(OA.HAS_SOURCE, node) for node in near):
        return None
    for _ in range(_STEPS):
        spans = [span for node in near for span in _spans(graph, node)]
        if spans:
            return _last(sorted(spans))
        # Whatever a page is about is referred to by all its uses: going up from there would name any of them.
        near = {above for node in near if not graph.subjects(SCHEMA.ABOUT, node) for above in graph.referring(node)}
    return None


def _last(spans: list[Span]) -> Span:
    """The last of some spans, with the neighbouring sentences before it.

    >>> _last([Span(0, 20), Span(50, 60), Span(61, 70)])
    Span(start=50, end=70)
    """
    last = spans[-1]
    for span in reversed(spans):
        if last.start - span.end <= _GAP:
            last = Span(min(span.start, last.start), last.end)
    return last


def _spans(graph: Graph, node: NamedNode) -> list[Span]:
    quotes = graph.nodes(node, PROV.WAS_DERIVED_FROM)
    selectors = [selector for quote in (node, *quotes) for selector in graph.nodes(quote, OA.HAS_SELECTOR)]
    found = [(graph.word(selector, OA.START), graph.word(selector, OA.END)) for selector in selectors]
    return [
        Span(int(start), int(end))
        for start, end in found
        if start.isdecimal() and end.isdecimal() and int(start) < int(end)
    ]
