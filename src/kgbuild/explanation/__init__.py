"""Graph -> what it says of one drug, in words, with the sentences that state it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from pyoxigraph import NamedNode

from kgbuild.errors import GraphError
from kgbuild.explanation.account import Account, Quote, Statement, account_of, names_of
from kgbuild.explanation.marking import Segment, segments, without_markup, words_by_rule
from kgbuild.explanation.places import place_of
from kgbuild.explanation.uses import Use
from kgbuild.graphs import Graph
from kgbuild.report_lines import UseLine
from kgbuild.vocabulary import KG

__all__ = [
    "Account",
    "Quote",
    "Segment",
    "Statement",
    "Use",
    "accounts",
    "explain",
    "find_drug",
    "place_of",
    "segments",
    "without_markup",
    "words_by_rule",
]


def explain(graph: Graph, name: str, lines: Mapping[str, UseLine] = MappingProxyType({})) -> Account:
    """Find a drug or combination by generic name, brand or code, and tell what is said of it.

    Args:
        graph: the graph.
        name: of the drug.
        lines: IRI of a use -> how its sentences were read (`kgbuild.build_reports`).

    Raises:
        GraphError: see `find_drug`.
    """
    return account_of(graph, find_drug(graph, name), lines)


def find_drug(graph: Graph, name: str) -> NamedNode:
    """The drug or combination that has a generic name, brand or code.

    Raises:
        GraphError: no drug has the name, or several have it and none is the subject of a page alone.
    """
    named: dict[str, set[NamedNode]] = defaultdict(set)
    for node, word in names_of(graph):
        named[_key(word)].add(node)
    found = named.get(_key(name), set())
    described = {node for node in found if graph.nodes(node, KG.HAS_INDICATION)} or found
    match sorted(described, key=lambda node: node.value):
        case [drug]:
            return drug
        case []:
            near = ", ".join(get_close_matches(_key(name), named, n=3))
            advice = f"the nearest names: {near}" if near else "give a generic name, a brand or an NCIt code"
            raise GraphError(f"no drug of the graph is named {name!r}; {advice}")
        case several:
            codes = ", ".join(node.value for node in several)
            raise GraphError(f"{name!r} names several drugs: {codes}; give the code of one")


def accounts(graph: Graph) -> list[Account]:
    """What is said of every drug and combination that has uses or brands, by name."""
    drugs = {node for kind in (KG.DRUG, KG.COMBINATION) for node in graph.instances(kind)}
    told = [account_of(graph, drug) for drug in sorted(drugs, key=lambda node: node.value) if _is_told_of(graph, drug)]
    return sorted(told, key=lambda account: (account.name.casefold(), account.iri))


def _is_told_of(graph: Graph, drug: NamedNode) -> bool:
    return bool(graph.nodes(drug, KG.HAS_INDICATION) or graph.nodes(drug, KG.APPROVAL_STATUS))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
