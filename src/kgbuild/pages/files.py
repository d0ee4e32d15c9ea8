"""Which files the inputs mean, and their bytes; nothing here waits, follows loops or leaves the folder given."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kgbuild.model import Problem
from kgbuild.pages.remote import find_remote
from kgbuild.pages.sources import SUFFIX, Source, clean, problem, too_large
from kgbuild.remote_files import is_remote

STDIN = "-"
_MAGIC = re.compile(r"[*?[]")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def find_sources(inputs: Sequence[str]) -> list[Source | Problem]:
    """The files that the inputs name, each once, sorted by name, and what is wrong with the rest.

    Args:
        inputs: files, folders (all ``*.md`` below them; hidden files and folders are left out), globs, the same on
            other machines (`kgbuild.remote_files`), or ``-``.

    Raises:
        RemoteError: an address of another machine names a password, or needs a package that is not installed.
    """
    found: dict[str, Source] = {}
    problems: set[Problem] = set()
    for item in (item for given in inputs for item in _expand(given)):
        if isinstance(item, Problem):
            problems.add(item)
        else:
            place = item.path if item.path == STDIN or is_remote(item.path) else os.path.realpath(item.path)
            found[place] = min(item, found.get(place, item))
    names = Counter(source.shown for source in found.values())
    sources = [s if names[s.shown] == 1 else replace(s, shown=clean(s.path)) for s in found.values()]
    return sorted((*sources, *problems), key=_place)


def _place(item: Source | Problem) -> tuple[str, str]:
    return (item.shown, item.path) if isinstance(item, Source) else (item.page, item.code)


def _expand(given: str) -> Iterator[Source | Problem]:
    if given == STDIN:
        yield Source("stdin", STDIN)
    elif is_remote(given):
        yield from find_remote(given)
    elif os.path.lexists(given):
        yield from _named(given, str(Path(given).parent))
    elif not glob.has_magic(given):
        yield problem("no-such-file", "there is no such file or folder; correct it", given)
    else:
        fixed = Path(_MAGIC.split(given, maxsplit=1)[0] + "x").parent
        matches = glob.glob(given, recursive=True)  # noqa: PTH207 - takes absolute patterns, which Path.glob does not
        if not matches:
            yield problem("no-such-file", "no file fits this pattern; correct it", given)
        for match in matches:
            yield from _named(match, str(fixed))


def _named(path: str, root: str) -> Iterator[Source | Problem]:
    """One file or folder that the user named."""
    shown = _shown(path, root)
    if not Path(path).is_dir():
        yield Source(shown, path)
    elif path.endswith(SUFFIX):
        yield problem("not-a-file", "this is a folder, not a file; rename it", shown)
    else:
        yield from _below(path)


def _below(root: str) -> Iterator[Source | Problem]:
    """The ``*.md`` files of a folder and of the folders in it; links that lead out of it are problems."""
    home = os.path.realpath(root)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield problem("unreadable-file", _why(error), _shown(folder, root))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(SUFFIX):
                waiting.append(entry.path)
            else:
                yield from _entry(entry, root, home)


def _entry(entry: os.DirEntry[str], root: str, home: str) -> Iterator[Source | Problem]:
    shown = _shown(entry.path, root)
    if Path(entry.path).is_dir() and entry.is_symlink():
        yield problem("linked-folder", "links to folders are not followed; name that folder itself", shown)
    elif not entry.name.endswith(SUFFIX):
        return
    elif Path(entry.path).is_dir():
        yield problem("not-a-file", "this is a folder, not a file; rename it", shown)
    elif entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(home):
        yield problem("linked-outside", "this link leads out of the folder given; name its target itself", shown)
    else:
        yield Source(shown, entry.path)


def read_bytes(source: Source, limit: int) -> bytes | Problem:
    """The bytes of a regular file or of standard input, if they are not more than `limit`."""
    try:
        data = _stdin(limit) if source.path == STDIN else _regular(source.path, limit)
    except (OSError, ValueError) as error:
        return problem("unreadable-file", _why(error), source.shown)
    if data is None:
        return problem("not-a-file", "this is a pipe, device or folder, not a file; leave it out", source.shown)
    if len(data) > limit:
        return too_large(limit, source.shown)
    return data


def _stdin(limit: int) -> bytes:
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read(limit + 1)


def _regular(path: str, limit: int) -> bytes | None:
    """At most `limit` + 1 bytes; None where the path is no regular file. Opening never waits for a pipe's other end."""
    if not stat.S_ISREG(Path(path).stat().st_mode):
        return None
    handle = os.open(path, _OPEN_FLAGS)
    with os.fdopen(handle, "rb") as file:
        return file.read(limit + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None


def _why(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {reason}; correct its name or its rights"


def _shown(path: str, root: str) -> str:
    return clean(os.path.relpath(path, root or os.curdir).replace(os.sep, "/"))
