"""A folder that takes its place once it is whole: a reader sees nothing, or all of it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kgbuild.errors import StoreError
from kgbuild.replacement import sync_folder


@contextmanager
def placing(place: Path) -> Iterator[Path]:
    """Give a name for a new folder, which is moved to its place once the block ends well.

    Raises:
        StoreError: nothing can be written there, or something has come to stand there meanwhile.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        holder = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".loading", dir=place.parent))
    except OSError as error:
        raise StoreError(f"{place}: cannot be written ({error.strerror}); name another folder") from error
    try:
        with _held(holder):
            yield holder / place.name
            _move(holder / place.name, place)
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def sweep(place: Path) -> None:
    """Remove what processes that were killed have left beside a place; what one that lives is writing stays."""
    for abandoned in place.parent.glob(f".{place.name}.*.loading"):
        with suppress(OSError), _held(abandoned):
            shutil.rmtree(abandoned)


def _move(written: Path, place: Path) -> None:
    """Give the folder its name; an empty folder there gives way, any other does not."""
    try:
        written.rename(place)
    except OSError as error:
        message = f"{place}: another load has made a store there meanwhile, which was left alone; run the command again"
        raise StoreError(message) from error
    sync_folder(place.parent)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder for as long as the process lives.

    Raises:
        OSError: another process holds it.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
