"""A folder of another machine as the place of a build: made here, then sent there.

Each file is replaced at once where the store does that, as object stores do, but the files not together:
``manifest.json`` goes last, so that until then the hashes in the one that is there do not fit. What pages gave goes
along, so that the next build reads only what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from kgbuild.errors import OutputError, RemoteError
from kgbuild.exports import MANIFEST
from kgbuild.exports.earlier import written_before
from kgbuild.kept_pages import FILE as KEPT
from kgbuild.remote_files import FileSystem, opened, why, without_user

_TRIED = ".kgbuild-writing"
"""An empty file that is there for a moment: whether the place can be written is known before the pages are read."""


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A place of another machine, as the user named it."""

    address: str = field(repr=False)

    def __str__(self) -> str:
        return without_user(self.address)

    @contextmanager
    def here(self, *, writes: bool, fresh: bool) -> Iterator[Path]:
        """A folder of this machine to build in, with what earlier builds kept there; gone at the end of the block.

        Args:
            writes: whether it will be sent there; then it must be possible.
            fresh: what was kept is not wanted.

        Raises:
            OutputError: nothing can be read or written there.
            RemoteError: see `kgbuild.remote_files.opened`.
        """
        with TemporaryDirectory(prefix="kgbuild-") as place:
            with self._told("nothing was changed there") as (system, name):
                if writes:
                    _try_to_write(system, f"{name}/{_TRIED}", Path(place, _TRIED))
                if not fresh:
                    _fetched(system, f"{name}/{KEPT}", Path(place, KEPT))
            yield Path(place)

    def send(self, folder: Path) -> None:
        """Put what was built in the place of what is there; what the manifest there names, and no longer this, goes.

        Raises:
            OutputError: it could not be done to the end.
        """
        with self._told("the files there are of this build in part; run the command again") as (system, name):
            files = written_before(folder / MANIFEST)
            with TemporaryDirectory(prefix="kgbuild-") as place:
                _fetched(system, f"{name}/{MANIFEST}", Path(place, MANIFEST))
                before = written_before(Path(place, MANIFEST))
            for file in sorted(files):
                system.put_file(str(folder / file), f"{name}/{file}")
            for file in sorted(before.keys() - files.keys()):
                _remove_unchanged(system, f"{name}/{file}", before[file])
            for file in (MANIFEST, KEPT):
                if (folder / file).is_file():
                    system.put_file(str(folder / file), f"{name}/{file}")

    @contextmanager
    def _told(self, left: str) -> Iterator[tuple[FileSystem, str]]:
        """The file system and the folder's name in it; failures of it say what they left behind."""
        try:
            yield opened(self.address)
        except RemoteError:
            raise
        except Exception as error:  # every store has its own
            raise OutputError(f"{self}: cannot be read or written ({why(error)}); {left}") from error


def _try_to_write(system: FileSystem, name: str, file: Path) -> None:
    file.touch()
    system.put_file(str(file), name)  # which makes folders where a store has such, and no bucket
    system.rm_file(name)
    file.unlink()


def _fetched(system: FileSystem, name: str, file: Path) -> None:
    """Copy a file here, if it is there."""
    with suppress(FileNotFoundError):
        system.get_file(name, str(file))


def _remove_unchanged(system: FileSystem, name: str, digest: str) -> None:
    """Remove a file that still has the SHA-256 given: what somebody changed stays, as in folders of this machine."""
    with suppress(FileNotFoundError):
        with system.open(name, "rb") as content:
            is_ours = file_digest(content, "sha256").hexdigest() == digest
        if is_ours:
            system.rm_file(name)
