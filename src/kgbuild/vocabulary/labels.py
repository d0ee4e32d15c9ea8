"""One name and one address to a node, although several pages may write its name differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from kgbuild.triple_lines import Statement, bare
from kgbuild.vocabulary.codes import NCIT
from kgbuild.vocabulary.terms import RDFS, SCHEMA, SKOS

_SECOND: Final[Mapping[str, str]] = {
    str(SKOS.PREF_LABEL): str(SKOS.ALT_LABEL),
    str(SCHEMA.NAME): str(SCHEMA.ALTERNATE_NAME),
    str(SCHEMA.URL): str(RDFS.SEE_ALSO),
}
"""What a second value of the predicate is turned into."""
_CODED = f"<{NCIT}"


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
    kept = {key: max(values, key=bare) for key, values in names.items() if len(values) > 1}
    return [_settled(statement, kept) for statement in statements] if kept else statements


def settle_page(claims: Collection[Statement]) -> Iterable[Statement]:
    """The same for what one page claims, where a second name is rare."""
    named = [(subject, predicate) for subject, predicate, _ in claims if predicate in _SECOND]
    if len(named) == len(set(named)):
        return claims
    return settle_labels(tuple(claims))


def _settled(statement: Statement, kept: Mapping[tuple[str, str], str]) -> Statement:
    """The statement, or its lesser form where another wording was kept."""
    subject, predicate, value = statement
    wanted = kept.get((subject, predicate))
    return statement if wanted in (None, value) else (subject, _SECOND[predicate], value)
