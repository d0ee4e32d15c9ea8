"""A build that is killed, interrupted or out of room leaves the old output or the new one, whole."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kills
from example_pages import EXAMPLINIB, named, written
from kgbuild.errors import OutputError
from kgbuild.exports import replace_files
from kgbuild.graphs import graph_file
from kgbuild.staging import settle
from test_cli import kgbuild

OLD = {"a.txt": b"old a", "b.txt": b"old b", "c.txt": b"old c"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"}

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from kgbuild.exports import replace_files

count = int(sys.argv[2])

def kill(event, arguments):
    global count
    if event in ("os.rename", "os.rmdir", "open"):
        count -= 1
        if count < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
replace_files(Path(sys.argv[1]), {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"})
"""


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_ended_at_random_leaves_the_old_output_or_the_new_and_the_next_run_is_whole(tmp_path: Path) -> None:
    ended = kills.run(kills.scene(tmp_path, pages=66), times=9, seed=20)
    assert sum(count for line, count in ended.items() if line != "tracebacks") == 9
    assert ended["tracebacks"] == 0


def test_wherever_files_are_being_replaced_a_kill_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    left = []
    for count in range(40):
        folder = tmp_path / str(count)
        replace_files(folder, OLD)
        done = subprocess.run([sys.executable, "-c", KILLED_AT, str(folder), str(count)], check=False)
        settle(folder)
        left.append({name: content for name, content in held(folder).items() if "/" not in name})
        assert left[-1] in (OLD, NEW)
        replace_files(folder, NEW)
        assert held(folder) == NEW
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert left == sorted(left, key=lambda files: files == NEW)
    assert left.count(OLD) > 3
    assert left.count(NEW) > 3


def test_a_build_of_the_old_pages_is_not_undone_by_what_a_killed_one_had_ready(tmp_path: Path) -> None:
    pages = written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    assert kgbuild("build", cwd=tmp_path).returncode == 0
    old = kills.hashes(tmp_path / "output")
    written(pages, {"betanib.md": named("betanib")})
    assert kgbuild("build", "-o", "new", cwd=tmp_path).returncode == 0
    (pages / "betanib.md").unlink()
    stand = tmp_path / "output" / ".kgbuild-x.ready"
    stand.mkdir()
    for name in kills.FILES:
        (stand / f"000 {name}").write_bytes((tmp_path / "new" / name).read_bytes())
    assert kgbuild("build", cwd=tmp_path).returncode == 0
    assert kgbuild("check", "output", cwd=tmp_path).returncode == 0
    assert kills.hashes(tmp_path / "output") == old


def ready(folder: Path) -> Path:
    """A folder as a kill leaves it: one of three files has moved."""
    replace_files(folder, OLD)
    (folder / "a.txt").write_bytes(NEW["a.txt"])
    stand = folder / ".kgbuild-x.ready"
    stand.mkdir()
    (stand / "001 b.txt").write_bytes(NEW["b.txt"])
    (stand / "002 c.txt").write_bytes(NEW["c.txt"])
    return folder


def test_several_may_move_at_once_what_a_killed_one_had_ready(tmp_path: Path) -> None:
    for turn in range(20):
        folder = ready(tmp_path / str(turn))
        movers = [threading.Thread(target=settle, args=(folder,)) for _ in range(4)]
        for mover in movers:
            mover.start()
        for mover in movers:
            mover.join()
        assert held(folder) == NEW


def test_a_command_that_reads_a_folder_sees_what_stood_ready(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    assert kgbuild("build", cwd=tmp_path).returncode == 0
    output = tmp_path / "output"
    (output / ".kgbuild-x.ready").mkdir()
    for name in kills.FILES[2:]:
        (output / name).rename(output / ".kgbuild-x.ready" / f"000 {name}")
    for name in kills.FILES[:2]:
        (output / name).write_text("broken")
    done = kgbuild("explain", "examplinib", cwd=tmp_path)
    assert done.returncode == 0
    assert "lymphoma" in done.stdout
    assert set(kills.hashes(output)) == set(kills.FILES)


def test_what_cannot_be_moved_stays_ready_and_is_told(tmp_path: Path) -> None:
    folder = ready(tmp_path / "out")
    (folder / "c.txt").unlink()
    (folder / "c.txt").mkdir()
    (folder / "c.txt" / "mine").write_text("mine")
    for _ in range(2):
        with pytest.raises(OutputError, match=r"out: new files stand ready in \.kgbuild-x\.ready and cannot be moved"):
            graph_file(folder)
    assert (folder / ".kgbuild-x.ready" / "002 c.txt").read_bytes() == NEW["c.txt"]


def test_what_a_killed_run_was_writing_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    for name in ("dead", "alive"):
        (tmp_path / f".kgbuild-{name}.new").mkdir()
        (tmp_path / f".kgbuild-{name}.new" / "000 a.txt").write_text("half")
    handle = os.open(tmp_path / ".kgbuild-alive.new", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        replace_files(tmp_path, OLD)
    finally:
        os.close(handle)
    assert {name for name in held(tmp_path) if "/" in name} == {".kgbuild-alive.new/000 a.txt"}
