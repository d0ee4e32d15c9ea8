"""Tables as data: columns with what they mean, and their rows as lines of tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import orjson

from kgbuild.graphs import Graph
from kgbuild.interchange.cells import cell, cells

PACKAGE = "datapackage.json"
"""What describes the tables, for people and for programs."""

Value = str | int | bool | list[str] | None
"""What stands in a column; None is an empty cell."""
Row = TypeVar("Row")

_LISTED = "several are separated by |"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table."""

    name: str
    description: str
    value: Callable[[Row], Value]
    type: str = "string"
    """Of Frictionless Table Schema: ``string``, ``integer``, ``number``, ``boolean``; or ``list``: texts joined by |"""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """One file of rows."""

    name: str
    description: str
    rows: Callable[[Graph], Iterable[Row]]
    columns: Sequence[Column[Row]]
    key: tuple[str, ...] = ()
    """Columns that no two rows share."""
    foreign: tuple[tuple[str, str], ...] = field(default=())
    """Column -> table whose ``id`` it holds."""

    @property
    def file_name(self) -> str:
        """Such as ``uses.tsv``."""
        return f"{self.name}.tsv"

    def as_tsv(self, graph: Graph) -> bytes:
        """The rows, sorted, below the names of the columns; UTF-8, fields with a quotation mark quoted (RFC 4180)."""
        rows = {tuple(_shown(column.value(row)) for column in self.columns) for row in self.rows(graph)}
        written = io.StringIO()
        writer = csv.writer(written, "excel-tab", lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows(sorted(rows))
        return written.getvalue().encode()

    def described(self) -> dict[str, object]:
        """The table as a resource of a data package. Source: Frictionless Data Resource and Table Schema, version 1."""
        return {
            "name": self.name,
            "path": self.file_name,
            "profile": "tabular-data-resource",
            "description": self.description,
            "format": "tsv",
            "mediatype": "text/tab-separated-values",
            "encoding": "utf-8",
            "dialect": {
                "delimiter": "\t",
                "lineTerminator": "\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
            },
            "schema": {
                "fields": [_field(column) for column in self.columns],
                "missingValues": [""],
                **({"primaryKey": list(self.key)} if self.key else {}),
                **({"foreignKeys": [_foreign(*pair) for pair in self.foreign]} if self.foreign else {}),
            },
        }


def data_package(resources: Iterable[dict[str, object]]) -> bytes:
    """What the tables are, column by column; each as `Table.described` gives it."""
    content = {
        "profile": "tabular-data-package",
        "name": "kgbuild-tables",
        "title": "Oncology drugs and their uses, from pages of the National Cancer Institute",
        "description": "In every text cell, take one leading apostrophe away (it keeps spreadsheets from computing), "
        "then undo the escapes \\t \\n \\r \\\\ and \\uXXXX; in a list split at | first, and undo \\p (a bar) besides.",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "sources": [
            {"title": "National Cancer Institute", "path": "https://www.cancer.gov/"},
            {"title": "NCI Thesaurus", "path": "https://evs.nci.nih.gov/"},
        ],
        "resources": list(resources),
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _field(column: Column[Row]) -> dict[str, str]:
    listed = column.type == "list"
    description = f"{column.description}; {_LISTED}" if listed else column.description
    return {"name": column.name, "type": "string" if listed else column.type, "description": description}


def _foreign(column: str, table: str) -> dict[str, object]:
    return {"fields": column, "reference": {"resource": table, "fields": "id"}}


def _shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return cell(value)
        case list():
            return cells(value)
