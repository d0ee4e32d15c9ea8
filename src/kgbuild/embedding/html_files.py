"""An HTML file with the element of a drug in it, and every other byte as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.embedding.blocks import MARK, script_of
from kgbuild.errors import GraphError, OutputError
from kgbuild.explanation import find_drug
from kgbuild.graphs import Graph
from kgbuild.replacement import replacing
from kgbuild.vocabulary import KG, RDF, SCHEMA

LIMIT: Final = 20_000_000
"""Bytes; pages of NCI have a hundredth of it."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, whose markup is not found byte by byte."""
_LINE_END = re.compile("\r\n|\r|\n")
_TEXT_ONLY = frozenset(("title", "textarea"))
"""Elements that hold no other elements, whatever their text looks like. Source: HTML Standard, "Elements"."""


class Embedded(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class _Places:
    """Where in a file something stands, as offsets; None where it does not."""

    ours: tuple[int, int] | None = None
    """Our element, whole."""
    of: str = ""
    """The IRI that our element names."""
    end_of_head: int | None = None
    body: int | None = None
    addresses: list[str] = field(default_factory=list)
    """What the page says its own address is: canonical link, ``og:url``."""


class _Reader(HTMLParser):
    """Finds the places. Source: HTML Standard, "Parsing HTML documents"; the parser of Python's own library."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.places = _Places()
        self._text = text
        # getpos() counts lines by line feeds alone.
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._within = ""
        self._opened: int | None = None
        self.feed(text)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._within:
            return
        named = {name: value or "" for name, value in attrs}
        if tag in _TEXT_ONLY:
            self._within = tag
        elif tag == "body" and self.places.body is None:
            self.places.body = self._offset()
        elif tag == "script" and MARK in named and self.places.ours is None:
            self._opened, self.places.of = self._offset(), named[MARK]
        elif tag == "link" and "canonical" in named.get("rel", "").lower().split():
            self.places.addresses.append(named.get("href", ""))
        elif tag == "meta" and named.get("property", "").lower() == "og:url":
            self.places.addresses.append(named.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._within:
            self._within = "" if tag == self._within else self._within
        elif tag == "script" and self._opened is not None:
            self.places.ours = (self._opened, self._text.index(">", self._offset()) + 1)
            self._opened = None
        elif tag == "head" and self.places.end_of_head is None:
            self.places.end_of_head = self._offset()


def embed_into(path: Path, graph: Graph, name: str | None = None, *, dry_run: bool = False) -> tuple[Embedded, str]:
    """Put the element of a drug into an HTML file, or in the place of the one that kgbuild put there before.

    Args:
        path: the file; its encoding does not matter, as long as ASCII is ASCII in it.
        graph: says what is told of the drug.
        name: of the drug; without one it is found by the element that is there, or by the page's address.
        dry_run: write nothing.

    Returns:
        What became, or would become, of the file, and the IRI of the drug.

    Raises:
        GraphError: no drug has the name, or the file does not say which drug it is about.
        OutputError: the file cannot be read or written, or has no place for the element.
    """
    content = _read(path)
    text = content.decode("latin-1")  # a character for each byte, so that nothing is lost
    places = _Reader(text).places
    drug = find_drug(graph, name) if name else _about(path, graph, places)
    element = script_of(graph, drug)
    changed = _with(text, places, element, path)
    if changed == text:
        return Embedded.UNCHANGED, drug.value
    if not dry_run:
        _write(path, changed.encode("latin-1"))
    return (Embedded.REPLACED if places.ours else Embedded.ADDED), drug.value


def _with(text: str, places: _Places, element: str, path: Path) -> str:
    if places.ours:
        start, end = places.ours
        return text[:start] + element + text[end:]
    place = places.end_of_head if places.end_of_head is not None else places.body
    if place is None:
        raise OutputError(f"{path}: has neither </head> nor <body>, so that no place is sure; add one of the two")
    found = _LINE_END.search(text)
    return text[:place] + element + (found[0] if found else "\n") + text[place:]


def _about(path: Path, graph: Graph, places: _Places) -> NamedNode:
    """The drug that a file is about, by what it says itself."""
    if places.of:
        drug = NamedNode(places.of)
        if {KG.DRUG, KG.COMBINATION}.isdisjoint(graph.nodes(drug, RDF.TYPE)):
            raise GraphError(f"{path}: tells of {places.of}, of which the graph says nothing; name the drug by --drug")
        return drug
    found = {drug for address in places.addresses for drug in _of_address(graph, address)}
    if len(found) == 1:
        return found.pop()
    seen = f"its address {', '.join(places.addresses)}" if places.addresses else "no address of its own"
    reason = "leads to several drugs" if found else "leads to no page of the graph"
    said = f"{seen} {reason}" if places.addresses else f"the file states {seen}"
    raise GraphError(f"{path}: which drug is it about? {said}; name the drug by --drug")


def _of_address(graph: Graph, address: str) -> list[NamedNode]:
    plain = address.strip().rstrip("/")
    pages = [page for node in _iris(plain) for page in graph.subjects(SCHEMA.URL, node)]
    return [drug for page in pages for drug in graph.nodes(page, SCHEMA.ABOUT)]


def _iris(address: str) -> list[NamedNode]:
    try:
        return [NamedNode(address)]
    except ValueError:
        return []


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise OutputError(f"{path}: has more than {LIMIT:,} bytes; is this the page that is meant?")
        content = path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror}); name an HTML file") from error
    if content.startswith(_WIDE):
        raise OutputError(f"{path}: is UTF-16, in which markup is not found; save it as UTF-8")
    return content


def _write(path: Path, content: bytes) -> None:
    mode = path.stat().st_mode
    with replacing(path) as beside:
        beside.write_bytes(content)
    path.chmod(mode)
