"""Triples as sorted lines: what Turtle and N-Quads are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from kgbuild.vocabulary import RDF, Graph

_TYPE = f"{RDF.TYPE} "
_FIRST = "! "


def n_quads(graphs: Iterable[Graph]) -> bytes:
    """Each graph's triples as lines, all sorted, each once."""
    lines = {f"{triple} {name} .\n" for name, triples in graphs for triple in triples}
    return "".join(sorted(lines)).encode()


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """The union as Turtle: sorted by subject, types first, a blank line between subjects."""
    lines = {str(triple): triple for triple in triples}
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


def _reading_order(line: str) -> tuple[str, str]:
    """Subject, a part of it behind the whole; its types, then the rest. No two lines have one key."""
    return line.replace("> ", " ", 1).replace(_TYPE, _FIRST, 1), line
