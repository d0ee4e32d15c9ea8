"""Questions to a graph: right on real pages, the same to two engines, unable to change or reach anything."""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
import threading
import tomllib
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from example_pages import EXAMPLINIB, named, written
from kgbuild.errors import GraphError, QueryError
from kgbuild.questions import (
    Kind,
    LocalSource,
    Parameter,
    Question,
    Statements,
    Table,
    Truth,
    bound,
    canned,
    check_reading,
    question_of,
    value_of,
)
from kgbuild.questions import written as as_text
from kgbuild.vocabulary import KG
from store_servers import oxigraph

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "questions" / "corpus.toml").read_text())
QUESTIONS = {question.name: question for question in canned()}
LIMIT = 60.0


def kgbuild(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of made-up pages."""
    folder = tmp_path_factory.mktemp("query")
    pages = {"examplinib.md": EXAMPLINIB, **{f"{name}.md": named(name) for name in ("alphanib", "betanib")}}
    assert kgbuild("build", "-q", written(folder / "pages", pages), "-o", folder / "out").returncode == 0
    return folder / "out"


@pytest.fixture(scope="module")
def source(built: Path) -> Iterator[LocalSource]:
    with LocalSource(built, LIMIT) as opened:
        yield opened


def filled(question: Question, source: LocalSource, values: dict[str, str]) -> str:
    known = {parameter.name: parameter for parameter in question.parameters}
    return bound(question, {name: value_of(known[name], value, source) for name, value in values.items()})


def rows(answer: object) -> list[tuple[str, ...]]:
    assert isinstance(answer, Table)
    return [tuple(cell.text if cell else "" for cell in row) for row in answer.rows]


# The questions


def test_every_question_is_expected_and_says_what_it_asks() -> None:
    assert {*QUESTIONS} == {*EXPECTED}
    assert len(QUESTIONS) >= 15
    for question in QUESTIONS.values():
        assert question.title
        assert {parameter.name for parameter in question.parameters} == {*EXPECTED[question.name].get("with", {})}
        assert all(parameter.example for parameter in question.parameters)
        check_reading(question.text)


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus") / "out"
    assert kgbuild("build", "-q", "--validation", "none", shared / "corpus", "-o", out).returncode == 0
    return out


@pytest.fixture(scope="module")
def corpus_source(corpus: Path) -> Iterator[LocalSource]:
    with LocalSource(corpus, LIMIT) as opened:
        yield opened


@pytest.fixture(scope="module")
def by_rdflib(corpus: Path) -> tuple[rdflib.Graph, rdflib.Dataset]:
    """The corpus as one graph, and as named graphs: another family's reading of the same file."""
    named_graphs = rdflib.Dataset(default_union=True)
    named_graphs.parse(corpus / "graph.nq", format="nquads")
    whole = rdflib.Graph()
    for subject, predicate, value, _ in named_graphs.quads():
        whole.add((subject, predicate, value))
    return whole, named_graphs


@pytest.mark.shared
@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_is_answered_rightly_on_the_real_pages(
    name: str, corpus_source: LocalSource, by_rdflib: tuple[rdflib.Graph, rdflib.Dataset]
) -> None:
    expected = EXPECTED[name]
    text = filled(QUESTIONS[name], corpus_source, expected.get("with", {}))
    answer = corpus_source.ask(text)
    assert isinstance(answer, Table)
    places = [answer.columns.index(column) for column in expected["columns"]]
    found = rows(answer)
    assert len(found) == expected["rows"]
    shown = [[row[place] for place in places] for row in found]
    assert [row for row in expected["has"] if row not in shown] == []
    whole, named_graphs = by_rdflib
    with warnings.catch_warnings(action="ignore"):
        theirs: Any = (named_graphs if "GRAPH" in text else whole).query(text)
        assert [tuple("" if cell is None else str(cell) for cell in row) for row in theirs] == found


def test_a_question_without_values_is_of_all_there_are(source: LocalSource) -> None:
    drugs = {row[1] for row in rows(source.ask(QUESTIONS["drugs-for"].text))}
    assert drugs == {"Examplinib", "Alphanib", "Betanib"}


def test_a_triple_of_several_graphs_counts_once(source: LocalSource) -> None:
    counted = rows(source.ask("SELECT (COUNT(*) AS ?n) { <http://purl.obolibrary.org/obo/NCIT_C1702> ?p ?o }"))
    listed = rows(source.ask("SELECT DISTINCT ?p ?o { <http://purl.obolibrary.org/obo/NCIT_C1702> ?p ?o }"))
    assert counted == [(str(len(listed)),)]
    graphs = rows(source.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
    assert len(graphs) == 5


# Values

DRUG = Parameter("asked", Kind.DRUG, "x")
CONDITION = Parameter("asked", Kind.CONDITION, "x")


@pytest.mark.parametrize("typed", ["examplinib", "EXEMPLAR", " Examplinib ", "Exemplar"])
def test_a_drug_is_found_by_any_of_its_names(typed: str, source: LocalSource) -> None:
    assert value_of(DRUG, typed, source) == NamedNode("https://w3id.org/kgbuild/id/drug/examplinib")


def test_a_condition_is_found_by_name_code_or_address_also_one_above(source: LocalSource) -> None:
    myeloma = NamedNode("http://purl.obolibrary.org/obo/NCIT_C3242")
    for typed in ("Multiple Myeloma", "C3242", "ncit:C3242", "<http://purl.obolibrary.org/obo/NCIT_C3242>"):
        assert value_of(CONDITION, typed, source) == myeloma
    above = value_of(CONDITION, "Lymphoma", source)
    assert {row[3] for row in rows(source.ask(bound(QUESTIONS["drugs-for"], {"asked": above})))} == {
        "Mantle Cell Lymphoma"
    }


def test_what_nobody_is_called_leads_to_the_nearest_names(source: LocalSource) -> None:
    with pytest.raises(QueryError, match="no drug named 'exemplinib'; the nearest names: examplinib"):
        value_of(DRUG, "exemplinib", source)


PLAIN = {"Positive": NamedNode(KG.NAMESPACE + "Positive"), "18": Literal(18), "a text": Literal("a text")}


@pytest.mark.parametrize("typed", PLAIN)
def test_other_values_are_terms(typed: str, source: LocalSource) -> None:
    assert value_of(Parameter("x", Kind.VALUE, ""), typed, source) == PLAIN[typed]


HOSTILE = ['" } DROP ALL #', "\\", "}", "' UNION { ?s ?p ?o } '", "a\nb", "<x> . ?s ?p ?o", "\u202e"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_value_is_bound_and_never_becomes_part_of_the_query(typed: str, source: LocalSource) -> None:
    question = question_of("SELECT ?said { VALUES ?said { UNDEF } }")
    text = bound(question, {"said": value_of(question.parameters[0], typed, source)})
    check_reading(text)
    assert rows(source.ask(text)) == [(typed,)]


def test_a_parameter_that_is_none_is_named() -> None:
    done = kgbuild("query", "rems", "--with", "drug=x")
    assert (done.returncode, done.stderr) == (2, "kgbuild: rems has no parameter 'drug'; it has none\n")
    done = kgbuild("query", "drugs-for", "--with", "ask=x")
    assert "has no parameter 'ask'; did you mean asked?" in done.stderr


# What is refused

FORBIDDEN = [
    ("SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }", "SERVICE asks another server"),
    ("select * { service silent<http://127.0.0.1:PORT/>{ ?s ?p ?o } }", "SERVICE asks another server"),
    ("SELECT * { { SELECT * { { SERVICE ?x { ?s ?p ?o } } UNION { ?a ?b ?c } } } }", "SERVICE asks another server"),
    ("SELECT * FROM <http://127.0.0.1:PORT/> { ?s ?p ?o }", "FROM names another graph"),
    ("SELECT * #x\nFROM NAMED<http://127.0.0.1:PORT/> { ?s ?p ?o }", "FROM names another graph"),
    ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM names another graph"),
    ("PREFIX : <http://127.0.0.1:PORT/> ASK { ?a ?b trueSERVICE:{ ?s ?p ?o } }", "can be read as SERVICE"),
    ("ASK { ?s ?p ?a . ?s ?q ?b FILTER(?a<?b)SERVICE?s#>\n{ ?x ?y ?z } }", "SPARQL|comparison|SERVICE"),
    ("ASK { \\u0053ERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }", "SPARQL|SERVICE|u0053"),
    ("LOAD <http://127.0.0.1:PORT/>", "LOAD would change the graph"),
    ("insert data { <urn:a> <urn:b> <urn:c> }", "INSERT would change the graph"),
    ("# harmless\nDELETE WHERE { ?s ?p ?o }", "DELETE would change the graph"),
    ("CLEAR ALL", "CLEAR would change the graph"),
    ("PREFIX a: <urn:a> DROP ALL", "DROP would change the graph"),
    ("SELECT * { ?s ?p", "is no SPARQL at line 1"),
    ("", "is no SPARQL"),
    ("SELECT * " + "{" * 5000, "SPARQL|nested too deep"),
    ("x" * 300_000, "has more than 200,000 characters"),
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that counts who comes."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            while True:
                try:
                    connection, who = server.accept()
                except OSError:
                    return
                came.append(str(who))
                connection.close()

        threading.Thread(target=wait, daemon=True).start()
        yield server.getsockname()[1], came


@pytest.mark.parametrize(("text", "words"), FORBIDDEN)
def test_what_reaches_out_or_changes_anything_is_refused(
    text: str, words: str, listener: tuple[int, list[str]]
) -> None:
    port, came = listener
    with pytest.raises(QueryError, match=words):
        check_reading(text.replace("PORT", str(port)))
    assert came == []


ALLOWED = [
    'SELECT * { ?s ?p "SERVICE <http://x/> { } FROM <y> INSERT DATA" }',
    "SELECT * { ?service ?from ?p } # SERVICE <http://x/>",
    "SELECT * { <urn:SERVICE> <urn:LOAD> ?p }",
    "PREFIX kg: <https://w3id.org/kgbuild/ns#> CONSTRUCT { ?s kg:brand ?o } WHERE { GRAPH ?g { ?s kg:brand ?o } }",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_a_word_in_a_name_or_a_text_is_no_keyword(text: str, source: LocalSource) -> None:
    check_reading(text)
    source.ask(text)


def test_a_query_that_never_ends_is_given_up_and_leaves_nothing_behind(built: Path) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = kgbuild("query", endless, "--on", built, "--timeout", 1)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kgbuild: no answer within 1 seconds; make the query narrower, or raise --timeout\n"


@pytest.mark.network
def test_even_a_query_that_was_let_pass_opens_no_connection(
    source: LocalSource, listener: tuple[int, list[str]]
) -> None:
    port, came = listener
    with pytest.raises(QueryError):
        source.ask(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
    assert came == []


def test_a_query_that_takes_all_memory_is_ended_and_told_in_a_line(built: Path) -> None:
    sorted_product = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
    done = kgbuild("query", sorted_product, "--on", built, "--timeout", 100)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kgbuild: the query ended the process that answered it, perhaps for want of memory\n"


# Where it is asked, and how it is shown


def test_a_file_a_folder_and_a_store_answer_alike(built: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    quads = [Quad(q.subject, q.predicate, q.object, q.graph_name) for q in parse(path=built / "graph.nq")]
    store.bulk_extend(quads)
    store.flush()
    del store
    text = filled_without_source("brands-of")
    answers = []
    for place in (built, built / "graph.ttl", built / "graph.jsonld", tmp_path / "store"):
        with LocalSource(place, LIMIT) as opened:
            answers.append(rows(opened.ask(text)))
    assert answers[0]
    assert answers[1:] == [answers[0]] * 3


def filled_without_source(name: str) -> str:
    return QUESTIONS[name].text


@pytest.fixture(scope="module")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph's server, with the build in it."""
    with oxigraph(tmp_path_factory.mktemp("server")) as server:
        assert kgbuild("load", built, "--endpoint", server.graphs, "-q").returncode == 0
        yield server.queries


@pytest.mark.network
def test_an_endpoint_answers_as_the_files_do(served: str, built: Path) -> None:
    asked = ("query", "drugs-for", "--with", "asked=lymphoma", "--format", "csv", "--on")
    union = f"{served}?union-default-graph"
    there, here = kgbuild(*asked, union), kgbuild(*asked, built)
    assert (there.returncode, there.stdout) == (0, here.stdout)
    assert "Mantle Cell Lymphoma" in there.stdout
    made = "CONSTRUCT { ?s <urn:p> ?o } WHERE { GRAPH ?g { ?s <https://w3id.org/kgbuild/ns#brand> ?o } }"
    forms = [kgbuild("query", made, "--format", "turtle", "--on", place).stdout for place in (union, built)]
    assert forms[0] == forms[1] != ""
    assert kgbuild("query", "ASK { GRAPH ?g { ?s ?p ?o } }", "--on", union).stdout == "true\n"
    hidden = kgbuild(*asked, served)
    assert (hidden.returncode, hidden.stdout) == (2, "")
    assert "its default graph is empty, all is in named graphs" in hidden.stderr


@pytest.mark.network
def test_credentials_go_only_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str | None] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.append(self.headers["Authorization"])
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(b'{"head": {}, "boolean": true}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    monkeypatch.setenv("KGBUILD_USER", "nci")
    monkeypatch.setenv("KGBUILD_PASSWORD", "secret")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asked = ("query", "ASK { ?s ?p ?o }", "--on", f"http://127.0.0.1:{server.server_port}/query")
        assert kgbuild(*asked).stdout == "true\n"
        assert {*told} == {None}
        assert kgbuild(*asked, "--auth", "basic").stdout == "true\n"
        assert told[-1] == "Basic bmNpOnNlY3JldA=="
        server.shutdown()
    open_way = kgbuild("query", "ASK { ?s ?p ?o }", "--on", "http://192.0.2.1/query", "--auth", "basic")
    assert (open_way.returncode, open_way.stdout) == (2, "")
    assert "plain http, where others can listen" in open_way.stderr


WRONG = {
    "cut off": (200, "application/sparql-results+json", b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":'),
    "a web page": (200, "text/html", b"<html><body>Welcome</body></html>"),
    "another form": (200, "application/sparql-results+json", b'{"answer": 42}'),
    "an error": (500, "text/plain", b"out of memory"),
    "elsewhere": (302, "text/plain", b""),
}


@pytest.mark.network
@pytest.mark.parametrize("kind", WRONG)
def test_an_answer_that_is_none_is_an_error_and_shows_nothing(kind: str) -> None:
    status, media, body = WRONG[kind]

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Location", "http://192.0.2.1/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/query"
        done = kgbuild("query", "SELECT * { ?s ?p ?o }", "--on", address, "--timeout", 5)
        server.shutdown()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kgbuild: ")
    assert "internal error" not in done.stderr


def test_a_graph_that_is_not_there_or_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b> .")
    for place, words in (("none", "no such file or folder"), ("broken.ttl", r"broken\.ttl:1:\d+: ")):
        with LocalSource(tmp_path / place, LIMIT) as opened, pytest.raises(GraphError, match=words):
            opened.ask("ASK { ?s ?p ?o }")


def test_the_forms_of_an_answer(source: LocalSource) -> None:
    asked = source.ask('SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (<urn:x> "=1+1\\t\\"q\\""@en UNDEF) } }')
    assert as_text(asked, "csv") == b'a,b,c\r\nurn:x,"\'=1+1\t""q""",\r\n'
    assert as_text(asked, "tsv") == b'?a\t?b\t?c\n<urn:x>\t"=1+1\\t\\"q\\""@en\t\n'
    assert json.loads(as_text(asked, "json"))["results"]["bindings"][0]["a"] == {"type": "uri", "value": "urn:x"}
    yes = source.ask("ASK { ?s ?p ?o }")
    assert isinstance(yes, Truth)
    assert (as_text(yes, "csv"), yes.is_true) == (b"true\n", True)
    made = source.ask("CONSTRUCT { ?s <urn:p> 1 } WHERE { ?s a <https://w3id.org/kgbuild/ns#Brand> }")
    assert isinstance(made, Statements)
    assert len({quad.triple for quad in parse(as_text(made, "turtle"), RdfFormat.TURTLE)}) == 3
    with pytest.raises(QueryError, match="triples cannot be written as csv"):
        as_text(made, "csv")
    with pytest.raises(QueryError, match="rows cannot be written as Turtle"):
        as_text(asked, "turtle")


def test_the_command_answers_a_name_a_file_standard_input_and_a_query(built: Path, tmp_path: Path) -> None:
    text = (
        "PREFIX kg: <https://w3id.org/kgbuild/ns#> SELECT ?b { ?d kg:brand/<https://schema.org/name> ?b } ORDER BY ?b"
    )
    file = tmp_path / "mine.rq"
    file.write_text(text)
    answers = [kgbuild("query", given, "--on", built, "--format", "csv").stdout for given in (text, file)]
    answers.append(kgbuild("query", "-", "--on", built, "--format", "csv", given=text).stdout)
    assert [list(csv.reader(answer.splitlines())) for answer in answers] == [
        [["b"], ["Alphanibar"], ["Betanibar"], ["Exemplar"]]
    ] * 3
    shown = kgbuild("query", "rems", "--on", built)
    assert shown.returncode == 0
    assert shown.stdout.splitlines()[0].split() == ["drugName", "programme", "address", "drug"]
    assert "id:drug/examplinib" in shown.stdout
    assert shown.stderr == "3 rows\n"


def test_the_command_lists_what_stands_ready_and_tells_a_wrong_name() -> None:
    listed = kgbuild("query", "--list").stdout
    assert all(f"{name}: " in listed for name in QUESTIONS)
    assert "--with asked='multiple myeloma'  (condition)" in listed
    wrong = kgbuild("query", "remz")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean rems?" in wrong.stderr


def test_nothing_is_written_where_a_graph_is_read(built: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in built.iterdir()}
    assert kgbuild("query", "rems", "--on", built, "-q").returncode == 0
    assert {file: file.stat().st_mtime_ns for file in built.iterdir()} == before
