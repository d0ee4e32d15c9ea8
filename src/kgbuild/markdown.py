"""Markdown -> blocks whose every character is tied to its place in the file.

What `kgbuild.plain_markdown` refuses is read by markdown-it-py, which gives tokens
with lines, not offsets. Each inline token is walked along its own source: what a
reader sees keeps the offset of the character that prints it. The inline pass, the
dearest part of it, runs only where asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from kgbuild.model import Lines, Link, Page, RawBlock, Span, Text
from kgbuild.offsets import offsets_of
from kgbuild.plain_markdown import plain_blocks, plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 6_000
"""Characters of a paragraph, bullet or cell that is still read.

The longest on NCI's drug pages has 1,100. Reading links is quadratic in the
number of open brackets (Markdown's nature): the limit keeps it under 0.5 s.
"""
_BLANKS = re.compile(r"[ \t\n]*")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What takes no room in print: in a name it would part what readers see as one word."""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """One parser for all pages: building one costs a sixth of a page."""
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def blocks(page: Page) -> list[RawBlock]:
    """The blocks of a page in reading order."""
    plain = plain_blocks(page.text, page.body)
    return _parsed_blocks(page) if plain is None else plain


def _parsed_blocks(page: Page) -> list[RawBlock]:
    """As `blocks`, by the parser."""
    lines = Lines(page.text)
    walker = _Walker(page.text, lines, lines.line(page.body) - 1)
    for token in _parser().parse(page.text[page.body :]):
        walker.take(token)
    return walker.found


@dataclass(slots=True)
class _Walker:
    """Turns the stream of block tokens into raw blocks."""

    text: str
    lines: Lines
    shift: int
    found: list[RawBlock] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    heading: int = 0
    lists: int = 0
    cells: list[tuple[str, Sequence[int]]] = field(default_factory=list)
    cursor: int = 0

    def take(self, token: Token) -> None:
        """Follow one token."""
        if token.type == "inline":
            self._inline(token)
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            # A list within a list is of the same list: the tree must not be cut at its depth.
            self.lists += not self.path
            self.path.append("list")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.path.pop()
        elif token.type == "tr_open":
            self.cells, self.cursor = [], self._line_start(token)
        elif token.type == "tr_close":
            self.found.append(RawBlock("row", tuple(self.cells)))

    def _line_start(self, token: Token) -> int:
        return self.lines.starts[self.shift + (token.map or [0])[0]]

    def _inline(self, token: Token) -> None:
        start = self._line_start(token) if token.map else self.cursor
        start = max(start, self.cursor)
        piece = (token.content, offsets_of(self.text, start, token.content))
        if piece[1]:
            self.cursor = piece[1][-1] + 1
        if self.heading:
            self.found.append(RawBlock("heading", (piece,), self.heading))
            self.heading = 0
        elif self.path:
            self.found.append(RawBlock("bullet", (piece,), len(self.path) - 1, self.lists))
        elif token.level == _CELL_LEVEL:
            self.cells.append(piece)
        else:
            self.found.append(RawBlock("paragraph", (piece,)))


_CELL_LEVEL = 4
"""Nesting of the inline token of a table cell: table, section, row, cell."""


def read_inline(content: str, offsets: Sequence[int]) -> Text | None:
    """The words that a piece of Markdown shows; None where it shows none.

    >>> text = read_inline("**[A](/x)** b", range(13))
    >>> text.plain, text.links, text.offsets
    ('A b', (Link(start=0, end=1, target='/x'),), (3, 11, 12))
    """
    return plain_text(content, offsets) or _parsed_text(content, offsets)


def _parsed_text(content: str, offsets: Sequence[int]) -> Text | None:
    """As `read_inline`, by the parser."""
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    _parser().inline.parse(content, _parser(), env, tokens)
    reader = _Inline(content)
    for token in tokens:
        reader.take(token)
    return reader.text(offsets)


class _Inline:
    """Walks inline tokens along their source."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.at = 0
        self.chars: list[str] = []
        self.places: list[int] = []
        self.links: list[Link] = []
        self.bold: list[Span] = []
        self.open_links: list[tuple[int, str]] = []
        self.open_bold: list[int] = []

    def take(self, token: Token) -> None:
        """Follow one token."""
        match token.type:
            case "text":
                self._words(token.content, self.raw)
            case "code_inline":
                self._pass(token.markup)
                self._words(token.content, self.raw.replace("\n", " "))
                self._pass(token.markup)
            case "text_special":
                self._special(token)
            case "softbreak" | "hardbreak":
                self._pass("\n")
                self._put(" ", self.at - 1)
            case "strong_open":
                self._pass(token.markup)
                self.open_bold.append(len(self.chars))
            case "strong_close":
                self._pass(token.markup)
                self._close_bold()
            case "link_open":
                self.open_links.append((len(self.chars), str(token.attrGet("href") or "")))
            case "link_close":
                self._close_link(written_out=token.markup != "autolink")
            case "image":
                self._pass("](")
                self.at = _behind_target(self.raw, self.at)
            case _:
                pass

    def _special(self, token: Token) -> None:
        """An escape or an entity, printed by its last character; or a backslash that escapes nothing."""
        if token.content == token.markup:
            self._words(token.content, self.raw)
        else:
            self._pass(token.markup)
            self._put(token.content, self.at - 1)

    def _pass(self, markup: str) -> None:
        """Go on behind the next of these characters; they are there, or the place stays: it never moves back."""
        found = self.raw.find(markup, self.at)
        self.at = max(found + len(markup), self.at, 1)

    def _put(self, chars: str, place: int) -> None:
        for char in chars:
            self.chars.append(char)
            self.places.append(place)

    def _words(self, content: str, raw: str) -> None:
        """Words as they stand in the source; if they did not, their places would be near, and within it."""
        at = max(raw.find(content, self.at), self.at)
        self.chars.extend(content)
        self.places.extend(min(place, len(raw) - 1) for place in range(at, at + len(content)))
        self.at = at + len(content)

    def _close_bold(self) -> None:
        start = self.open_bold.pop()
        if start < len(self.chars):
            self.bold.append(Span(start, len(self.chars)))

    def _close_link(self, *, written_out: bool) -> None:
        """Note a link and go on behind its address, which `<https://...>` has in its words."""
        start, target = self.open_links.pop()
        if start < len(self.chars):
            self.links.append(Link(start, len(self.chars), target))
        self._pass("](" if written_out else ">")
        if written_out:
            self.at = _behind_target(self.raw, self.at)

    def text(self, offsets: Sequence[int]) -> Text | None:
        """What was gathered, blanks at both ends cut off and runs of blanks made one."""
        plain = "".join(self.chars)
        keep = _kept(plain)
        if not keep:
            return None
        moved = {old: new for new, old in enumerate(keep)}
        where = [moved.get(i, -1) for i in range(len(plain) + 1)]
        following = len(keep)
        for i in range(len(plain), -1, -1):
            following = where[i] if where[i] >= 0 else following
            where[i] = following
        shown = "".join(" " if plain[i].isspace() else plain[i] for i in keep)
        links = tuple(Link(where[a.start], where[a.end], a.target) for a in self.links if where[a.start] < where[a.end])
        bold = tuple(Span(where[b.start], where[b.end]) for b in self.bold if where[b.start] < where[b.end])
        places = tuple(offsets[self.places[i]] for i in keep)
        return Text(shown, places, Span(offsets[0], offsets[-1] + 1), links, bold)


def _kept(plain: str) -> list[int]:
    """Indexes of the characters that stay when what nobody sees goes and runs of blanks become one."""
    seen = [i for i, char in enumerate(plain) if not _UNSEEN.match(char)] if not plain.isascii() else range(len(plain))
    blank = [plain[i].isspace() for i in seen]
    kept = [i for i, now, before in zip(seen, blank, [True, *blank], strict=False) if not (now and before)]
    return kept[:-1] if kept and plain[kept[-1]].isspace() else kept


def _behind_target(raw: str, start: int) -> int:
    """The place behind the ``)`` of a link whose address begins at `start`, as the parser itself reads it."""
    end, place = len(raw), _behind_blanks(raw, start)
    address = parseLinkDestination(raw, place, end)
    place = address.pos if address.ok else place
    title_start = _behind_blanks(raw, place)
    title = parseLinkTitle(raw, title_start, end) if title_start > place else None
    return min(_behind_blanks(raw, title.pos if title and title.ok else title_start) + 1, end)


def _behind_blanks(raw: str, start: int) -> int:
    blanks = _BLANKS.match(raw, start)
    return blanks.end() if blanks else start
