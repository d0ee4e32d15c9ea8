"""``kgbuild explain``: each fact of a drug with its sentence, from a graph alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.cli import main
from kgbuild.errors import GraphError
from kgbuild.explanation import explain, place_of
from kgbuild.explanation.uses import use_of
from kgbuild.graphs import Graph, graph_file, read_triples
from kgbuild.model import Span
from kgbuild.vocabulary import KG, SKOS, individual

GRAPH = Path(__file__).parent / "example_graph.ttl"
ID = "https://w3id.org/kgbuild/id/"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["explain", *arguments, "--graph", str(GRAPH)])
    return int(ending.value.code or 0)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(read_triples(GRAPH))


@pytest.mark.parametrize("name", ["examplinib", "Exemplar", "C900001", "  EXAMPLINIB "])
def test_a_drug_is_found_by_generic_name_brand_and_code(graph: Graph, name: str) -> None:
    assert explain(graph, name).code == "C900001"


def test_a_use_is_told_whole(graph: Graph) -> None:
    first = next(fact for fact in explain(graph, "examplinib").of("use") if "mantle" in fact.words)
    assert first.words.split("; ") == [
        "mantle cell lymphoma",
        "alone, or with Rituximab and then alone",
        "after 1 prior therapy",
        "never treated with Exemplostat",
        "relapsed",
        "HER2 negative",
        "adults from 18.0 years",
        "accelerated approval",
    ]


@pytest.mark.parametrize(
    ("name", "level", "polarity", "words"),
    [
        ("HER2", "low", "Positive", "HER2 low"),
        ("triple negative", "", "Positive", "triple negative"),
        ("PD-L1", "1% or more", "Positive", "PD-L1 1% or more positive"),
        ("MSI high", "", "Negative", "MSI high negative"),
    ],
)
def test_a_marker_is_told_in_words_that_do_not_contradict_each_other(
    name: str, level: str, polarity: str, words: str
) -> None:
    use, criterion, marker = (NamedNode(f"https://example.org/{each}") for each in ("use", "criterion", "marker"))
    levels = [Triple(criterion, KG.LEVEL, Literal(level))] if level else []
    stated = [
        Triple(use, KG.BIOMARKER, criterion),
        Triple(criterion, KG.MARKER, marker),
        Triple(criterion, KG.POLARITY, individual(polarity)),
        Triple(marker, SKOS.PREF_LABEL, Literal(name, language="en")),
        *levels,
    ]
    assert ("biomarker", words) in use_of(Graph(stated), use).parts


def test_uses_stand_in_the_order_of_the_page(graph: Graph) -> None:
    starts = [fact.quotes[0].start for fact in explain(graph, "examplinib").of("use")]
    assert starts == [100, 400]


def test_a_drug_that_only_others_name_says_whose_uses_name_it(graph: Graph) -> None:
    (page,) = explain(graph, "rituximab").statements
    assert page.words == "none is about it; uses that name it are those of: Examplinib"
    (page,) = explain(graph, "C900002").of("page")
    assert page.words.endswith("those of: Examplinib")
    (page,) = explain(graph, "C900003").of("page")
    assert page.words.endswith("those of: none")


def test_a_name_of_two_drugs_is_not_guessed(graph: Graph) -> None:
    with pytest.raises(GraphError, match=r"'Twin' names several drugs: .*C900002.*C900003; give the code of one"):
        explain(graph, "Twin")


def test_an_unknown_name_is_answered_with_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("examplinip") == 2
    assert capsys.readouterr().err == (
        "kgbuild: no drug of the graph is named 'examplinip'; the nearest names: examplinib, sampleblin\n"
    )


def test_a_name_with_none_near_is_answered_with_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("qqqqqq") == 2
    said = "kgbuild: no drug of the graph is named 'qqqqqq'; give a generic name, a brand or an NCIt code\n"
    assert capsys.readouterr().err == said


def test_text_shows_the_sentence_without_markup_and_nothing_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("examplinib") == 0
    shown = capsys.readouterr().out
    assert r"“Mantle cell lymphoma in adults \x1b]0;owned\x07 that came back.”" in " ".join(shown.split())
    assert "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib" in shown
    assert shown.replace("\n", "").isprintable()


def test_json_has_the_exact_words_and_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Exemplar", "--format", "json") == 0
    account = json.loads(capsys.readouterr().out)
    uses = [fact for fact in account["statements"] if fact["kind"] == "use"]
    assert (account["code"], account["name"]) == ("C900001", "examplinib")
    assert uses[1]["quotes"][0]["text"].startswith("**[Mantle cell lymphoma](/x?id=1)**")
    assert (uses[1]["quotes"][0]["start"], uses[1]["quotes"][0]["end"]) == (400, 460)
    assert uses[0]["use"]["codes"] == ["C3242"]
    assert ["setting", "as maintenance therapy"] in uses[0]["use"]["parts"]


@pytest.mark.parametrize(
    ("focus", "span"),
    [
        ("indication/a", Span(400, 460)),
        ("indication/a/option-1", Span(400, 460)),
        ("quote/b/position", Span(100, 117)),
        ("brand/exemplar", None),
        ("page/examplinib", None),
    ],
)
def test_the_words_behind_a_node_are_its_own_or_those_of_what_refers_to_it(
    graph: Graph, focus: str, span: Span | None
) -> None:
    assert place_of(graph, ID + focus) == span


def test_a_folder_without_a_graph_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="run 'kgbuild build -o"):
        graph_file(tmp_path)


def test_a_graph_that_is_not_well_formed_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<http://a.example/> a <http://b.example/> .\nnonsense\n")
    with pytest.raises(GraphError, match=r"graph\.ttl:2:"):
        list(read_triples(tmp_path))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/context", "file:///etc/hostname"])
def test_a_context_from_elsewhere_is_refused(tmp_path: Path, address: str) -> None:
    file = tmp_path / "graph.jsonld"
    file.write_text(json.dumps({"@context": address, "@id": "http://a.example/", "http://p.example/": "x"}))
    with pytest.raises(GraphError, match="remote contexts"):
        list(read_triples(file))
