"""What an earlier build left in the folder, by its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

import orjson


def written_before(manifest: Path) -> Mapping[str, str]:
    """File name -> hex SHA-256, as a manifest tells; nothing where there is none, or none of ours."""
    try:
        outputs = orjson.loads(manifest.read_bytes())["outputs"]
        return {name: digest for name, digest in outputs.items() if _is_plain(name)}
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return {}


def remove_unchanged(folder: Path, files: Mapping[str, str]) -> None:
    """Remove the files that still have the SHA-256 given; what was changed since, or cannot be removed, stays."""
    for name, digest in files.items():
        with suppress(OSError), (folder / name).open("rb") as content:
            if file_digest(content, "sha256").hexdigest() == digest:
                (folder / name).unlink()


def _is_plain(name: object) -> bool:
    """Whether this is the name of a file in the folder itself."""
    return isinstance(name, str) and Path(name).name == name
