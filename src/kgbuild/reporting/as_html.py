"""The report for a browser: ``report.html``, one file without scripts, fonts or pictures from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, islice

from kgbuild.model import Severity
from kgbuild.printable import printable
from kgbuild.reporting.findings import Finding
from kgbuild.reporting.report import Report
from kgbuild.templates import render

_ROWS = 2000
"""The most that a table shows; the rest stands in ``report.json``."""


def as_html(report: Report) -> bytes:
    """Write a report as a page in UTF-8; whatever comes from the input is escaped."""
    graver = (found for found in report.findings if found.severity is not Severity.NOTE)
    return render(
        "report.html",
        report=report,
        tally=report.tally,
        rows=_ROWS,
        pages=list(islice(report.pages, _ROWS)),
        counts={severity.value: report.tally.findings[severity] for severity in Severity},
        by_page=_by_page(list(islice(graver, _ROWS))),
        parts=_parts,
    )


def _by_page(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings stand in the order of the pages, so that those of one page are neighbours."""
    return [(path, list(found)) for path, found in groupby(findings, key=lambda found: found.path)]


def _parts(found: Finding) -> tuple[str, str, str]:
    """The excerpt before, at, and behind the words that are meant."""
    start, end = found.marked or (0, 0)
    before, meant, behind = found.excerpt[:start], found.excerpt[start:end], found.excerpt[end:]
    return printable(before), printable(meant), printable(behind)
