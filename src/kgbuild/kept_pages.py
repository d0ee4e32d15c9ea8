"""What pages gave in earlier builds, kept beside the output, so that a page is read again only when it changed.

A result is found by all that it depends on: the page's bytes and name, and the
digest of everything that reads pages (`edition_of`). Nothing is ever taken on the
word of a clock. Whatever is wrong with the file means only that pages are read
anew: it is a cache, and may be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from kgbuild.model import Page

FILE = ".kgbuild-pages.sqlite"
"""Its name in the folder of the output."""

_TABLE = "(key TEXT PRIMARY KEY, packed BLOB NOT NULL) WITHOUT ROWID"
_WHILE_BUSY = 1.0
"""Seconds to wait for another process that has the file open."""


def edition_of(parts: Iterable[str], folders: Iterable[Path]) -> str:
    """Digest of everything besides the pages that decides what a build gives.

    Args:
        parts: versions and settings.
        folders: whose files are read whole: the program itself, the ontology, the shapes.

    Returns:
        Hex SHA-256.
    """
    digest = sha256("\n".join(parts).encode())
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"\n{file.relative_to(folder).as_posix()}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def key_of(page: Page, edition: str) -> str:
    """The name under which a page's result is kept: another byte, name, slug or edition is another key."""
    return sha256(f"{edition}\n{page.sha256}\n{page.path}\n{page.slug}".encode()).hexdigest()


class KeptPages:
    """Packed results by key. What earlier builds kept is read in place; what this one adds lies in a temporary file.

    Used as a context, at whose end the temporary file is gone; `save` makes what was used last.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        """Name the folder of the output, which need not be there; `fresh` takes nothing of what is kept there."""
        self._file = folder / FILE
        self._fresh = fresh
        self._used: dict[str, None] = {}

    def __enter__(self) -> Self:
        """Open what is there."""
        self._here = sqlite3.connect("")  # SQLite's name for a private database that spills to a temporary file
        self._here.execute(f"CREATE TABLE kept {_TABLE}")
        self._before = self._earlier()
        return self

    def __exit__(self, *_: object) -> None:
        """Close everything; what was not saved is forgotten."""
        self._here.close()
        if self._before:
            self._before.close()

    def _earlier(self) -> sqlite3.Connection | None:
        if self._fresh or not self._file.is_file():
            return None
        connection = sqlite3.connect(self._file, timeout=_WHILE_BUSY)
        try:
            connection.execute("SELECT key, packed FROM kept LIMIT 1").fetchone()
        except sqlite3.Error:  # damaged, or none of ours: as good as absent
            connection.close()
            return None
        return connection

    def __contains__(self, key: str) -> bool:
        """Whether something is kept under a key."""
        for connection in filter(None, (self._here, self._before)):
            with suppress(sqlite3.DatabaseError):
                if connection.execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchone():
                    return True
        return False

    @property
    def has_earlier(self) -> bool:
        """Whether there is something of earlier builds."""
        return self._before is not None

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; it counts as used."""
        for connection in filter(None, (self._here, self._before)):
            with suppress(sqlite3.DatabaseError):
                found = connection.execute("SELECT packed FROM kept WHERE key = ?", (key,)).fetchone()
                if found:
                    self._used[key] = None
                    packed: bytes = found[0]
                    return packed
        return None

    def put(self, key: str, packed: bytes) -> None:
        """Keep something for now."""
        self._here.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, packed))
        self._used[key] = None

    def save(self) -> None:
        """Make what was used last, and forget the rest, in one transaction.

        Raises:
            OSError: the file cannot be written, which harms nothing but the speed of the next build.
        """
        self._here.commit()
        try:
            self._save()
        except sqlite3.DatabaseError as error:
            try:
                self._file.unlink(missing_ok=True)
                self._save()
            except sqlite3.Error:
                raise OSError(None, str(error), str(self._file)) from error

    def _save(self) -> None:
        keys = ((key,) for key in self._used)
        with closing(sqlite3.connect(self._file, timeout=_WHILE_BUSY)) as file, file:
            file.execute(f"CREATE TABLE IF NOT EXISTS kept {_TABLE}")
            file.execute("CREATE TEMP TABLE used (key TEXT PRIMARY KEY) WITHOUT ROWID")
            file.executemany("INSERT INTO used VALUES (?)", keys)
            file.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM used)")
            added = self._here.execute("SELECT key, packed FROM kept")
            file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", added)
