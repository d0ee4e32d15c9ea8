"""Nothing is fetched unless the command asks for it: by Python's account, by a listener's, and by the kernel's."""

from __future__ import annotations

import http.server
import os
import signal
import socketserver
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import release_files
from conftest import GUARD
from example_pages import EXAMPLINIB, named, written
from kgbuild.errors import KgbuildError
from kgbuild.validation import Validator
from kgbuild.validation.fast import FastValidator
from network_guard import no_network
from test_cli import QUIET_ENVIRONMENT, kgbuild

TRIPLE = "<http://a.example/> <https://w3id.org/kgbuild/ns#x> 1 ."


class Listener(socketserver.ThreadingTCPServer):
    """Counts who comes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        self.hits = 0

    def process_request(self, request: object, client_address: object) -> None:
        self.hits += 1
        super().process_request(request, client_address)  # type: ignore[arg-type] # as it came

    def handle_error(self, _request: object, _client_address: object) -> None:
        """Say nothing: who does not speak HTTP counts as well."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def guarded(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command that the kernel ends when it opens an internet socket."""
    guard = [sys.executable, str(GUARD / "kernel_guard.py"), sys.executable, *command]
    return subprocess.run(guard, cwd=cwd, env=QUIET_ENVIRONMENT, capture_output=True, text=True, check=False)


@pytest.mark.network
def test_the_listener_counts_and_the_kernel_ends_who_comes_from_python_or_rust(
    listener: Listener, tmp_path: Path
) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(listener.address)  # noqa: S310 - it is our own
    assert listener.hits == 1
    by_python = guarded("-c", f"import urllib.request; urllib.request.urlopen({listener.address!r})", cwd=tmp_path)
    query = f"SELECT * {{ SERVICE <{listener.address}/> {{ ?s ?p ?o }} }}"
    by_rust = guarded("-c", f"import pyoxigraph; list(pyoxigraph.Store().query({query!r}))", cwd=tmp_path)
    assert (by_python.returncode, by_rust.returncode) == (-signal.SIGSYS, -signal.SIGSYS)
    assert listener.hits == 1


def test_a_connection_that_leaves_this_machine_is_refused_in_every_process(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, no_network.LOG: str(log)}, capture_output=True, check=False
    )
    assert b"tests open no connection to 192.0.2.1" in done.stderr
    assert log.read_text().startswith("refused socket.getaddrinfo 192.0.2.1")


def test_no_command_opens_a_socket(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {f"{name}linib.md": named(f"{name}linib") for name in map("a{}".format, range(70))})
    release = release_files.zipped(tmp_path / "site", release_files.lines([("C1", "", "Wibble", "", "")]))
    for command in (
        ["build", "-j", "2"],
        ["validate", "output"],
        ["validate", "output/graph.ttl", "output/graph.jsonld"],
        ["explain", "a1linib"],
        ["check", "output"],
        ["terms", "find", "multiple myeloma"],
        ["terms", "show", "C3242"],
        ["terms", "import", str(release), "-o", "terms.sqlite"],
        ["--help"],
    ):
        done = guarded("-m", "kgbuild", *command, cwd=tmp_path)
        assert done.returncode == 0, (command, done)


def graphs_that_lead_out(address: str) -> dict[str, str]:
    """Files of RDF that ask their reader to fetch something."""
    context = f'{{"@context": "{address}/context.jsonld", "@id": "http://a.example/", "kg:x": 1}}'
    imported = f'{{"@context": {{"@import": "{address}/c.jsonld"}}, "@id": "http://a.example/"}}'
    entity = f'<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "{address}/x">]>'
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:k="http://k.example/">'
    return {
        "context.jsonld": context,
        "imported.jsonld": imported,
        "file.jsonld": '{"@context": "file:///etc/passwd", "@id": "http://a.example/"}',
        "imports.ttl": f"<{address}/a> <http://www.w3.org/2002/07/owl#imports> <{address}/b.ttl> .\n{TRIPLE}",
        "graph.trig": f"<{address}/g> {{ {TRIPLE} }}",
        "entity.rdf": f'{entity}\n{rdf}<rdf:Description rdf:about="http://a/"><k:x>&x;</k:x></rdf:Description></rdf:RDF>',
    }


def test_files_that_lead_out_are_read_or_refused_and_nobody_comes(listener: Listener, tmp_path: Path) -> None:
    files = graphs_that_lead_out(listener.address)
    written(tmp_path, files)
    refused = {"context.jsonld", "imported.jsonld", "file.jsonld", "entity.rdf"}
    for name in files:
        done = guarded("-m", "kgbuild", "validate", name, cwd=tmp_path)
        assert done.returncode == (2 if name in refused else 0), (name, done)
        assert "Traceback" not in done.stderr
        assert kgbuild("explain", "x", "--graph", name, cwd=tmp_path).returncode == 2
    assert listener.hits == 0


def test_pages_and_settings_that_name_addresses_bring_nobody(listener: Listener, tmp_path: Path) -> None:
    address = listener.address
    page = EXAMPLINIB.replace("https://rems.example.org", address).replace(
        "Examplinib is also", f"![x]({address}/i.png)"
    )
    page = page.replace("url: https://www.cancer.gov", f"url: {address}")
    written(tmp_path / "seeds", {"examplinib.md": page, "tag.md": f"---\nx: !include {address}\n---\nx\n"})
    done = guarded("-m", "kgbuild", "build", "--base", f"{address}/id/", cwd=tmp_path)
    assert done.returncode in {1, 3}, done
    assert listener.hits == 0


def test_shapes_that_import_ask_or_run_are_refused(listener: Listener, root: Path, tmp_path: Path) -> None:
    address = listener.address
    prefixes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "@prefix kg: <https://w3id.org/kgbuild/ns#> .\n"
    )
    service = f"SELECT $this WHERE {{ SERVICE <{address}/sparql> {{ $this ?p ?o }} }}"
    shape = "<urn:shape> a sh:NodeShape ; sh:targetClass kg:Drug"
    for text in (
        f"<urn:o> a owl:Ontology ; owl:imports <{address}/more.ttl> .",
        f'{shape} ; sh:sparql [ sh:select "{service}" ] .',
        f'{shape} ; sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{address}/f.js" ] ] .',
    ):
        shapes = written(tmp_path / "shapes", {"extra.ttl": prefixes + text})
        for path in (root / "shapes").glob("*.ttl"):
            (shapes / path.name).write_bytes(path.read_bytes())
        for validator in (Validator(shapes), FastValidator(shapes)):
            with pytest.raises(KgbuildError, match="goes beyond SHACL Core; nothing is imported or run"):
                validator.prepare()
    assert listener.hits == 0
