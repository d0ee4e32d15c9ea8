"""The report for machines: ``report.json``."""

from __future__ import annotations

from typing import TypedDict

from kgbuild.model import Severity
from kgbuild.report_lines import ListLine, ReadWords, UseLine
from kgbuild.reporting.findings import Finding
from kgbuild.reporting.report import Grounding, Report, Ungrounded


class FindingEntry(TypedDict):
    """One finding; `line` and `column` are one-based and null where the whole file is meant."""

    page: str
    line: int | None
    column: int | None
    severity: str
    code: str
    message: str
    sentence: str


def as_json(report: Report) -> bytes:
    """Write a report as indented JSON in UTF-8, ending in a line feed; its form is given in README."""
    import orjson

    return orjson.dumps(_entries(report), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _entries(report: Report) -> dict[str, object]:
    return {
        "versions": dict(report.versions),
        "conforms": report.conforms if report.is_checked else None,
        "shaclEngine": report.engine,
        "counts": {
            "pages": dict(report.kinds),
            "unreadable": len(report.unreadable),
            "facts": dict(report.facts),
            "words": report.words,
            "unreadWords": report.unread,
            "triples": report.triples,
            "ungrounded": len(report.ungrounded),
            "findings": {severity.value: report.count(severity) for severity in Severity},
        },
        "pages": [
            {
                "path": page.path,
                "slug": page.slug,
                "sha256": page.sha256,
                "kind": page.kind.value,
                "reason": page.reason,
                "title": page.title,
                "code": page.code,
                "facts": dict(page.facts),
                "words": page.words,
                "unread": page.unread,
                "uses": [_use(use) for use in page.uses],
                "listed": [_listed(entry) for entry in page.listed],
            }
            for page in report.pages
        ],
        "setAside": [{"path": page.path, "reason": page.reason} for page in report.set_aside],
        "unreadable": [_entry(found) for found in report.unreadable],
        "groundings": [_grounding(entry) for entry in report.groundings],
        "ungrounded": [_ungrounded(entry) for entry in report.ungrounded],
        "shacl": [_entry(found) for found in report.findings if found.shacl],
        "problems": [_entry(found) for found in report.findings if not found.shacl],
    }


def _grounding(entry: Grounding) -> dict[str, object]:
    return {
        "role": entry.role,
        "words": entry.words,
        "code": entry.code,
        "how": entry.how,
        "confidence": float(entry.confidence),
        "pages": list(entry.pages),
    }


def _ungrounded(entry: Ungrounded) -> dict[str, object]:
    return {
        "role": entry.role,
        "words": entry.words,
        "candidates": list(entry.candidates),
        "pages": list(entry.pages),
    }


def _use(use: UseLine) -> dict[str, object]:
    return {
        "iri": use.iri,
        "line": use.line,
        "statement": use.statement,
        "read": [{"rule": each.rule, **_words(each)} for each in use.read],
        "unread": [_words(each) for each in use.unread],
    }


def _words(read: ReadWords) -> dict[str, object]:
    return {"words": read.words, "start": read.start, "end": read.end}


def _listed(entry: ListLine) -> dict[str, object]:
    return {
        "drug": entry.drug,
        "slug": entry.slug,
        "name": entry.name,
        "brands": list(entry.brands),
        "condition": entry.condition,
        "intent": entry.intent,
        "line": entry.line,
        "words": entry.words,
    }


def _entry(found: Finding) -> FindingEntry:
    return {
        "page": found.path,
        "line": found.line,
        "column": found.column,
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message,
        "sentence": found.sentence,
    }
