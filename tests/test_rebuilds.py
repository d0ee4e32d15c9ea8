"""Builds into a folder that holds an earlier one: only what changed is read, the bytes are those of a clean build."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_pages import EXAMPLINIB, NOTHING_OF_DRUGS, UNTERMINATED, named, written
from kgbuild.errors import OutputError
from kgbuild.kept_pages import FILE, KeptPages, edition_of, key_of
from kgbuild.locks import exclusive
from kgbuild.model import Page
from kgbuild.packing import UnpackError, pack_page, unpack_page
from kgbuild.pages import read_pages
from kgbuild.pages.inputs import PageFiles
from kgbuild.pipeline import read_page
from kgbuild.rebuilds import Rebuild
from kgbuild.tools import Settings, Tools

NAMES = ("alphanib", "betanib", "gammanib")
TEXTS = (
    *map(named, NAMES),
    named("alphanib").replace("rituximab", "dexamethasone"),
    named("betanib").replace("adults", "children"),
    NOTHING_OF_DRUGS,
    UNTERMINATED,
    "",
)
FILES = ("a.md", "b.md", "c.md", "d.md")
Edit = tuple[str, str | None]
"""A file's name and its new text; None removes it."""
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(st.sampled_from(FILES), st.one_of(st.sampled_from(TEXTS), st.none())), min_size=1, max_size=4
)


def contents(folder: Path) -> dict[str, str]:
    """What a build wrote, by name."""
    return {
        file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if not file.name.startswith(".")
    }


def rebuilt(pages: Path, output: Path, *, fresh: bool = False) -> bool:
    """Build as the command does; whether anything had to be written."""
    output.mkdir(exist_ok=True)
    with KeptPages(output, fresh=fresh) as kept:
        rebuild = Rebuild(PageFiles([str(pages)]), Settings(), kept, output)
        if rebuild.unchanged():
            return False
        rebuild.write(rebuild.build(1), 1)
    return True


def changed(folder: Path, edits: list[Edit]) -> None:
    for name, text in edits:
        if text is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_text(text, encoding="utf-8")


@given(steps=st.lists(EDITS, min_size=2, max_size=3))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_the_bytes_are_those_of_a_clean_build(steps: list[list[Edit]]) -> None:
    with TemporaryDirectory() as place:
        pages = written(Path(place) / "pages", {"z.md": named("deltanib")})
        for edits in steps:
            changed(pages, edits)
            rebuilt(pages, Path(place) / "out")
        rebuilt(pages, Path(place) / "clean")
        assert contents(Path(place) / "out") == contents(Path(place) / "clean")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return written(tmp_path / "pages", {f"{name}.md": named(name) for name in NAMES})


def test_pages_that_did_not_change_are_neither_read_nor_written_again(pages: Path, tmp_path: Path) -> None:
    assert rebuilt(pages, tmp_path / "out")
    before = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()}
    os.utime(pages / "alphanib.md", (0, 0))
    assert not rebuilt(pages, tmp_path / "out")
    assert {file.name: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()} == before


def test_of_a_changed_folder_only_the_changed_page_is_read(pages: Path, tmp_path: Path) -> None:
    rebuilt(pages, tmp_path / "out")
    forged = named("gammanib").replace("rituximab", "dexamethasone")
    (old,) = (page for page in read_pages([str(pages)]) if isinstance(page, Page) and page.slug == "gammanib")
    (new,) = (page for page in read_pages([str(written(tmp_path / "x", {"gammanib.md": forged}))]))
    assert isinstance(new, Page)
    with sqlite3.connect(tmp_path / "out" / FILE) as file:  # what is kept of gammanib now tells another story
        packed = pack_page(read_page(new, Tools.open(Settings())))
        keys = {key for (key,) in file.execute("SELECT key FROM kept")}
        rebuild = Rebuild(PageFiles([str(pages)]), Settings(), KeptPages(tmp_path / "out"), tmp_path / "out")
        key = key_of(old, rebuild.edition)
        assert key in keys
        file.execute("UPDATE kept SET packed = ? WHERE key = ?", (packed, key))
    (pages / "alphanib.md").write_text(named("alphanib").replace("adults", "children"))
    assert rebuilt(pages, tmp_path / "out")
    graph = (tmp_path / "out" / "graph.nq").read_text()
    assert "graph/page/gammanib" in graph
    assert "It is given with dexamethasone" in graph  # taken as kept: the page itself, with rituximab, was not read
    assert rebuilt(pages, tmp_path / "out", fresh=True)
    assert "It is given with dexamethasone" not in (tmp_path / "out" / "graph.nq").read_text()


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + bytes(5000)])
def test_a_damaged_file_of_kept_pages_costs_only_time(damage: bytes, pages: Path, tmp_path: Path) -> None:
    rebuilt(pages, tmp_path / "clean")
    rebuilt(pages, tmp_path / "out")
    (tmp_path / "out" / FILE).write_bytes(damage)
    assert rebuilt(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "clean")
    assert not rebuilt(pages, tmp_path / "out")  # and is made anew


def test_a_damaged_result_is_read_anew(pages: Path, tmp_path: Path) -> None:
    rebuilt(pages, tmp_path / "out")
    before = contents(tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / FILE) as file:
        file.execute("UPDATE kept SET packed = substr(packed, 1, length(packed) / 2)")
    assert rebuilt(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["graph.ttl", "manifest.json"])
def test_a_file_of_the_output_that_somebody_changed_is_written_again(name: str, pages: Path, tmp_path: Path) -> None:
    rebuilt(pages, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / name).write_text("# mine\n")
    assert rebuilt(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_another_rule_shape_or_term_is_another_edition(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, {"a.py": "x = 1\n"}) for name in ("one", "other"))
    assert edition_of(["1"], [one]) == edition_of(["1"], [other])
    assert edition_of(["1"], [one]) != edition_of(["2"], [one])
    (other / "a.py").write_text("x = 2\n")
    assert edition_of(["1"], [one]) != edition_of(["1"], [other])
    written(other / "deep", {"b.toml": ""})
    (other / "a.py").write_text("x = 1\n")
    assert edition_of(["1"], [one]) != edition_of(["1"], [other])


def test_what_is_packed_comes_back_equal() -> None:
    page = Page("a.md", "a", EXAMPLINIB, "0" * 64, EXAMPLINIB.index("\n---\n", 3) + 5)
    result = read_page(page, Tools.open(Settings()))
    assert unpack_page(pack_page(result)) == result
    with pytest.raises(UnpackError):
        unpack_page(pack_page(result)[:-9])
    with pytest.raises(UnpackError):
        unpack_page(b"")


def kgbuild(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", "build", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_says_that_nothing_changed_and_shows_the_same_summary(pages: Path, tmp_path: Path) -> None:
    first, again = (kgbuild(pages, "-o", tmp_path / "out") for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0)
    assert again.stderr == first.stderr
    assert first.stdout.splitlines()[:-1] == again.stdout.splitlines()[:-1]
    assert again.stdout.splitlines()[-1] == f"{tmp_path / 'out'} is as it must be: no page has changed"
    assert kgbuild(pages, "-o", tmp_path / "out", "--fresh").stdout == first.stdout


def test_a_dry_run_keeps_nothing_and_makes_no_folder(pages: Path, tmp_path: Path) -> None:
    assert kgbuild(pages, "-o", tmp_path / "out", "--dry-run").returncode == 0
    assert not (tmp_path / "out").exists()
    written(pages, {"broken.md": UNTERMINATED})
    assert kgbuild(pages, "-o", tmp_path / "out", "--strict").returncode != 0
    assert not (tmp_path / "out").exists()


def test_where_nothing_can_be_kept_the_graph_is_written_all_the_same(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / FILE / "in the way").mkdir(parents=True)
    done = kgbuild(pages, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert f"{tmp_path / 'out' / FILE}: cannot be written" in done.stderr
    assert "the next build will read all pages again" in done.stderr
    assert len(contents(tmp_path / "out")) == 6


def test_of_two_builds_into_one_folder_one_is_told_and_touches_nothing(pages: Path, tmp_path: Path) -> None:
    with exclusive(tmp_path / "out"):
        done = kgbuild(pages, "-o", tmp_path / "out")
        assert done.returncode == 2
        assert done.stderr == (
            f"kgbuild: {tmp_path / 'out'}: another kgbuild writes there now; wait for its end, or name another\n"
        )
        assert list((tmp_path / "out").iterdir()) == []
    assert not (tmp_path / "out").exists()
    with exclusive(tmp_path / "out"), pytest.raises(OutputError, match="another kgbuild"), exclusive(tmp_path / "out"):
        pass


def test_many_builds_at_once_leave_one_whole_output(pages: Path, tmp_path: Path) -> None:
    kgbuild(pages, "-o", tmp_path / "clean")
    command = [sys.executable, "-m", "kgbuild", "build", "-q", "--fresh", str(pages), "-o", str(tmp_path / "out")]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert {code for _, code in ended} <= {0, 2}
    assert any(code == 0 for _, code in ended)
    assert all(("another kgbuild" in said) == (code == 2) for said, code in ended)
    assert contents(tmp_path / "out") == contents(tmp_path / "clean")
