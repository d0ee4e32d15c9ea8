"""Documents -> facts: runs the extractors, and keeps what they found apart from what they could not read."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.extractors import EXTRACTORS, Extractor
from kgbuild.facts import Fact, Reading
from kgbuild.model import Document, Problem


def extract(document: Document, extractors: Sequence[Extractor] = EXTRACTORS) -> Reading:
    """What the extractors understand of a document, in their order; the same fact once."""
    facts: dict[Fact, None] = {}
    problems: list[Problem] = []
    for read in extractors:
        for found in read(document):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                facts.setdefault(found)
    return Reading(document, tuple(facts), tuple(problems))
