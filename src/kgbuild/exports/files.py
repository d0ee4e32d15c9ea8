"""Files replaced whole: a reader sees the old bytes or the new, never a part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgbuild.errors import OutputError
from kgbuild.replacement import refuse_unusual
from kgbuild.staging import Last, replace_together
from kgbuild.writing import Content


def replace_files(
    folder: Path, files: Mapping[str, Content], last: Last | None = None, *, processes: int = 1
) -> Mapping[str, str]:
    """Write all files beside the old ones, then put them in their place, in the order given.

    Whoever is killed meanwhile leaves the old files or the new ones: see `staging.replace_together`, which tells of
    the parameters and of what is returned.

    Raises:
        OutputError: nothing was replaced, and no temporary file is left.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be made a folder for the output ({error.strerror}); name another"
        ) from error
    for name in (*files, *(last[:1] if last else ())):
        refuse_unusual(folder / name)
    try:
        return replace_together(folder, files, last, processes=processes)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}); the files there are as before") from error
