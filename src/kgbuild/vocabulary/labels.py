"""One name and one address to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgbuild.triple_lines import lines_of, literal_parts, terms_of, triples_of
from kgbuild.vocabulary.codes import NCIT
from kgbuild.vocabulary.terms import RDFS, SCHEMA, SKOS, parts

_SECOND: Final[Mapping[str, str]] = {
    str(SKOS.PREF_LABEL): str(SKOS.ALT_LABEL),
    str(SCHEMA.NAME): str(SCHEMA.ALTERNATE_NAME),
    str(SCHEMA.URL): str(RDFS.SEE_ALSO),
}
"""What a second value of the predicate is turned into."""
_NAMING = frozenset((SKOS.PREF_LABEL, SCHEMA.NAME, SCHEMA.URL))
_CODED = f"<{NCIT}"

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
    kept = {key: max(values, key=_text) for key, values in names.items() if len(values) > 1}
    if not kept:
        return graphs
    return tuple((name, tuple(_settled(line, kept) for line in lines)) for name, lines in graphs)


def settle_page(triples: Collection[Triple]) -> Iterable[Triple]:
    """The same for the triples of one page, where a second name is rare."""
    named = [(subject, predicate) for subject, predicate, _ in map(parts, triples) if predicate in _NAMING]
    if len(named) == len(set(named)):
        return triples
    ((_, settled),) = settle_labels([(named[0][0], tuple(lines_of(triples)))])
    return triples_of(settled)


def _text(value: str) -> str:
    """The text of a literal, or the IRI."""
    return literal_parts(value)[0] if value.startswith('"') else value


def _settled(line: str, kept: Mapping[tuple[str, str], str]) -> str:
    """The line, or its lesser form where another wording was kept."""
    subject, predicate, value = terms_of(line)
    wanted = kept.get((subject, predicate))
    return line if wanted is None or value == wanted else f"{subject} {_SECOND[predicate]} {value}"
