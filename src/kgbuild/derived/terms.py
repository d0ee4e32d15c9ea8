"""The slice of the Thesaurus that a graph names: ancestors, synonyms, codes, and the like in other vocabularies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.concept import Concept, Match, Relation
from kgbuild.triple_lines import Statement
from kgbuild.vocabulary import NCIT, RDF, SKOS, code_of, evs, is_code, mapped, ncit

_PREDICATES: Final[Mapping[Relation, NamedNode]] = {
    Relation.EXACT: SKOS.EXACT_MATCH,
    Relation.CLOSE: SKOS.CLOSE_MATCH,
    Relation.BROAD: SKOS.BROAD_MATCH,
}
_NOTATION, _BROADER, _CONCEPT = str(SKOS.NOTATION), str(SKOS.BROAD_MATCH), f"<{NCIT}"
"""As lines write them; the last is how concepts begin."""


class Terms(Protocol):
    """What is asked of a terminology; `kgbuild.terminology.TermIndex` is one."""

    def concept(self, code: str) -> Concept | None:
        """The concept of a code, or None."""

    def parents(self, code: str) -> Iterable[str]:
        """The codes directly above."""

    def synonyms(self, code: str) -> Iterable[str]:
        """Other names, the preferred one among them or not."""

    def matches(self, code: str) -> Iterable[Match]:
        """What the concept is mapped to."""


def used_codes(claims: Collection[Statement]) -> frozenset[str]:
    """The codes of the concepts that the graph describes, or that comprise what it names without a concept."""
    named = {subject for subject, predicate, _ in claims if predicate == _NOTATION}
    named |= {value for _, predicate, value in claims if predicate == _BROADER}
    return frozenset(node[len(_CONCEPT) : -1] for node in named if node.startswith(_CONCEPT))


def term_triples(codes: Iterable[str], terms: Terms) -> Iterator[Triple]:
    """What the Thesaurus says of the concepts, and the way up from each; sorted, each triple once.

    Synonyms and mappings are given for the concepts themselves, names and codes
    for their ancestors too, and for the bases of salts and what is above those.
    A code that the Thesaurus has not is left out.
    """
    used = frozenset(codes)
    found: dict[Triple, None] = {}
    waiting, seen = sorted(used), set(used)
    while waiting:
        code = waiting.pop()
        concept = terms.concept(code)
        if concept is None:
            continue
        above = [parent for parent in terms.parents(code) if is_code(parent) and terms.concept(parent)]
        found.update(dict.fromkeys(_concept_triples(concept, above)))
        if code in used:
            found.update(dict.fromkeys(_synonyms(concept, terms.synonyms(code))))
            matches = tuple(terms.matches(code))
            found.update(dict.fromkeys(_matches(concept, matches)))
            above += [base for base in _bases(matches) if terms.concept(base)]
        waiting.extend(parent for parent in above if parent not in seen)
        seen.update(above)
    yield from sorted(found, key=str)


def _concept_triples(concept: Concept, parents: Iterable[str]) -> Iterator[Triple]:
    node = ncit(concept.code)
    yield Triple(node, RDF.TYPE, SKOS.CONCEPT)
    yield Triple(node, SKOS.NOTATION, Literal(concept.code))
    yield Triple(node, SKOS.EXACT_MATCH, evs(concept.code))
    yield Triple(node, SKOS.PREF_LABEL, Literal(concept.label, language="en"))
    for parent in parents:
        if parent != concept.code:
            yield Triple(node, SKOS.BROADER, ncit(parent))


def _synonyms(concept: Concept, names: Iterable[str]) -> Iterator[Triple]:
    node: NamedNode = ncit(concept.code)
    for name in names:
        if name and name != concept.label:
            yield Triple(node, SKOS.ALT_LABEL, Literal(name, language="en"))


def _bases(matches: Iterable[Match]) -> Iterator[str]:
    """The codes of the Thesaurus's own concepts among those that one is mapped to."""
    return (code for match in matches if (code := code_of(mapped(match.target))))


def _matches(concept: Concept, matches: Iterable[Match]) -> Iterator[Triple]:
    """SKOS only, never `owl:sameAs`: what is near is not the same thing."""
    for match in matches:
        yield Triple(ncit(concept.code), _PREDICATES[match.relation], mapped(match.target))
