"""Answers as text: a table for people, SPARQL's own CSV, TSV and JSON, Turtle."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from kgbuild.errors import QueryError
from kgbuild.questions.answers import Answer, Cell, Statements, Table, Truth
from kgbuild.vocabulary import DEFAULT_BASE, PREFIXES

_SPREADSHEET: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a cell for a formula by."""
_SHORT: Final = {**PREFIXES, "id": DEFAULT_BASE}
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def written(answer: Answer, form: str) -> bytes:
    """An answer in one of `FORMATS`, as UTF-8.

    Raises:
        QueryError: the form does not fit the answer.
    """
    if isinstance(answer, Statements):
        if form not in {"turtle", "table"}:
            raise QueryError(f"triples cannot be written as {form}; take turtle")
        triples = [quad.triple for quad in parse(answer.content, RdfFormat.N_TRIPLES)]
        used = {name: iri for name, iri in PREFIXES.items() if iri.encode() in answer.content}
        return serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=used) or b""
    if form == "turtle":
        raise QueryError("rows cannot be written as Turtle; take table, csv, tsv or json, or ask by CONSTRUCT")
    if form == "json":
        return answer.content.rstrip(b"\n") + b"\n"
    if isinstance(answer, Truth):
        return f"{str(answer.is_true).lower()}\n".encode()
    return FORMATS[form](answer).encode()


def _csv(table: Table) -> str:
    """Source: SPARQL 1.1 Query Results CSV. A cell that a spreadsheet would run has an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell.text) if cell else "" for cell in row] for row in table.rows)
    return text.getvalue()


def _harmless(text: str) -> str:
    """The text, which no spreadsheet takes for a formula; numbers stay as they are.

    >>> print(_harmless('=HYPERLINK("x")'), _harmless("-2.5"), _harmless("a=b"))
    '=HYPERLINK("x") -2.5 a=b
    """
    if not text.startswith(_SPREADSHEET) or text.lstrip("-").replace(".", "", 1).isdecimal():
        return text
    return f"'{text}"


def _tsv(table: Table) -> str:
    """Terms as SPARQL writes them, so that nothing is lost. Source: SPARQL 1.1 Query Results TSV."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join(_term(cell) for cell in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines)


def _term(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "uri":
        return f"<{cell.text}>"
    if cell.kind == "bnode":
        return f"_:{cell.text}"
    tail = f"@{cell.language}" if cell.language else f"^^<{cell.datatype}>" if cell.datatype else ""
    return f'"{cell.text.translate(_ESCAPED)}"{tail}'


def rows_for_people(table: Table) -> Iterator[tuple[str, ...]]:
    """The heading and the rows, addresses with the prefixes of the graph."""
    yield table.columns
    yield from (tuple(short(cell) for cell in row) for row in table.rows)


def short(cell: Cell | None) -> str:
    """A cell as people read it.

    >>> short(Cell("uri", "http://purl.obolibrary.org/obo/NCIT_C2668")), short(None)
    ('ncit:C2668', '')
    """
    if cell is None:
        return ""
    if cell.kind != "uri":
        return " ".join(cell.text.split())
    names = (f"{name}:{cell.text[len(iri) :]}" for name, iri in _SHORT.items() if cell.text.startswith(iri))
    return next(names, cell.text)


FORMATS: Final[dict[str, Callable[[Table], str]]] = {"csv": _csv, "tsv": _tsv}
"""Those that write rows; the table for people is the command's own."""
