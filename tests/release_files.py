"""Releases of a few concepts, in the Thesaurus's own form."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

Concept = tuple[str, str, str, str, str]
"""Code, parents, names, status, semantic types."""


def lines(concepts: Iterable[Concept], *, columns: int = 8, definition: str = "A definition.") -> str:
    """The text of a release."""
    more = ["a subset"] * (columns - 8)
    return "".join(
        "\t".join([code, f"<http://x#{code}>", parents, names, definition, "", status, types, *more][:columns]) + "\n"
        for code, parents, names, status, types in concepts
    )


def plain(folder: Path, text: str | bytes) -> Path:
    """A release as text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Thesaurus.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def zipped(folder: Path, text: str | bytes, members: Sequence[str] = ("Thesaurus.txt",)) -> Path:
    """A release as an archive, under each of the names."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Thesaurus.FLAT.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, text)
    return path


def gzipped(folder: Path, text: str | bytes) -> Path:
    """A release as gzip."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Thesaurus.txt.gz"
    path.write_bytes(gzip.compress(text.encode() if isinstance(text, str) else text))
    return path
