"""The questions of README's section on the hierarchy, put to a built graph by two query engines."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import RdfFormat

from example_pages import named, written
from kgbuild.pages import read_pages
from kgbuild.pipeline import build, write
from kgbuild.tools import Settings, Tools
from kgbuild.vocabulary import PREFIXES

ROOT = Path(__file__).parent.parent
SECTION = (ROOT / "README.md").read_text("utf-8").partition("## The hierarchy in use")[2].partition("\n## ")[0]
QUERIES = re.findall(r"```sparql\n# (.*)\n(.*)\n```", SECTION)
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

Row = tuple[str, ...]
Ask = Callable[[str], set[Row]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A graph of the seed, and of pages with the names of real drugs and uses that are made up."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "necitumumab.md": named("necitumumab").replace("rituximab", "cisplatin"),
        "imatinib.md": named("imatinib mesylate").replace("It is given alone", "It is given with carboplatin"),
        "erlotinib.md": named("erlotinib hydrochloride").replace(
            "It is given alone", "The cancer must be EGFR positive"
        ),
    }
    found = build(read_pages([str(ROOT / "seeds"), str(written(folder, pages))]), Tools.open(Settings()))
    write(found, folder / "out")
    return (folder / "out" / "graph.ttl").read_bytes()


def by_oxigraph(graph: bytes) -> Ask:
    store = pyoxigraph.Store()
    store.load(graph, RdfFormat.TURTLE)

    def ask(query: str) -> set[Row]:
        solutions = store.query(HEAD + query)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        return {tuple(str(getattr(value, "value", value)) for value in solution) for solution in solutions}

    return ask


def by_rdflib(graph: bytes) -> Ask:
    read = rdflib.Graph().parse(data=graph, format="turtle")

    def ask(query: str) -> set[Row]:
        result = read.query(HEAD + query)
        return {tuple(str(binding[name]) for name in result.vars or ()) for binding in result.bindings}

    return ask


@pytest.fixture(scope="module", params=[by_oxigraph, by_rdflib])
def ask(request: pytest.FixtureRequest, graph: bytes) -> Ask:
    made: Ask = request.param(graph)
    return made


EXPECTED: dict[str, set[Row]] = {
    "drugs for any lymphoma (C3208)": {
        ("Lenalidomide",),
        ("Necitumumab",),
        ("Imatinib Mesylate",),
        ("Erlotinib Hydrochloride",),
    },
    "any immunotherapy (C308) used with a platinum compound (C1450); a salt is of its base's classes": {
        ("Necitumumab", "Cisplatin")
    },
    "imatinib (C62035) in all its forms": {("Imatinib",), ("Imatinib Mesylate",)},
    "markers and their HGNC ids": {("EGFR Gene", "http://identifiers.org/hgnc/3236")},
}


def test_readme_asks_the_questions_that_are_answered_here() -> None:
    assert [question for question, _ in QUERIES] == [*EXPECTED]


@pytest.mark.parametrize(("question", "query"), QUERIES)
def test_a_question_of_readme_is_answered(question: str, query: str, ask: Ask) -> None:
    assert ask(query) == EXPECTED[question]


def test_no_narrower_approval_is_stated_that_the_hierarchy_implies(ask: Ask) -> None:
    assert (
        ask("SELECT ?drug { ?d kg:approvedFor|kg:approvedInCombinationFor ncit:C3208 ; skos:prefLabel ?drug }") == set()
    )


def test_what_the_drugs_are_mapped_to_stands_in_the_graph(ask: Ask) -> None:
    assert ask("SELECT ?match { ncit:C1687 skos:closeMatch ?match }") == {
        ("http://purl.obolibrary.org/obo/CHEBI_31690",)
    }
    assert ask("SELECT ?match { ncit:C3242 skos:closeMatch ?match }") == {("http://purl.obolibrary.org/obo/DOID_9538",)}
    assert (
        ask("SELECT ?s { ?s owl:sameAs ?o }".replace("owl:sameAs", "<http://www.w3.org/2002/07/owl#sameAs>")) == set()
    )


def rows_of(question: str, graph: Path) -> set[Row]:
    (query,) = (query for asked, query in QUERIES if asked.startswith(question))
    return by_oxigraph(graph.read_bytes())(query)


@pytest.mark.shared
def test_the_real_pages_answer_as_readme_says(shared: Path, tmp_path: Path) -> None:
    write(build(read_pages([str(shared / "corpus")]), Tools.open(Settings())), tmp_path)
    lymphoma = sorted(drug for (drug,) in rows_of("drugs for any lymphoma", tmp_path / "graph.ttl"))
    assert (len(lymphoma), lymphoma[0], lymphoma[-1]) == (23, "Axicabtagene Ciloleucel", "Vorinostat")
    assert rows_of("any immunotherapy", tmp_path / "graph.ttl") == {
        ("Necitumumab", "Cisplatin"),
        ("Tislelizumab", "Platinum Compound"),
        ("Toripalimab", "Cisplatin"),
        ("Trastuzumab", "Carboplatin"),
        ("Trastuzumab", "Cisplatin"),
        ("Trastuzumab/Hyaluronidase-oysk", "Carboplatin"),
    }
