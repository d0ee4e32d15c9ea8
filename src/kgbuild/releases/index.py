"""An imported release, opened read-only and in place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kgbuild.errors import TerminologyError
from kgbuild.releases.layout import ADVICE, APPLICATION, MAGIC, VERSION

_HEADER = 100
"""Bytes. Source: SQLite, Database File Format, section 1.3."""
_ONE_PAGE = 1
_LARGEST_PAGE = 65536
_CONCEPT = "SELECT code, label, names, types, parents, display, status, retired FROM concept"
_BY_KEY = """
SELECT concept.code, name.rank FROM name JOIN concept ON concept.line = name.concept
WHERE name.key = ? AND concept.retired <= ?
"""


@dataclass(frozen=True, slots=True)
class IndexedConcept:
    """One concept of a release, as the index holds it."""

    code: str
    label: str
    names: tuple[str, ...]
    """The preferred name first."""
    types: tuple[str, ...]
    parents: tuple[str, ...]
    display: str
    status: str
    """As the release writes it, several separated by pipes."""
    is_retired: bool
    """By its status or its branch."""


@dataclass(frozen=True, slots=True)
class ReleaseIndex:
    """Names, types and hierarchy of a release. For one thread."""

    path: Path
    source: Mapping[str, str]
    """``file``, ``sha256``, ``address``, ``concepts``, ``retired``, ``names``, ``columns``."""
    _database: sqlite3.Connection

    @classmethod
    def open(cls, path: Path) -> ReleaseIndex:
        """Open an index that `kgbuild.releases.importing.import_release` wrote.

        Raises:
            TerminologyError: there is none, it is damaged or of another version.
        """
        if not path.is_file():
            raise TerminologyError(f"{path}: no such index; {ADVICE} to make one")
        if not is_index(path):
            raise TerminologyError(f"{path}: is no index of a release; {ADVICE} to make one")
        _check_header(path)
        try:
            database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            source = dict(database.execute("SELECT name, value FROM source"))
        except sqlite3.Error as error:
            raise _damaged(path, error) from error
        return cls(path, source, database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def concept(self, code: str) -> IndexedConcept | None:
        """The concept of a code, retired or not."""
        return next(self._concepts(f"{_CONCEPT} WHERE code = ?", code), None)

    def concepts(self) -> Iterator[IndexedConcept]:
        """All concepts, in the order of the release."""
        return self._concepts(f"{_CONCEPT} ORDER BY line")

    def by_key(self, key: str, *, retired: bool = False) -> list[tuple[str, int]]:
        """(code, rank of the name) of each concept with a name of this key; retired ones only if asked for."""
        return [(code, rank) for code, rank in self._rows(_BY_KEY, key, retired)]

    def has_key(self, key: str) -> bool:
        """Whether any concept that is not retired has a name of this key."""
        return bool(self.by_key(key))

    def keys_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys of concepts not retired that begin so, in their order."""
        query = """
        SELECT DISTINCT key FROM name JOIN concept ON concept.line = name.concept
        WHERE key >= ? AND key < ? AND NOT concept.retired ORDER BY key LIMIT ?
        """
        return [key for (key,) in self._rows(query, prefix, prefix + chr(0x10FFFF), limit)]

    def children(self, code: str) -> tuple[str, ...]:
        """Codes directly below, in the order of the release."""
        query = "SELECT concept.code FROM parent JOIN concept ON concept.line = child WHERE parent = ? ORDER BY child"
        return tuple(child for (child,) in self._rows(query, code))

    def ancestors(self, code: str) -> frozenset[str]:
        """All codes above that are concepts; the code itself only where it is above itself."""
        known: dict[str, list[str]] = {}
        waiting = [code]
        while waiting:
            asked = waiting.pop()
            if asked in known:
                continue
            for (parents,) in self._rows("SELECT parents FROM concept WHERE code = ?", asked):
                known[asked] = [parent for parent in parents.split("|") if parent]
                waiting.extend(parent for parent in known[asked] if parent not in known)
        above = {parent for parents in known.values() for parent in parents}
        return frozenset(above & known.keys())

    def _concepts(self, query: str, *values: str) -> Iterator[IndexedConcept]:
        for code, label, names, types, parents, display, status, retired in self._rows(query, *values):
            listed, typed, above = (tuple(cell.split("|")) if cell else () for cell in (names, types, parents))
            yield IndexedConcept(code, label, listed, typed, above, display, status, bool(retired))

    def _rows(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._database.execute(query, values)
        except sqlite3.DatabaseError as error:
            raise _damaged(self.path, error) from error


def is_index(path: Path) -> bool:
    """Whether the file bears the marks of an index, of whatever version."""
    header = _header(path)
    return header.startswith(MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION


def _check_header(path: Path) -> None:
    """Refuse an index of another version, or one that is cut off, before anything is asked of it."""
    header = _header(path)
    version = int.from_bytes(header[60:64], "big")
    if version != VERSION:
        told = f"this index is of version {version}, and this kgbuild reads version {VERSION}"
        raise TerminologyError(f"{path}: {told}; {ADVICE} again")
    page = int.from_bytes(header[16:18], "big")
    expected = (_LARGEST_PAGE if page == _ONE_PAGE else page) * int.from_bytes(header[28:32], "big")
    if path.stat().st_size < expected:
        raise _damaged(path, f"{path.stat().st_size} bytes of {expected}")


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER)
    except OSError as error:
        raise TerminologyError(f"{path}: cannot be read ({error.strerror}); correct its name or rights") from error


def _damaged(path: Path, why: object) -> TerminologyError:
    return TerminologyError(f"{path}: the index is damaged ({why}); {ADVICE} again")
