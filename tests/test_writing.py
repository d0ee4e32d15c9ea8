"""New files written here and by other processes: the same bytes and digests, and every failure told."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from graphs import IDS, build
from kgbuild.errors import OutputError
from kgbuild.exports import MANIFEST, Colophon, read_context, write_all
from kgbuild.quads import Quads
from kgbuild.writing import write_files
from test_exports import no_file_beyond

COLOPHON = Colophon(IDS, read_context(Path(__file__).parent.parent / "ontology" / "context.jsonld"))


def pieces(*given: bytes) -> Iterator[bytes]:
    yield from given


@pytest.mark.parametrize("processes", [1, 2, 9])
def test_files_and_digests_are_the_same_wherever_they_are_written(processes: int, tmp_path: Path) -> None:
    one, two, empty = (tmp_path / name for name in ("one", "two", "empty"))
    digests = write_files({one: pieces(b"a", b"b"), two: b"c", empty: pieces()}, processes=processes)
    assert [file.read_bytes() for file in (one, two, empty)] == [b"ab", b"c", b""]
    assert digests == {file: sha256(file.read_bytes()).hexdigest() for file in (one, two, empty)}


def whose() -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def test_only_what_comes_in_pieces_is_made_by_another_process(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    write_files({here: whose()}, processes=1)
    write_files({there: whose()}, processes=3)
    assert int(here.read_bytes()) == os.getpid() != int(there.read_bytes())


def failing() -> Iterator[bytes]:
    yield b"a"
    raise OutputError("the context has @import: remove it")


def killed() -> Iterator[bytes]:
    yield b"a"
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_goes_wrong_in_another_process_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="remove it"):
        write_files({tmp_path / "a": failing()}, processes=3)
    with pytest.raises(OSError, match="was killed"):
        write_files({tmp_path / "a": killed()}, processes=3)


def test_a_full_disk_of_another_process_leaves_all_as_it_was(tmp_path: Path) -> None:
    write_all(tmp_path, Quads.of(build()[:1]), COLOPHON, processes=3)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with no_file_beyond(len(before["graph.ttl"]) - 1), pytest.raises(OutputError, match="as before"):
        write_all(tmp_path, Quads.of(build()[:1]), COLOPHON, processes=3)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_build_writes_the_same_with_several_processes(tmp_path: Path) -> None:
    one, many = (
        write_all(tmp_path / name, Quads.of(build()), COLOPHON, processes=1 if name == "a" else 3) for name in "ab"
    )
    assert one == many
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()
