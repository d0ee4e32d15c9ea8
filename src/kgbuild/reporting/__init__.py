"""What a build found -> text as a compiler prints it, JSON, HTML."""

from __future__ import annotations

from kgbuild.reporting.as_html import as_html
from kgbuild.reporting.as_json import as_json
from kgbuild.reporting.findings import Finding, as_text, by_place, find
from kgbuild.reporting.ledger import GroundingEntry, Ledger, UngroundedEntry
from kgbuild.reporting.report import Grounding, PageLine, Report, Tally, Ungrounded

__all__ = [
    "Finding",
    "Grounding",
    "GroundingEntry",
    "Ledger",
    "PageLine",
    "Report",
    "Tally",
    "Ungrounded",
    "UngroundedEntry",
    "as_html",
    "as_json",
    "as_text",
    "by_place",
    "find",
]
