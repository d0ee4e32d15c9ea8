"""What a build found -> text as a compiler prints it, JSON, HTML."""

from __future__ import annotations

from kgbuild.reporting.as_html import as_html
from kgbuild.reporting.as_json import as_json
from kgbuild.reporting.findings import Finding, as_text, by_place, find
from kgbuild.reporting.report import Grounding, PageLine, Report, Ungrounded

__all__ = [
    "Finding",
    "Grounding",
    "PageLine",
    "Report",
    "Ungrounded",
    "as_html",
    "as_json",
    "as_text",
    "by_place",
    "find",
]
