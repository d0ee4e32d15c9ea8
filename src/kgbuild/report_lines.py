"""What a report says of one use and of one entry of a list: plain values, written by a build and read back later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadWords:
    """Words of a page, and the rule that read them."""

    rule: str
    words: str
    start: int
    """Code points of the file before them."""
    end: int


@dataclass(frozen=True, slots=True)
class UseLine:
    """One indication of the graph, and how its sentences were read."""

    iri: str
    line: int
    """One-based line of the file where its most specific sentence begins."""
    statement: str
    read: tuple[ReadWords, ...]
    """In reading order."""
    unread: tuple[ReadWords, ...]
    """Words that say something by themselves, and that no rule read; their `rule` is empty."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a page with the place where they stand."""

    words: str
    line: int
    """One-based."""
    sentence: str
    """The words around them, as the file has them."""


@dataclass(frozen=True, slots=True)
class DrugLine:
    """What a page says of its drug or combination as a whole."""

    iri: str
    name: Said
    status: Said | None
    """Its `words` are the local name of the `kg:` individual."""
    brands: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One drug under one condition of a list page; in the A to Z list under none."""

    drug: str
    """IRI."""
    slug: str
    """Last part of the address that the entry leads to; empty where it leads to no drug page."""
    name: str
    brands: tuple[str, ...]
    condition: str
    """IRI, or empty."""
    intent: str
    line: int
    words: str
    """As the file has them."""
