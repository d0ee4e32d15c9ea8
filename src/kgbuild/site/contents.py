"""What a site is made of: a graph, the pages that it gives, and its uses by everything that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from kgbuild.build_reports import SavedPage
from kgbuild.explanation import Account, without_markup
from kgbuild.explanation.account import account_of
from kgbuild.graphs import Graph
from kgbuild.site.page_names import PageNames, page_names
from kgbuild.site.use_cards import UseCard, card_of
from kgbuild.vocabulary import KG, SCHEMA, SKOS, Identifiers

_NONE: tuple[UseCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the pages of a site are written from."""

    graph: Graph
    names: PageNames
    accounts: Mapping[str, Account]
    """IRI -> what is said of a drug or combination; of those alone that a page is about, or that have uses."""
    cards: Mapping[str, tuple[UseCard, ...]]
    """IRI of a drug or combination -> its uses, in the order of its page."""
    users: Mapping[str, tuple[UseCard, ...]]
    """IRI of anything -> the uses that name it, by the name of their drug."""
    above: Mapping[str, frozenset[NamedNode]]
    """IRI of a condition -> everything above it."""
    missed: Mapping[str, tuple[str, ...]]
    """IRI of a drug or combination -> sentences on its uses that were not understood."""

    def uses_naming(self, node: NamedNode) -> tuple[UseCard, ...]:
        """The uses that name a condition, a partner or an earlier treatment."""
        return self.users.get(node.value, _NONE)

    def uses_of(self, node: NamedNode) -> tuple[UseCard, ...]:
        """The uses of a drug or combination."""
        return self.cards.get(node.value, _NONE)

    def other_names(self, node: NamedNode) -> tuple[str, ...]:
        """What else a node is called, brands left out; names that differ in case only count once."""
        kinds = (SKOS.PREF_LABEL, SKOS.ALT_LABEL)
        names = {word.casefold(): word for kind in kinds for word in self.graph.words(node, kind)}
        for known in (self.names.names[node.value], *self.graph.words(node, SCHEMA.PROPRIETARY_NAME)):
            names.pop(known.casefold(), None)
        return tuple(sorted(names.values(), key=str.casefold))


def contents_of(graph: Graph, pages: Iterable[SavedPage] = ()) -> Contents:
    """Read a graph.

    Args:
        graph: the graph.
        pages: of the build's report, which tells what was not understood; none where there is no report.
    """
    pages = tuple(pages)
    names = page_names(graph)
    lines = MappingProxyType({use.iri: use for page in pages for use in page.uses})
    accounts = {drug.value: account_of(graph, drug, lines) for drug in _told(graph, names)}
    cards = {
        iri: tuple(card_of(graph, names, NamedNode(iri), fact) for fact in account.of("use"))
        for iri, account in accounts.items()
    }
    above = {node.value: frozenset(ancestors(graph, node)) for node in names.of("conditions")}
    return Contents(graph, names, accounts, cards, _by_what_they_name(cards), above, _missed(graph, pages))


def ancestors(graph: Graph, node: NamedNode) -> set[NamedNode]:
    """Everything above a concept in the Thesaurus, itself not; a salt has what is above its base."""
    found: set[NamedNode] = set()
    ahead = [node]
    while ahead:
        here = ahead.pop()
        above = {*graph.nodes(here, SKOS.BROADER), *graph.nodes(here, SKOS.BROAD_MATCH)} - found - {node}
        found |= above
        ahead += above
    return found


def _told(graph: Graph, names: PageNames) -> list[NamedNode]:
    drugs = [*names.of("drugs"), *names.of("combinations")]
    return [drug for drug in drugs if graph.nodes(drug, KG.HAS_INDICATION) or graph.subjects(SCHEMA.ABOUT, drug)]


def _by_what_they_name(cards: Mapping[str, tuple[UseCard, ...]]) -> dict[str, tuple[UseCard, ...]]:
    found: dict[str, list[UseCard]] = defaultdict(list)
    for card in (card for drug in cards.values() for card in drug):
        for node in {*card.conditions, *card.causes, *card.named}:
            found[node.value].append(card)
    return {iri: tuple(sorted(using, key=lambda card: card.drug.words.casefold())) for iri, using in found.items()}


def _missed(graph: Graph, pages: tuple[SavedPage, ...]) -> dict[str, tuple[str, ...]]:
    """By drug; a page of the report is one of the graph if its IRI ends alike, whatever the base of IRIs is."""
    ends = {page.value.rpartition("/page/")[2]: page for page in graph.instances(SCHEMA.MEDICAL_WEB_PAGE)}
    found: dict[str, tuple[str, ...]] = {}
    for saved in pages:
        node = ends.get(Identifiers().page(saved.slug).value.rpartition("/page/")[2])
        sentences = tuple(" ".join(without_markup(missed.words).split()) for missed in saved.missed)
        if node and sentences:
            found |= {drug.value: (*found.get(drug.value, ()), *sentences) for drug in graph.nodes(node, SCHEMA.ABOUT)}
    return found
