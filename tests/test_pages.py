from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.model import Page, Problem, Severity
from kgbuild.pages import parse_page, read_pages
from kgbuild.pages.slugs import slug_of

URL = "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib"
ENTRIES = f"""\
title: Examplinib - NCI
url: {URL}
language: en
lastReviewed: '2025-12-30'
license: public_domain
citation: NCI, 2025
tags:
- treatment
"""
BODY = "\n# Examplinib - NCI\n\n# Examplinib\n\n## Use in Cancer\n\nExamplinib is approved to treat:\n\n- **Anemia**.\n"


def written(entries: str = ENTRIES, body: str = BODY) -> str:
    return f"---\n{entries}---\n{body}"


def changed(key: str, value: str) -> str:
    """The good page with one entry's value replaced."""
    lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in ENTRIES.splitlines()]
    return written("\n".join(lines) + "\n")


def read(data: str | bytes, path: str = "examplinib.md") -> tuple[Page | None, list[Problem]]:
    """The page of a file, if it is accepted, and what was said about it."""
    found = list(parse_page(data.encode() if isinstance(data, str) else data, path))
    pages = [item for item in found if isinstance(item, Page)]
    assert len(pages) <= 1
    return (pages[0] if pages else None), [item for item in found if isinstance(item, Problem)]


def codes(found: list[Page | Problem]) -> list[tuple[str, str]]:
    return [(item.path, item.slug) if isinstance(item, Page) else (item.page, item.code) for item in found]


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
    ("only body", BODY, "missing-front-matter", 1),
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
    ("a long language", changed("language", "e" * 40), "bad-language", 4),
    ("NUL in the text", written(body="Exam\0plinib\n"), "control-character", 11),
    ("BEL in the title", changed("title", "Exam\aplinib"), "control-character", 2),
    ("escape sequence", written(body="\n\x1b]0;owned\x07\n"), "control-character", 12),
    ("Latin-1", written(body="caf\xe9\n").encode("latin-1"), "not-utf-8", 11),
    ("UTF-16", written().encode("utf-16"), "not-utf-8", 1),
]


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


def test_a_date_that_is_none_stays_as_text_and_an_unsound_address_does_not_stay() -> None:
    page, _ = read(changed("lastReviewed", "2024-13-45"))
    assert page is not None
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
    assert (page.metadata, page.slug) == (read(written())[0].metadata, "examplinib")  # type: ignore[union-attr] # read


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
    assert (page is None) == any(p.severity is Severity.ERROR for p in problems)
    if page is not None:
        assert page.text.encode() == raw
        assert 0 < page.body <= len(page.text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages and a file of another kind."""
    pages = tmp_path / "pages"
    (pages / "more").mkdir(parents=True)
    for name in ("b.md", "more/a.md"):
        (pages / name).write_text(written(ENTRIES.replace("examplinib\n", f"{Path(name).stem}\n")), encoding="utf-8")
    (pages / "notes.txt").write_text("no page", encoding="utf-8")
    return pages


def test_files_folders_and_globs_read_each_page_once_in_one_order(folder: Path) -> None:
    inputs = [str(folder), str(folder / "b.md"), str(folder / "*.md"), str(folder / "**" / "*.md")]
    expected = [("b.md", "b"), ("more/a.md", "a")]
    assert codes(list(read_pages(inputs))) == codes(list(read_pages(inputs[::-1]))) == expected
    assert all(codes(list(read_pages([one]))) for one in inputs)


def test_a_name_shown_does_not_depend_on_where_the_folder_lies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert list(read_pages(["pages"])) == list(read_pages([str(folder)]))


def test_what_is_not_there_is_reported(folder: Path) -> None:
    found = codes(list(read_pages([str(folder / "c.md"), str(folder / "*.markdown"), str(folder / "b.md")])))
    assert [code for _, code in found] == ["no-such-file", "b", "unreadable-file"]


def test_two_pages_of_one_slug_are_a_conflict_whatever_the_order(folder: Path) -> None:
    (folder / "B2.md").write_text(written(ENTRIES.replace("examplinib\n", "B\n")), encoding="utf-8")
    for inputs in ([str(folder)], [str(folder / "b.md"), str(folder / "more"), str(folder / "B2.md")]):
        found = codes(list(read_pages(inputs)))
        assert ("B2.md", "b") in found
        assert ("b.md", "duplicate-slug") in found


def test_files_of_one_name_in_two_folders_are_told_apart(folder: Path) -> None:
    (folder / "a.md").write_text(changed("url", URL + "2"), encoding="utf-8")
    found = codes(list(read_pages([str(folder / "a.md"), str(folder / "more" / "a.md")])))
    assert len({name for name, _ in found}) == 2
    assert {slug for _, slug in found} == {"a", "examplinib2"}


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written().encode())))
    assert codes(list(read_pages(["-", "-"]))) == [("stdin", "examplinib")]


def test_closed_standard_input_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert codes(list(read_pages(["-"]))) == [("stdin", "unreadable-file")]


def test_what_is_no_file_is_skipped_with_the_reason_and_without_waiting(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(written(), encoding="utf-8")
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "round").symlink_to(folder)
    (folder / "link.md").symlink_to(outside)
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    (folder / ".hidden.md").write_text(written(), encoding="utf-8")
    started = time.monotonic()
    assert codes(list(read_pages([str(folder)]))) == [
        ("b.md", "b"),
        ("folder.md", "not-a-file"),
        ("gone.md", "unreadable-file"),
        ("link.md", "linked-outside"),
        ("loop.md", "unreadable-file"),
        ("more/a.md", "a"),
        ("pipe.md", "not-a-file"),
        ("round", "linked-folder"),
    ]
    assert codes(list(read_pages(["/dev/zero"]))) == [("zero", "not-a-file")]
    assert time.monotonic() - started < 5


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "line.md").write_text(written(body="x" * 10_000_000), encoding="utf-8")
    found = list(read_pages([str(tmp_path)]))
    assert codes(found) == [("big.md", "file-too-large"), ("line.md", "file-too-large")]


def test_a_limit_is_what_is_allowed(tmp_path: Path) -> None:
    data = written().encode()
    (tmp_path / "a.md").write_bytes(data)
    assert codes(list(read_pages([str(tmp_path)], limit=len(data)))) == [("a.md", "examplinib")]
    assert codes(list(read_pages([str(tmp_path)], limit=len(data) - 1))) == [("a.md", "file-too-large")]


def test_file_names_that_steer_a_terminal_are_shown_harmless(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.md").write_text(BODY, encoding="utf-8")
    assert codes(list(read_pages([str(tmp_path)]))) == [("a\ufffd[2J.md", "missing-front-matter")]


@pytest.mark.shared
def test_every_real_page_is_read_without_a_word(shared: Path) -> None:
    found = list(read_pages([str(shared / "corpus" / "nci-drugs"), str(shared / "corpus" / "other-pages")]))
    assert [item for item in found if isinstance(item, Problem)] == []
    assert len(found) == len({item.slug for item in found if isinstance(item, Page)}) > 200
