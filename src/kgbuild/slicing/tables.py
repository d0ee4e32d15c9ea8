"""The slice as the tables that `kgbuild.terminology` opens: the same slice, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kgbuild.naming import normalise
from kgbuild.replacement import replacing
from kgbuild.slicing.cutting import Slice
from kgbuild.terminology import CONCEPT_COLUMNS, NAME_COLUMNS

TABLES = ("ncit.tsv", "names.tsv")


def write_tables(chosen: Slice, folder: Path) -> None:
    """Write ``ncit.tsv`` and ``names.tsv`` into a folder; each is replaced whole.

    Raises:
        OutputError: the folder cannot be written.
    """
    for name, lines in zip(TABLES, (_concept_lines(chosen), _name_lines(chosen)), strict=True):
        with replacing(folder / name) as temporary:
            _write(temporary, lines)


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write lines that end alike on every system."""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")


def _concept_lines(chosen: Slice) -> Iterator[str]:
    """Lines of ``ncit.tsv``: code, kind, label, synonyms, semantic types, parents.

    A synonym that is the preferred name of another concept of the kind is left out:
    as a label it would make two concepts look like one.
    """
    yield "\t".join(CONCEPT_COLUMNS)
    preferred = {(normalise(row.label), chosen.kind(row.code)) for row in chosen.rows.values()}
    for row in sorted(chosen.rows.values(), key=lambda row: row.code):
        kind, names = chosen.kind(row.code), chosen.names(row.code)[1:]
        synonyms = "|".join(name for name in names if (normalise(name), kind) not in preferred)
        parents = "|".join(sorted(parent for parent in row.parents if parent in chosen.rows))
        yield "\t".join((row.code, kind, row.label, synonyms, "|".join(row.types), parents))


def _name_lines(chosen: Slice) -> Iterator[str]:
    """Lines of ``names.tsv``: key, code, ``p`` for a preferred name or ``s`` for a synonym."""
    lines = {
        (normalise(name), code, "s" if index else "p")
        for code in chosen.rows
        if chosen.is_named(code)
        for index, name in enumerate(chosen.names(code))
    }
    yield "\t".join(NAME_COLUMNS)
    yield from sorted(("\t".join(line) for line in lines), key=str.encode)
