"""``kgbuild load --endpoint`` against real stores: Oxigraph's server, and Virtuoso, which asks who loads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from graph_files import BASE, CONTENT, FOREIGN, many, written
from kgbuild.cli import main
from kgbuild.stores import read_named_graphs
from store_servers import Server, oxigraph, virtuoso

pytestmark = pytest.mark.network
RUNNING = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso)])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with RUNNING[request.param](tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A store that holds a graph of somebody else's and nothing of ours."""
    for name in graphs(running):
        if name.startswith(BASE):
            delete(running, name)
    put(running, FOREIGN, b'<urn:s> <urn:p> "theirs" .\n')
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    return running


Load = Callable[..., int]


@pytest.fixture
def load(server: Server) -> Load:
    def run(file: Path, *flags: str) -> int:
        with pytest.raises(SystemExit) as ending:
            main(["load", str(file), "--endpoint", server.graphs, *server.flags, *flags])
        return int(ending.value.code or 0)

    return run


def put(server: Server, name: str, body: bytes) -> None:
    headers = {"Content-Type": "application/n-triples"}
    asked = {"graph": name}
    httpx.put(
        server.graphs, params=asked, content=body, headers=headers, auth=server.auth, timeout=60
    ).raise_for_status()


def delete(server: Server, name: str) -> None:
    httpx.delete(server.graphs, params={"graph": name}, auth=server.auth, timeout=60).raise_for_status()


def graphs(server: Server) -> dict[str, int]:
    """Graphs of the store with their triples, but for those that Virtuoso comes with."""
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    headers = {"Accept": "application/sparql-results+json"}
    rows = httpx.post(server.queries, data={"query": query}, headers=headers, timeout=60).json()["results"]["bindings"]
    found = {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    return {
        name: size for name, size in found.items() if name.startswith(("https://w3id.org/", "https://example.org/"))
    }


def content(server: Server) -> set[tuple[str, Triple]]:
    """What the store gives back of all graphs."""
    headers = {"Accept": "application/n-triples"}
    return {
        (name, quad.triple)
        for name in graphs(server)
        for quad in parse(
            httpx.get(server.graphs, params={"graph": name}, headers=headers, auth=server.auth, timeout=60).content,
            RdfFormat.N_TRIPLES,
        )
    }


def wanted(file: Path) -> set[tuple[str, Triple]]:
    theirs = next(iter(parse(b'<urn:s> <urn:p> "theirs" .', RdfFormat.N_TRIPLES)))
    quads: Iterator[Quad] = parse(path=file)
    return {(getattr(quad.graph_name, "value", ""), quad.triple) for quad in quads} | {(FOREIGN, theirs.triple)}


def summary(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """Graphs that are new, changed, the same, vanished."""
    out = capsys.readouterr().out
    return [int(line.split()[2]) for line in out.splitlines() if line.startswith("graphs ")]


def test_the_store_gives_back_what_the_file_holds(server: Server, load: Load, tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq")
    assert load(file) == 0
    assert content(server) == wanted(file)


def test_loading_twice_changes_nothing(
    server: Server, load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "graph.nq")
    assert load(file) == 0
    assert summary(capsys) == [4, 0, 0, 0]
    assert load(file) == 0
    assert summary(capsys) == [0, 0, 4, 0]
    assert load(file, "--full") == 0
    assert summary(capsys) == [0, 4, 0, 0]
    assert content(server) == wanted(file)


def test_a_page_that_changed_replaces_only_itself(
    server: Server, load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(written(tmp_path / "graph.nq"))
    file = written(tmp_path / "graph.nq", {**CONTENT, "page/a": ['"other"', '"x"', '"y"', '"z"']})
    capsys.readouterr()
    assert load(file) == 0
    assert summary(capsys) == [0, 1, 3, 0]
    assert content(server) == wanted(file)


def test_a_graph_that_the_store_lost_or_halved_is_sent_again(
    server: Server, load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "graph.nq")
    load(file)
    delete(server, f"{BASE}terms")
    put(server, f"{BASE}page/a", b'<urn:s> <urn:p> "half" .\n')
    capsys.readouterr()
    assert load(file) == 0
    assert summary(capsys) == [1, 1, 2, 0]
    assert content(server) == wanted(file)


def test_vanished_pages_go_on_request_and_graphs_of_others_never(
    server: Server, load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(written(tmp_path / "graph.nq"))
    file = written(tmp_path / "graph.nq", {name: values for name, values in CONTENT.items() if name != "page/b"})
    capsys.readouterr()
    for flags, left in ((), True), (("--prune", "--dry-run"), True), (("--prune",), False):
        assert load(file, *flags) == 0
        assert summary(capsys) == [0, 0, 3, 1]
        assert (f"{BASE}page/b" in graphs(server)) is left
    assert content(server) == wanted(file)


def test_a_dry_run_sends_and_writes_nothing(server: Server, load: Load, tmp_path: Path) -> None:
    assert load(written(tmp_path / "graph.nq"), "--dry-run") == 0
    assert set(graphs(server)) == {FOREIGN}
    assert [entry.name for entry in tmp_path.iterdir()] == ["graph.nq"]


def test_two_ways_to_write_a_value_that_the_store_takes_for_one_are_told(
    load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decimals = [f'"{number}"^^<http://www.w3.org/2001/XMLSchema#decimal>' for number in ("40", "40.0")]
    file = written(tmp_path / "graph.nq", {"page/a": decimals, "page/b": ['"x"']})
    assert load(file) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"{BASE}page/a: the store holds 1 triples, the file 2" in said
    assert f"{BASE}page/b" not in said
    assert load(file) == 1
    assert summary(capsys) == [0, 1, 1, 0]


def test_a_load_that_is_killed_is_finished_by_the_next(
    server: Server, load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "graph.nq", many(120, 40, "x"))
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "kgbuild",
        "load",
        file,
        "--endpoint",
        server.graphs,
        *server.flags,
    ]
    process = subprocess.Popen(command, env=os.environ | server.environment, stdout=subprocess.PIPE)
    journal = wait_for_lines(tmp_path, 60)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    sent = sum('"sent"' in line for line in journal.read_text(encoding="utf-8").splitlines())
    assert 0 < sent < 122
    assert load(file) == 0
    out, err = capsys.readouterr()
    assert "an earlier load was broken off with" in err
    same = next(int(line.split()[2]) for line in out.splitlines() if line.startswith("graphs same"))
    assert same == sent
    assert content(server) == wanted(file)


def wait_for_lines(folder: Path, lines: int) -> Path:
    """The journal, once it has so many lines."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for journal in folder.glob("load-*.jsonl"):
            if journal.read_bytes().count(b"\n") >= lines:
                return journal
        time.sleep(0.002)
    raise AssertionError("no journal was written")


def test_a_second_load_from_the_same_folder_waits_its_turn(
    load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    file = written(tmp_path / "graph.nq")
    load(file)
    (journal,) = tmp_path.glob("load-*.jsonl")
    with journal.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert load(file) == 2
    assert "another load to this endpoint is under way" in capsys.readouterr().err
    assert load(file) == 0


@pytest.mark.virtuoso
def test_virtuoso_refuses_who_has_no_right(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("refusing")
    file = written(folder / "graph.nq")
    with virtuoso(folder) as server:
        attempts = [
            (server.graphs, [], {}, "the server asks who loads (401; it takes Digest); add --auth"),
            (server.graphs, ["--auth", "digest"], {}, "--auth needs KGBUILD_USER in the environment"),
            (
                server.graphs,
                ["--auth", "digest"],
                {"KGBUILD_USER": "dba", "KGBUILD_PASSWORD": "hunter2"},
                "(401; it takes Digest)",
            ),
            (server.graphs.removesuffix("-auth"), [], {}, "the user has no right to that (403)"),
        ]
        for address, flags, environment, said in attempts:
            for name in ("KGBUILD_USER", "KGBUILD_PASSWORD"):
                monkeypatch.delenv(name, raising=False)
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            with pytest.raises(SystemExit) as ending:
                main(["load", str(file), "--endpoint", address, *flags])
            err = capsys.readouterr().err
            assert (ending.value.code, said in err, "hunter2" in err) == (2, True, False), err
        assert not {name for name in graphs(server) if name.startswith(BASE)}


@pytest.mark.shared
def test_the_pages_of_nci_come_back_as_they_were(server: Server, load: Load, tmp_path: Path, shared: Path) -> None:
    """Every triple of some real pages, whatever a store does to its literals."""
    pages = sorted((shared / "corpus").rglob("*.md"))[:12]
    with pytest.raises(SystemExit):
        main(["build", *map(str, pages), "-o", str(tmp_path), "-q"])
    assert load(tmp_path) == 0
    assert content(server) == wanted(tmp_path / "graph.nq")
    sizes = {graph.name: graph.size for graph in read_named_graphs(tmp_path).values()}
    assert {name: size for name, size in graphs(server).items() if name.startswith(BASE)} == sizes


def test_the_journal_holds_no_secret(server: Server, load: Load, tmp_path: Path) -> None:
    load(written(tmp_path / "graph.nq"))
    (journal,) = tmp_path.glob("load-*.jsonl")
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert entries[0] == {"endpoint": server.graphs}
    assert {key for entry in entries for key in entry} <= {"endpoint", "begun", "sending", "sent", "sha256", "ended"}
