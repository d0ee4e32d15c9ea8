from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest

from kgbuild.pages import read_pages
from page_texts import BODY, ENTRIES, URL, changed, codes, written


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
    assert [code for _, code in found] == ["no-such-file", "no-such-file", "b"]


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
