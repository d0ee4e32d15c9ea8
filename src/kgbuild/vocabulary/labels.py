"""One name and one address to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgbuild.vocabulary.codes import code_of
from kgbuild.vocabulary.terms import RDFS, SCHEMA, SKOS, parts

_SECOND: Final[Mapping[NamedNode, NamedNode]] = {
    SKOS.PREF_LABEL: SKOS.ALT_LABEL,
    SCHEMA.NAME: SCHEMA.ALTERNATE_NAME,
    SCHEMA.URL: RDFS.SEE_ALSO,
}
"""What a second value of the predicate is turned into."""

Graph = tuple[NamedNode, tuple[Triple, ...]]
"""A named graph: its IRI and what it holds."""


def settle_labels(graphs: Iterable[Graph]) -> tuple[Graph, ...]:
    """Leave each node one `skos:prefLabel`, `schema:name` and `schema:url` in all graphs together.

    Nodes without a code are named by a page's wording; of several that differ in
    case or hyphens the last in code point order is kept (small letters before
    capitals), the others become `skos:altLabel` or `schema:alternateName`, and a
    second address of a shared REMS programme `rdfs:seeAlso`. Independent of the
    order of the graphs.
    """
    graphs = tuple(graphs)
    names: dict[tuple[NamedNode, NamedNode], set[str]] = defaultdict(set)
    for _, triples in graphs:
        for triple in triples:
            subject, predicate, value = parts(triple)
            if predicate in _SECOND and code_of(subject) is None:
                names[subject, predicate].add(value.value)
    kept = {key: max(values) for key, values in names.items() if len(values) > 1}
    if not kept:
        return graphs
    return tuple((name, tuple(_settled(triple, kept) for triple in triples)) for name, triples in graphs)


def _settled(triple: Triple, kept: Mapping[tuple[NamedNode, NamedNode], str]) -> Triple:
    """The triple, or its lesser form where another wording was kept."""
    subject, predicate, value = parts(triple)
    wanted = kept.get((subject, predicate))
    return triple if wanted is None or value.value == wanted else Triple(subject, _SECOND[predicate], value)
