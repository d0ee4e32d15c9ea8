"""A folder replaced whole: until all of it is written, the earlier one stays."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kgbuild.errors import OutputError
from kgbuild.replacement import sync_folder

MARKER = ".kgbuild-site"
"""File by which an earlier site is known: nothing else is ever replaced."""


def refuse_others(target: Path, graph: Path) -> None:
    """Leave alone what is no earlier site of ours.

    Args:
        target: the folder to write.
        graph: what is read: a file or folder.

    Raises:
        OutputError: the target is a link or a file, holds something else than a site, or holds what is read.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target}: is no plain folder and is left alone; remove it or name another place")
    if graph.resolve().is_relative_to(target.resolve()):
        raise OutputError(f"{target}: the graph is read from there ({graph}); name another folder to write")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise OutputError(f"{target}: holds files and is no site of kgbuild; name an empty folder or a new one")


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give a new folder beside the target, which takes its place once the block ends well.

    Between the two renames of an earlier folder and the new one, for less than a millisecond, neither has the name.

    Raises:
        OutputError: it cannot be written; then the target is as before, and nothing else is left.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); name another place") from error
    try:
        new = temporary / "new"
        new.mkdir()
        (new / MARKER).write_text("A site that `kgbuild site` wrote, and replaces as a whole.\n", encoding="utf-8")
        yield new
        _exchange(new, target, temporary / "old")
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); what was there is as before") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, target: Path, old: Path) -> None:
    """Move the new folder to the target, and what was there away; put it back if that fails."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    sync_folder(target.parent)
