"""How the words of a page came to their concepts: each mention with the way it was grounded, and how sure that is.

The drugs of lists are left out: a list names hundreds, each of which is grounded
on its own page. The report has all.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from kgbuild.concept import Ambiguous, Grounded, Mention, Role, Unknown
from kgbuild.facts import GenericName, ListedDrug
from kgbuild.mentions import mentions
from kgbuild.triple_lines import Statement, literal
from kgbuild.triples.scope import Scope
from kgbuild.vocabulary import clean_text, ncit
from kgbuild.vocabulary.written import KG, PROV, RDF, XSD


def mention_triples(scope: Scope) -> Iterator[Statement]:
    """Every mention of the page once, in a role, and the page's own drug."""
    for role, mention in _distinct(scope):
        node = str(scope.ids.mention(scope.page, role, mention.text, mention.glossary or ""))
        yield from _said(scope, node, role, mention)
        yield node, KG.NAMES, str(scope.node(role, mention))
        yield from _known(node, scope.grounded.lookup(role, mention))
    name = next((fact.name for fact in scope.facts if isinstance(fact, GenericName)), None)
    if scope.subject and name:
        node = str(scope.ids.mention(scope.page, Role.DRUG, name.text, "subject"))
        yield from _said(scope, node, Role.DRUG, name)
        yield node, KG.NAMES, str(scope.subject)
        yield from _known(node, scope.grounded.subject)


def _distinct(scope: Scope) -> Iterator[tuple[Role, Mention]]:
    """The first mention of each wording in each role, with the glossary entry that it is linked to."""
    seen: set[tuple[Role, str, str | None]] = set()
    for role, mention in mentions(fact for fact in scope.facts if not isinstance(fact, ListedDrug)):
        key = (role, mention.text, mention.glossary)
        if key not in seen:
            seen.add(key)
            yield role, mention


def _said(scope: Scope, node: str, role: Role, mention: Mention) -> tuple[Statement, ...]:
    return (
        (node, RDF.TYPE, KG.MENTION),
        (node, RDF.TYPE, PROV.ENTITY),
        (node, KG.WORDING, literal(clean_text(mention.text))),
        (node, KG.ROLE, literal(role)),
        (node, PROV.HAD_PRIMARY_SOURCE, scope.page_node),
    )


def _known(node: str, lookup: Grounded | Ambiguous | Unknown) -> tuple[Statement, ...]:
    """The way, the confidence and, where several concepts fit, each of them."""
    match lookup:
        case Grounded(how=how, confidence=confidence):
            return _trusted(node, how, confidence)
        case Ambiguous(candidates=candidates):
            several = ((node, KG.CANDIDATE, str(ncit(concept.code))) for concept in candidates)
            return (*_trusted(node, "ambiguous", Decimal(0)), *several)
        case Unknown(broader=None):
            return _trusted(node, "unknown", Decimal(0))
        case Unknown(confidence=confidence):
            return _trusted(node, "broader", confidence)


def _trusted(node: str, how: str, confidence: Decimal) -> tuple[Statement, ...]:
    return (node, KG.GROUNDED_BY, literal(how)), (node, KG.CONFIDENCE, _certainty(confidence))


@lru_cache(maxsize=64)
def _certainty(confidence: Decimal) -> str:
    """There are as many as ways of grounding."""
    return literal(f"{confidence.normalize():f}", XSD.DECIMAL)
