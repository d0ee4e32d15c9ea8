"""Several files replaced together: whoever is killed leaves the old ones, or the new ones ready to be moved.

New files are written into a hidden folder beside the old ones. That it gets another name is the moment from which the
new ones hold: then they move to their places. What is not moved yet, because somebody pulled the plug, is moved by
whoever comes next: a build, or a command that reads the folder (`settle`). A reader of another make that comes in
between sees hashes in ``manifest.json``, which moves last, that do not fit the files.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kgbuild.errors import OutputError
from kgbuild.replacement import sync_folder
from kgbuild.writing import Content, write_files

try:
    import fcntl
except ImportError:  # Windows has no locks on folders; there nobody removes what a killed run left
    fcntl = None  # type: ignore[assignment]  # that is what the name means where the module is absent

_PREFIX = ".kgbuild-"
_NEW = ".new"
"""Files still being written; of no use to anybody but who writes them."""
_READY = ".ready"
"""Files whole and on the disk; they replace those beside the folder."""
_UNDISTURBED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


Last = tuple[str, Callable[[Mapping[str, str]], bytes]]
"""The name of a file, and what makes it of the SHA-256 of all others."""


def replace_together(
    folder: Path, files: Mapping[str, Content], last: Last | None = None, *, processes: int = 1
) -> Mapping[str, str]:
    """Put files in the place of those of the same names, all or none.

    Args:
        folder: an existing folder; what else is in it stays.
        files: name -> content, in the order in which they move.
        last: a file that moves behind all others.
        processes: see `writing.write_files`.

    Returns:
        File name -> hex SHA-256, without the last.

    Raises:
        OSError: a file could not be written; those in the folder are as before, and nothing else is left.
        OutputError: see `settle`.
    """
    settle(folder)
    _remove_abandoned(folder)
    new = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_NEW, dir=folder))
    try:
        with _in_use(new):
            digests = _write(new, files, last, processes=processes)
            sync_folder(new)
            with _undisturbed():
                new.rename(new.with_suffix(_READY))
                settle(folder)
            return digests
    finally:
        shutil.rmtree(new, ignore_errors=True)


def settle(folder: Path) -> None:
    """Move files that are ready to their places: what an earlier run was about to do when it was killed.

    Costs a look into the folder where there is nothing to do. Two may do it at once.

    Raises:
        OutputError: they cannot be moved; they stay ready.
    """
    for ready in sorted(folder.glob(f"{_PREFIX}*{_READY}")):
        try:
            _move(ready, folder)
        except OSError as error:
            raise OutputError(
                f"{folder}: new files stand ready in {ready.name} and cannot be moved to their places "
                f"({error.strerror}); make the folder writable and run the command again"
            ) from error


def _move(ready: Path, folder: Path) -> None:
    with suppress(FileNotFoundError):  # somebody else has moved them meanwhile
        for file in sorted(ready.iterdir()):
            with suppress(FileNotFoundError):
                file.replace(folder / file.name.partition(" ")[2])
        ready.rmdir()
    sync_folder(folder)


def _write(new: Path, files: Mapping[str, Content], last: Last | None, *, processes: int) -> dict[str, str]:
    """Write files under names that sort as they are to move; name -> SHA-256."""
    places = {name: new / f"{position:03} {name}" for position, name in enumerate(files)}
    written = write_files({places[name]: content for name, content in files.items()}, processes=processes)
    digests = {name: written[place] for name, place in places.items()}
    if last:
        name, made = last
        write_files({new / f"{len(files):03} {name}": made(digests)}, processes=1)
    return digests


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Hold a folder so that `_remove_abandoned` of another process leaves it alone; ends with this process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: then nobody removes anything either
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a killed run was still writing."""
    for new in folder.glob(f"{_PREFIX}*{_NEW}"):
        with suppress(OSError):  # somebody holds it, or it is gone
            _remove_unheld(new)


def _remove_unheld(new: Path) -> None:
    handle = os.open(new, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(new)
    finally:
        os.close(handle)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let interrupts wait until the files stand in their places."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _UNDISTURBED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
