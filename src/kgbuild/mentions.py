"""The mentions of facts: words of a page that name a concept, each with the role in which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgbuild.concept import Mention, Role
from kgbuild.facts import Components, DrugClass, Fact, ListedDrug
from kgbuild.indication import Biomarker, Indication


def mentions(facts: Iterable[Fact]) -> Iterator[tuple[Role, Mention]]:
    """Every mention of the facts with its role, in reading order."""
    for fact in facts:
        match fact:
            case Components(drugs=drugs):
                yield from ((Role.DRUG, drug) for drug in drugs)
            case ListedDrug(drug=drug, condition=condition):
                yield Role.DRUG, drug
                yield from ((Role.CONDITION, each) for each in (condition,) if each)
            case DrugClass(name=name):
                yield Role.DRUG_CLASS, name
            case Indication():
                yield from _indication_mentions(fact)
            case _:
                """The others name no concept, or the page's own."""


def _indication_mentions(fact: Indication) -> Iterator[tuple[Role, Mention]]:
    """Every mention of an indication with its role; those of its groups are mostly there already."""
    yield Role.CONDITION, fact.condition
    if fact.cause:
        yield Role.CAUSE, fact.cause
    prior = fact.prior
    for agents in (*(option.partners for option in fact.options), prior.agents, prior.never):
        yield from ((Role.AGENT, agent) for agent in agents)
    yield from ((Role.AGENT, agent) for agent in (*prior.responded, *prior.ineligible))
    yield from ((Role.MARKER, biomarker.marker) for biomarker in fact.biomarkers)
    yield from ((Role.QUALIFIER, qualifier) for qualifier in fact.disease.qualifiers)
    for group in fact.groups:
        if group.only_if:
            yield Role.MARKER, group.only_if.marker
        for each in group.any_of:
            if isinstance(each, Biomarker):
                yield Role.MARKER, each.marker
            elif isinstance(each, Mention):
                yield Role.AGENT, each
