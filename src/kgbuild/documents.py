"""Pages -> documents: what kind of page it is, its sections, bullets, tables and footnotes.

The kind is decided by what stands on the page, never by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kgbuild.markdown import LONGEST, blocks, read_inline
from kgbuild.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Page,
    PageKind,
    Paragraph,
    RawBlock,
    Section,
    Span,
    Table,
    Text,
)
from kgbuild.nesting import nested

_USE = re.compile(r"^\W*uses? in (?:cancer|people|adults|children)\b", re.IGNORECASE)
_COMBINATION = re.compile(r"^\W*drugs in the \S.* combination\b", re.IGNORECASE)
_DRUG_SIGN = re.compile(
    r"^US Brand Name|^FDA Approved\b|clinical-trials/intervention/|/cancer-drug/def/", re.IGNORECASE
)
_LIST = re.compile(r"^[\W_]*(?:\[\W*)?drugs? (?:and vaccines? )?approved (?:for|to)\b", re.IGNORECASE)
_INDEX = re.compile(r"^\W*a to z list of cancer drugs\b", re.IGNORECASE)
_NOT_READ = re.compile(r"^(?:research results|related resources)", re.IGNORECASE)
_SITE = re.compile(r"\s+[-–|]\s+(?:NCI|National Cancer Institute)\s*$")
_FOOTNOTE = re.compile(r"^(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹*†‡§])\s*(?P<words>\S.*)$", re.DOTALL)

_MIN_LETTERS = 5
"""An A to Z list has at least this many headings of one letter."""


def parse_document(page: Page) -> Document:
    """Take a page apart.

    A page of another kind than drugs comes back as `PageKind.OTHER`, with the
    reason and without sections: nothing of it is read.
    """
    raw = blocks(page)
    kind, reason = _route(raw)
    if kind is PageKind.OTHER:
        return Document(page, kind, reason, None)
    overlong = [block for block in raw if any(len(content) > LONGEST for content, _ in block.pieces)]
    sections = tuple(_sections([block for block in raw if block not in overlong] if overlong else raw))
    return Document(
        page,
        kind,
        reason,
        _title(sections),
        tuple(_without_footnotes(section) for section in sections),
        {mark: text for section in sections for mark, text in _footnotes(section.blocks)},
        tuple(Span(block.pieces[0][1][0], block.pieces[-1][1][-1] + 1) for block in overlong),
    )


def _route(raw: Sequence[RawBlock]) -> tuple[PageKind, str]:
    """The kind of a page and what showed it."""
    words = [(block.kind, block.pieces[0][0]) for block in raw if block.pieces]
    headings = [text.strip() for kind, text in words if kind == "heading"]
    if any(_INDEX.match(text) for text in headings):
        return PageKind.INDEX, 'a heading says "A to Z List of Cancer Drugs"'
    if sum(len(text) == 1 and text.isalpha() for text in headings) >= _MIN_LETTERS:
        return PageKind.INDEX, "its headings are the letters of the alphabet"
    if any(_USE.match(text) for text in headings):
        return _drug_or_combination([text for _, text in words])
    for kind, text in words:
        if _LIST.match(text) and (kind != "bullet" or text.lstrip("*_ ").startswith("[")):
            shown = re.sub(r"[\[\]*]|\(.*|\n.*", "", text.strip(), flags=re.DOTALL)
            return PageKind.LIST, f'"{shown}" heads a list'
    return PageKind.OTHER, 'no section "Use in Cancer" and no list of approved drugs'


def _drug_or_combination(texts: Iterable[str]) -> tuple[PageKind, str]:
    drug = False
    for text in texts:
        if _COMBINATION.match(text):
            return PageKind.COMBINATION, 'it lists "Drugs in the ... combination" and has a section "Use in Cancer"'
        drug = drug or bool(_DRUG_SIGN.search(text))
    if drug:
        return PageKind.DRUG, 'a section "Use in Cancer" and the facts of one drug'
    return PageKind.OTHER, 'a section "Use in Cancer", but no approval, brand, dictionary or trial link of a drug'


def _sections(raw: Sequence[RawBlock]) -> Iterator[Section]:
    """Sections, each up to the next heading of any level."""
    heading: Heading | None = None
    below: list[RawBlock] = []
    for block in raw:
        if block.kind == "heading":
            yield Section(heading, tuple(_blocks(below)))
            heading, below = Heading(block.level, _read(block)), []
        elif not (heading and heading.text and _NOT_READ.match(heading.text.plain)):
            below.append(block)
    yield Section(heading, tuple(_blocks(below)))


def _blocks(raw: Sequence[RawBlock]) -> Iterator[Block]:
    for (kind, _), run in groupby(raw, key=lambda block: (block.kind, block.group)):
        members = list(run)
        if kind == "row":
            yield Table(tuple(tuple(read_inline(*cell) if cell[0] else None for cell in row.pieces) for row in members))
        elif kind == "bullet":
            texts = [(block.level, text) for block in members if (text := _read(block))]
            if texts:
                yield Bullets(nested(texts))
        else:
            yield from (Paragraph(text) for block in members if (text := _read(block)))


def _read(block: RawBlock) -> Text | None:
    return read_inline(*block.pieces[0]) if block.pieces and block.pieces[0][0] else None


def _title(sections: Sequence[Section]) -> Text | None:
    """The first heading of level 1 that does not end in the site's name; else the first one without it."""
    titles = [s.heading.text for s in sections if s.heading and s.heading.level == 1 and s.heading.text]
    for text in titles:
        if not _SITE.search(text.plain):
            return text
    for text in titles:
        return text.slice(0, len(_SITE.sub("", text.plain)))
    return None


def _footnotes(parts: Iterable[Block]) -> Iterator[tuple[str, Text]]:
    for block in parts:
        if isinstance(block, Paragraph) and (match := _FOOTNOTE.match(block.text.plain)):
            yield match["mark"], block.text.slice(match.start("words"), match.end("words"))


def _without_footnotes(section: Section) -> Section:
    kept = (b for b in section.blocks if not (isinstance(b, Paragraph) and _FOOTNOTE.match(b.text.plain)))
    return Section(section.heading, tuple(kept))
