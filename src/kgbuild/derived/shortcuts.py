"""One-step links that follow from approved uses, for queries that need no more.

A use in combination only yields no bare `kg:approvedFor`, and approval for a
disease is never copied to narrower ones: that is a query over `skos:broader`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgbuild.triple_lines import Statement, line_of
from kgbuild.vocabulary.written import KG, SCHEMA

_NEEDED = frozenset((KG.BASIS, KG.INDICATION_OF, KG.HAS_CONDITION, KG.INTENT, KG.HAS_THERAPY_OPTION, KG.PARTNER))
_GIVEN_FOR = frozenset((KG.TREAT, KG.MANAGE))
"""Intents under which a drug is a treatment of the condition, as `schema:possibleTreatment` means it."""
_AGAINST = _GIVEN_FOR | {KG.PREVENT, KG.DIAGNOSE}
"""Intents that the approval is for; collecting stem cells is approved in a disease, not for it."""

_Links = dict[tuple[str, str], list[str]]


def derived_triples(claims: Iterable[Statement]) -> Iterator[Statement]:
    """The shortcuts that the uses of a page lead to, sorted; a use stands whole on each page that states it.

    Args:
        claims: what the page claims (`kgbuild.triples`), in any order.
    """
    links: _Links = defaultdict(list)
    undecided: set[str] = set()
    for subject, predicate, value in claims:
        if predicate in _NEEDED:
            links[subject, predicate].append(value)
        elif predicate == KG.UNDECIDED_PARTNER:
            undecided.add(subject)
    approved = {use for (use, predicate), found in links.items() if predicate == KG.BASIS and KG.APPROVED_USE in found}
    found = {triple for use in approved for triple in _shortcuts(links, use, whole=use not in undecided)}
    yield from sorted(found, key=line_of)


def _shortcuts(links: _Links, use: str, *, whole: bool) -> Iterator[Statement]:
    """What one approved use says in one step; where a partner was not understood, it may be no use alone."""
    options = [links.get((option, KG.PARTNER), []) for option in links.get((use, KG.HAS_THERAPY_OPTION), [])]
    partners = [partner for option in options for partner in option]
    alone = not all(options) or (whole and not options)
    intents = links.get((use, KG.INTENT), [])
    treats = not _GIVEN_FOR.isdisjoint(intents)
    against = not _AGAINST.isdisjoint(intents)
    for drug in links.get((use, KG.INDICATION_OF), []):
        for partner in partners:
            if partner != drug:
                yield drug, KG.USED_WITH, partner
        for condition in links.get((use, KG.HAS_CONDITION), []):
            if alone and against:
                yield drug, KG.APPROVED_FOR, condition
            if partners and against:
                yield drug, KG.APPROVED_IN_COMBINATION_FOR, condition
            if treats:
                yield condition, SCHEMA.POSSIBLE_TREATMENT, drug
