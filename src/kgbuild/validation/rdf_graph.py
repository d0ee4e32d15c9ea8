"""Statements as an rdflib graph that answers pySHACL's questions from dictionaries.

rdflib's own in-memory store takes 15 us to add a triple and 3 us to look one
up, several times what the constraints cost.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Self

import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from kgbuild.errors import KgbuildError
from kgbuild.triple_lines import Statement, literal_parts

# Otherwise rdflib rewrites ill-typed literals ("maybe"^^xsd:boolean becomes false) and hides them from the shapes.
rdflib.NORMALIZE_LITERALS = False
# It logs each of them with a traceback; that they are wrong is for the shapes to say.
logging.getLogger("rdflib.term").addFilter(lambda _: False)


@lru_cache(maxsize=1 << 15)
def term(written: str) -> Node:
    """Give rdflib's term for a line's; the same object for the same term, so that look-ups compare by identity.

    Raises:
        KgbuildError: this is a triple (RDF 1.2), of which neither SHACL nor rdflib knows.
    """
    if written.startswith("<<"):
        raise KgbuildError(f"a triple stands as the object of another, which no shape can be about: {written}")
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    text, language, datatype = literal_parts(written)
    if language:
        return rdflib.Literal(text, lang=language.partition("--")[0])  # RDF 1.2 may add a direction: "en--ltr"
    if datatype is None:
        return rdflib.Literal(text)
    with warnings.catch_warnings(action="ignore"):
        return rdflib.Literal(text, datatype=URIRef(datatype))


_Neighbours = dict[Node, list[Node]]
_NONE: Final[Mapping[Node, list[Node]]] = MappingProxyType({})


class IndexedGraph(Graph):
    """A graph that is filled once and asked by predicate, from either end.

    Everything else of rdflib's interface works through `triples`; nothing can be removed.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        super().__init__(bind_namespaces="none")
        self._ahead: dict[Node, _Neighbours] = defaultdict(lambda: defaultdict(list))
        self._back: dict[Node, _Neighbours] = {}
        for subject, predicate, value in dict.fromkeys(statements):
            self._ahead[term(predicate)][term(subject)].append(term(value))

    def add(self, triple: Any) -> Self:  # noqa: ANN401 - rdflib's own alias for a triple is private
        """Add a triple, once: pySHACL states its own terms in the graph of the shapes."""
        subject, predicate, value = triple
        stated = self._ahead[predicate][subject]
        if value not in stated:
            stated.append(value)
            self._back.pop(predicate, None)
        return self

    def ahead(self, predicate: Node) -> Mapping[Node, list[Node]]:
        """Give the objects of each subject of a predicate."""
        return self._ahead.get(predicate, _NONE)

    def back(self, predicate: Node) -> Mapping[Node, list[Node]]:
        """Give the subjects of each object of a predicate; few predicates are asked so."""
        found = self._back.get(predicate)
        if found is None:
            found = self._back[predicate] = defaultdict(list)
            for subject, values in self.ahead(predicate).items():
                for value in values:
                    found[value].append(subject)
        return found

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]  # noqa: ANN401 - rdflib overloads this for paths, which pySHACL does not use
        """Give the triples that fit a pattern in which None fits all."""
        subject, predicate, value = triple
        for relation in list(self._ahead) if predicate is None else (predicate,):
            ahead = self.ahead(relation)
            for about in list(ahead) if subject is None else (subject,):
                yield from ((about, relation, stated) for stated in ahead.get(about, ()) if value in {None, stated})

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - as rdflib declares it
        """Give the objects of a subject and a predicate."""
        if subject is None or predicate is None:
            return super().objects(subject, predicate, unique)
        return iter(self.ahead(predicate).get(subject, ()))

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:  # noqa: A002, ANN401, FBT001, FBT002 - as rdflib declares it
        """Give the subjects of a predicate and an object."""
        if predicate is None or object is None:
            return super().subjects(predicate, object, unique)
        return iter(self.back(predicate).get(object, ()))

    def __len__(self) -> int:
        return sum(len(values) for ahead in self._ahead.values() for values in ahead.values())
