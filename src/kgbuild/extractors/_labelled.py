"""The small facts that NCI prints under a label of their own, before the first section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.extractors._reading import NOISE, Kept, lines, texts
from kgbuild.model import Document, PageKind, Section, Text

BRANDS = re.compile(r"^U\.?S\.? brand names?(?:\(s\))?:?$", re.IGNORECASE)
APPROVED = re.compile(r"^FDA approved:?$", re.IGNORECASE)

_HINTS = ("brand name", "fda approved")
"""One of these stands in every label; a search for letters costs a third of one for a pattern."""
_LABELS = (BRANDS, APPROVED)
_SUBJECTS = {PageKind.DRUG, PageKind.COMBINATION}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and the lines below it, up to the next label or heading."""

    label: Text
    lines: tuple[Text, ...]


def is_subject_page(document: Document) -> bool:
    """Whether the page is about one drug or combination."""
    return document.kind in _SUBJECTS


def labelled(document: Document, label: re.Pattern[str]) -> Iterator[Labelled]:
    """Each place of the page where the label stands alone on a line."""
    return (found for found in _labels(document) if label.match(found.label.plain))


@Kept
def _labels(document: Document) -> list[Labelled]:
    """Every label of the page with its lines."""
    return [found for section in document.sections for found in _of_section(document, section)]


def _of_section(document: Document, section: Section) -> Iterator[Labelled]:
    pieces = list(texts(section)) if is_subject_page(document) else []
    words = " ".join([text.plain for text in pieces]).lower()
    if not any(hint in words for hint in _HINTS):
        return
    found = [line for text in pieces for line in lines(text, document.page)]
    found = [line for line in found if line.plain and not NOISE.match(line.plain)]
    marks = [i for i, line in enumerate(found) if any(known.match(line.plain) for known in _LABELS)]
    for i, end in pairwise([*marks, len(found)]):
        yield Labelled(found[i], tuple(found[i + 1 : end]))
