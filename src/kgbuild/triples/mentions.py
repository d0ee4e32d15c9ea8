"""How the words of a page came to their concepts: each mention with the way it was grounded, and how sure that is.

The drugs of lists are left out: a list names hundreds, each of which is grounded
on its own page. The report has all.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.concept import Ambiguous, Grounded, Mention, Role, Unknown
from kgbuild.facts import GenericName, ListedDrug
from kgbuild.mentions import mentions
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary import KG, PROV, XSD, clean_text, ncit


def mention_triples(scope: Scope) -> Iterator[Triple]:
    """Every mention of the page once, in a role, and the page's own drug."""
    for role, mention in _distinct(scope):
        yield from _mention(scope, role, mention)
    name = next((fact.name for fact in scope.facts if isinstance(fact, GenericName)), None)
    if scope.subject and name:
        node = scope.ids.mention(scope.page, Role.DRUG, name.text, "subject")
        yield from _said(scope, node, Role.DRUG, name)
        yield Triple(node, KG.NAMES, scope.subject)
        yield from _known(node, scope.grounded.subject)


def _distinct(scope: Scope) -> Iterator[tuple[Role, Mention]]:
    """The first mention of each wording in each role, with the glossary entry that it is linked to."""
    seen: set[tuple[Role, str, str | None]] = set()
    for role, mention in mentions(fact for fact in scope.facts if not isinstance(fact, ListedDrug)):
        key = (role, mention.text, mention.glossary)
        if key not in seen:
            seen.add(key)
            yield role, mention


def _mention(scope: Scope, role: Role, mention: Mention) -> Iterator[Triple]:
    node = scope.ids.mention(scope.page, role, mention.text, mention.glossary or "")
    lookup = scope.grounded.lookup(role, mention)
    yield from _said(scope, node, role, mention)
    yield Triple(node, KG.NAMES, scope.node(role, mention))
    yield from _known(node, lookup)


def _said(scope: Scope, node: NamedNode, role: Role, mention: Mention) -> Iterator[Triple]:
    yield from typed(node, (KG.MENTION, PROV.ENTITY))
    yield Triple(node, KG.WORDING, Literal(clean_text(mention.text)))
    yield Triple(node, KG.ROLE, Literal(role.value))
    yield Triple(node, PROV.HAD_PRIMARY_SOURCE, scope.page_node)


def _known(node: NamedNode, lookup: Grounded | Ambiguous | Unknown) -> Iterator[Triple]:
    """The way, the confidence and, where several concepts fit, each of them."""
    match lookup:
        case Grounded(how=how, confidence=confidence):
            yield from _trusted(node, how, confidence)
        case Ambiguous(candidates=candidates):
            yield from _trusted(node, "ambiguous", Decimal(0))
            yield from (Triple(node, KG.CANDIDATE, ncit(concept.code)) for concept in candidates)
        case Unknown(broader=None):
            yield from _trusted(node, "unknown", Decimal(0))
        case Unknown(confidence=confidence):
            yield from _trusted(node, "broader", confidence)


def _trusted(node: NamedNode, how: str, confidence: Decimal) -> Iterator[Triple]:
    yield Triple(node, KG.GROUNDED_BY, Literal(how))
    yield Triple(node, KG.CONFIDENCE, Literal(f"{confidence.normalize():f}", datatype=XSD.DECIMAL))
