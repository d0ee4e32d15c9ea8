"""Documents -> facts: runs the extractors, and keeps what they found apart from what they could not read."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.extractors import EXTRACTORS, Extractor
from kgbuild.facts import Fact, Reading
from kgbuild.model import Document, Problem, Severity, Span


def extract(document: Document, extractors: Sequence[Extractor] = EXTRACTORS) -> Reading:
    """What the extractors understand of a document, in their order; the same fact once."""
    facts: dict[Fact, None] = {}
    problems = [_overlong(document, span) for span in document.overlong]
    for read in extractors:
        for found in read(document):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                facts.setdefault(found)
    return Reading(document, tuple(facts), tuple(problems))


def _overlong(document: Document, span: Span) -> Problem:
    message = f"a paragraph, bullet or row of {span.end - span.start} characters was not read; split it"
    page = document.page
    return Problem("overlong-block", Severity.WARNING, message, page.path, span, page.line_of(span.start))
