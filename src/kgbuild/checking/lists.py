"""Lists by cancer against indications: what each side has that the other lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.checking.built import Built
from kgbuild.vocabulary import KG, individual

_FOR_CHILDREN = re.compile(r"\b(?:child|pediatric)", re.IGNORECASE)
"""Titles of lists that are about children's cancers alone."""

Scopes = Mapping[NamedNode, frozenset[NamedNode]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A drug under one heading of a list, whose own page was built."""

    drug: str
    """Its generic name."""
    iri: str
    conditions: tuple[str, ...]
    """What the heading names."""
    page: str
    """Path of the list."""
    line: int
    sentence: str
    """The entry, as the file has it."""
    via: str
    """How a use was found: ``hierarchy``, ``cause`` or ``scope``; empty where none was."""
    uses: tuple[str, ...]
    """Where none was found: the sentences of the uses that the drug's page states."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An approved use in a cancer whose list does not have the drug."""

    drug: str
    iri: str
    condition: str
    list_condition: str
    use: str
    """IRI."""
    sentence: str


@dataclass(frozen=True, slots=True)
class ListCheck:
    """The outcome for all lists."""

    pairs: tuple[Pair, ...]
    unlisted: tuple[Unlisted, ...]

    @property
    def missing(self) -> tuple[Pair, ...]:
        """The pairs without a use."""
        return tuple(pair for pair in self.pairs if not pair.via)

    @property
    def recall(self) -> float:
        """Share of the pairs for which a use was found; 1 where there are none."""
        return 1 - len(self.missing) / len(self.pairs) if self.pairs else 1.0


@dataclass(frozen=True, slots=True)
class _Use:
    node: NamedNode
    sentence: str
    conditions: frozenset[NamedNode]
    """Its conditions and all above them."""
    causes: frozenset[NamedNode]


def check_lists(built: Built, scopes: Scopes) -> ListCheck:
    """Find for every listed drug a use in that cancer or one below it, and for every use its list.

    Args:
        built: the graph and the report.
        scopes: see `read_scopes`.
    """
    uses = {drug: tuple(_uses(built, drug)) for drug in set(built.subjects.values())}
    return ListCheck(tuple(_pairs(built, uses, scopes)), tuple(_unlisted(built, uses)))


def _uses(built: Built, drug: NamedNode) -> Iterator[_Use]:
    graph = built.graph
    for node in graph.nodes(drug, KG.HAS_INDICATION):
        conditions = (built.above(each) for each in graph.nodes(node, KG.HAS_CONDITION))
        causes = (built.above(each) for each in graph.nodes(node, KG.CAUSED_BY))
        yield _Use(node, graph.word(node, KG.STATEMENT), frozenset().union(*conditions), frozenset().union(*causes))


def _pairs(built: Built, uses: Mapping[NamedNode, tuple[_Use, ...]], scopes: Scopes) -> Iterator[Pair]:
    """Each drug under each heading once, whatever brands it is listed by."""
    headings: dict[tuple[str, int], set[NamedNode]] = defaultdict(set)
    for page, entry in built.entries():
        if entry.condition:
            headings[page.path, entry.line].add(NamedNode(entry.condition))
    seen: set[tuple[str, NamedNode, frozenset[NamedNode]]] = set()
    for page, entry in built.entries():
        drug = built.subject(entry)
        named = frozenset(headings.get((page.path, entry.line), ()))
        if drug is None or not named or (page.path, drug, named) in seen:
            continue
        seen.add((page.path, drug, named))
        via = _via(uses[drug], named, scopes)
        yield Pair(
            drug=built.name(drug),
            iri=drug.value,
            conditions=tuple(sorted(built.name(each) for each in named)),
            page=page.path,
            line=entry.line,
            sentence=entry.words,
            via=via,
            uses=() if via else tuple(dict.fromkeys(use.sentence for use in uses[drug])),
        )


def _via(uses: Iterable[_Use], named: frozenset[NamedNode], scopes: Scopes) -> str:
    """What joins a drug's uses to a heading; the surest first."""
    wider = named.union(*(scopes.get(each, frozenset()) for each in named))
    for how, concepts in (("hierarchy", named), ("scope", wider)):
        if any(use.conditions & concepts for use in uses):
            return how
    return "cause" if any(use.causes & wider for use in uses) else ""


def _unlisted(built: Built, uses: Mapping[NamedNode, tuple[_Use, ...]]) -> Iterator[Unlisted]:
    """Approved uses in a cancer that has a list, where no list of it has the drug."""
    listed = _listed(built)
    for drug in sorted(uses, key=lambda node: node.value):
        told: set[NamedNode] = set()
        for use in uses[drug]:
            lists = [heading for (heading, people) in listed if _belongs(built, use, heading, people)]
            if not lists or any(drug in listed[key] for key in listed if key[0] in lists) or told.intersection(lists):
                continue
            told.update(lists)
            nearest = min(lists, key=lambda each: (-len(built.above(each)), each.value))
            condition = built.name(built.graph.nodes(use.node, KG.HAS_CONDITION)[0])
            yield Unlisted(built.name(drug), drug.value, condition, built.name(nearest), use.node.value, use.sentence)


def _listed(built: Built) -> dict[tuple[NamedNode, str], set[NamedNode]]:
    """Concept of a heading, and for whom the whole page is -> the drugs that are listed."""
    found: dict[tuple[NamedNode, str], set[NamedNode]] = defaultdict(set)
    for page, entry in built.entries():
        if entry.condition and (drug := built.subject(entry)):
            found[NamedNode(entry.condition), "Child" if _FOR_CHILDREN.search(page.title) else ""].add(drug)
    return found


def _belongs(built: Built, use: _Use, heading: NamedNode, people: str) -> bool:
    """Whether a use should have made a list name the drug: approved, in that cancer, and for those people."""
    graph = built.graph
    approved = KG.APPROVED_USE in graph.nodes(use.node, KG.BASIS)
    theirs = not people or individual("Child") in graph.nodes(use.node, KG.POPULATION)
    return approved and theirs and heading in use.conditions
