"""A graph read from a file, and asked by subject and predicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kgbuild.errors import GraphError
from kgbuild.staging import settle
from kgbuild.vocabulary import RDF

GRAPH_FILES = ("graph.nq", "graph.ttl", "graph.jsonld")
"""What a folder is searched for, in this order."""

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}

_DOCUMENT_TYPE = b"<!doctype"

Value = NamedNode | Literal


def graph_file(path: Path) -> Path:
    """The file to read: the path itself, or the graph in the folder that it names.

    Files that a killed build had ready are put in their places first.

    Raises:
        GraphError: there is none.
        OutputError: see `staging.settle`.
    """
    if not path.exists():
        message = "no such file or folder; run 'kgbuild build' first, or give a file of RDF"
        raise GraphError(f"{path}: {message}")
    if not path.is_dir():
        return path
    settle(path)
    for name in GRAPH_FILES:
        if (path / name).is_file():
            return path / name
    raise GraphError(f"{path}: none of {', '.join(GRAPH_FILES)} is there; run 'kgbuild build -o {path}' first")


def read_triples(path: Path) -> Iterator[Triple]:
    """Read a file of triples or quads, the names of the graphs left out; nothing is fetched from elsewhere.

    Raises:
        GraphError: see `read_quads`.
    """
    return (quad.triple for quad in read_quads(path))


def read_quads(path: Path) -> Iterator[Quad]:
    """Read a file, or the graph of a folder; triples of a format without named graphs are in the default graph.

    Nothing is fetched from elsewhere.

    Raises:
        GraphError: the file is not there, has an ending that means no format, or is not well-formed, or is RDF/XML
            that declares a document type.
    """
    file = graph_file(path)
    known = _FORMATS.get(file.suffix.lower())
    if known is None:
        raise GraphError(f"{file}: no format is known for {file.suffix!r}; use one of {', '.join(_FORMATS)}")
    try:
        with file.open("rb") as data:
            if known == RdfFormat.RDF_XML:
                _refuse_document_type(file, data)
            yield from parse(data, format=known)
    except SyntaxError as error:
        raise GraphError(f"{file}:{error.lineno or 1}:{error.offset or 1}: {error.msg}; correct it there") from error
    except OSError as error:
        raise GraphError(
            f"{file}: {error.strerror}; give a file of RDF, or a folder that 'kgbuild build' wrote"
        ) from error
    except ValueError as error:
        raise GraphError(f"{file}: {error}") from error


def _refuse_document_type(file: Path, data: BinaryIO) -> None:
    """Entities of entities can make gigabytes of a small file; who writes RDF needs none."""
    before = b""
    while piece := data.read(1 << 20):
        if _DOCUMENT_TYPE in (before + piece).lower():
            raise GraphError(f"{file}: <!DOCTYPE ...> may declare entities, which are not read; take it out")
        before = piece[-len(_DOCUMENT_TYPE) :]
    data.seek(0)


class Graph:
    """Triples, found by subject and predicate or by predicate and object; every answer is sorted."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the triples; repeated ones count once."""
        self._objects: dict[tuple[NamedNode, NamedNode], set[Value]] = defaultdict(set)
        self._subjects: dict[tuple[NamedNode, Value], set[NamedNode]] = defaultdict(set)
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                self._objects[subject, predicate].add(value)
                self._subjects[predicate, value].add(subject)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The objects that are nodes, by IRI."""
        found = self._objects.get((subject, predicate), ())
        return sorted((value for value in found if isinstance(value, NamedNode)), key=lambda node: node.value)

    def words(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """The objects that are literals, as text."""
        found = self._objects.get((subject, predicate), ())
        return sorted(value.value for value in found if isinstance(value, Literal))

    def word(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first literal, or an empty text."""
        return next(iter(self.words(subject, predicate)), "")

    def subjects(self, predicate: NamedNode, value: Value) -> list[NamedNode]:
        """What stands in this relation to a value, by IRI."""
        return sorted(self._subjects.get((predicate, value), ()), key=lambda node: node.value)

    def referring(self, value: NamedNode) -> list[NamedNode]:
        """Everything that stands in any relation to a node, by IRI."""
        found = {node for (_, here), nodes in self._subjects.items() if here == value for node in nodes}
        return sorted(found, key=lambda node: node.value)

    def instances(self, kind: NamedNode) -> list[NamedNode]:
        """What is of a class, by IRI."""
        return self.subjects(RDF.TYPE, kind)

    def named(self, predicate: NamedNode) -> Iterator[tuple[NamedNode, str]]:
        """All subjects that have a literal here, with it."""
        for (subject, here), values in self._objects.items():
            if here == predicate:
                yield from ((subject, value.value) for value in values if isinstance(value, Literal))
