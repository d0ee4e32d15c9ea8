"""A FLAT release -> an index: one SQLite file, written beside its place and then put there whole.

SQLite, because it is opened in place (nothing is loaded at start), is one file, is replaced atomically, and comes with
every Python. Memory stays flat however large the release is: rows are streamed into tables, names are sorted by SQLite
in temporary files, and only the numbers of the hierarchy are held (see `cycles`). Definitions are not taken.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kgbuild.errors import OutputError, ReleaseError
from kgbuild.naming import normalise
from kgbuild.releases.cycles import cycles
from kgbuild.releases.index import is_index
from kgbuild.releases.layout import DISPLAYED, PREFERRED, SYNONYM, TABLES
from kgbuild.releases.rows import read_rows
from kgbuild.replacement import replacing

RETIRED_BRANCH = "C28428"
"""Retired Concept: what lies below it and nowhere else is retired, whatever its status says."""

_SPEED = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -32768;
PRAGMA temp.cache_size = -8192;
"""
"""The file is a temporary one until it is whole, so that it needs no journal. Caches in KiB."""
_CONCEPT = "INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SORTED = "INSERT INTO name SELECT key, concept, rank FROM unsorted ORDER BY key, concept"
_BELOW = """
WITH RECURSIVE branch(code) AS (
    VALUES (?) UNION SELECT concept.code FROM branch
    JOIN parent ON parent.parent = branch.code JOIN concept ON concept.line = parent.child
)
UPDATE concept SET retired = 1 WHERE line IN (
    SELECT child FROM parent GROUP BY child HAVING min(parent IN (SELECT code FROM branch))
)
"""
_MISSING = """
SELECT parent, count(*) FROM parent WHERE parent NOT IN (SELECT code FROM concept) GROUP BY parent ORDER BY 2 DESC, 1
"""
_EDGES = "SELECT concept.line, parent.child FROM parent JOIN concept ON concept.code = parent.parent"
_AMBIGUOUS = "SELECT count(*) FROM (SELECT 1 FROM name GROUP BY key HAVING count(*) > 1)"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported, and what is odd about it."""

    concepts: int
    retired: int
    names: int
    """Keys of each concept, in all."""
    ambiguous: int
    """Keys that several concepts have; all are kept."""
    columns: int
    sha256: str
    """Of the file as it was given."""
    missing: tuple[tuple[str, int], ...]
    """Parents that are no concept of the release, with the number of their children."""
    cycles: tuple[tuple[str, ...], ...]
    """Concepts that are above themselves; see `cycles`."""


def import_release(release: Path, target: Path, address: str = "") -> Imported:
    """Read a release and write its index.

    Args:
        release: see `kgbuild.releases.rows.read_rows`.
        target: the index; an old one is replaced, and nothing else.
        address: where the release was fetched from, to be remembered.

    Raises:
        ReleaseError: the release cannot be read, or gives a code twice.
        OutputError: the index cannot be written. In both cases an index that was there is as before.
    """
    if target.is_file() and target.stat().st_size and not is_index(target):
        raise OutputError(f"{target}: is there and is no index of kgbuild; remove it or name another file")
    sha256 = _sha256(release)
    with replacing(target) as temporary, closing(sqlite3.connect(temporary, isolation_level=None)) as database:
        try:
            database.executescript(_SPEED + TABLES + "BEGIN;")
            columns = _write_concepts(database, release)
            _write_names(database)
            database.execute(_BELOW, (RETIRED_BRANCH,))
            imported = _imported(database, columns, sha256)
            _write_source(database, imported, {"file": release.name, "address": address})
            database.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(f"{target}: cannot be written ({error}); make room or name another place") from error
    return imported


def _sha256(release: Path) -> str:
    try:
        with release.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReleaseError(f"{release}: cannot be read ({error.strerror}); name a file to import") from error


def _write_concepts(database: sqlite3.Connection, release: Path) -> int:
    """Stream the concepts and their edges into the tables; gives the number of columns."""
    columns = 0
    for row in read_rows(release):
        columns = row.columns
        joined = ("|".join(part) for part in (row.names, row.types, row.parents))
        try:
            database.execute(
                _CONCEPT, (row.line, row.code, row.label, *joined, row.display, row.status, row.is_retired)
            )
        except sqlite3.IntegrityError as error:
            ((line,),) = database.execute("SELECT line FROM concept WHERE code = ?", (row.code,))
            raise ReleaseError(
                f"{release}:{row.line}: {row.code} stands in line {line} already; keep one of the two lines"
            ) from error
        if row.parents:
            edges = ((parent, row.line) for parent in row.parents)
            database.executemany("INSERT INTO parent VALUES (?, ?)", edges)
    return columns


def _write_names(database: sqlite3.Connection) -> None:
    """Give every name its key; sorted first, since a tree that grows at its end is filled ten times faster."""
    database.executemany("INSERT INTO unsorted VALUES (?, ?, ?)", _keys(database))
    database.execute(_SORTED)
    database.execute("DROP TABLE unsorted")


def _keys(database: sqlite3.Connection) -> Iterator[tuple[str, int, int]]:
    """Key, line and rank of each name; of names with one key the first."""
    for line, label, display, names in database.execute("SELECT line, label, display, names FROM concept"):
        ranks = {normalise(label): PREFERRED}
        for name in display.split("|"):
            ranks.setdefault(normalise(name), DISPLAYED)
        for name in names.split("|"):
            ranks.setdefault(normalise(name), SYNONYM)
        ranks.pop("", None)
        for key, rank in ranks.items():
            yield key, line, rank


def _imported(database: sqlite3.Connection, columns: int, sha256: str) -> Imported:
    """Count, and look for what is odd."""

    def number(query: str) -> int:
        ((count,),) = database.execute(query)
        return int(count)

    edges = ((parent, child) for parent, child in database.execute(_EDGES))
    knots = cycles(edges, number("SELECT max(line) FROM concept"))
    codes = {line: _code(database, line) for knot in knots for line in knot}
    return Imported(
        concepts=number("SELECT count(*) FROM concept"),
        retired=number("SELECT count(*) FROM concept WHERE retired"),
        names=number("SELECT count(*) FROM name"),
        ambiguous=number(_AMBIGUOUS),
        columns=columns,
        sha256=sha256,
        missing=tuple((parent, count) for parent, count in database.execute(_MISSING)),
        cycles=tuple(tuple(codes[line] for line in knot) for knot in knots),
    )


def _code(database: sqlite3.Connection, line: int) -> str:
    ((code,),) = database.execute("SELECT code FROM concept WHERE line = ?", (line,))
    return str(code)


def _write_source(database: sqlite3.Connection, imported: Imported, given: dict[str, str]) -> None:
    """Remember what the index was made from."""
    counted = {name: str(getattr(imported, name)) for name in ("concepts", "retired", "names", "columns", "sha256")}
    database.executemany("INSERT INTO source VALUES (?, ?)", (given | counted).items())
