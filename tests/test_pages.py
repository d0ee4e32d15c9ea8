from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.model import Page, Problem, Severity
from kgbuild.pages import parse_page, read_pages
from kgbuild.pages.slugs import slug_of
from page_texts import BODY, ENTRIES, changed, written


def read(data: str | bytes, path: str = "examplinib.md") -> tuple[Page | None, list[Problem]]:
    """The page of a file, if it is accepted, and what was said about it."""
    found = list(parse_page(data.encode() if isinstance(data, str) else data, path))
    pages = [item for item in found if isinstance(item, Page)]
    assert len(pages) <= 1
    return (pages[0] if pages else None), [item for item in found if isinstance(item, Problem)]


def test_a_good_page_is_its_file_word_for_word() -> None:
    page, problems = read(written())
    assert page is not None
    assert problems == []
    assert (page.path, page.slug, page.text) == ("examplinib.md", "examplinib", written())
    assert page.text[page.body :] == BODY
    assert page.metadata["title"] == "Examplinib - NCI"
    assert page.metadata["tags"] == ("treatment",)
    assert len(page.sha256) == 64


REJECTED = [
    ("empty file", "", "empty-file", None),
    ("blank file", " \n\n", "empty-file", None),
    ("only front matter", written(body=""), "empty-body", 11),
    ("no closing fence", f"---\n{ENTRIES}{BODY}", "unterminated-front-matter", 1),
    ("empty block", "---\n---\nBody\n", "empty-front-matter", 2),
    ("only a comment", "---\n# none\n---\nBody\n", "empty-front-matter", 2),
    ("a list", "---\n- title\n- url\n---\nBody\n", "not-a-mapping", 2),
    ("a string", "---\njust words\n---\nBody\n", "not-a-mapping", 2),
    ("a key twice", written(ENTRIES + "title: Other\n"), "duplicate-key", 10),
    ("a Python object", changed("title", '!!python/object/apply:os.system ["touch pwned"]'), "yaml-tag", 2),
    ("a typed value", changed("title", "!!int 5"), "yaml-tag", 2),
    ("an alias that holds itself", written(ENTRIES + "x: &x [*x]\n"), "yaml-alias", 10),
    (
        "an alias bomb",
        written(ENTRIES + "a: &a [lol]\n" + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" * 9),
        "yaml-alias",
        11,
    ),
    ("a list 5,000 deep", written(ENTRIES + "x: " + "[" * 5000 + "]" * 5000 + "\n"), "nested-metadata", 10),
    ("a lone surrogate", changed("title", r'"Examplinib \ud800"'), "bad-yaml", 2),
    ("a tab as indent", written(ENTRIES + "x:\n\t- a\n"), "bad-yaml", 11),
    ("two YAML documents", written(ENTRIES + "...\n%YAML 1.1\n"), "bad-yaml", None),
    ("a list as title", changed("title", "[a, b]"), "metadata-type", 2),
    ("an injected language", changed("language", "en> <urn:evil"), "bad-language", 4),
    ("a language whose tag the graph could not hold", changed("language", "en-x"), "bad-language", 4),
    ("a long language", changed("language", "e" * 40), "bad-language", 4),
    ("NUL in the text", written(body="Exam\0plinib\n"), "control-character", 11),
    ("BEL in the title", changed("title", "Exam\aplinib"), "control-character", 2),
    ("escape sequence", written(body="\n\x1b]0;owned\x07\n"), "control-character", 12),
    ("Latin-1", written(body="caf\xe9\n").encode("latin-1"), "not-utf-8", 11),
    ("UTF-16", written().encode("utf-16"), "not-utf-8", 1),
]


def test_a_file_without_front_matter_is_no_page_and_no_error() -> None:
    page, problems = read(BODY)
    assert page is None
    assert [(p.code, p.severity, p.line) for p in problems] == [("missing-front-matter", Severity.WARNING, 1)]


@pytest.mark.parametrize(("data", "code", "line"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_rejects(data: str | bytes, code: str, line: int | None) -> None:
    page, problems = read(data)
    assert page is None
    assert [(p.code, p.severity) for p in problems] == [(code, Severity.ERROR)]
    assert line is None or problems[0].line == line
    assert problems[0].message.isprintable()


def test_nothing_of_a_rejected_object_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read(changed("title", '!!python/object/apply:os.system ["touch pwned"]'))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "no"),
        ("title", "123"),
        ("version", "1.10"),
        ("citation", "12:30:45"),
        ("title", "~"),
        ("title", "yes"),
    ],
)
def test_values_stay_as_written(key: str, value: str) -> None:
    page, _ = read(changed(key, value) if key in ENTRIES else written(ENTRIES + f"{key}: {value}\n"))
    assert page is not None
    assert page.metadata[key] == value


WARNED = [
    ("a day that is none", changed("lastReviewed", "2024-13-45"), "bad-date", 5),
    ("the day zero", changed("lastReviewed", "0000-00-00"), "bad-date", 5),
    ("a far year", changed("lastReviewed", "99999-01-01"), "bad-date", 5),
    ("digits alone", changed("lastReviewed", "20251230"), "bad-date", 5),
    ("a time", changed("lastReviewed", "12:30:45"), "bad-date", 5),
    ("another site", changed("url", "https://evil.example/drugs/examplinib"), "unsound-url", 3),
    ("a user in the address", changed("url", "https://x@www.cancer.gov/drugs/examplinib"), "unsound-url", 3),
    ("a line break in the address", changed("url", r'"https://www.cancer.gov/drugs/exam\nplinib"'), "unsound-url", 3),
    ("letters of another script in the host", changed("url", "https://www.c\u0430ncer.gov/a"), "unsound-url", 3),
    ("a way up", changed("url", "https://www.cancer.gov/drugs/../../x"), "unsound-url", 3),
    ("no path", changed("url", "https://www.cancer.gov/"), "unsound-url", 3),
    ("a nested value", written(ENTRIES + "author:\n  name: x\n"), "nested-metadata", 10),
    ("a list in a list", written(ENTRIES + "authors: [[a], b]\n"), "nested-metadata", 10),
    ("no licence", written(ENTRIES.replace("license: public_domain\n", "")), "missing-provenance", 1),
    ("an empty citation", changed("citation", ""), "missing-provenance", 1),
    ("a bell in an escape", changed("title", r'"Exam\aplinib"'), "cleaned-metadata", 2),
    ("a line separator in an escape", changed("title", r'"Examplinib\u2028x"'), "cleaned-metadata", 2),
    ("a zero width space in the text", written(body="\nexam\u200bplinib\n"), "invisible-character", 12),
]


@pytest.mark.parametrize(("data", "code", "line"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED])
def test_warns_and_keeps_the_page(data: str, code: str, line: int) -> None:
    page, problems = read(data)
    assert page is not None
    assert [(p.code, p.severity, p.line) for p in problems] == [(code, Severity.WARNING, line)]


@pytest.mark.parametrize(("key", "advice"), [("author", "leave it out"), ("licence", "did you mean `license`?")])
def test_a_key_without_a_place_in_the_graph_is_noted_with_its_line(key: str, advice: str) -> None:
    page, (problem,) = read(written(ENTRIES + f"{key}: Jane\n"))
    assert page is not None
    assert (problem.code, problem.severity, problem.line) == ("unknown-key", Severity.NOTE, 10)
    assert repr(key) in problem.message
    assert advice in problem.message


@pytest.mark.parametrize("tag", ["EN", "en-US"])
def test_a_language_is_a_tag_in_any_case(tag: str) -> None:
    page, problems = read(changed("language", tag))
    assert page is not None
    assert problems == []


def test_a_date_that_is_none_stays_as_text_and_an_unsound_address_does_not_stay() -> None:
    page, (problem,) = read(changed("lastReviewed", "2024-13-45"))
    assert page is not None
    assert "is not used" in problem.message
    assert page.metadata["lastReviewed"] == "2024-13-45"
    page, _ = read(changed("url", "https://evil.example/drugs/examplinib"), "exam.md")
    assert page is not None
    assert "url" not in page.metadata
    assert page.slug == "exam"


def test_what_nobody_sees_is_left_out_of_metadata() -> None:
    page, problems = read(changed("title", "Exam\u200bplin\u202eib"))
    assert page is not None
    assert page.metadata["title"] == "Examplinib"
    assert {p.code for p in problems} == {"cleaned-metadata", "invisible-character"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_change_nothing_but_offsets(end: str, mark: str) -> None:
    text = mark + written().replace("\n", end)
    page, problems = read(text)
    assert page is not None
    assert problems == []
    assert page.text == text
    assert page.text[page.body :].replace(end, "\n") == BODY
    assert (page.metadata, page.slug) == (read(written())[0].metadata, "examplinib")  # type: ignore[union-attr]  # it is read


def test_only_the_first_block_between_fences_is_front_matter() -> None:
    body = "\nText\n\n---\ntitle: Other\n---\n\nMore\n"
    page, problems = read(written(body=body))
    assert page is not None
    assert problems == []
    assert (page.metadata["title"], page.text[page.body :]) == ("Examplinib - NCI", body)


def test_trailing_blanks_at_a_fence_do_not_matter() -> None:
    page, problems = read(f"--- \n{ENTRIES}---\t\n{BODY}")
    assert page is not None
    assert problems == []


SLUGS = [
    ("https://www.cancer.gov/drugs/Imatinib/", "imatinib"),
    ("https://www.cancer.gov/drugs/..", "page"),
    ("https://www.cancer.gov/drugs/CON", "con-page"),
    ("https://www.cancer.gov/drugs/caf%C3%A9", "caf-c3-a9"),
]


@pytest.mark.parametrize(("url", "slug"), SLUGS)
def test_slugs_are_safe_names(url: str, slug: str) -> None:
    assert slug_of(url, "x.md") == slug


@given(st.text(max_size=400))
def test_a_slug_is_never_a_path(name: str) -> None:
    slug = slug_of(None, name)
    assert 0 < len(slug) <= 100
    assert not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-._")
    assert slug.strip(".") == slug


def test_two_names_for_one_letter_give_one_slug() -> None:
    assert slug_of(None, "caf\u00e9.md") == slug_of(None, "cafe\u0301.md") == "cafe"


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_bytes_are_a_page_or_a_reason(data: str | bytes) -> None:
    raw = data if isinstance(data, bytes) else f"---\n{data}\n---\nx".encode(errors="ignore")
    page, problems = read(raw)
    left_out = [p for p in problems if p.severity is Severity.ERROR or p.code == "missing-front-matter"]
    assert (page is None) == bool(left_out)
    if page is not None:
        assert page.text.encode() == raw
        assert 0 < page.body <= len(page.text)


@pytest.mark.shared
def test_every_real_page_is_read_without_a_word(shared: Path) -> None:
    found = list(read_pages([str(shared / "corpus" / "nci-drugs"), str(shared / "corpus" / "other-pages")]))
    assert [item for item in found if isinstance(item, Problem)] == []
    assert len(found) == len({item.slug for item in found if isinstance(item, Page)}) > 200
