"""The pieces of an HTML or XHTML text with their places, cut as a browser cuts them.

Source: HTML Living Standard, section 13.2.5 "Tokenization", and XML 1.0 for XHTML. Python's own parser is not used: its
releases differ in where they let comments and scripts end, and it knows nothing of SVG, in which a ``<title/>`` is
closed and a ``<style>`` is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from kgbuild.embedding.attributes import BLANKS, attributes_at

_NAME = re.compile(f"[A-Za-z][^{BLANKS}/>]*")
_XML_NAME = re.compile(f"[^{BLANKS}/>!?<&=0-9][^{BLANKS}/>]*")
_COMMENT_END = re.compile("--!?>")
_DOCTYPE_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[.*?\]\s*>", re.DOTALL)
_RAW: Final = frozenset(
    ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
)
"""Elements of HTML that hold no markup; ``noscript`` is one where scripts run."""
_FOREIGN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "svg": frozenset(("foreignobject", "desc", "title")),
        "math": frozenset(("mi", "mo", "mn", "ms", "mtext", "annotation-xml")),
    }
)
"""Elements that hold another language -> those of that language whose content is HTML again."""
_HTML_TYPES: Final = frozenset(("text/html", "application/xhtml+xml"))
"""Encodings of an ``annotation-xml`` that holds HTML."""
_LEAVES_FOREIGN: Final = frozenset(
    (
        *("b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr"),
        *("ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u"),
        *("ul", "var"),
    )
)
"""HTML elements that end an SVG or MathML in which they stand, as do ``</p>`` and ``</br>``."""
_SCRIPT_STEPS: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "script": re.compile(f"(?i)</script(?=[{BLANKS}/>])|<!--"),
        "comment": re.compile(f"(?i)</script(?=[{BLANKS}/>])|-->|<script(?=[{BLANKS}/>])"),
        "script in comment": re.compile(f"(?i)</script(?=[{BLANKS}/>])|-->"),
    }
)
"""State in a script's text -> what changes it. Source: 13.2.5.15 to 13.2.5.31, "Script data ... state"."""


class Kind(Enum):
    """What a piece is."""

    START = auto()
    END = auto()
    TEXT = auto()
    RAW = auto()
    """The content of an element such as ``title``, which is text whatever it looks like."""
    OTHER = auto()
    """A comment, a doctype or the like."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters ``[start, end)`` that is one token."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Of a tag; in lower case in HTML."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    """Whether a start tag ends with ``/>``."""
    whole: bool = True
    """Whether it ends before the text does."""


def pieces(text: str, *, start: int = 0, xml: bool = False) -> Iterator[Piece]:
    """Cut a text into tags, texts, and what is neither.

    Args:
        text: the whole file.
        start: where to begin, behind a byte order mark.
        xml: whether it is read as XML, where names have a case and no element is special.

    >>> [(each.name, each.kind.name) for each in pieces("<p>a<!-- </p> --></P>")]
    [('p', 'START'), ('', 'TEXT'), ('', 'OTHER'), ('p', 'END')]
    """
    place, inside = start, _Surroundings(xml)
    while place < len(text):
        piece = _piece(text, place, inside)
        yield piece
        place = piece.end
        if piece.kind is Kind.START:
            holds_text = inside.holds_text(piece)
            inside.enter(piece)
            if holds_text:
                end = _end_of_raw(text, place, piece.name)
                yield Piece(Kind.RAW, place, end, whole=end < len(text))
                place = end
        elif piece.kind is Kind.END:
            inside.leave(piece)


class _Surroundings:
    """Whether the text at hand is HTML, or an SVG or MathML inside it."""

    def __init__(self, xml: bool) -> None:  # noqa: FBT001 - the only thing it is made of
        self.xml = xml
        self._open: list[str] = []

    @property
    def foreign(self) -> bool:
        """Whether elements are those of SVG or MathML."""
        return bool(self._open) and self._open[-1] in _FOREIGN

    def holds_text(self, tag: Piece) -> bool:
        """Whether what follows a start tag is text up to its end tag."""
        return not self.xml and not self.foreign and tag.name in _RAW

    def enter(self, tag: Piece) -> None:
        """Take note of a start tag."""
        if self.foreign and (tag.name in _LEAVES_FOREIGN or _is_html_font(tag)):
            self._leave_foreign()
        elif not tag.closed and (tag.name in _FOREIGN or (self.foreign and self._is_html_again(tag))):
            self._open.append(tag.name)

    def leave(self, tag: Piece) -> None:
        """Take note of an end tag."""
        if self.foreign and tag.name in {"p", "br"}:
            self._leave_foreign()
        elif tag.name in self._open:
            while self._open.pop() != tag.name:
                pass

    def _is_html_again(self, tag: Piece) -> bool:
        if tag.name == "annotation-xml" and tag.attributes.get("encoding", "").lower() not in _HTML_TYPES:
            return False
        return tag.name in _FOREIGN[self._open[-1]]

    def _leave_foreign(self) -> None:
        while self.foreign:
            self._open.pop()


def _is_html_font(tag: Piece) -> bool:
    """A ``<font>`` as HTML had it, and SVG has not."""
    return tag.name == "font" and not {"color", "face", "size"}.isdisjoint(tag.attributes)


def _piece(text: str, place: int, inside: _Surroundings) -> Piece:
    """The one piece that begins at a place."""
    if text[place] != "<":
        return Piece(Kind.TEXT, place, _found(text, "<", place))
    if text.startswith("<!--", place):
        return _ended(Kind.OTHER, text, place, _end_of_comment(text, place))
    if text.startswith("<![CDATA[", place) and (inside.xml or inside.foreign):
        return _ended(Kind.TEXT, text, place, _after(text, "]]>", place))
    closing = text.startswith("</", place)
    named = (_XML_NAME if inside.xml else _NAME).match(text, place + 1 + closing)
    if named:
        attributes, end, closed = attributes_at(text, named.end())
        name, kind = named[0] if inside.xml else named[0].lower(), Kind.END if closing else Kind.START
        return Piece(kind, place, len(text) if end is None else end, name, attributes, closed, end is not None)
    if text.startswith(("<!", "<?", "</"), place):
        return _ended(Kind.OTHER, text, place, _end_of_declaration(text, place, inside))
    return Piece(Kind.TEXT, place, _found(text, "<", place + 1))


def _ended(kind: Kind, text: str, place: int, end: int | None) -> Piece:
    """A piece that is not whole where no end was found."""
    return Piece(kind, place, len(text) if end is None else end, whole=end is not None)


def _end_of_comment(text: str, place: int) -> int | None:
    for empty in ("<!-->", "<!--->"):
        if text.startswith(empty, place):
            return place + len(empty)
    found = _COMMENT_END.search(text, place + 4)
    return found.end() if found else None


def _end_of_declaration(text: str, place: int, inside: _Surroundings) -> int | None:
    """Of a doctype, an instruction, or what HTML takes for a comment."""
    if inside.xml:
        if text.startswith("<?", place):
            return _after(text, "?>", place)
        if subset := _DOCTYPE_SUBSET.match(text, place):
            return subset.end()
    return _after(text, ">", place)


def _end_of_raw(text: str, place: int, name: str) -> int:
    """Where the text of an element such as ``title`` ends: at its end tag, or with the file."""
    if name == "plaintext":
        return len(text)
    if name == "script":
        return _end_of_script(text, place)
    found = re.compile(f"(?i)</{name}(?=[{BLANKS}/>])").search(text, place)
    return found.start() if found else len(text)


def _end_of_script(text: str, place: int) -> int:
    """A script may hold ``</script>`` in a ``<!-- <script> -->``."""
    state = "script"
    while found := _SCRIPT_STEPS[state].search(text, place):
        seen = found[0].lower()
        if seen == "</script" and state != "script in comment":
            return found.start()
        state = {"<!--": "comment", "-->": "script", "<script": "script in comment", "</script": "comment"}[seen]
        # The dashes of ``<!-->`` both begin and end.
        place = found.end() - (2 if seen == "<!--" else 0)
    return len(text)


def _found(text: str, mark: str, place: int) -> int:
    found = text.find(mark, place)
    return len(text) if found < 0 else found


def _after(text: str, mark: str, place: int) -> int | None:
    found = text.find(mark, place)
    return None if found < 0 else found + len(mark)
