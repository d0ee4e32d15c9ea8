"""Statements -> files, piece by piece. The same statements give the same bytes.

`FORMATS` lists what a graph is written as; all hold the same triples, and the
N-Quads tell besides from which page each comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from kgbuild.errors import OutputError
from kgbuild.exports.earlier import remove_unchanged, written_before
from kgbuild.exports.files import replace_files
from kgbuild.exports.formats import FORMATS, JSON_LD, N_QUADS, TURTLE, Format, format_of
from kgbuild.exports.json_ld import json_ld
from kgbuild.exports.lines import n_quads, turtle
from kgbuild.quads import Quads
from kgbuild.vocabulary import PREFIXES, Identifiers
from kgbuild.writing import Content

__all__ = [
    "FORMATS",
    "MANIFEST",
    "Colophon",
    "Format",
    "format_of",
    "manifest",
    "read_context",
    "replace_files",
    "serialised",
    "write_all",
]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Colophon:
    """How a graph is written, and what it was made from."""

    ids: Identifiers
    context: Mapping[str, Any] = field(hash=False)
    """Of ``ontology/context.jsonld``: see `read_context`."""
    inputs: Mapping[str, str] = field(hash=False, default_factory=dict)
    """Name of each file read -> hex SHA-256 of its bytes."""
    versions: Mapping[str, str] = field(hash=False, default_factory=dict)
    """Such as ``{"kgbuild": "0.1.0", "NCI Thesaurus": "26.10d"}``."""


def write_all(
    folder: Path,
    quads: Quads,
    colophon: Colophon,
    others: Mapping[str, Content] = MappingProxyType({}),
    *,
    processes: int = 1,
) -> Mapping[str, str]:
    """Write the graph in all formats, other files of the build, and the manifest; all or none.

    What the manifest of an earlier build names and this one does not write would grow old unseen: it goes.

    Args:
        folder: made where it is not there; all other files in it stay, and so does what somebody has changed.
        quads: what the named graphs state.
        colophon: how to write, and what the manifest says.
        others: further files by name, such as ``report.json``.
        processes: how many may write at once.

    Returns:
        File name -> hex SHA-256 of what was written, without the manifest.

    Raises:
        OutputError: the folder cannot be written; what was there is as before.
    """
    before = written_before(folder / MANIFEST)
    files = {**serialised(quads, colophon), **others}
    last = (MANIFEST, partial(manifest, colophon))
    hashes = replace_files(folder, files, last, processes=processes)
    remove_unchanged(folder, {name: digest for name, digest in before.items() if name not in hashes})
    return hashes


def serialised(quads: Quads, colophon: Colophon) -> dict[str, Iterator[bytes]]:
    """File name -> its bytes piece by piece, for each of `FORMATS`; they are made as they are asked for."""
    context = {**colophon.context, "id": colophon.ids.base}
    return {
        JSON_LD.file_name: json_ld(quads, context),  # the dearest comes first: see `writing.write_files`
        TURTLE.file_name: turtle(quads, {"id": colophon.ids.base, **PREFIXES}),
        N_QUADS.file_name: n_quads(quads),
    }


def manifest(colophon: Colophon, outputs: Mapping[str, str]) -> bytes:
    """The SHA-256 of every input and output, and the versions; no clock and no place."""
    content = {"inputs": dict(colophon.inputs), "outputs": dict(outputs), "versions": dict(colophon.versions)}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def read_context(path: Path) -> Mapping[str, Any]:
    """The context of a ``.jsonld`` file.

    Raises:
        OutputError: there is no such file, or no context in it.
    """
    try:
        document = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise OutputError(f"{path}: cannot be read as JSON ({error}); install kgbuild again") from error
    context = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(context, dict):
        raise OutputError(f"{path}: has no @context object; install kgbuild again")
    return context
