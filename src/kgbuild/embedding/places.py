"""Where in a page a block of ours stands or belongs, and what the page says of its own address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kgbuild.embedding.blocks import MARK
from kgbuild.embedding.markup import Kind, Piece, pieces

_IN_HEAD: Final = frozenset(
    ("html", "head", "base", "basefont", "bgsound", "link", "meta", "title", "noscript", "noframes", "style", "script")
)
"""Start tags after which a browser still is in the head. Source: HTML Living Standard, 13.2.6.4.4."""
_END_HEAD: Final = frozenset(("head", "body", "html", "br"))
"""End tags that close it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A ``<script>`` of ours in a page."""

    start: int
    end: int
    drug: str
    """IRI of its drug."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """What matters of a page."""

    blocks: tuple[Block, ...]
    end_of_head: int | None
    """Where a new block belongs: behind all that is in the head, so that a ``<meta charset>`` stays near the top."""
    addresses: tuple[str, ...]
    """The page's own: `canonical` link first, `og:url` after it."""
    charset: str
    """What a ``<meta>`` names, in lower case."""
    unended: int | None
    """Where a block of ours begins that nothing ends."""


def map_of(text: str, *, start: int = 0, xml: bool = False) -> PageMap:
    """Look through a page, piece by piece.

    Args:
        text: the page.
        start: where it begins, behind a byte order mark.
        xml: whether it is XHTML that a browser reads as XML.

    >>> map_of("<title>a</title><p>b").end_of_head
    16
    """
    blocks, head, told = _Blocks(), _XmlHead() if xml else _Head(text), _Told()
    for piece in pieces(text, start=start, xml=xml):
        blocks.take(piece)
        if head.end is None:
            head.take(piece)
            told.take(piece)
    end = head.end_of(text) if head.end is None else head.end
    return PageMap(tuple(blocks.found), end, (*told.canonical, *told.shared), told.charset, blocks.begun_at)


class _Blocks:
    """The scripts with our mark; each ends with the next end tag of a script, for it holds no markup."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.begun_at: int | None = None
        self._drug = ""

    def take(self, piece: Piece) -> None:
        """Look at the next piece."""
        if piece.name != "script":
            return
        if piece.kind is Kind.START and MARK in piece.attributes:
            self.begun_at, self._drug = piece.start, piece.attributes[MARK]
        elif self.begun_at is not None and piece.kind is Kind.END and piece.whole:
            self.found.append(Block(self.begun_at, piece.end, self._drug))
            self.begun_at = None


class _Head:
    """Before the first piece that a browser no longer puts into the head; what a ``<template>`` holds counts not.

    What nothing ends swallows the rest of the file: the head ends before it.
    """

    def __init__(self, text: str) -> None:
        self.end: int | None = None
        self._text = text
        self._templates: list[int] = []
        self._last = 0

    def take(self, piece: Piece) -> None:
        """Look at the next piece, while the end is not known."""
        if piece.name == "template":
            self._templates = [*self._templates, piece.start] if piece.kind is Kind.START else self._templates[:-1]
        elif not self._templates:
            self.end = _ends_head(piece, self._text)
        if self.end is None and not piece.whole:
            self.end = min([*self._templates, self._last if piece.kind is Kind.RAW else piece.start])
        self._last = piece.start

    def end_of(self, text: str) -> int:
        """Where the head ends of a page that has nothing else."""
        return self._templates[0] if self._templates else len(text)


class _XmlHead:
    """Before the end tag of the head, which XHTML must have."""

    def __init__(self) -> None:
        self.end: int | None = None

    def take(self, piece: Piece) -> None:
        """Look at the next piece, while the end is not known."""
        if piece.kind is Kind.END and piece.name == "head":
            self.end = piece.start

    def end_of(self, _: str) -> int | None:
        """None: there is no other place."""
        return None


class _Told:
    """What a page's head tells of the page."""

    def __init__(self) -> None:
        self.canonical: list[str] = []
        self.shared: list[str] = []
        self.charset = ""

    def take(self, tag: Piece) -> None:
        """Look at the next piece."""
        if tag.kind is not Kind.START:
            return
        told = tag.attributes
        if tag.name == "link" and "canonical" in told.get("rel", "").lower().split():
            self.canonical += [address] if (address := told.get("href", "").strip()) else []
        elif tag.name == "meta" and told.get("property", "").strip().lower() == "og:url":
            self.shared += [address] if (address := told.get("content", "").strip()) else []
        elif tag.name == "meta" and not self.charset:
            self.charset = _charset(told)


def _ends_head(piece: Piece, text: str) -> int | None:
    """Where in a piece the head ends, if it does."""
    match piece.kind:
        case Kind.START:
            return None if piece.name in _IN_HEAD else piece.start
        case Kind.END:
            return piece.start if piece.name in _END_HEAD else None
        case Kind.TEXT:
            words = text[piece.start : piece.end]
            blanks = len(words) - len(words.lstrip("\t\n\f\r "))
            return piece.start + blanks if blanks < len(words) else None
        case _:
            return None


def _charset(told: Mapping[str, str]) -> str:
    """The encoding that a ``<meta>`` names, or an empty text.

    >>> _charset({"http-equiv": "Content-Type", "content": "text/html; charset=UTF-8"})
    'utf-8'
    """
    if named := told.get("charset"):
        return named.strip().lower()
    if told.get("http-equiv", "").strip().lower() == "content-type":
        return told.get("content", "").lower().rpartition("charset=")[2].strip(" \"';")
    return ""
