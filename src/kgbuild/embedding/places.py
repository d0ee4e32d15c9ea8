"""Where in a page a block of ours stands or belongs, and what the page says of its own address."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Look through a page.

    Args:
        text: the page.
        start: where it begins, behind a byte order mark.
        xml: whether it is XHTML that a browser reads as XML.

    >>> map_of("<title>a</title><p>b").end_of_head
    16
    """
    cut = list(pieces(text, start=start, xml=xml))
    blocks, unended = _blocks(cut)
    head = _head_of_xml(cut) if xml else _head(cut, text)
    before = [piece for piece in cut if piece.kind is Kind.START and (head is None or piece.start < head)]
    return PageMap(blocks, head, tuple(_addresses(before)), _charset(before), unended)


def _blocks(cut: list[Piece]) -> tuple[tuple[Block, ...], int | None]:
    """The scripts with our mark; each ends with the next end tag of a script, for it holds no markup."""
    found: list[Block] = []
    begun: Piece | None = None
    for piece in cut:
        if piece.kind is Kind.START and piece.name == "script" and MARK in piece.attributes:
            begun = piece
        elif begun and piece.kind is Kind.END and piece.name == "script" and piece.whole:
            found.append(Block(begun.start, piece.end, begun.attributes[MARK]))
            begun = None
    return tuple(found), begun.start if begun else None


def _head(cut: list[Piece], text: str) -> int:
    """Before the first piece that a browser no longer puts into the head; what a ``<template>`` holds counts not.

    What nothing ends swallows the rest of the file: the head ends before it.
    """
    templates: list[int] = []
    last = 0
    for piece in cut:
        if piece.name == "template":
            templates = [*templates, piece.start] if piece.kind is Kind.START else templates[:-1]
        elif not templates and (place := _ends_head(piece, text)) is not None:
            return place
        if not piece.whole:
            return min([*templates, last if piece.kind is Kind.RAW else piece.start])
        last = piece.start
    return templates[0] if templates else len(text)


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


def _head_of_xml(cut: list[Piece]) -> int | None:
    """Before the end tag of the head, which XHTML must have."""
    return next((piece.start for piece in cut if piece.kind is Kind.END and piece.name == "head"), None)


def _addresses(tags: Iterable[Piece]) -> list[str]:
    canonical: list[str] = []
    shared: list[str] = []
    for tag in tags:
        told = tag.attributes
        if tag.name == "link" and "canonical" in told.get("rel", "").lower().split():
            canonical.append(told.get("href", "").strip())
        elif tag.name == "meta" and told.get("property", "").strip().lower() == "og:url":
            shared.append(told.get("content", "").strip())
    return [address for address in (*canonical, *shared) if address]


def _charset(tags: Iterable[Piece]) -> str:
    for tag in tags:
        if tag.name == "meta" and (named := tag.attributes.get("charset")):
            return named.strip().lower()
        if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "content-type":
            return tag.attributes.get("content", "").lower().rpartition("charset=")[2].strip(" \"';")
    return ""
