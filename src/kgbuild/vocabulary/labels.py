"""One name and one address to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import Triple

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

Statement = tuple[str, str, str]
"""Subject, predicate and object, as lines write them."""


def settle_labels(statements: Sequence[Statement]) -> Sequence[Statement]:
    """Leave each node one `skos:prefLabel`, `schema:name` and `schema:url`, whatever the order of the statements.

    Nodes without a code are named by a page's wording; of several that differ in
    case or hyphens the last in code point order is kept (small letters before
    capitals), the others become `skos:altLabel` or `schema:alternateName`, and a
    second address of a shared REMS programme `rdfs:seeAlso`.

    Args:
        statements: all of each node that is spoken of, in whatever graphs.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, predicate, value in statements:
        if predicate in _SECOND and not subject.startswith(_CODED):
            names[subject, predicate].add(value)
    kept = {key: max(values, key=_text) for key, values in names.items() if len(values) > 1}
    return [_settled(statement, kept) for statement in statements] if kept else statements


def settle_page(triples: Collection[Triple]) -> Iterable[Triple]:
    """The same for the triples of one page, where a second name is rare."""
    named = [(subject, predicate) for subject, predicate, _ in map(parts, triples) if predicate in _NAMING]
    if len(named) == len(set(named)):
        return triples
    settled = settle_labels([terms_of(line) for line in lines_of(triples)])
    return triples_of(map(" ".join, settled))


def _text(value: str) -> str:
    """The text of a literal, or the IRI."""
    return literal_parts(value)[0] if value.startswith('"') else value


def _settled(statement: Statement, kept: Mapping[tuple[str, str], str]) -> Statement:
    """The statement, or its lesser form where another wording was kept."""
    subject, predicate, value = statement
    wanted = kept.get((subject, predicate))
    return statement if wanted in (None, value) else (subject, _SECOND[predicate], value)
