"""The little of Markdown that nearly all pages keep to, read without the parser, at a tenth of its cost.

Headings, paragraphs and flat lists whose lines begin with words; in them words, links to plain addresses, and words in
bold that stand apart. What is read here is read exactly as `kgbuild.markdown` reads it with markdown-it-py; a test
holds the two against each other. Anything else is refused as a whole, and the parser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it.common.normalize_url import normalizeLink, validateLink

from kgbuild.model import Link, RawBlock, Span, Text

_START = r"""(?![0-9]+[.)])(?:[A-Za-z0-9("'!\[]|[^\x00-\x7f\s]|\*{1,3}(?=[^\s*]))"""
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
_BOLD = rf"(?<![^ \n])\*\*(?=\S)(?:{_WORDS}|{_LINK})++(?<=\S)\*\*(?=[ \n.,:;)]|\Z)"
_PLAIN = re.compile(rf"(?:{_WORDS}|{_LINK}|{_BOLD})++")
_PIECE = re.compile(r"(?P<words>[^\[\]*]*+)(?P<mark>\[|\*\*|\]\((?P<address>[^)]+)\)|\Z)")
"""Words and the mark behind them, in what is plain."""


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
        before, kind = kind, "heading" if block["hashes"] else "bullet" if block["dash"] else "paragraph"
        if kind == "bullet" and before != "bullet":
            lists += 1
        piece = (block[block.lastgroup], range(*block.span(block.lastgroup)))
        found.append(RawBlock(kind, (piece,), len(block["hashes"] or ""), lists if kind == "bullet" else 0))
    return found


def plain_text(content: str, offsets: Sequence[int]) -> Text | None:
    """The words that a piece shows, each with its offset in the file; None where it is not plain."""
    if not _PLAIN.fullmatch(content):
        return None
    plain = ""
    places: list[int] = []
    links: list[Link] = []
    bold: list[Span] = []
    at = opened = 0
    strong: list[int] = []
    for words, mark, address in _PIECE.findall(content):
        plain += words
        places += offsets[at : at + len(words)]
        at += len(words) + len(mark)
        if address:
            links.append(Link(opened, len(places), _address(address)))
        elif mark == "[":
            opened = len(places)
        elif mark and strong:
            bold.append(Span(strong.pop(), len(places)))
        elif mark:
            strong.append(len(places))
    plain = plain.replace("\n", " ")
    if "  " in plain or plain.strip() != plain or not plain.isprintable() or not all(link.target for link in links):
        return None
    return Text(plain, tuple(places), Span(offsets[0], offsets[-1] + 1), tuple(links), tuple(bold))


@lru_cache(maxsize=4096)
def _address(written: str) -> str:
    """The address of a link as the parser makes it comparable; nothing where it takes it for none."""
    address = normalizeLink(written)
    return address if validateLink(address) else ""
