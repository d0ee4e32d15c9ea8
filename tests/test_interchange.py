"""``kgbuild build --also``: files for other tools, whole with the others, never grown old, the same bytes always."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, named, written
from kgbuild.cli import main
from kgbuild.interchange import KINDS, TABLES

ALSO = {
    "tables": {"datapackage.json", *(table.file_name for table in TABLES)},
    "kgx": {"kgx_nodes.tsv", "kgx_edges.tsv"},
    "graphml": {"graph.graphml"},
}
PLAIN = {"graph.ttl", "graph.jsonld", "graph.nq", "report.json", "report.html", "manifest.json"}


def build(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["build", "-q", "-j", "1", *map(str, arguments)])
    return int(ending.value.code or 0)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return written(tmp_path / "pages", {"examplinib.md": EXAMPLINIB, "othernib.md": named("othernib")})


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("[!.]*")}


def test_every_kind_writes_its_files_and_the_manifest_names_them(pages: Path, tmp_path: Path) -> None:
    assert set(ALSO) == set(KINDS)
    for kind, files in ALSO.items():
        assert build(pages, "-o", tmp_path / kind, "--also", kind) == 0
        found = contents(tmp_path / kind)
        assert set(found) == PLAIN | files
        outputs = json.loads(found["manifest.json"])["outputs"]
        assert outputs == {name: sha256(found[name]).hexdigest() for name in found if name != "manifest.json"}


def test_the_bytes_depend_on_nothing_but_the_pages(pages: Path, tmp_path: Path) -> None:
    seeds = ("0", "1", "7")
    for seed in seeds:
        also = "tables,kgx,graphml" if seed == "0" else "graphml, kgx,tables,kgx"
        command = [
            sys.executable,
            "-m",
            "kgbuild",
            "build",
            "-q",
            str(pages),
            "-o",
            str(tmp_path / seed),
            "--also",
            also,
        ]
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Kathmandu"}
        subprocess.run(command, env=env, capture_output=True, check=True, timeout=120)
    first, *others = (contents(tmp_path / seed) for seed in seeds)
    assert set(first) == PLAIN.union(*ALSO.values())
    assert all(other == first for other in others)


def test_an_unchanged_build_writes_nothing_and_another_list_all(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(pages, "-o", out, "--also", "tables,kgx")
    before = {file.name: file.stat().st_mtime_ns for file in out.iterdir()}
    build(pages, "-o", out, "--also", "kgx,tables")
    assert {file.name: file.stat().st_mtime_ns for file in out.iterdir()} == before
    (out / "uses.tsv").unlink()
    build(pages, "-o", out, "--also", "kgx,tables")
    assert (out / "uses.tsv").exists()
    build(pages, "-o", out, "--also", "graphml")
    assert set(contents(out)) == PLAIN | ALSO["graphml"]
    build(pages, "-o", tmp_path / "clean", "--also", "graphml")
    assert contents(out) == contents(tmp_path / "clean")


def test_a_build_removes_what_an_earlier_one_wrote_and_it_does_not(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(pages, "-o", out, "--also", "tables")
    (out / "uses.tsv").write_text("mine now\n")
    (out / "kgx_nodes.tsv").write_text("never written by a build\n")
    build(pages, "-o", out)
    assert set(contents(out)) == PLAIN | {"uses.tsv", "kgx_nodes.tsv"}
    assert (out / "uses.tsv").read_text() == "mine now\n"


@pytest.mark.parametrize("outputs", [{"../precious.txt": "", "sub/x": ""}, ["a"], None, {"manifest.json": 1}])
def test_a_manifest_that_is_none_of_ours_removes_nothing(outputs: object, pages: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    if isinstance(outputs, dict) and "../precious.txt" in outputs:
        outputs["../precious.txt"] = sha256(b"precious").hexdigest()
    written(tmp_path / "out", {"manifest.json": json.dumps({"outputs": outputs})})
    assert build(pages, "-o", tmp_path / "out") == 0
    assert precious.read_text() == "precious"
    assert set(contents(tmp_path / "out")) == PLAIN


def test_a_dry_run_and_a_strict_one_that_fails_write_none(pages: Path, tmp_path: Path) -> None:
    build(pages, "-o", tmp_path / "out", "--also", "tables", "--dry-run")
    written(pages, {"broken.md": "---\ntitle: Broken - NCI\n"})
    assert build(pages, "-o", tmp_path / "out", "--also", "tables", "--strict") != 0
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("table", "'table' is unknown; did you mean 'tables'?"),
        ("tables,grapml", "'grapml' is unknown; did you mean 'graphml'?"),
        ("zzz", "'zzz' is unknown; use some of tables, kgx, graphml"),
        ("tables,", "'' is unknown; use some of tables, kgx, graphml"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    given: str, said: str, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(pages, "-o", tmp_path / "out", "--also", given) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_the_list_may_stand_in_the_settings(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGBUILD_ALSO", "kgx")
    build(pages, "-o", tmp_path / "out")
    monkeypatch.delenv("KGBUILD_ALSO")
    assert set(contents(tmp_path / "out")) == PLAIN | ALSO["kgx"]
    (tmp_path / "kgbuild.toml").write_text('also = "graphml"\n')
    build(pages, "-o", tmp_path / "out", "--config", tmp_path / "kgbuild.toml")
    assert set(contents(tmp_path / "out")) == PLAIN | ALSO["graphml"]


def test_the_help_names_every_kind_and_the_base_is_that_of_the_build(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--help")
    shown = " ".join(capsys.readouterr().out.split())
    assert all(kind in shown for kind in KINDS)
    build(pages, "-o", tmp_path / "out", "--also", "kgx,tables", "--base", "https://kg.example.org/x#")
    nodes = (tmp_path / "out" / "kgx_nodes.tsv").read_text()
    assert "kgbuild:indication.C" in nodes or "kgbuild:indication.examplinib" in nodes
    assert "https://w3id.org/kgbuild/id/" not in nodes + (tmp_path / "out" / "uses.tsv").read_text()
