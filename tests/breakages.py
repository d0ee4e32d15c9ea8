"""Ways to break a graph: whose triples, which property, and how; the random part comes from a seed."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from pyoxigraph import Literal, NamedNode, Triple

from rdf_files import expand

Term = NamedNode | Literal


def node(curie: str) -> NamedNode:
    """The node of a prefixed name."""
    return NamedNode(expand(curie))


TYPE = node("rdf:type")


@dataclass
class Graph:
    """Triples that can be changed, and a source of chance."""

    triples: list[Triple]
    chance: Random = field(default_factory=Random)

    def add(self, subject: NamedNode, predicate: str, value: Term) -> None:
        """State something."""
        self.triples.append(Triple(subject, node(predicate), value))

    def remove(self, subject: NamedNode | None, predicate: str, value: Term | None = None) -> None:
        """Forget whatever fits; None fits all."""
        self.triples = [
            triple
            for triple in self.triples
            if triple.predicate != node(predicate)
            or (subject is not None and triple.subject != subject)
            or (value is not None and triple.object != value)
        ]

    def values(self, subject: NamedNode, predicate: str) -> list[Term]:
        """What is stated."""
        found = (t.object for t in self.triples if t.subject == subject and t.predicate == node(predicate))
        return [value for value in found if isinstance(value, NamedNode | Literal)]

    def subjects(self, predicate: str, value: Term | None = None) -> list[NamedNode]:
        """Of what it is stated."""
        found = [t for t in self.triples if t.predicate == node(predicate) and value in {None, t.object}]
        return sorted({t.subject for t in found if isinstance(t.subject, NamedNode)}, key=str)

    def pick(self, values: Iterable[Term]) -> Term:
        """One of several."""
        return self.chance.choice(sorted(values, key=str))


Who = Callable[[Graph], list[NamedNode]]
"""The nodes to choose from."""
What = Callable[[Graph], Term]
"""A random value."""
Breakage = Callable[[Graph], NamedNode]
"""Breaks the graph, and says at which node."""


# Whose


def a(class_: str) -> Who:
    """The instances of a class."""
    return lambda graph: graph.subjects("rdf:type", node(class_))


def having(predicate: str, value: str = "") -> Who:
    """What something is stated of."""
    return lambda graph: graph.subjects(predicate, node(value) if value else None)


def named_by(predicate: str) -> Who:
    """What a property points to."""

    def objects(graph: Graph) -> list[NamedNode]:
        found = {t.object for t in graph.triples if t.predicate == node(predicate)}
        return sorted((value for value in found if isinstance(value, NamedNode)), key=str)

    return objects


def lacking(who: Who, predicate: str) -> Who:
    """Those of which something is not stated."""
    return lambda graph: [each for each in who(graph) if not graph.values(each, predicate)]


# What


def words(*, lang: str | None = None) -> What:
    """Any words."""
    return lambda graph: Literal("".join(graph.chance.choices(string.ascii_lowercase + " ", k=12)), language=lang)


def number(kind: str, low: int, high: int) -> What:
    """A number of a datatype."""
    return lambda graph: Literal(str(graph.chance.randint(low, high)), datatype=node(kind))


def lexical(text: str, kind: str) -> What:
    """A literal of a datatype, well-formed or not."""
    return lambda _: Literal(text, datatype=node(kind))


def text(*choices: str) -> What:
    """One of some plain texts."""
    return lambda graph: Literal(graph.chance.choice(choices))


def one_of(*curies: str) -> What:
    """One of some nodes."""
    return lambda graph: node(graph.chance.choice(curies))


def iri(*choices: str) -> What:
    """One of some addresses."""
    return lambda graph: NamedNode(graph.chance.choice(choices))


def some(who: Who) -> What:
    """Any node of a kind."""
    return lambda graph: graph.chance.choice(who(graph))


def any_of(*whats: What) -> What:
    """A value of one of several kinds."""
    return lambda graph: graph.chance.choice(whats)(graph)


# How


def drop(who: Who, predicate: str) -> Breakage:
    """Forget what is stated."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        graph.remove(at, predicate)
        return at

    return breakage


def orphan(who: Who, *predicates: str) -> Breakage:
    """Forget all that points to a node."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        for predicate in predicates:
            graph.remove(None, predicate, at)
        return at

    return breakage


def untype(who: Who, class_: str) -> Breakage:
    """Forget that a node is of a class."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        graph.remove(at, "rdf:type", node(class_))
        return at

    return breakage


def put(who: Who, predicate: str, what: What) -> Breakage:
    """State something else instead."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        graph.remove(at, predicate)
        graph.add(at, predicate, what(graph))
        return at

    return breakage


def also(who: Who, predicate: str, what: What) -> Breakage:
    """State something besides that is not stated yet."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        stated = graph.values(at, predicate)
        value = next(value for value in (what(graph) for _ in range(99)) if value not in stated)
        graph.add(at, predicate, value)
        return at

    return breakage


def twice(who: Who, predicate: str, what: What) -> Breakage:
    """State a second thing where one is allowed."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        while len({*graph.values(at, predicate)}) < 2:
            graph.add(at, predicate, what(graph))
        return at

    return breakage


def point_from(source: Who, predicate: str, who: Who) -> Breakage:
    """Let something point to a node that it must not point to."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        graph.add(graph.chance.choice(source(graph)), predicate, at)
        return at

    return breakage


def same(who: Who, predicate: str, other: str) -> Breakage:
    """State with one property what another one states."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice([each for each in who(graph) if graph.values(each, other)])
        graph.add(at, predicate, graph.pick(graph.values(at, other)))
        return at

    return breakage


def itself(who: Who, predicate: str) -> Breakage:
    """Let a node point to itself."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        graph.add(at, predicate, at)
        return at

    return breakage


def reverse(who: Who, low: str, high: str, kind: str) -> Breakage:
    """State a lower bound above the upper one."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice(who(graph))
        least = graph.chance.randint(1, 100)
        for predicate, value in ((low, least), (high, graph.chance.randint(0, least - 1))):
            graph.remove(at, predicate)
            graph.add(at, predicate, Literal(str(value), datatype=node(kind)))
        return at

    return breakage


def with_option(who: Who, predicate: str) -> Breakage:
    """Let a new option's partner be what the indication names by a property."""

    def breakage(graph: Graph) -> NamedNode:
        at = graph.chance.choice([each for each in who(graph) if graph.values(each, predicate)])
        option = NamedNode(f"{at.value}/option-{graph.chance.randint(0, 999)}")
        graph.add(at, "kg:therapyOption", option)
        graph.add(option, "rdf:type", node("kg:TherapyOption"))
        graph.add(option, "kg:partner", graph.pick(graph.values(at, predicate)))
        return at

    return breakage
