"""New files, with the SHA-256 of each; several at once by several processes, where that is wanted and can be."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.replacement import make_last

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Content = bytes | Iterable[bytes]
"""Of a file: whole, or in pieces that are made as they are written."""


def write_files(files: Mapping[Path, Content], *, processes: int = 1) -> dict[Path, str]:
    """Write new files, each on the disk before anybody relies on it.

    Args:
        files: what to write; those that come in pieces best with the dearest first.
        processes: how many may write at once. Each but this one makes one file that comes in pieces, on systems that
            can fork processes: the pieces are made of what this one holds.

    Returns:
        File -> hex SHA-256.

    Raises:
        OSError: a file could not be written, also in another process. So is whatever else making a piece raises.
    """
    others = processes - 1 if sys.platform == "linux" else 0
    far = dict(islice(((file, content) for file, content in files.items() if not isinstance(content, bytes)), others))
    with _children(far) as answers:
        near = {file: _written(file, content) for file, content in files.items() if file not in far}
        return {**near, **{file: _digest(answer) for file, answer in answers.items()}}


@contextmanager
def _children(files: Mapping[Path, Content]) -> Iterator[dict[Path, Connection]]:
    """Have each file written by a process; give where its digest comes from. None is left running."""
    if not files:  # as it always is where processes cannot be forked
        yield {}
        return
    fork = get_context("fork")
    answers: dict[Path, Connection] = {}
    children = []
    try:
        for file, content in files.items():
            answers[file], there = fork.Pipe(duplex=False)
            children.append(fork.Process(target=_write_for_parent, args=(file, content, there), daemon=True))
            with _uninterrupted():
                children[-1].start()
            there.close()
        yield answers
    finally:
        for child in children:
            child.terminate()
            child.join()
        for answer in answers.values():
            answer.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let interrupts wait; a process that is started meanwhile never gets any, since they are the parent's."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write_for_parent(file: Path, content: Content, parent: Connection) -> None:
    """Write a file and tell its digest, or what went wrong."""
    told: object
    try:
        told = _written(file, content)
    except Exception as error:  # noqa: BLE001 # whatever it is, the parent raises it
        told = error
    with suppress(OSError):  # the parent was killed
        parent.send(told)


def _digest(answer: Connection) -> str:
    try:
        found = answer.recv()
    except EOFError as error:
        raise OSError(None, "the process that wrote it was killed") from error
    if isinstance(found, Exception):
        raise found
    return str(found)


def _written(file: Path, content: Content) -> str:
    """Write a file; its hex SHA-256."""
    digest = sha256()
    with file.open("wb") as new:
        for piece in [content] if isinstance(content, bytes) else content:
            digest.update(piece)
            new.write(piece)
    make_last(file)
    return digest.hexdigest()
