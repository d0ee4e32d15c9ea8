"""``kgbuild load --store``: an Oxigraph folder is the build's graph, whole, whatever happens meanwhile."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, parse

import example_pages
from graph_files import BASE, CONTENT, FOREIGN, Content, many, written
from kgbuild.cli import main
from kgbuild.errors import StoreError
from kgbuild.stores import load_folder, read_named_graphs

A_FOREIGN_QUAD = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("theirs"), NamedNode(FOREIGN))


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["load", *map(str, arguments)])
    return int(ending.value.code or 0)


def in_file(file: Path) -> set[Quad]:
    return set(parse(path=file))


def in_store(folder: Path) -> set[Quad]:
    return set(Store.read_only(str(folder)))


def counts(out: str) -> dict[str, int]:
    """The summary's numbers by their names."""
    rows = (line.split() for line in out.splitlines() if line.startswith("graphs "))
    return {words[1]: int(words[2]) for words in rows}


def test_the_store_holds_what_the_file_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "graph.nq")
    assert run(file, "--store", tmp_path / "new" / "store") == 0
    assert in_store(tmp_path / "new" / "store") == in_file(file)
    out = capsys.readouterr().out
    assert counts(out) == {"new": 4, "changed": 0, "same": 0, "vanished": 0}
    assert "triples in all" in out
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["store"]


def test_a_build_is_loaded_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = example_pages.written(tmp_path / "pages", {"examplinib.md": example_pages.EXAMPLINIB})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["build", str(pages), "-q"])
    assert run() == 0
    assert in_store(tmp_path / "output" / "store") == in_file(tmp_path / "output" / "graph.nq")


def test_loading_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = written(tmp_path / "graph.nq"), tmp_path / "store"
    run(file, "--store", folder)
    tables = {entry.name: entry.stat().st_mtime_ns for entry in folder.glob("*.sst")}
    capsys.readouterr()
    assert run(file, "--store", folder) == 0
    assert counts(capsys.readouterr().out) == {"new": 0, "changed": 0, "same": 4, "vanished": 0}
    assert in_store(folder) == in_file(file)
    assert {entry.name: entry.stat().st_mtime_ns for entry in folder.glob("*.sst")} == tables


def test_a_page_that_changed_replaces_only_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "store"
    run(written(tmp_path / "graph.nq"), "--store", folder)
    capsys.readouterr()
    file = written(tmp_path / "graph.nq", {**CONTENT, "page/a": ['"x"', '"another"']})
    assert run(file, "--store", folder, "-v") == 0
    out = capsys.readouterr().out
    assert counts(out) == {"new": 0, "changed": 1, "same": 3, "vanished": 0}
    assert f"changed: {BASE}page/a" in out
    assert in_store(folder) == in_file(file)


def test_what_somebody_changed_in_the_store_is_seen_though_the_count_is_the_same(tmp_path: Path) -> None:
    file, folder = written(tmp_path / "graph.nq"), tmp_path / "store"
    run(file, "--store", folder)
    store = Store(folder)
    quad = next(store.quads_for_pattern(None, None, None, NamedNode(f"{BASE}page/a")))
    store.remove(quad)
    store.add(Quad(quad.subject, quad.predicate, Literal("meddled"), quad.graph_name))
    del store
    run(file, "--store", folder)
    assert in_store(folder) == in_file(file)


def test_vanished_pages_go_on_request_and_graphs_of_others_never(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    run(written(tmp_path / "graph.nq"), "--store", folder)
    near = [NamedNode(f"{BASE}note"), NamedNode(f"{BASE}page/b/notes"), NamedNode(f"{BASE[:-6]}x/graph/page/b")]
    foreign = {
        A_FOREIGN_QUAD,
        *(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("theirs"), name) for name in near),
    }
    store = Store(folder)
    store.extend(foreign)
    del store
    file = written(tmp_path / "graph.nq", {name: values for name, values in CONTENT.items() if name != "page/b"})
    before = in_store(folder)
    capsys.readouterr()
    assert run(file, "--store", folder) == 0
    out = capsys.readouterr().out
    assert (counts(out)["vanished"], "stay; --prune deletes them" in out) == (1, True)
    assert in_store(folder) == before
    assert run(file, "--store", folder, "--prune", "--dry-run") == 0
    assert f"vanished: {BASE}page/b\nnothing was changed" in capsys.readouterr().out
    assert in_store(folder) == before
    assert run(file, "--store", folder, "--prune") == 0
    assert in_store(folder) == in_file(file) | foreign


def test_without_a_base_nothing_is_pruned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.nq"
    file.write_text(f"<urn:s> <urn:p> <urn:o> <{FOREIGN}> .\n", encoding="utf-8")
    assert run(file, "--store", tmp_path / "store", "--prune") == 2
    assert "share no base" in capsys.readouterr().err
    assert run(file, "--store", tmp_path / "store") == 0


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(written(tmp_path / "graph.nq"), "--store", tmp_path / "store", "--dry-run") == 0
    out = capsys.readouterr().out
    assert (counts(out)["new"], f"new: {BASE}terms" in out) == (4, True)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["graph.nq"]


def test_numbers_that_oxigraph_writes_its_own_way_are_no_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    odd = [f'"40.0"^^<{xsd}decimal>', f'"040"^^<{xsd}integer>', f'"1"^^<{xsd}boolean>', f'"x"^^<{xsd}integer>']
    file, folder = written(tmp_path / "graph.nq", {"page/a": odd}), tmp_path / "store"
    for _ in range(2):
        assert run(file, "--store", folder) == 0
    assert counts(capsys.readouterr().out)["same"] == 1
    assert sorted(str(quad.object).partition("^")[0] for quad in in_store(folder)) == ['"40"', '"40"', '"true"', '"x"']


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("graph.ttl", "<urn:s> <urn:p> <urn:o> .", "stands in no named graph"),
        ("graph.nq", "<urn:s> <urn:p> <urn:o> .", "give graph.nq, or the folder"),
        ("graph.nq", f"_:b <urn:p> <urn:o> <{FOREIGN}> .", "holds a blank node"),
        ("graph.nq", f"<urn:s> <urn:p> _:b <{FOREIGN}> .", "holds a blank node"),
        ("graph.nq", "<urn:s> <urn:p> <urn:o> _:g .", "stands in no named graph"),
        ("graph.nq", "", "holds no triple"),
        ("graph.nq", f"<urn:s> <urn:p> <urn:o> <{FOREIGN}> .\nbroken", "graph.nq:2:1"),
    ],
)
def test_what_cannot_be_loaded_twice_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(tmp_path / name, "--store", tmp_path / "store") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "graph.nq")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("ten years", encoding="utf-8")
    assert run(file, "--store", tmp_path / "mine") == 2
    assert "holds thesis.txt and no store, and is left alone" in capsys.readouterr().err
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    (tmp_path / "mine" / "CURRENT").write_text("MANIFEST-000001\n", encoding="utf-8")
    assert run(file, "--store", tmp_path / "mine") == 2
    assert "if this is a store of another program" in capsys.readouterr().err
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "ten years"
    assert run(file, "--store", file) == 2


def test_an_empty_folder_and_a_link_are_places_for_a_store(tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert run(file, "--store", tmp_path / "link") == 0
    assert in_store(tmp_path / "empty") == in_file(file)
    assert (tmp_path / "link").is_symlink()


def test_a_store_that_another_program_has_open_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = written(tmp_path / "graph.nq"), tmp_path / "store"
    run(file, "--store", folder)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import pyoxigraph as o; s = o.Store({str(folder)!r}); print('open', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout
        holder.stdout.readline()
        changed = written(tmp_path / "graph.nq", {**CONTENT, "page/a": ['"x"']})
        assert run(changed, "--store", folder) == 2
        assert "another load or a server has this store open" in capsys.readouterr().err
    finally:
        holder.communicate(b"\n")
    assert run(changed, "--store", folder) == 0
    assert in_store(folder) == in_file(changed)


LOADER = """
import sys
from pathlib import Path
from kgbuild.errors import StoreError
from kgbuild.stores import load_folder, read_named_graphs
graphs = read_named_graphs(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
try:
    load_folder(graphs, Path(sys.argv[2]), prune=True)
except StoreError as error:
    sys.exit(str(error))
"""


def loader(file: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A process that is about to load."""
    started = subprocess.Popen(
        [sys.executable, "-c", LOADER, file, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout
    assert started.stdout.readline() == b"ready\n"
    return started


def let_go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"\n")
    process.stdin.flush()


def test_two_first_loads_at_once_leave_one_whole_store(tmp_path: Path) -> None:
    contents: list[Content] = [many(5, 500, "one"), many(5, 500, "two")]
    files = [written(tmp_path / f"{n}.nq", content) for n, content in enumerate(contents)]
    both = [loader(file, tmp_path / "store") for file in files]
    for process in both:
        let_go(process)
    said = [process.communicate(timeout=60)[1].decode() for process in both]
    ends = [process.returncode for process in both]
    assert 0 in ends
    assert all("run the command again" in words for words, end in zip(said, ends, strict=True) if end)
    assert in_store(tmp_path / "store") in [in_file(file) for file in files]
    assert not list(tmp_path.glob(".store*"))


@pytest.mark.parametrize("first", [True, False], ids=["a new store", "a store that is there"])
def test_a_load_that_is_killed_leaves_the_old_or_the_new_whole(tmp_path: Path, *, first: bool) -> None:
    old, new = written(tmp_path / "old.nq", many(8, 400, "old")), written(tmp_path / "new.nq", many(9, 400, "new"))
    folder = tmp_path / "store"
    if not first:
        load_folder(read_named_graphs(old), folder)
    begun = time.monotonic()
    load_folder(read_named_graphs(new), tmp_path / "measured")
    took = time.monotonic() - begun
    killed = 0
    for part in range(8):
        process = loader(new, folder)
        let_go(process)
        time.sleep(took * part / 7)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if first and not folder.exists():
            continue  # a store that is there is whole
        found = in_store(folder)
        assert found == in_file(new) or (not first and found == in_file(old))
        if found == in_file(new):
            break
    assert killed
    load_folder(read_named_graphs(new), folder, prune=True)
    assert in_store(folder) == in_file(new)
    assert [entry.name for entry in tmp_path.glob(".store*")] == []


def test_only_what_killed_loads_left_is_removed(tmp_path: Path) -> None:
    file, folder = written(tmp_path / "graph.nq"), tmp_path / "store"
    for _ in ("a new store", "a store that is there"):
        left, living = (tmp_path / f".store.{name}.loading" for name in ("left", "living"))
        for holder in (left, living):
            (holder / "store").mkdir(parents=True, exist_ok=True)
        handle = os.open(living, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            assert run(file, "--store", folder, "--dry-run") == 0
            assert left.exists()
            assert run(file, "--store", folder) == 0
            assert (left.exists(), living.exists()) == (False, True)
        finally:
            os.close(handle)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq")
    with pytest.raises(StoreError, match="name another"):
        load_folder(read_named_graphs(file), file / "store")
