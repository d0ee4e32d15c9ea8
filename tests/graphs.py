"""Graphs of the readings written by hand, made as a build makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgbuild.derived import Edition, dataset_triples, derived_triples
from kgbuild.exports import Colophon, serialised
from kgbuild.exports.json_ld import json_ld
from kgbuild.exports.lines import turtle
from kgbuild.facts import GroundedReading
from kgbuild.provenance import quote_triples
from kgbuild.quads import Quads
from kgbuild.triple_lines import Statement, line_of, lines_of, statements_of, triples_of
from kgbuild.triples import Scope, page_triples
from kgbuild.vocabulary import Identifiers
from readings import all_pages

IDS = Identifiers()

Graph = tuple[NamedNode, tuple[str, ...]]
"""A named graph: its IRI, and what it holds as lines."""


def page_graph(grounded: GroundedReading) -> tuple[Triple, ...]:
    """What one page claims, with its quotes."""
    return as_triples(page_claims(grounded))


def as_triples(statements: Iterable[Statement]) -> tuple[Triple, ...]:
    """What statements say, as terms that tests can look into."""
    return tuple(triples_of(map(line_of, statements)))


def page_claims(grounded: GroundedReading) -> tuple[Statement, ...]:
    """The same, as a build has it before it is lines."""
    return (*page_triples(Scope(grounded, IDS)), *quote_triples(grounded.reading, IDS))


def build(pages: Iterable[GroundedReading] = ()) -> tuple[Graph, ...]:
    """The named graphs of the pages (by default all that are written by hand), and the derived one."""
    pages = tuple(pages) or all_pages()
    named = ((IDS.page_graph(page.reading.document.page.slug), page_graph(page)) for page in pages)
    claims = Quads.of((name, lines_of(triples)) for name, triples in named)
    derived = map(line_of, derived_triples(statements_of(claims.triples())))
    described = lines_of(dataset_triples(claims.census, Edition({"kgbuild": "0"}), IDS))
    return graphs_of(claims.also(IDS.derived_graph, (*derived, *described)))


def graphs_of(quads: Quads) -> tuple[Graph, ...]:
    """Each graph with its lines."""
    found: dict[str, list[str]] = {}
    for entry in quads.entries:
        line, _, graph = entry.replace(" ", "> ", 1).rpartition(" ")
        found.setdefault(graph, []).append(line)
    return tuple((NamedNode(graph[1:-1]), tuple(lines)) for graph, lines in found.items())


def files_of(graphs: Iterable[tuple[NamedNode, Iterable[str]]], colophon: Colophon) -> dict[str, bytes]:
    """File name -> what a build writes of the graphs."""
    return {name: b"".join(pieces) for name, pieces in serialised(Quads.of(graphs), colophon).items()}


def turtle_of(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples as Turtle."""
    return b"".join(turtle(Quads.of([(IDS.dataset, lines_of(triples))]), prefixes))


def json_ld_of(triples: Iterable[Triple], context: Mapping[str, Any]) -> bytes:
    """Triples as JSON-LD."""
    return b"".join(json_ld(Quads.of([(IDS.dataset, lines_of(triples))]), context))


def union(graphs: Iterable[Graph]) -> set[Triple]:
    """All triples of all graphs."""
    return {triple for _, lines in graphs for triple in triples_of(lines)}


def read(content: bytes, rdf_format: RdfFormat) -> set[Triple]:
    """What a strict parser reads."""
    return {quad.triple for quad in parse(content, rdf_format)}


def objects(triples: Iterable[Triple], subject: object, predicate: NamedNode) -> set[str]:
    """The objects of a subject's property, as their IRIs or texts."""
    return {
        getattr(triple.object, "value", "")
        for triple in triples
        if triple.subject == subject and triple.predicate == predicate
    }
