"""The report for machines: ``report.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from kgbuild.model import Severity
from kgbuild.report_lines import ListLine, ReadWords, UseLine
from kgbuild.reporting.findings import Finding
from kgbuild.reporting.report import Grounding, PageLine, Report, Ungrounded


class FindingEntry(TypedDict):
    """One finding; `line` and `column` are one-based and null where the whole file is meant."""

    page: str
    line: int | None
    column: int | None
    severity: str
    code: str
    message: str
    sentence: str


def as_json(report: Report) -> Iterator[bytes]:
    """Write a report as indented JSON in UTF-8, ending in a line feed, piece by piece; its form is given in README."""
    tally = report.tally
    shacl = (_entry(found) for found in report.findings if found.shacl)
    yield _opening(report)
    yield from _list("pages", map(_page, report.pages))
    yield from _list("setAside", ({"path": page.path, "reason": page.reason} for page in report.set_aside))
    yield from _list("unreadable", map(_entry, report.unreadable))
    yield from _list("groundings", map(_grounding, report.groundings))
    yield from _list("ungrounded", map(_ungrounded, report.ungrounded))
    yield from _list("shacl", shacl if tally.shacl else ())
    yield from _list("problems", (_entry(found) for found in report.findings if not found.shacl))
    yield b"\n}\n"


def _opening(report: Report) -> bytes:
    """Everything that is counted, as the beginning of an object."""
    tally = report.tally
    head = {
        "versions": dict(report.versions),
        "conforms": tally.conforms if tally.is_checked else None,
        "shaclEngine": tally.engine,
        "counts": {
            "pages": tally.by_kind,
            "unreadable": tally.unreadable,
            "facts": dict(tally.facts),
            "words": tally.words,
            "unreadWords": tally.unread,
            "triples": tally.triples,
            "ungrounded": tally.ungrounded,
            "findings": {severity.value: tally.findings[severity] for severity in Severity},
        },
    }
    return _indented(head).removesuffix(b"\n}")


def _list(name: str, entries: Iterable[object]) -> Iterator[bytes]:
    """A member whose value is an array, each entry made as it is written."""
    yield f',\n  "{name}": ['.encode()
    before, end = b"\n    ", b"]"
    for entry in entries:
        yield before + _indented(entry).replace(b"\n", b"\n    ")
        before, end = b",\n    ", b"\n  ]"
    yield end


def _indented(value: object) -> bytes:
    """JSON over several lines; line ends within texts are escaped, so that all of them are of the form."""
    import orjson

    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def _page(page: PageLine) -> dict[str, object]:
    return {
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
