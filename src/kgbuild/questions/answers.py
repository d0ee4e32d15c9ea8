"""What a question is answered: rows, yes or no, or triples; read whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kgbuild.errors import QueryError

LARGEST = 256 << 20
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term, as SPARQL's JSON tells it."""

    kind: str
    """``uri``, ``literal`` or ``bnode``."""
    text: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT, in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    """None where a variable has no value."""
    content: bytes
    """The same as SPARQL 1.1 Query Results JSON."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer of an ASK."""

    is_true: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Statements:
    """The triples of a CONSTRUCT or DESCRIBE, as N-Triples."""

    content: bytes


Answer = Table | Truth | Statements


def read_json(content: bytes) -> Table | Truth:
    """Read SPARQL 1.1 Query Results JSON.

    Raises:
        QueryError: the text is cut off, or no such JSON: then none of its rows is given.
    """
    import orjson

    try:
        read: Any = orjson.loads(content)
        if "boolean" in read:
            return Truth(bool(read["boolean"]), content)
        columns = tuple(read["head"]["vars"])
        rows = tuple(tuple(_cell(row.get(name)) for name in columns) for row in read["results"]["bindings"])
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(
            f"the answer is cut off or is no SPARQL results JSON ({error}), so that nothing of it is shown; "
            "the query may have run out of time: make it narrower"
        ) from error
    return Table(columns, rows, content)


def _cell(told: Mapping[str, str] | None) -> Cell | None:
    if told is None:
        return None
    return Cell(told["type"], told["value"], told.get("xml:lang", ""), told.get("datatype", ""))
