"""A build written to another machine: a store that fsspec keeps in memory, and one on loopback that speaks as S3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from fsspec import filesystem
from fsspec.implementations.memory import MemoryFileSystem

from cluster_servers import dask_cluster, s3
from example_pages import named, written
from kgbuild import pipeline, scale_out
from kgbuild.accounting import PageResult
from kgbuild.cli import commands
from kgbuild.kept_pages import FILE as KEPT
from kgbuild.model import Page
from kgbuild.remote_output import RemoteFolder
from kgbuild.tools import Tools

NAMES = ("alphanib", "betanib", "gammanib")
WRITTEN = {"graph.ttl", "graph.jsonld", "graph.nq", "report.json", "report.html", "manifest.json"}
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("KGBUILD_", "AWS_"))}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return written(tmp_path / "pages", {f"{name}.md": named(name) for name in NAMES})


@pytest.fixture
def store() -> Iterator[Any]:
    """The store in memory, empty but for a folder."""
    found = MemoryFileSystem()
    found.pipe("/bucket/mine.txt", b"mine")
    yield found
    found.rm("/", recursive=True)


def build(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["build", "--validation", "none", *map(str, arguments)], standalone_mode=False)


def hashes_here(folder: Path) -> dict[str, str]:
    return {f.name: sha256(f.read_bytes()).hexdigest() for f in folder.iterdir() if not f.name.startswith(".")}


def hashes_there(store: Any, folder: str) -> dict[str, str]:
    names = {name.rpartition("/")[2]: name for name in store.ls(folder, detail=False)}
    return {name: sha256(store.cat_file(path)).hexdigest() for name, path in names.items() if not name.startswith(".")}


def test_what_is_written_there_is_what_would_be_written_here(pages: Path, store: Any, tmp_path: Path) -> None:
    assert build(pages, "-o", tmp_path / "out").exit_code == 0
    done = build(pages, "-o", "memory://bucket/out")
    assert done.exit_code == 0
    assert done.output.splitlines()[-1] == "written to memory://bucket/out"
    assert hashes_there(store, "/bucket/out") == hashes_here(tmp_path / "out")
    assert {name.rpartition("/")[2] for name in store.ls("/bucket/out", detail=False)} == WRITTEN | {KEPT}


def test_the_manifest_goes_when_all_it_names_is_there_and_what_is_kept_goes_last(
    pages: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    put = store.put_file

    def noting(here: str, name: str, **more: object) -> None:
        sent.append(name.rpartition("/")[2])
        put(here, name, **more)

    monkeypatch.setattr(store, "put_file", noting)
    build(pages, "-o", "memory://bucket/out")
    assert sent.pop(0).startswith(".kgbuild-writing")
    assert sent[-2:] == ["manifest.json", KEPT]
    assert set(sent[:-2]) == WRITTEN - {"manifest.json"}


def test_a_second_build_reads_only_what_changed(pages: Path, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noting(page: Page, tools: Tools) -> PageResult:
        read.append(page.slug)
        return pipeline.read_page(page, tools)

    monkeypatch.setattr(scale_out, "read_page", noting)
    build(pages, "-o", "memory://bucket/out", "-j", 1)
    assert read == list(NAMES)
    (pages / "betanib.md").write_text(named("betanib").replace("adults", "children"))
    build(pages, "-o", "memory://bucket/out", "-j", 1)
    assert read == [*NAMES, "betanib"]
    before = hashes_there(store, "/bucket/out")
    build(pages, "-o", "memory://bucket/out", "-j", 1, "--fresh")
    assert read == [*NAMES, "betanib", *NAMES]
    assert hashes_there(store, "/bucket/out") == before


def test_what_a_later_build_does_not_write_goes_unless_somebody_changed_it(pages: Path, store: Any) -> None:
    build(pages, "-o", "memory://bucket/out", "--also", "tables,graphml")
    store.pipe("/bucket/out/own.txt", b"mine")
    store.pipe("/bucket/out/uses.tsv", b"changed")
    assert "graph.graphml" in hashes_there(store, "/bucket/out")
    build(pages, "-o", "memory://bucket/out")
    assert set(hashes_there(store, "/bucket/out")) == WRITTEN | {"own.txt", "uses.tsv"}


def test_a_dry_run_and_a_strict_one_write_nothing_there(pages: Path, store: Any) -> None:
    assert build(pages, "-o", "memory://bucket/out", "--dry-run").exit_code == 0
    assert not store.exists("/bucket/out")
    (pages / "broken.md").write_text("no page")
    assert build(pages, "-o", "memory://bucket/out", "--strict", "-q").return_value != 0
    assert not [name for name in store.find("/") if "out/" in name]


@pytest.mark.parametrize(("at", "left"), [("writing", "nothing was changed there"), ("report.json", "in part")])
def test_a_store_that_fails_is_told_with_what_it_left(
    at: str, left: str, pages: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.put_file

    def failing(here: str, name: str, **more: object) -> None:
        if at in name:
            raise PermissionError("Access Denied")
        put(here, name, **more)

    monkeypatch.setattr(store, "put_file", failing)
    done = build(pages, "-o", "memory://bucket/out")
    assert str(done.exception).startswith("memory://bucket/out: cannot be read or written (Access Denied); ")
    assert left in str(done.exception)
    assert not store.exists("/bucket/out/manifest.json")
    assert "written to" not in done.output


def test_pages_there_do_not_mix_with_the_output(store: Any) -> None:
    store.pipe("/bucket/pages/alphanib.md", named("alphanib").encode())
    for given in ("memory://bucket/pages", "memory://bucket/pages/", "memory://bucket/*/*.md", "memory://bucket"):
        done = build(given, "-o", "memory://bucket/pages/")
        assert "pages are read from there" in str(done.exception)
    assert store.ls("/bucket/pages", detail=False) == ["/bucket/pages/alphanib.md"]


def test_an_address_is_shown_without_its_user() -> None:
    folder = RemoteFolder("hdfs://somebody:secret@namenode/out")
    assert str(folder) == "hdfs://namenode/out"
    assert "secret" not in repr(folder)


def test_other_commands_refuse_to_write_there(tmp_path: Path) -> None:
    for command in (["site", "-o"], ["load", "--store"], ["terms", "slice", "x", "-o"]):
        done = CliRunner().invoke(commands, [*command, "s3://bucket/out"])
        assert done.exit_code == 2
        assert "only kgbuild build writes to another one" in done.output
    assert not (tmp_path / "s3:").exists()


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment of a store that speaks as S3, with a bucket that holds 40 pages."""
    with s3(tmp_path_factory.mktemp("s3")) as environment:
        address = environment["AWS_ENDPOINT_URL"]
        for name in ("", *(f"pages/{a}{b}linib.md" for a in "abcde" for b in "abcdefgh")):
            content = named(name[6:-3]).encode() if name else b""
            httpx.put(f"{address}/bucket{'/' if name else ''}{name}", content=content).raise_for_status()
        yield environment


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", "build", "-q", "--validation", "none", *map(str, arguments)]
    given = {**ENVIRONMENT, **environment}
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.network
def test_from_s3_to_s3_over_a_cluster_the_bytes_are_those_of_one_process_here(
    bucket: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{a}{b}linib" for a in "abcde" for b in "abcdefgh"]
    pages = written(tmp_path / "pages", {f"{name}.md": named(name) for name in names})
    assert run(pages, "-o", tmp_path / "alone", "-j", 1).returncode == 0
    (tmp_path / "dask").mkdir()
    with dask_cluster(tmp_path / "dask", workers=2) as cluster:
        more = {**bucket, "DASK_CONFIG": str(tmp_path / "dask")}
        done = run("s3://bucket/pages", "-o", "s3://bucket/out", "--scheduler", cluster.address, **more)
    assert (done.returncode, done.stderr) == (0, "")
    expected = hashes_here(tmp_path / "alone")
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    store = filesystem("s3", skip_instance_cache=True)
    assert hashes_there(store, "bucket/out") == expected
    manifest = json.loads(store.cat_file("bucket/out/manifest.json"))
    assert manifest["inputs"].keys() == {f"{name}.md" for name in names}


@pytest.mark.network
def test_what_s3_refuses_is_told_in_a_line(bucket: Mapping[str, str], pages: Path) -> None:
    done = run(pages, "-o", "s3://nowhere/out", **bucket)
    assert done.returncode == 2
    assert done.stderr == (
        "kgbuild: s3://nowhere/out: cannot be read or written (The specified bucket does not exist); "
        "nothing was changed there\n"
    )
    done = run("s3://nowhere/pages", "--dry-run", **bucket)
    assert done.returncode == 3
    assert "s3://nowhere/pages: error[no-such-file]" in done.stderr
    switch = f"{bucket['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
    httpx.post(switch, content=b"0").raise_for_status()  # from now on it knows nobody
    try:
        done = run("s3://bucket/pages", "--dry-run", **bucket)
        assert done.returncode == 3
        assert "s3://bucket/pages: error[unreadable-file]: cannot be read: " in done.stderr
        assert bucket["AWS_SECRET_ACCESS_KEY"] not in done.stderr
        done = run(pages, "-o", "s3://bucket/out", **bucket)
        assert done.returncode == 2
        assert "s3://bucket/out: cannot be read or written (" in done.stderr
    finally:
        httpx.post(switch, content=b"1000000").raise_for_status()
