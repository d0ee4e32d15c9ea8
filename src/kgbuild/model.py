"""The nouns of a page: what is read, before anything is understood.

Frozen, slotted, without input or output and without RDF. The nouns of what is
understood stand in `kgbuild.facts`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

_LINE_END = re.compile(r"\r\n|\r|\n")

MetadataValue = str | tuple[str, ...]
"""A front matter value as it is written: one text, or several."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in `Page.text`.

    >>> Span(3, 7)
    Span(start=3, end=7)
    >>> Span(7, 3)
    Traceback (most recent call last):
    ValueError: empty or negative span: 7..3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span: {self.start}..{self.end}")


class Severity(StrEnum):
    """How much a problem costs."""

    ERROR = "error"
    """The page, or the fact, is left out of the graph."""
    WARNING = "warning"
    """The graph is built, and somebody should look."""
    NOTE = "note"
    """Worth knowing; nothing to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the data, at a place that a person can open."""

    code: str
    """Stable kebab-case name, such as ``unterminated-front-matter``; README lists all."""
    severity: Severity
    message: str
    """What was seen and what to do, in one sentence each."""
    page: str
    """`Page.path` of the page."""
    span: Span | None = None
    line: int | None = None
    """One-based line of the file, where it is known."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file, decoded, with its front matter read.

    `text` is the whole file as decoded from UTF-8 (front matter, line ends and
    all), so that every offset of the graph can be checked against the file.
    """

    path: str
    """The name under which messages show it, relative to the folder given."""
    slug: str
    """Last segment of the page's address; unique in a build."""
    text: str
    sha256: str
    """Hex digest of the file's bytes."""
    body: int
    """Offset of the first code point behind the front matter."""
    metadata: Mapping[str, MetadataValue] = field(hash=False, default_factory=dict)

    def line_of(self, offset: int) -> int:
        r"""One-based line of an offset.

        >>> Page("a.md", "a", "x\ny\nz", "", 0).line_of(4)
        3
        """
        return Lines(self.text).line(offset)


@dataclass(frozen=True, slots=True)
class Link:
    """A link, by its place in `Text.plain`."""

    start: int
    end: int
    target: str
    """The address exactly as the page writes it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as a reader sees them, without markup, each tied to its place in the file.

    ``offsets[i]`` is the offset in `Page.text` of the character ``plain[i]``; a
    line break inside a sentence is one blank of `plain`.
    """

    plain: str
    offsets: tuple[int, ...]
    source: Span
    """What the whole piece occupies in the file, markup included."""
    links: tuple[Link, ...] = ()
    bold: tuple[Span, ...] = ()
    """Ranges of `plain` (not of the file) that are set in bold."""

    def span(self, start: int, end: int) -> Span:
        """Where the characters ``plain[start:end]`` stand in the file, markup between them included."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def slice(self, start: int, end: int) -> Text:
        """The piece ``plain[start:end]`` with the links and the bold that fall into it, clipped."""
        clipped = [
            Link(max(a.start, start) - start, min(a.end, end) - start, a.target)
            for a in self.links
            if a.start < end and a.end > start
        ]
        bold = [
            Span(max(b.start, start) - start, min(b.end, end) - start)
            for b in self.bold
            if b.start < end and b.end > start
        ]
        return Text(self.plain[start:end], self.offsets[start:end], self.span(start, end), tuple(clipped), tuple(bold))


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A heading, paragraph, bullet or table row, not yet read inside."""

    kind: str
    """``heading``, ``paragraph``, ``bullet`` or ``row``."""
    pieces: tuple[tuple[str, Sequence[int]], ...]
    """Raw Markdown and the file offset of each of its characters; one piece, or one a cell."""
    level: int = 0
    """Of a heading 1 to 6; of a bullet its depth in the Markdown, from 0."""
    group: int = 0
    """Bullets of one list share it."""


class PageKind(StrEnum):
    """What a page is about, by its content."""

    DRUG = "drug"
    COMBINATION = "combination"
    LIST = "list"
    INDEX = "index"
    """The A to Z list of drugs."""
    OTHER = "other"
    """Not about a drug: set aside."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; empty ones (``##``) have an empty `text`."""

    level: int
    text: Text | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, on one line of `Text.plain`."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bullet, with the bullets that belong under it as recovered from the wording."""

    text: Text
    children: tuple[Bullet, ...] = ()

    def walk(self) -> Iterator[Bullet]:
        """This bullet, then all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Bullets:
    """One run of bullets."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as rows of cells; an empty cell is None."""

    rows: tuple[tuple[Text | None, ...], ...]


Block = Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it up to the next heading of any level."""

    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading's words, or an empty string."""
        return self.heading.text.plain if self.heading and self.heading.text else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A page taken apart."""

    page: Page
    kind: PageKind
    reason: str
    """Why it is of this kind, in words a report can show."""
    title: Text | None
    """The heading that names what the page is about."""
    sections: tuple[Section, ...] = ()
    footnotes: Mapping[str, Text] = field(hash=False, default_factory=dict)
    """A mark such as ``¹`` -> its explanation."""
    overlong: tuple[Span, ...] = ()
    """Pieces that are too long to be a page's own, and were not read."""


class Lines:
    r"""Offsets of the starts of a text's lines, for any mix of line ends.

    >>> Lines("a\r\nb\rc").starts
    (0, 3, 5)
    """

    def __init__(self, text: str) -> None:
        """Take the text whose lines are meant."""
        self.starts = _line_starts(text)

    def line(self, offset: int) -> int:
        """One-based line of an offset."""
        return bisect_right(self.starts, offset)


@lru_cache(maxsize=2)
def _line_starts(text: str) -> Sequence[int]:
    """Found once for a page, however many of its places are asked for: else its problems would cost their square."""
    return (0, *(match.end() for match in _LINE_END.finditer(text)))
