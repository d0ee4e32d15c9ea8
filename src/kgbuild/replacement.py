"""A file replaced whole: a reader sees the old one or the new, never a part."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kgbuild.errors import OutputError

_MODE = 0o666


@contextmanager
def replacing(target: Path, *, keep_rights: bool = False) -> Iterator[Path]:
    """Give the name of an empty file beside the target, which takes its place once the block ends well.

    Args:
        target: what is replaced; its folder is made if need be.
        keep_rights: whether the new file has the rights and, where that is allowed, the owner of the one that it
            replaces, instead of those of any new file.

    Raises:
        OutputError: the folder cannot be written, or the target is no plain file; then the target is as before, and
            no temporary file is left.
    """
    refuse_unusual(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); name another place") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        make_last(temporary)
        if keep_rights:
            _take_rights(temporary, target)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); what was there is as before") from error
    finally:
        temporary.unlink(missing_ok=True)


def refuse_unusual(target: Path) -> None:
    """Replace a plain file or nothing: what a link points to is somebody's choice, and no ours to undo.

    Raises:
        OutputError: the target is a link, a folder or a device.
    """
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target}: is no plain file and is left alone; remove it or name another place")


def make_last(file: Path) -> None:
    """Give a file the rights of any new one, and have it on the disk."""
    handle = os.open(file, os.O_RDWR)
    try:
        os.fchmod(handle, _MODE & ~_umask())
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_rights(file: Path, model: Path) -> None:
    """Give a file the rights and owner of another; only root may give a file to somebody else."""
    wanted = model.stat()
    with suppress(PermissionError):
        os.chown(file, wanted.st_uid, wanted.st_gid)
    file.chmod(stat.S_IMODE(wanted.st_mode))


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """The rights that this process takes from new files; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
