"""``kgbuild load`` against a server that is slow, broken, elsewhere or somebody else's, on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty_server import Serve, Trouble, serving
from graph_files import BASE, CONTENT, written
from kgbuild.cli import main
from kgbuild.stores import connection
from store_servers import free_port

pytestmark = pytest.mark.network
HTML = b"<html><head><title>x</title></head><body><h1>Please log in</h1></body></html>"


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_WAIT", 0.02)
    for name in ("KGBUILD_USER", "KGBUILD_PASSWORD", "KGBUILD_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "graph.nq")


SIZES = {f"{BASE}{name}": len(values) for name, values in CONTENT.items()}


def run(file: Path, address: str, *flags: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["load", str(file), "--endpoint", address, *flags])
    return int(ending.value.code or 0)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(503, {"Retry-After": "0"}),
        Trouble(500, body=b"deadlock"),
        Trouble(429),
        Trouble(502, {"Content-Type": "text/html"}, HTML),
        Trouble(200, body=b"{", cut=True),
    ],
    ids=lambda trouble: f"{trouble.status}",
)
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_what_passes_is_tried_again(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], method: str, trouble: Trouble
) -> None:
    site, address = serve(**{method: [trouble, trouble]})
    assert run(file, address) == 0
    assert site.graphs == SIZES
    assert capsys.readouterr().err.count("trying again in") == 2


def test_a_server_that_says_when_to_come_back_is_waited_for(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, address = serve(PUT=[Trouble(503, {"Retry-After": "1"})])
    begun = time.monotonic()
    assert run(file, address) == 0
    assert time.monotonic() - begun > 1
    assert site.graphs == SIZES
    assert f"{BASE}derived (1 triples): the server answers 503; trying again in 1 seconds" in capsys.readouterr().err
    _, address = serve(PUT=[Trouble(503, {"Retry-After": "86400"})])
    assert run(file, address) == 2
    assert "asks to wait for 86400 seconds; run again then" in capsys.readouterr().err


def test_attempts_end_and_the_next_run_goes_on(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, address = serve()
    site.troubles["PUT"] = [Trouble(503)] * 3
    assert run(file, address, "--retries", "2") == 2
    err = capsys.readouterr().err
    assert "(3 attempts); see to the server, then run again" in err
    assert "the store is loaded in part (0 of 4 graphs), and the next run goes on" in err
    assert run(file, address) == 0
    assert site.graphs == SIZES


def test_a_load_that_failed_sends_only_the_rest(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, address = serve(PUT=[None, None, Trouble(403, body=b"read-only from here")])
    assert run(file, address) == 2
    err = capsys.readouterr().err
    assert f"{BASE}page/b (2 triples): the user has no right to that (403)" in err
    assert "(2 of 4 graphs)" in err
    site.asked.clear()
    assert run(file, address) == 0
    assert [method for method, _ in site.asked].count("PUT") == 2
    assert "broken off with 2 graphs still to send" in capsys.readouterr().err
    assert site.graphs == SIZES


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Trouble(400, body=b"line 1: no"), "does not take it (400): line 1: no"),
        (Trouble(401, {"WWW-Authenticate": 'Basic realm="x"'}), "asks who loads (401; it takes Basic); add --auth"),
        (Trouble(403, {"Content-Type": "text/html"}, HTML), "has no right to that (403)"),
        (Trouble(404), "nothing at this address (404)"),
        (Trouble(405), "takes no such request (405)"),
        (Trouble(413), "too large for the server or a proxy before it (413); raise its limit"),
        (Trouble(415), "takes no N-Triples (415)"),
        (Trouble(200, {"Content-Type": "text/html"}, HTML), "a web page comes instead of an answer (200)"),
        (
            Trouble(302, {"Location": "https://example.org/in"}),
            "leads to https://example.org/in, which is not followed",
        ),
        (Trouble(418, body=b"\x1b[31mteapot"), "answers 418: \\x1b[31mteapot"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Trouble) else "",
)
def test_a_refusal_names_the_graph_and_what_to_do(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], trouble: Trouble, said: str
) -> None:
    site, address = serve(PUT=[trouble])
    assert run(file, address) == 2
    err = capsys.readouterr().err
    assert f"{BASE}derived (1 triples): " in err
    assert said in err
    assert [method for method, _ in site.asked] == ["POST", "PUT"]


def test_nothing_follows_a_server_elsewhere(serve: Serve, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGBUILD_TOKEN", "t0ken")
    thief, elsewhere = serve()
    _, address = serve(POST=[Trouble(307, {"Location": elsewhere})], PUT=[Trouble(308, {"Location": elsewhere})])
    for _ in range(2):
        assert run(file, address, "--auth", "bearer") == 2
    assert thief.asked == []


def test_an_answer_that_drips_is_not_waited_for_for_ever(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, address = serve(POST=[Trouble(200, body=b"x" * 100, drips=0.1)] * 2)
    begun = time.monotonic()
    assert run(file, address, "--timeout", "0.5", "--retries", "1") == 2
    assert time.monotonic() - begun < 5
    assert "the answer has not ended within 0.5 seconds (2 attempts)" in capsys.readouterr().err


def test_a_page_where_results_should_be_is_told(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, address = serve(POST=[Trouble(200, {"Content-Type": "text/html; charset=utf-8"}, HTML)])
    assert run(file, address) == 2
    err = capsys.readouterr().err
    assert "/query: counting triples: a web page comes instead of an answer" in err
    assert "Please log in" in err


def test_results_that_a_store_cuts_off_are_not_believed(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.dumps({"results": {"bindings": []}}).encode()
    _, address = serve(POST=[Trouble(200, {"X-SPARQL-MaxRows": "10000"}, rows)])
    assert run(file, address) == 2
    assert "raise its limit (ResultSetMaxRows" in capsys.readouterr().err


def test_a_store_that_does_not_keep_what_it_took_is_told(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, address = serve(PUT=[Trouble(204)])
    assert run(file, address) == 1
    assert f"{BASE}derived: the store holds 0 triples, the file 1" in " ".join(capsys.readouterr().err.split())
    assert run(file, address) == 0
    assert site.graphs == SIZES


def test_nobody_there_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, f"http://127.0.0.1:{free_port()}/store", "--retries", "1") == 2
    err = capsys.readouterr().err
    assert "the connection failed" in err
    assert "(2 attempts)" in err


def test_a_certificate_that_nobody_trusts_is_refused_and_a_private_one_can_be_named(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    certificate = root / "tests" / "self_signed.pem"
    site, address = serve(certificate=certificate)
    assert run(file, address) == 2
    assert "its certificate is not trusted" in capsys.readouterr().err
    assert site.asked == []
    assert run(file, address, "--ca-file", str(certificate)) == 0
    assert site.graphs == SIZES
    assert run(file, address, "--ca-file", str(file)) == 2
    assert "holds no certificates that can be read" in capsys.readouterr().err
