"""What a slice is cut from: the concepts of a release, and the tables that stand beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kgbuild.errors import ReleaseError
from kgbuild.releases import ReleaseIndex, is_index, read_rows
from kgbuild.slicing.rules import Kind

PLACED = "placed.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One concept of the release."""

    code: str
    names: tuple[str, ...]
    """The preferred name first."""
    parents: tuple[str, ...]
    types: tuple[str, ...]
    is_retired: bool

    @property
    def label(self) -> str:
        """NCIt's preferred name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Release:
    """A release and the tables beside it; codes throughout."""

    rows: Mapping[str, Row]
    code_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    brands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    registered: set[str] = field(default_factory=set)
    """Concepts that have an id of NCI's Clinical Data Repository, and so an entry of its drug dictionary."""
    xrefs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def ancestors(self, code: str) -> set[str]:
        """All codes above a code, as far as the release holds them."""
        seen: set[str] = set()
        waiting = list(self.rows[code].parents)
        while waiting:
            parent = waiting.pop()
            if parent not in seen and parent in self.rows:
                seen.add(parent)
                waiting.extend(self.rows[parent].parents)
        return seen


def read_release(source: Path, tables: Path) -> Release:
    """Read a release, and of a folder the tables that are there.

    Args:
        source: an index that ``kgbuild terms import`` wrote, or a FLAT file.
        tables: folder with any of ``drug_names.tsv``, ``drug_classes.tsv``, ``cdr.tsv``, ``xrefs.tsv``.

    Raises:
        ReleaseError: the release or a table cannot be read, or a code stands twice.
        TerminologyError: the index is damaged.
    """
    release = Release(_index_rows(source) if is_index(source) else _flat_rows(source))
    for code, kind, name in _table(tables / "drug_names.tsv", 3):
        (release.brands if kind == "brand_name" else release.code_names)[code].add(name)
    for code, ancestor in _table(tables / "drug_classes.tsv", 2):
        release.classes[code].append(ancestor)
    release.registered.update(code for _, code in _table(tables / "cdr.tsv", 2))
    for code, target, _ in _table(tables / "xrefs.tsv", 3):
        release.xrefs[code].add(target.split(":")[0])
    return release


def read_placed(folders: Iterable[Path]) -> Mapping[str, Kind]:
    """Code -> kind, by the first ``placed.tsv`` of the folders; nothing where none has one.

    Raises:
        ReleaseError: the table cannot be read, or names a kind that there is not.
    """
    table = next((folder / PLACED for folder in folders if (folder / PLACED).exists()), None)
    placed = {}
    for code, _, kind, _ in _table(table, 4) if table else ():
        if kind not in set(Kind):
            raise ReleaseError(f"{table}: {code} is of the kind {kind!r}; write one of {', '.join(Kind)}")
        placed[code] = Kind(kind)
    return placed


def _index_rows(source: Path) -> dict[str, Row]:
    with ReleaseIndex.open(source) as index:
        return {one.code: Row(one.code, one.names, one.parents, one.types, one.is_retired) for one in index.concepts()}


def _flat_rows(source: Path) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in read_rows(source):
        if row.code in rows:
            raise ReleaseError(f"{source}:{row.line}: {row.code} stands in an earlier line already; keep one of them")
        rows[row.code] = Row(row.code, row.names, row.parents, row.types, row.is_retired)
    return rows


def _table(path: Path, columns: int) -> Iterator[list[str]]:
    """Rows below the heading of a tab-separated table; none where there is no such file."""
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: cannot be read ({error}); correct or remove it") from error
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if line.startswith("#"):
            continue
        if len(cells) != columns:
            raise ReleaseError(f"{path}:{number}: {len(cells)} columns, expected {columns}; correct the line")
        yield cells
