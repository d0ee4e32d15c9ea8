"""Pieces of a document as the page-level extractors need them: lines, sentences, links, mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar
from urllib.parse import urljoin

from kgbuild.addresses import NCI, web_address
from kgbuild.concept import Mention
from kgbuild.model import Bullets, Document, Link, Page, Paragraph, Problem, Section, Severity, Span, Table, Text

NOISE = re.compile(r"^Placeholder slot$", re.IGNORECASE)
"""What NCI's templates leave behind."""

_T = TypeVar("_T")
_GLOSSARY = re.compile(r"/popDefinition\.aspx\?(?:.*&)?id=(?:CDR0*)?(\d+)", re.IGNORECASE)
_DRUG_PAGE = re.compile(r"/about-cancer/treatment/drugs/[^/?#]+/?$", re.IGNORECASE)
_BLANK = re.compile(r" (?=.)")
_UNSAID = re.compile(r"[®™℠]|\s*\([A-Z]{2,6}\)(?= )")


class Kept(Generic[_T]):
    """What was found in the last document, for several readers that ask for it one after the other."""

    def __init__(self, find: Callable[[Document], _T]) -> None:
        """Take what finds it."""
        self._find = find
        self._last: tuple[Document, _T] | None = None

    def __call__(self, document: Document) -> _T:
        """What there is in a document."""
        last = self._last
        if last is None or last[0] is not document:
            last = self._last = document, self._find(document)
        return last[1]


def texts(section: Section) -> Iterator[Text]:
    """Heading, paragraphs, bullets and cells of a section, in reading order."""
    if section.heading and section.heading.text:
        yield section.heading.text
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from (bullet.text for item in block.items for bullet in item.walk())
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if cell)


def lines(text: Text, page: Page) -> Iterator[Text]:
    """The text cut where the file begins a new line, but never inside a link."""
    if not _has_line_end(page.text, text.offsets[0], text.offsets[-1]):
        yield text
        return
    start = 0
    for blank in _BLANK.finditer(text.plain):
        i = blank.start()
        is_end = _has_line_end(page.text, text.offsets[i], text.offsets[i + 1])
        if is_end and not any(a.start <= i < a.end for a in text.links):
            yield text.slice(start, i)
            start = i + 1
    yield text.slice(start, len(text.plain))


def _has_line_end(words: str, start: int, end: int) -> bool:
    return words.find("\n", start, end) >= 0 or words.find("\r", start, end) >= 0


def mention(text: Text, start: int, end: int) -> Mention | None:
    """The words ``plain[start:end]`` as a mention, without blanks at its ends; None where nothing is left.

    Trade signs, an abbreviation in brackets amid the words and characters that nobody sees are left out of its text.
    """
    while start < end and text.plain[start].isspace():
        start += 1
    while end > start and text.plain[end - 1].isspace():
        end -= 1
    words = " ".join(_UNSAID.sub("", text.plain[start:end]).split())
    if not words:
        return None
    glossary = link = None
    for anchor in text.links:
        if anchor.start < end and anchor.end > start:
            if (found := _GLOSSARY.search(anchor.target)) and anchor.start <= start and anchor.end >= end:
                glossary = found[1]
            link = link or drug_page(anchor)
    return Mention(words, text.span(start, end), glossary, link)


def drug_page(anchor: Link, page: Page | None = None) -> str | None:
    """The absolute address of the NCI drug page that a link leads to, or None.

    Args:
        anchor: the link.
        page: the page it stands on, against whose address ``imatinib`` alone is meant.
    """
    target = anchor.target
    if target.startswith(("/", "http")):
        return _drug_address(target)
    at = page.metadata.get("url") if page else None
    return _drug_address(urljoin(at, target) if isinstance(at, str) else f"{NCI}/{target}")


@lru_cache(maxsize=4096)
def _drug_address(target: str) -> str | None:
    """The address of a drug page; the same stand on many pages, and are asked for several times on each."""
    address = web_address(target)
    return address if address and _DRUG_PAGE.search(address) else None


def through(first: Span, last: Span) -> Span:
    """From the first place to the last."""
    return Span(min(first.start, last.start), max(first.end, last.end))


def warning(document: Document, code: str, message: str, span: Span) -> Problem:
    """A problem at a place of the page, which leaves one fact out."""
    return Problem(code, Severity.WARNING, message, document.page.path, span)


def shortened(words: str, limit: int = 80) -> str:
    """Words as a message can quote them."""
    return repr(words if len(words) <= limit else words[: limit - 3] + "...")
