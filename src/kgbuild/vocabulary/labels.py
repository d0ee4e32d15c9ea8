"""One name and one address to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.triple_lines import Statement, bare, line_of, terms_of
from kgbuild.vocabulary.codes import NCIT
from kgbuild.vocabulary.terms import RDFS, SCHEMA, SKOS

_SECOND: Final[Mapping[str, str]] = {
    str(SKOS.PREF_LABEL): str(SKOS.ALT_LABEL),
    str(SCHEMA.NAME): str(SCHEMA.ALTERNATE_NAME),
    str(SCHEMA.URL): str(RDFS.SEE_ALSO),
}
"""What a second value of the predicate is turned into."""
_CODED = f"<{NCIT}"
_PAGE = NamedNode("urn:page")
"""For a page alone, whose graph needs no name."""

Graph = tuple[NamedNode, tuple[str, ...]]
"""A named graph: its IRI, and what it holds as lines (`kgbuild.triple_lines`)."""


def settle_labels(graphs: Iterable[Graph]) -> tuple[Graph, ...]:
    """Leave each node one `skos:prefLabel`, `schema:name` and `schema:url` in all graphs together.

    Nodes without a code are named by a page's wording; of several that differ in
    case or hyphens the last in code point order is kept (small letters before
    capitals), the others become `skos:altLabel` or `schema:alternateName`, and a
    second address of a shared REMS programme `rdfs:seeAlso`. Independent of the
    order of the graphs.
    """
    graphs = tuple(graphs)
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, lines in graphs:
        for line in lines:
            subject, predicate, value = terms_of(line)
            if predicate in _SECOND and not subject.startswith(_CODED):
                names[subject, predicate].add(value)
    kept = {key: max(values, key=bare) for key, values in names.items() if len(values) > 1}
    if not kept:
        return graphs
    return tuple((name, tuple(_settled(line, kept) for line in lines)) for name, lines in graphs)


def settle_page(claims: Collection[Statement]) -> Iterable[Statement]:
    """The same for what one page claims, where a second name is rare."""
    named = [(subject, predicate) for subject, predicate, _ in claims if predicate in _SECOND]
    if len(named) == len(set(named)):
        return claims
    ((_, settled),) = settle_labels([(_PAGE, tuple(map(line_of, claims)))])
    return map(terms_of, settled)


def _settled(line: str, kept: Mapping[tuple[str, str], str]) -> str:
    """The line, or its lesser form where another wording was kept."""
    subject, predicate, value = terms_of(line)
    wanted = kept.get((subject, predicate))
    return line if wanted is None or value == wanted else f"{subject} {_SECOND[predicate]} {value}"
