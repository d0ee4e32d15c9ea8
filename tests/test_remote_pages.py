"""Pages by addresses: by the same rules as those of this machine. The store is one that fsspec keeps in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from example_pages import UNTERMINATED, named
from kgbuild.errors import RemoteError
from kgbuild.model import Page, Problem
from kgbuild.pages import find_sources, read_pages
from kgbuild.remote_files import opened

FILES = {
    "betanib.md": named("betanib"),
    "alphanib.md": named("alphanib"),
    "broken.md": UNTERMINATED,
    "empty.md": "",
    "notes.txt": "no page",
    ".hidden.md": named("hiddenib"),
    ".hidden/zetanib.md": named("zetanib"),
    "deep/deeper/gammanib.md": named("gammanib"),
    "deep/alphanib.md": named("alphanib"),
    "deep/folder.md/deltanib.md": named("deltanib"),
    "large.md": "x" * 2000,
    "what[1]?.md": named("epsilonib"),
    "steering\x1b.md": named("etanib"),
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pages" / name).write_bytes(text.encode())
    return tmp_path


@pytest.fixture
def there() -> Iterator[Any]:
    """The store, with the same files."""
    store = MemoryFileSystem()
    store.pipe({f"/pages/{name}": text.encode() for name, text in FILES.items()})
    yield store
    store.rm("/", recursive=True)


def found(*names: str, limit: int = 1500) -> list[Page | Problem]:
    return list(read_pages(names, limit=limit))


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "inputs",
    [
        ["pages"],
        ["pages/"],
        ["pages/deep"],
        ["pages/alphanib.md"],
        ["pages/what[1]?.md"],
        ["pages/*.md"],
        ["pages/**/*.md"],
        ["pages/d*"],
        ["pages/*/alpha*.md"],
        ["pages/[ab]*.md"],
        ["pages/.hidden.md"],
        ["pages/.hidden/*.md"],
        ["pages/notes.txt"],
        ["pages/deep/folder.md"],
        ["pages/betanib.md", "pages"],
    ],
)
def test_what_is_found_is_what_would_be_found_here(inputs: list[str], here: Path) -> None:
    ours = found(*(str(here / name) for name in inputs))
    assert found(*(f"memory://{name}" for name in inputs)) == ours
    assert ours


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("name", ["nothing.md", "nothing", "pages/nothing*.md", "pages/deep/nothing/"])
def test_what_is_not_there_is_one_problem_with_its_address(name: str) -> None:
    (problem,) = found(f"memory://{name}")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.page) == ("no-such-file", f"memory://{name}".rstrip("/"))


@pytest.mark.usefixtures("there")
def test_pages_of_here_and_there_stand_in_one_order(here: Path) -> None:
    (here / "mine.md").write_text(named("iotanib"))
    pages = [item for item in found(str(here / "mine.md"), "memory://pages") if isinstance(item, Page)]
    assert [page.path for page in pages] == sorted(page.path for page in pages)
    assert "mine.md" in {page.path for page in pages}


def test_files_of_one_name_are_told_by_their_addresses(there: Any) -> None:
    there.pipe("/other/betanib.md", named("betanib").encode())
    items = found("memory://pages", "memory://other")
    assert {item.path for item in items if isinstance(item, Page) and item.slug == "betanib"} == {
        "memory://other/betanib.md"
    }
    (problem,) = (item for item in items if isinstance(item, Problem) and item.page == "memory://pages/betanib.md")
    assert problem.code == "duplicate-slug"


class Watched:
    """A store in which some names fail, and which notes what is fetched."""

    def __init__(self, store: Any, failing: Mapping[str, Exception]) -> None:
        self.fetched: list[str] = []
        self._read, self._list, self._failing = store.cat_file, store.ls, failing

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **_: object) -> bytes:
        self.fetched.append(path)
        if path in self._failing:
            raise self._failing[path]
        data: bytes = self._read(path, start, end)
        return data

    def ls(self, path: str, detail: bool = True, **_: object) -> list[object]:  # noqa: FBT001, FBT002 - as fsspec's
        if path in self._failing:
            raise self._failing[path]
        entries: list[object] = self._list(path, detail=detail)
        return entries


def watch(monkeypatch: pytest.MonkeyPatch, there: Any, failing: Mapping[str, Exception]) -> Watched:
    watched = Watched(there, failing)
    monkeypatch.setattr(there, "cat_file", watched.cat_file)
    monkeypatch.setattr(there, "ls", watched.ls)
    return watched


def test_a_file_or_folder_that_fails_costs_only_itself(there: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = {"/pages/betanib.md": PermissionError("Access Denied"), "/pages/deep": OSError(5, "the line is cut")}
    before = found("memory://pages")
    watch(monkeypatch, there, failing)
    after = found("memory://pages")
    said = {item.page: item.message for item in after if isinstance(item, Problem) and item.code == "unreadable-file"}
    assert said == {
        "betanib.md": "cannot be read: Access Denied; correct its name or its rights",
        "deep": "cannot be read: the line is cut; correct its name or its rights",
    }
    lost = {item.path for item in before if isinstance(item, Page)} - {
        item.path for item in after if isinstance(item, Page)
    }
    assert lost == {"betanib.md", "deep/deeper/gammanib.md"}


def test_a_file_that_is_too_large_is_not_fetched(there: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = watch(monkeypatch, there, {})
    (problem,) = (item for item in found("memory://pages") if isinstance(item, Problem) and item.page == "large.md")
    assert problem.code == "file-too-large"
    assert "/pages/betanib.md" in watched.fetched
    assert "/pages/large.md" not in watched.fetched


def test_a_file_that_has_grown_since_it_was_listed_is_too_large(there: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(there, "cat_file", lambda *_, **__: b"x" * 9000)
    (problem,) = found("memory://pages/betanib.md")
    assert isinstance(problem, Problem)
    assert problem.code == "file-too-large"


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(RemoteError) as caught:
        find_sources(["hdfs://somebody:secret@namenode/pages"])
    assert "secret" not in str(caught.value)
    assert "somebody" not in str(caught.value)
    assert str(caught.value).startswith("hdfs://namenode/pages: the address holds a password")


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(
        RemoteError, match=r"gs://bucket/pages: this needs a package that is not installed .*kgbuild\[dask\]"
    ):
        opened("gs://bucket/pages")
