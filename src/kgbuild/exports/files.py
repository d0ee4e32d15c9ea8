"""Files replaced whole: a reader sees the old bytes or the new, never a part."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kgbuild.errors import OutputError
from kgbuild.replacement import make_last, refuse_unusual, sync_folder


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside the old ones, then put them in their place, in the order given.

    Raises:
        OutputError: nothing was replaced, and no temporary file is left.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be made a folder for the output ({error.strerror}); name another"
        ) from error
    for name in files:
        refuse_unusual(folder / name)
    written: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            written[folder / name] = _temporary(folder, name, content)
        for target, temporary in written.items():
            temporary.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}); the files there are as before") from error
    finally:
        _remove(written.values())


def _temporary(folder: Path, name: str, content: bytes) -> Path:
    """A new file in the same folder, on the disk before it gets its name."""
    handle, path = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        make_last(Path(path))
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
