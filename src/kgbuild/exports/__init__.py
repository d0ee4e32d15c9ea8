"""Graphs -> files. The same graphs, in any order, give the same bytes.

`FORMATS` lists what a graph is written as; all hold the same triples, and the
N-Quads tell besides from which page each comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
from pyoxigraph import NamedNode

from kgbuild.errors import OutputError
from kgbuild.exports.earlier import remove_unchanged, written_before
from kgbuild.exports.files import replace_files
from kgbuild.exports.formats import FORMATS, JSON_LD, N_QUADS, TURTLE, Format, format_of
from kgbuild.exports.json_ld import json_ld
from kgbuild.exports.lines import n_quads, sorted_lines, turtle
from kgbuild.vocabulary import PREFIXES, Identifiers

__all__ = [
    "FORMATS",
    "MANIFEST",
    "Colophon",
    "Format",
    "NamedGraph",
    "format_of",
    "manifest",
    "read_context",
    "replace_files",
    "serialised",
    "write_all",
]

MANIFEST = "manifest.json"

NamedGraph = tuple[NamedNode, Iterable[str]]
"""The IRI of a graph, and what it holds as lines (`kgbuild.triple_lines`), in any order."""


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
    folder: Path, graphs: Iterable[NamedGraph], colophon: Colophon, others: Mapping[str, bytes] = MappingProxyType({})
) -> Mapping[str, str]:
    """Write the graph in all formats, other files of the build, and the manifest; all or none.

    What the manifest of an earlier build names and this one does not write would grow old unseen: it goes.

    Args:
        folder: made where it is not there; all other files in it stay, and so does what somebody has changed.
        graphs: the IRI of each named graph, and its lines.
        colophon: how to write, and what the manifest says.
        others: further files by name, such as ``report.json``.

    Returns:
        File name -> hex SHA-256 of what was written, without the manifest.

    Raises:
        OutputError: the folder cannot be written; what was there is as before.
    """
    files = {**serialised(graphs, colophon), **others}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    before = written_before(folder / MANIFEST)
    replace_files(folder, {**files, MANIFEST: manifest(colophon, hashes)})
    remove_unchanged(folder, {name: digest for name, digest in before.items() if name not in hashes})
    return hashes


def serialised(graphs: Iterable[NamedGraph], colophon: Colophon) -> dict[str, bytes]:
    """File name -> bytes, for each of `FORMATS`."""
    whole = [(name, tuple(lines)) for name, lines in graphs]
    union = sorted_lines(chain.from_iterable(lines for _, lines in whole))
    context = {**colophon.context, "id": colophon.ids.base}
    return {
        TURTLE.file_name: turtle(union, {"id": colophon.ids.base, **PREFIXES}),
        N_QUADS.file_name: n_quads(whole),
        JSON_LD.file_name: json_ld(union, context),
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
