"""Graphs of the readings written by hand, made as a build makes them."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgbuild.derived import Census, Edition, dataset_triples, derived_triples
from kgbuild.facts import GroundedReading
from kgbuild.provenance import quote_triples
from kgbuild.triple_lines import Statement, line_of, lines_of, statements_of, triples_of
from kgbuild.triples import Scope, page_triples
from kgbuild.vocabulary import Graph, Identifiers, settle_labels
from readings import all_pages

IDS = Identifiers()


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
    graphs = settle_labels((name, tuple(lines_of(triples))) for name, triples in named)
    claims = union(graphs)
    described = dataset_triples(Census.of(set(lines_of(claims))), Edition({"kgbuild": "0"}), IDS)
    derived = map(line_of, derived_triples(statements_of(claims)))
    return (*graphs, (IDS.derived_graph, (*derived, *lines_of(described))))


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
