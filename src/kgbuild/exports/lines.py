"""Sorted lines of N-Triples, from which every format is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode, RdfFormat, serialize

from kgbuild.triple_lines import triples_of
from kgbuild.vocabulary import RDF

_TYPE = f"{RDF.TYPE} "
_FIRST = "! "


def sorted_lines(lines: Iterable[str]) -> list[str]:
    """Bring lines into their order, each once."""
    return sorted(set(lines))


def turtle(lines: Sequence[str], prefixes: Mapping[str, str]) -> bytes:
    """The triples as Turtle: sorted by subject, types first, a blank line between subjects."""
    ordered = triples_of(sorted(lines, key=_reading_order))
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
