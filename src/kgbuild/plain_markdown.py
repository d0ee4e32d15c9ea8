"""The little of Markdown that nearly all pages keep to, read without the parser, at a tenth of its cost.

Headings, paragraphs and flat lists whose lines begin with words; in them words, links to plain addresses, and words in
bold that stand apart. What is read here is read exactly as `kgbuild.markdown` reads it with markdown-it-py; a test
holds the two against each other. Anything else is refused as a whole, and the parser reads it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it.common.normalize_url import normalizeLink, validateLink

from kgbuild.model import Link, RawBlock, Span, Text

UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What takes no room in print: in a name it would part what readers see as one word."""
UNEVEN = re.compile(rf"{UNSEEN.pattern}|[^\S ]|^ |  | $")
"""What makes words differ from what a reader sees of them."""

_START = r"""(?![0-9]+[.)])(?:[A-Za-z0-9("\[]|[^\x00-\x7f\s]|\*\*(?=[A-Za-z0-9\[]))"""
"""How a line begins that opens no list, table, quote, code or rule, and is no line under a heading."""
_LINE = rf"{_START}[^\n\r\0]*+(?<=\S)(?=\n|\Z)"
_BLOCK = re.compile(
    rf"(?:(?P<hashes>#{{1,6}})(?: |(?=\n|\Z))(?P<title>(?:{_LINE}(?<!#))?)(?=\n|\Z)"
    rf"|(?P<dash>- )?(?P<words>{_LINE}(?:\n{_LINE})*+))\n*+"
    r"|\n++"
)
_DEFINITION = "]:"
"""What the definition of an address that stands apart from its links cannot be without."""

_WORDS = r"[^\\`*_\[\]<&~]++"
_LINK = rf"(?<!!)\[{_WORDS}\]\([!-'*-:=?-\[\]-~]++\)"
_BOLD = rf"(?<![^ \n])\*\*(?=[A-Za-z0-9\[])(?:{_WORDS}|{_LINK})++(?<=\S)\*\*(?=[ \n.,:;)]|\Z)"
_PLAIN = re.compile(rf"(?:{_WORDS}|{_LINK}|{_BOLD})++")
_MARK = re.compile(r"\[|\]\((?P<address>[^)]+)\)|\*\*")
_SAME = re.compile(r"(?:https?://[a-z]{1,20}(?:\.[a-z]{1,20}){1,4})?/(?:[A-Za-z0-9._-]+/?)*+(?:\?[A-Za-z0-9=&._-]*+)?")
"""An address that stays as it is when it is made comparable."""


def plain_blocks(text: str, start: int) -> list[RawBlock] | None:
    """The blocks of a text from `start` on; None where one of them is not plain."""
    if text.find(_DEFINITION, start) >= 0:
        return None
    found: list[RawBlock] = []
    at, lists, kind = start, 0, ""
    while at < len(text):
        block = _BLOCK.match(text, at)
        if block is None:
            return None
        at = block.end()
        if not block.lastgroup:
            continue
        before = kind
        kind = "heading" if block["hashes"] else "bullet" if block["dash"] else "paragraph"
        lists += kind == "bullet" != before
        piece = (block[block.lastgroup], range(*block.span(block.lastgroup)))
        found.append(RawBlock(kind, (piece,), len(block["hashes"] or ""), lists if kind == "bullet" else 0))
    return found


def plain_text(content: str) -> Text | None:
    """The words that a piece shows, each tied to its place in the piece; None where it is not plain."""
    if not _PLAIN.fullmatch(content):
        return None
    words: list[str] = []
    places: list[int] = []
    links: list[Link] = []
    bold: list[Span] = []
    at = opened = 0
    strong: int | None = None
    for mark in _MARK.finditer(content):
        words.append(content[at : mark.start()])
        places.extend(range(at, mark.start()))
        at = mark.end()
        if mark["address"]:
            target = _address(mark["address"])
            if target is None:
                return None
            links.append(Link(opened, len(places), target))
        elif mark[0] == "[":
            opened = len(places)
        elif strong is None:
            strong = len(places)
        else:
            bold.append(Span(strong, len(places)))
            strong = None
    words.append(content[at:])
    places.extend(range(at, len(content)))
    plain = "".join(words).replace("\n", " ")
    return (
        None if UNEVEN.search(plain) else Text(plain, tuple(places), Span(0, len(content)), tuple(links), tuple(bold))
    )


@lru_cache(maxsize=4096)
def _address(written: str) -> str | None:
    """The address of a link as the parser makes it comparable; None where it takes it for none."""
    address = written if _SAME.fullmatch(written) else normalizeLink(written)
    return address if validateLink(address) else None
