"""The report: as text it reads like a compiler's, as HTML it is inert, as JSON it holds all."""

from __future__ import annotations

import json
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from kgbuild.model import PageKind, Problem, Severity, Span
from kgbuild.printable import printable
from kgbuild.reporting import Finding, Ledger, PageLine, Report, as_html, as_json, as_text, find

PAGE = "---\ntitle: x\n---\n## Use in Cancer\n- Wibble sarcoma\r\n- 日本 wobble\n"


def problem(words: str, severity: Severity = Severity.WARNING) -> Problem:
    start = PAGE.index(words)
    message = f"no NCIt concept named {words!r}"
    return Problem("unknown-term", severity, message, "examplinib.md", Span(start, start + len(words)))


def test_text_names_the_place_and_underlines_the_words() -> None:
    assert as_text(find(problem("sarcoma"), PAGE)) == (
        "examplinib.md:5:10: warning[unknown-term]: no NCIt concept named 'sarcoma'\n"
        "    - Wibble sarcoma\n"
        "             ^^^^^^^"
    )


def test_text_underlines_wide_characters_by_their_width() -> None:
    assert as_text(find(problem("wobble"), PAGE)).splitlines()[1:] == ["    - 日本 wobble", "           ^^^^^^"]


def test_text_cuts_a_long_line_around_the_words() -> None:
    line = "before " * 40 + "Wibble" + " after" * 40
    start = line.index("Wibble")
    found = find(Problem("c", Severity.NOTE, "m", "a.md", Span(start, start + 6)), line)
    _, excerpt, marks = as_text(found).splitlines()
    assert len(excerpt) <= 4 + 98
    assert excerpt[marks.index("^") : marks.rindex("^") + 1] == "Wibble"
    assert excerpt.startswith("    …")
    assert excerpt.endswith("…")


def test_text_of_a_file_that_could_not_be_read_has_its_line() -> None:
    found = find(Problem("unterminated-front-matter", Severity.ERROR, "no second ---", "a.md", line=1))
    assert as_text(found) == "a.md:1: error[unterminated-front-matter]: no second ---"


@pytest.mark.parametrize("evil", ["\x1b]0;owned\x07", "\x9b31m", "a\rb", "\u202eevil", "\ud800"])
def test_text_holds_nothing_that_a_terminal_obeys(evil: str) -> None:
    text = f"- {evil} drug\n"
    found = find(Problem("c", Severity.NOTE, evil, f"{evil}.md", Span(2, len(text) - 1)), text)
    shown = as_text(found).replace("\n", "")
    assert shown.isprintable()
    assert printable(evil).isprintable()


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" onmouseover='x"


def report(*findings: Finding, title: str = "Examplinib") -> Report:
    line = PageLine(
        "examplinib.md", "examplinib", "0" * 64, PageKind.DRUG, "has a drug's sections", title, "C1", {"BrandNames": 1}
    )
    aside = PageLine("other.md", "other", "1" * 64, PageKind.OTHER, "no drug", "Other", "", {})
    ungrounded = ("condition", f"wibble {title}", ("C2", "C3"))
    ledger = Ledger()
    ledger.page(line, [("agent", "BCG", "C298", "curated", Decimal("0.95"))], [ungrounded])
    ledger.page(aside)
    ledger.found(findings)
    return ledger.close(12, {"kgbuild": "0.1.0"}, "pyshacl")


class Judge(HTMLParser):
    """Collects what a browser would act on, with the standard library's parser."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_shows_the_inputs_words_and_obeys_none() -> None:
    found = Finding(EVIL, 1, 1, Severity.ERROR, "c", EVIL, EVIL, (0, len(EVIL)), EVIL, shacl=True)
    judge = Judge(as_html(report(found, title=EVIL)))
    assert not judge.tags & {"script", "img", "link", "iframe", "object"}
    assert not {name for name in judge.attributes if name.startswith("on") or name in {"src", "href"}}
    assert judge.text.count(EVIL) >= 4


def test_html_shows_the_marked_words_and_what_is_wrong() -> None:
    page = as_html(report(find(problem("Wibble"), PAGE))).decode()
    assert "<pre>- <mark>Wibble</mark> sarcoma</pre>" in page
    assert "line 5:3" in page
    assert "set aside" in page


def test_json_holds_pages_findings_and_ungrounded_words() -> None:
    violation = Finding("examplinib.md", 5, 3, Severity.ERROR, "DrugShape", "two codes", "", None, "words", shacl=True)
    unreadable = Finding("broken.md", 1, None, Severity.ERROR, "empty-file", "it is empty")
    held = json.loads(b"".join(as_json(report(find(problem("Wibble"), PAGE), violation, unreadable))))
    assert held["conforms"] is False
    assert held["counts"]["pages"] == {"drug": 1, "other": 1}
    assert held["counts"]["findings"] == {"error": 2, "warning": 1, "note": 0}
    assert [entry["path"] for entry in held["setAside"]] == ["other.md"]
    assert [entry["page"] for entry in held["unreadable"]] == ["broken.md"]
    assert [(entry["code"], entry["sentence"]) for entry in held["shacl"]] == [("DrugShape", "words")]
    assert [entry["code"] for entry in held["problems"]] == ["unknown-term", "empty-file"]
    assert held["ungrounded"][0]["candidates"] == ["C2", "C3"]
    assert held["groundings"] == [
        {
            "role": "agent",
            "words": "BCG",
            "code": "C298",
            "how": "curated",
            "confidence": 0.95,
            "pages": ["examplinib.md"],
        }
    ]


def test_a_warning_of_a_shape_does_not_break_conformance() -> None:
    assert report(Finding("a.md", 1, 1, Severity.WARNING, "PartnerShape", "m", shacl=True)).tally.conforms
    assert not report(Finding("a.md", 1, 1, Severity.ERROR, "PartnerShape", "m", shacl=True)).tally.conforms
