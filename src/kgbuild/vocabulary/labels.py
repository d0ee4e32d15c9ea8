"""One preferred label to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.vocabulary.terms import SCHEMA, SKOS, code_of

_SECOND: Final[Mapping[NamedNode, NamedNode]] = {
    SKOS.PREF_LABEL: SKOS.ALT_LABEL,
    SCHEMA.NAME: SCHEMA.ALTERNATE_NAME,
}
"""What a second value of the predicate is turned into."""

Graph = tuple[NamedNode, tuple[Triple, ...]]
"""A named graph: its IRI and what it holds."""


def settle_labels(graphs: Iterable[Graph]) -> tuple[Graph, ...]:
    """Leave each node one `skos:prefLabel` and one `schema:name` in all graphs together.

    Nodes without a code are named by a page's wording; of several that differ in
    case or hyphens the last in code point order is kept (small letters before
    capitals), the others become `skos:altLabel` or `schema:alternateName`.
    Independent of the order of the graphs.
    """
    graphs = tuple(graphs)
    names: dict[tuple[NamedNode, NamedNode], set[str]] = defaultdict(set)
    for _, triples in graphs:
        for triple in triples:
            if _is_name(triple):
                names[triple.subject, triple.predicate].add(triple.object.value)
    kept = {key: max(values) for key, values in names.items() if len(values) > 1}
    if not kept:
        return graphs
    return tuple((name, tuple(_settled(triple, kept) for triple in triples)) for name, triples in graphs)


def _is_name(triple: Triple) -> bool:
    return triple.predicate in _SECOND and code_of(triple.subject) is None


def _settled(triple: Triple, kept: Mapping[tuple[NamedNode, NamedNode], str]) -> Triple:
    """The triple, or its lesser form where another wording was kept."""
    wanted = kept.get((triple.subject, triple.predicate))
    if wanted is None or not isinstance(triple.object, Literal) or triple.object.value == wanted:
        return triple
    return Triple(triple.subject, _SECOND[triple.predicate], triple.object)
