"""What the pages load: style, our scripts, what they read, and the libraries with their licences."""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Triple

from kgbuild.site.contents import Contents
from kgbuild.site.pictures import picture
from kgbuild.site.query_box import EXAMPLES, engine_script, graph_script, prefixes
from kgbuild.site.script_constants import assigned
from kgbuild.site.search_index import search_index
from kgbuild.templates import render

_OWN = Path(__file__).parent / "assets"
VENDORED = Path(__file__).parent / "vendored"
"""Libraries, as their packages have them, with a table of their versions and digests."""
_LOADED = ("sigma.min.js", "graphology.umd.min.js")


@dataclass(frozen=True, slots=True)
class Library:
    """A library of others that the site brings along."""

    name: str
    version: str
    licence: str
    licence_file: str
    home: str
    files: tuple[tuple[str, str], ...]
    """Name in the folder, and SHA-256 of what the package has."""


def libraries() -> tuple[Library, ...]:
    """The table of the libraries."""
    table = tomllib.loads((VENDORED / "vendored.toml").read_text(encoding="utf-8"))
    return tuple(_library(each) for each in table["library"])


def _library(entry: dict[str, Any]) -> Library:
    files = tuple((file["name"], file["sha256"]) for file in entry["file"])
    return Library(entry["name"], entry["version"], entry["licence"], entry["licence_file"], entry["home"], files)


def digest(name: str) -> str:
    """SHA-256 of a library's file, unpacked where it is kept compressed."""
    content = (VENDORED / name).read_bytes()
    return hashlib.sha256(gzip.decompress(content) if name.endswith(".gz") else content).hexdigest()


def assets(contents: Contents, triples: tuple[Triple, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything below ``assets/``."""
    yield "assets/style.css", render("site/style.css")
    for name in ("icon.svg", "search.js", "picture.js", "query.js"):
        yield f"assets/{name}", (_OWN / name).read_bytes()
    for name in (*_LOADED, *(library.licence_file for library in libraries())):
        yield f"assets/{name}", (VENDORED / name).read_bytes()
    yield "assets/search-index.js", assigned("KGBUILD_INDEX", search_index(contents))
    yield "assets/picture-graph.js", assigned("KGBUILD_PICTURE", asdict(picture(contents)))
    examples = {"prefixes": prefixes(), "examples": [asdict(example) for example in EXAMPLES]}
    yield "assets/query-examples.js", assigned("KGBUILD_QUERIES", examples)
    module = (VENDORED / "oxigraph.web.js").read_text(encoding="utf-8")
    wasm = (VENDORED / "oxigraph_bg.wasm.gz").read_bytes()
    worker = (_OWN / "query-worker.js").read_text(encoding="utf-8")
    yield "assets/query-engine.js", engine_script(module, wasm, worker)
    yield "assets/query-graph.js", graph_script(triples)
