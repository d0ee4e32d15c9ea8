"""As `kgbuild.pages.files`, of other machines: the same rules for which files are meant, and for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kgbuild.errors import RemoteError
from kgbuild.model import Problem
from kgbuild.pages.sources import SUFFIX, Source, clean, problem, too_large
from kgbuild.remote_files import FileSystem, opened, why, without_user

AT_ONCE = 64
"""Files that are asked for together: a store takes its time for each, and has many hands."""
BYTES_AT_ONCE = 16_000_000
_MAGIC = re.compile(r"[*?[]")

_Entry = Mapping[str, Any]
"""What a file system tells of a file or folder: `name`, `type`, `size`."""


@dataclass(frozen=True, slots=True, order=True)
class RemoteSource(Source):
    """A file to read; `path` is its address."""

    name: str
    """In its file system."""
    size: int
    """Bytes, as the file system told."""
    system: FileSystem = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Tree:
    """A folder of a file system, to which the names that are shown are relative."""

    system: FileSystem
    root: str
    address: str

    def relative(self, name: str) -> str:
        return name.strip("/").removeprefix(self.root.strip("/")).strip("/")

    def shown(self, name: str) -> str:
        return clean(self.relative(name)) or self.address

    def below(self, name: str) -> _Tree:
        """The tree of a folder in it."""
        return _Tree(self.system, name, f"{self.address}/{self.relative(name)}".rstrip("/"))

    def source(self, entry: _Entry) -> RemoteSource:
        name = entry["name"]
        address = f"{self.address}/{self.relative(name)}"
        return RemoteSource(self.shown(name), address, name, entry.get("size") or 0, self.system)


def find_remote(given: str) -> Iterator[Source | Problem]:
    """The files that an address means: a file, a folder (all ``*.md`` below it) or a glob.

    Raises:
        RemoteError: see `kgbuild.remote_files.opened`.
    """
    address = without_user(given).rstrip("/")
    try:
        system, name = opened(given)
        entries = _named(system, name)
    except RemoteError:
        raise
    except Exception as error:  # noqa: BLE001 - every store has its own
        yield problem("unreadable-file", _why(error), address)
        return
    if not entries:
        fits = "no file fits this pattern" if _MAGIC.search(name) else "there is no such file or folder"
        yield problem("no-such-file", f"{fits}; correct it", address)
        return
    is_one = entries[0]["name"].strip("/") == name.strip("/")
    root, place = (_parent(part if is_one else _MAGIC.split(part, maxsplit=1)[0]) for part in (name, address))
    tree = _Tree(system, root, place)
    for entry in entries:
        if is_one or not _is_hidden(tree.relative(entry["name"])):
            yield from _meant(entry, tree)


def _named(system: FileSystem, name: str) -> Sequence[_Entry]:
    """What a name leads to, or what fits it."""
    try:
        return [system.info(name)]
    except FileNotFoundError:
        found = system.glob(name, detail=True) if _MAGIC.search(name) else {}
        return [found[each] for each in sorted(found)]


def _meant(entry: _Entry, tree: _Tree) -> Iterator[Source | Problem]:
    """One file or folder that the user named."""
    name = entry["name"]
    if entry["type"] != "directory":
        yield tree.source(entry)
    elif name.endswith(SUFFIX):
        yield _folder_like_a_page(tree.shown(name))
    else:
        yield from _below(tree.below(name))


def _below(tree: _Tree) -> Iterator[Source | Problem]:
    """The ``*.md`` files of a folder and of the folders in it."""
    waiting = [tree.root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = tree.system.ls(folder, detail=True)
        except Exception as error:  # noqa: BLE001 - every store has its own
            yield problem("unreadable-file", _why(error), tree.shown(folder))
            continue
        for entry in entries:
            name = entry["name"].rstrip("/")
            if name.strip("/") == folder.strip("/") or _is_hidden(name.rpartition("/")[2]):
                continue  # object stores may hold a folder as an empty object in itself
            if entry["type"] == "directory" and not name.endswith(SUFFIX):
                waiting.append(name)
            elif entry["type"] == "directory":
                yield _folder_like_a_page(tree.shown(name))
            elif name.endswith(SUFFIX):
                yield tree.source(entry)


def read_remote(sources: Iterable[RemoteSource], limit: int) -> Iterator[tuple[str, bytes | Problem]]:
    """The name and the bytes of each file, if they are not more than `limit`: what is larger is not fetched."""
    for system, run in groupby(sources, key=lambda source: source.system):
        for together in _groups(run):
            fetched = [source for source in together if source.size <= limit]
            contents = dict(zip(fetched, _contents(system, fetched), strict=True))
            for source in together:
                yield source.shown, _checked(contents.get(source), source.shown, limit)


def _groups(sources: Iterable[RemoteSource]) -> Iterator[list[RemoteSource]]:
    group: list[RemoteSource] = []
    for source in sources:
        group.append(source)
        if len(group) == AT_ONCE or sum(each.size for each in group) >= BYTES_AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _contents(system: FileSystem, sources: Sequence[RemoteSource]) -> Sequence[bytes | Exception]:
    names = [source.name for source in sources]
    try:
        # And not `cat`, which takes a name with a bracket for a pattern.
        found: Sequence[bytes | Exception] = system.cat_ranges(names, None, None, on_error="return")
    except Exception as error:  # noqa: BLE001 - every store has its own
        return [error] * len(names)
    return found


def _checked(data: bytes | Exception | None, shown: str, limit: int) -> bytes | Problem:
    if isinstance(data, Exception):
        return problem("unreadable-file", _why(data), shown)
    return too_large(limit, shown) if data is None or len(data) > limit else data


def _folder_like_a_page(shown: str) -> Problem:
    return problem("not-a-file", "this is a folder, not a file; rename it", shown)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _parent(name: str) -> str:
    """The folder of a file, or the one in which a pattern begins."""
    return name.rpartition("/")[0]


def _why(error: Exception) -> str:
    return f"cannot be read: {why(error)}; correct its name or its rights"
