"""Pyoxigraph's triples as an rdflib graph that answers pySHACL's questions from dictionaries.

rdflib's own in-memory store takes 15 us to add a triple and 3 us to look one
up, several times what the constraints cost.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph
import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Otherwise rdflib rewrites ill-typed literals ("maybe"^^xsd:boolean becomes false) and hides them from the shapes.
rdflib.NORMALIZE_LITERALS = False
# It logs each of them with a traceback; that they are wrong is for the shapes to say.
logging.getLogger("rdflib.term").addFilter(lambda _: False)


@lru_cache(maxsize=1 << 15)
def term(node: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> Node:
    """Give rdflib's term for pyoxigraph's; the same object for the same term, so that look-ups compare by identity."""
    match node:
        case pyoxigraph.NamedNode():
            return URIRef(node.value)
        case pyoxigraph.BlankNode():
            return BNode(node.value)
        case _ if node.language:
            return rdflib.Literal(node.value, lang=node.language)
        case _ if node.datatype == _STRING:
            return rdflib.Literal(node.value)
        case _:
            with warnings.catch_warnings(action="ignore"):
                return rdflib.Literal(node.value, datatype=URIRef(node.datatype.value))


_STRING = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#string")

_Pattern = tuple[Node | None, Node | None, Node | None]


class IndexedGraph(Graph):
    """A graph that is filled once and asked by subject and predicate, or by predicate and object.

    Everything else of rdflib's interface works through `triples`; nothing can be removed.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__(bind_namespaces="none")
        self._about: dict[Node, dict[tuple[Node, Node], None]] = defaultdict(dict)
        self._pairs: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        self._objects: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        self._subjects: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        for triple in triples:
            self.add((term(triple.subject), term(triple.predicate), term(triple.object)))

    def add(self, triple: Any) -> Self:  # noqa: ANN401 - rdflib's own alias for a triple is private
        """Add a triple, once."""
        subject, predicate, value = triple
        stated = self._about[subject]
        if (predicate, value) not in stated:
            stated[predicate, value] = None
            self._pairs[predicate].append((subject, value))
            self._objects[subject, predicate].append(value)
            self._subjects[predicate, value].append(subject)
        return self

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]  # noqa: ANN401 - rdflib overloads this for paths, which pySHACL does not use
        """Give the triples that fit a pattern in which None fits all."""
        subject, predicate, value = triple
        for about in list(self._about) if subject is None else (subject,):
            for relation, stated in list(self._about.get(about, ())):
                if predicate in {None, relation} and value in {None, stated}:
                    yield about, relation, stated

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - as rdflib declares it
        """Give the objects of a subject and a predicate."""
        if subject is None or predicate is None:
            return super().objects(subject, predicate, unique)
        return iter(self._objects.get((subject, predicate), ()))

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:  # noqa: A002, ANN401, FBT001, FBT002 - as rdflib declares it
        """Give the subjects of a predicate and an object."""
        if predicate is None or object is None:
            return super().subjects(predicate, object, unique)
        return iter(self._subjects.get((predicate, object), ()))

    def pairs(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """Give the subjects and objects of a predicate."""
        yield from self._pairs.get(predicate, ())

    def __len__(self) -> int:
        return sum(map(len, self._about.values()))
