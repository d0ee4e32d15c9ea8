"""Triples as sorted lines of N-Triples, from which every format is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kgbuild.vocabulary import RDF

Lines = Mapping[str, Triple]
"""Triples by their N-Triples form (without the full stop), sorted by it; each once."""

_TYPE = f"{RDF.TYPE} "
_FIRST = "! "
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def sorted_lines(triples: Iterable[Triple]) -> Lines:
    """Bring triples into the order of their lines."""
    found = {str(triple): triple for triple in triples}
    return {line: found[line] for line in sorted(found)}


def turtle(lines: Lines, prefixes: Mapping[str, str]) -> bytes:
    """The triples as Turtle: sorted by subject, types first, a blank line between subjects."""
    ordered = [lines[line] for line in sorted(lines, key=_reading_order)]
    written = serialize(ordered, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    statements = written[_end_of_head(written) :].replace(b" .\n", b" .\n\n").removesuffix(b"\n")
    return head.encode() + b"\n" + statements


def _end_of_head(written: bytes) -> int:
    """Where the statements begin, behind the prefixes, whose order is the serialiser's own."""
    end = 0
    while written.startswith(b"@prefix ", end):
        end = written.index(b"\n", end) + 1
    return end


def _reading_order(line: str) -> str:
    """Subject, a part of it behind the whole; its types, then the rest.

    Lines that this makes equal stay in the order they have, since sorting is stable.
    """
    return line.replace("> ", " ", 1).replace(_TYPE, _FIRST, 1)


def n_quads(graphs: Iterable[tuple[NamedNode, Iterable[str]]]) -> bytes:
    """Each graph's lines with its IRI; all sorted, each once."""
    quads = {f"{line} {name} .\n" for name, lines in graphs for line in lines}
    return "".join(sorted(quads)).encode()


def literal_parts(term: str) -> tuple[str, str | None, str | None]:
    r"""Text, language and datatype of a literal as N-Triples writes it.

    >>> literal_parts(r'"a \"b\"\u0000"@en')
    ('a "b"\x00', 'en', None)
    >>> literal_parts('"2"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('2', None, 'http://www.w3.org/2001/XMLSchema#integer')
    """
    body, _, tail = term.rpartition('"')
    text = _ESCAPE.sub(_unescaped, body[1:]) if "\\" in body else body[1:]
    return text, tail[1:] if tail.startswith("@") else None, tail[3:-1] if tail.startswith("^^") else None


def _unescaped(found: re.Match[str]) -> str:
    """The character of an escape. Source: RDF 1.1 N-Triples, production ECHAR and UCHAR."""
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
