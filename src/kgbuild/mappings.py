"""The SSSOM tables of ``ontology/mappings/`` that the program reads.

They are tab-separated tables under a description in comments, sorted by their
first column, so that they are read in place. Source: SSSOM 1.0,
https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from kgbuild.concept import Match, Relation
from kgbuild.errors import TerminologyError
from kgbuild.sorted_table import SortedTable

FOLDER: Final = "mappings"
"""Where the tables lie in the folder of the ontology."""
NO_TERM: Final = "sssom:NoTermFound"
"""The object of what names nothing in NCIt."""

_JUDGED = ("mapping_justification", "confidence", "comment")
GLOSSARY_COLUMNS: Final = (
    *("subject_id", "subject_label", "subject_category", "predicate_id", "object_id", "object_label"),
    *_JUDGED,
)
WORDING_COLUMNS: Final = (
    *("subject_label", "subject_category", "predicate_id", "object_id", "object_label"),
    *_JUDGED,
)
SALT_COLUMNS: Final = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", *_JUDGED)
XREF_COLUMNS: Final = (
    *("subject_id", "subject_label", "predicate_id", "object_id"),
    *("mapping_justification", "mapping_source", "confidence"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What NCI's editors or a curator say that something means."""

    subject: str
    """An id of NCI's glossary, or a wording."""
    role: str
    """The role in which it does; empty: in every role."""
    code: str
    """Of NCIt; empty where it names nothing."""
    relation: Relation = Relation.EXACT
    """How near the concept is; a broader one is not what is meant, but comprises it."""
    confidence: Decimal = Decimal(1)
    label: str = ""
    """The glossary's term of an id; empty for a wording."""


def glossary(folder: Path) -> tuple[Path, Iterator[Meaning]]:
    """The table of the glossary's ids, and its rows.

    Raises:
        TerminologyError: the table is absent, cut off, or has other columns.
    """
    table = _open(folder, "glossary", GLOSSARY_COLUMNS)
    rows = (
        replace(_meaning(table, row[0].removeprefix("GLOSSARY:"), row[2], row[3:]), label=row[1])
        for row in table.rows()
    )
    return table.path, rows


def wordings(folder: Path) -> tuple[Path, Iterator[Meaning]]:
    """The table of the pages' wordings that NCIt lacks, and its rows.

    Raises:
        TerminologyError: the table is absent, cut off, or has other columns.
    """
    table = _open(folder, "wordings", WORDING_COLUMNS)
    return table.path, (_meaning(table, row[0], row[1], row[2:]) for row in table.rows())


def _meaning(table: SortedTable, subject: str, role: str, mapped: tuple[str, ...]) -> Meaning:
    """A row from its predicate on: predicate, object, its label, justification, confidence, comment."""
    predicate, target, _, _, confidence, _ = mapped
    relation = _relation(table, subject, predicate)
    return Meaning(subject, role, _code(table, target), relation, _confidence(table, subject, confidence))


@dataclass(frozen=True, slots=True)
class CrossReferences:
    """To what concepts of NCIt are mapped: their like in other vocabularies, and salts to their bases."""

    tables: tuple[SortedTable, ...]

    @classmethod
    def open(cls, folder: Path) -> CrossReferences:
        """Open the tables of a folder that holds ``mappings/``.

        Raises:
            TerminologyError: a table is absent, cut off, or has other columns.
        """
        opened = (_open(folder, name, XREF_COLUMNS) for name in ("xrefs", "mondo"))
        return cls((*opened, _open(folder, "salts", SALT_COLUMNS)))

    def of(self, code: str) -> tuple[Match, ...]:
        """All mappings of a concept, in the order of the tables; none for an unknown code.

        Raises:
            TerminologyError: a row has a predicate that is none of `Relation`.
        """
        key = f"NCIT:{code}"
        return tuple(_match(table, row) for table in self.tables for row in table.find(key))


def _open(folder: Path, name: str, columns: tuple[str, ...]) -> SortedTable:
    return SortedTable.open(folder / FOLDER / f"{name}.sssom.tsv", columns)


def _match(table: SortedTable, row: tuple[str, ...]) -> Match:
    """The mapping that a row of `CrossReferences` states."""
    return Match(_relation(table, row[0], row[2]), row[3])


def _relation(table: SortedTable, subject: str, predicate: str) -> Relation:
    relation = predicate.removeprefix("skos:")
    if relation not in set(Relation):
        allowed = ", ".join(f"skos:{each}" for each in Relation)
        raise TerminologyError(f"{table.path}: {subject} has the predicate {predicate!r}; write one of {allowed}")
    return Relation(relation)


def _confidence(table: SortedTable, subject: str, written: str) -> Decimal:
    """From 0 to 1; 1 where none is written."""
    try:
        value = Decimal(written or 1)
        if Decimal(0) <= value <= Decimal(1):
            return value
    except InvalidOperation:
        """Told below; also of NaN, which is no number to compare."""
    raise TerminologyError(f"{table.path}: {subject!r} has the confidence {written!r}; write a number from 0 to 1")


def _code(table: SortedTable, target: str) -> str:
    """The NCIt code of a compact IRI; empty for `NO_TERM`."""
    if target != NO_TERM and not target.startswith("NCIT:C"):
        raise TerminologyError(f"{table.path}: {target!r} is no concept of NCIt; write NCIT:C... or {NO_TERM}")
    return "" if target == NO_TERM else target.removeprefix("NCIT:")
