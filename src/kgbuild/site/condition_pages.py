"""The page of a condition: what is approved for it, alone or with other treatment, and what is in common use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.site.contents import Contents
from kgbuild.site.links import Elsewhere, Piece, thesaurus_page
from kgbuild.site.use_cards import UseCard
from kgbuild.vocabulary import KG, code_of


@dataclass(frozen=True, slots=True)
class Related:
    """A broader or narrower condition."""

    name: Piece
    drugs: int
    """Drugs and combinations that have a use in it, itself alone."""


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """All that stands on the page."""

    name: str
    code: Elsewhere | None
    other_names: tuple[str, ...]
    alone: tuple[UseCard, ...]
    """Approved, alone or where NCI does not say with what."""
    together: tuple[UseCard, ...]
    """Approved only with other treatment."""
    common: tuple[UseCard, ...]
    """In common use."""
    caused: tuple[UseCard, ...]
    """Uses in what the condition causes."""
    listed: tuple[Piece, ...]
    """Drugs of NCI's lists for the condition that have no use in it here."""
    broader: tuple[Related, ...]
    narrower: tuple[Related, ...]


def condition_page(contents: Contents, condition: NamedNode) -> ConditionPage:
    """Tell what the graph says of a condition."""
    names = contents.names
    uses = [card for card in contents.uses_naming(condition) if condition in card.conditions]
    approved = [card for card in uses if card.approved]
    code = code_of(condition)
    near = [node for node in names.of("conditions") if node != condition]
    return ConditionPage(
        name=names.names[condition.value],
        code=thesaurus_page(code) if code else None,
        other_names=contents.other_names(condition),
        alone=tuple(card for card in approved if card.alone),
        together=tuple(card for card in approved if not card.alone),
        common=tuple(card for card in uses if not card.approved),
        caused=tuple(card for card in contents.uses_naming(condition) if condition in card.causes),
        listed=_only_listed(contents, condition, uses),
        broader=_related(contents, (node for node in near if node in contents.above[condition.value])),
        narrower=_related(contents, (node for node in near if condition in contents.above[node.value])),
    )


def _related(contents: Contents, conditions: Iterable[NamedNode]) -> tuple[Related, ...]:
    """Conditions by name, with how many drugs each has."""
    return tuple(
        Related(Piece(contents.names.names[node.value], contents.names.path(node)), len(drugs_for(contents, node)))
        for node in conditions
    )


def drugs_for(contents: Contents, condition: NamedNode) -> set[str]:
    """Pages of the drugs and combinations that have a use in a condition, approved or common."""
    return {card.drug.path for card in contents.uses_naming(condition) if condition in card.conditions}


def _only_listed(contents: Contents, condition: NamedNode, uses: list[UseCard]) -> tuple[Piece, ...]:
    graph, names = contents.graph, contents.names
    used = {card.drug.path for card in uses}
    lists = graph.subjects(KG.HAS_CONDITION, condition)
    drugs = {drug for each in lists for drug in graph.nodes(each, KG.LISTS_DRUG)}
    found = [Piece(names.names[drug.value], names.path(drug)) for drug in drugs if names.path(drug)]
    return tuple(
        sorted((piece for piece in found if piece.path not in used), key=lambda p: (p.words.casefold(), p.path))
    )
