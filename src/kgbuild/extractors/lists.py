"""The drugs that a list page gives for a kind of cancer, and those of the A to Z list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgbuild.concept import Mention
from kgbuild.extractors._list_entries import Entry, named_alone, read_entry
from kgbuild.extractors._list_headings import ListHeading, read_heading
from kgbuild.extractors._reading import drug_page, lines, shortened, warning
from kgbuild.facts import ListedDrug
from kgbuild.indication import Intent
from kgbuild.model import Bullets, Document, PageKind, Paragraph, Problem, Section, Severity, Span, Text


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry's words and the heading they stand under, if that says what for."""

    words: Text
    heading: ListHeading | None


def read(document: Document) -> Iterator[ListedDrug | Problem]:
    """Read every entry, once for each condition of its heading.

    In "Examplia (Examplinib)" the address of the link, or another entry of the page with the same address, decides
    which of the two is the brand. Where neither does, or where no heading says for which cancer, the entry is reported.
    """
    if document.kind not in {PageKind.LIST, PageKind.INDEX}:
        return
    listed = list(_listed(document))
    alone = named_alone((item.words for item in listed), document.page)
    homeless = [item for item in listed if item.heading is None and document.kind is PageKind.LIST]
    for item in listed:
        if item not in homeless:
            yield from _facts(document, item, read_entry(item.words, document.page, alone))
    if homeless:
        first = homeless[0].words
        message = f"no heading says for which cancer {shortened(first.plain)} and {len(homeless) - 1} others are listed"
        yield Problem("unread-list", Severity.NOTE, message, document.page.path, first.source)


def _facts(document: Document, item: _Listed, entry: Entry | None) -> Iterator[ListedDrug | Problem]:
    words = item.words
    if entry is None:
        message = (
            f"which name of {shortened(words.plain)} is the generic one cannot be told; link it to the drug's page"
        )
        yield warning(document, "unclear-entry", message, words.source)
        return
    conditions: tuple[Mention | None, ...] = item.heading.conditions if item.heading else (None,)
    quote: tuple[Span, ...] = (words.source, *((item.heading.quote,) if item.heading else ()))
    intent = item.heading.intent if item.heading else Intent.TREAT
    is_combination = item.heading.is_combination if item.heading else False
    for condition in conditions:
        yield ListedDrug(entry.drug, entry.brands, quote, condition, intent, is_combination)


def _listed(document: Document) -> Iterator[_Listed]:
    """The entries in reading order, each under the last heading."""
    heading: ListHeading | None = None
    for section in document.sections:
        if section.heading:
            heading = read_heading(section.heading.text) if section.heading.text else None
        for text, is_bullet in _pieces(section, document):
            if new := None if is_bullet else read_heading(text):
                heading = new
            elif _is_entry(text, document, is_bullet=is_bullet and heading is not None):
                yield _Listed(text, heading)


def _pieces(section: Section, document: Document) -> Iterator[tuple[Text, bool]]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from ((line, False) for line in lines(block.text, document.page))
        elif isinstance(block, Bullets):
            for bullet in (bullet for item in block.items for bullet in item.walk()):
                pieces = list(lines(bullet.text, document.page))
                linked = all(piece.links and piece.links[0].start == 0 for piece in pieces)
                yield from ((piece, True) for piece in (pieces if linked else [bullet.text]))


def _is_entry(text: Text, document: Document, *, is_bullet: bool) -> bool:
    """Whether a line is the name of a drug: linked to a drug's page, or a bullet of a list without any link."""
    if len(text.plain) < 2 or text.plain.endswith((".", ":")):
        return False
    if text.links:
        reached = max(link.end for link in text.links)
        covered = text.links[0].start == 0 and not any(char.isalnum() for char in text.plain[reached:])
        return covered and any(drug_page(link, document.page) for link in text.links)
    return is_bullet
