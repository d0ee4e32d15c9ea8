"""Statements in the order of files: whatever lies on disk, the same entries, one name a node, the same Turtle."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graphs import IDS, Graph, build, graphs_of, turtle_of, union
from kgbuild import quads as quads_module
from kgbuild.quads import Quads
from kgbuild.spools import Sorter
from kgbuild.triple_lines import lines_of, triples_of
from kgbuild.vocabulary import KG, PREFIXES, RDF, SCHEMA, SKOS, XSD

STARTS = (*PREFIXES.values(), IDS.base, "https://other.example/")
ENDS = ("", "C1", "a/b", "a/b/", "-a", "a-", "a.b", "a%20b", "1a", "_", "é", "a~b", "a?b=c&d", "/")


def iri(start: str, end: str) -> NamedNode:
    return NamedNode(start + end)


NODES = st.builds(iri, st.sampled_from(STARTS), st.sampled_from(ENDS))
DATATYPES = st.sampled_from([XSD.INTEGER, XSD.DECIMAL, XSD.BOOLEAN, XSD.DATE, XSD.STRING, NamedNode("urn:t")])
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from(["1", "+1", "1.", ".5", "1.5", "true", "1e5", ""]),
)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(Literal, TEXTS, language=st.just("en")),
    st.builds(Literal, TEXTS, datatype=DATATYPES),
)
PREDICATES = st.one_of(st.just(RDF.TYPE), NODES)
TRIPLES = st.lists(st.builds(Triple, NODES, PREDICATES, st.one_of(NODES, LITERALS)), max_size=12)


def by_pyoxigraph(triples: list[Triple], prefixes: Mapping[str, str]) -> str:
    """The statements as pyoxigraph writes them, in the order of ours: subject, types first."""
    lines = sorted(set(lines_of(triples)), key=lambda line: line.replace("> ", " ", 1))
    ordered = []
    for _, found in groupby(lines, lambda line: line.split(" ")[0]):
        ordered += sorted(found, key=lambda line: line.split(" ")[1] != str(RDF.TYPE))
    written = serialize(triples_of(ordered), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    assert written is not None
    return "".join(line for line in written.decode().splitlines(keepends=True) if not line.startswith("@prefix "))


def test_turtle_is_what_pyoxigraph_writes() -> None:
    triples = sorted(union(build()), key=str)
    prefixes = {"id": IDS.base, **PREFIXES}
    _, _, statements = turtle_of(triples, prefixes).decode().partition("\n\n")
    assert statements.replace(" .\n\n", " .\n") == by_pyoxigraph(triples, prefixes)


@given(TRIPLES)
def test_turtle_holds_just_the_triples_whatever_they_are(triples: list[Triple]) -> None:
    written = turtle_of(triples, {"id": IDS.base, **PREFIXES})
    assert {quad.triple for quad in parse(written, RdfFormat.TURTLE)} == set(triples)


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fits into memory."""
    monkeypatch.setattr(quads_module, "Sorter", lambda: Sorter(held=500))


def of_graphs(graphs: tuple[Graph, ...]) -> set[Quad]:
    return {
        Quad(triple.subject, triple.predicate, triple.object, name)
        for name, lines in graphs
        for triple in triples_of(lines)
    }


def test_what_lies_on_disk_is_the_same(request: pytest.FixtureRequest) -> None:
    graphs = build()
    held = list(Quads.of(graphs).entries)
    request.getfixturevalue("on_disk")
    assert list(Quads.of(graphs[::-1]).entries) == held
    assert of_graphs(graphs_of(Quads.of(graphs))) == of_graphs(graphs)


def test_a_part_stands_behind_the_whole_and_the_more_in_its_place() -> None:
    whole, part, other = (NamedNode(f"urn:a{end}") for end in ("", "/b", "-c"))
    graph = NamedNode("urn:g")
    quads = Quads.of([(graph, lines_of(Triple(node, RDF.TYPE, KG.DRUG) for node in (part, whole)))])
    more = quads.also(graph, lines_of([Triple(other, RDF.TYPE, KG.DRUG), Triple(whole, RDF.TYPE, KG.DRUG)]))
    assert [subject for subject, _ in more.nodes()] == ["<urn:a>", "<urn:a-c>", "<urn:a/b>"]
    assert sum(1 for _ in more.entries) == 3


def test_the_census_counts_distinct_triples_and_their_kinds() -> None:
    drug = NamedNode("urn:a")
    lines = lines_of([Triple(drug, RDF.TYPE, KG.DRUG), Triple(drug, SCHEMA.NAME, Literal(f"a {RDF.TYPE} b"))])
    quads = Quads.of((NamedNode(f"urn:{name}"), lines) for name in "gh")
    assert (quads.census.triples, quads.census.kinds) == (2, {str(KG.DRUG): 1})


def test_names_are_settled_between_graphs_and_sorted_anew() -> None:
    node = IDS.named("agent", "x")
    graphs = [
        (IDS.page_graph(slug), lines_of([Triple(node, SKOS.PREF_LABEL, Literal(name, language="en"))]))
        for slug, name in (("a", "X inhibitor"), ("b", "x inhibitor"), ("c", "x-inhibitor"))
    ]
    quads = Quads.of(graphs)
    entries = list(quads.entries)
    assert entries == sorted(entries)
    assert {str(triple.object) for triple in quads.triples() if triple.predicate == SKOS.PREF_LABEL} == {
        '"x-inhibitor"@en'
    }
