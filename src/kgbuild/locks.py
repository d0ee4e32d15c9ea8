"""One process at a time in a folder: the others are told, and touch nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kgbuild.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows has no locks on folders; there nobody is kept out
    fcntl = None  # type: ignore[assignment]  # that is what the name means where the module is absent


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold a folder, made where it is not there, while the block runs; the lock ends with the process, however it ends.

    It lies on the folder itself, so that no file is left behind; a folder that was made for it and stayed empty goes.

    Raises:
        OutputError: another process holds it, or it cannot be made or opened.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be made a folder for the output ({error.strerror}); name another"
        ) from error
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OutputError(f"{folder}: another kgbuild writes there now; wait for its end, or name another") from error
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):
                folder.rmdir()
