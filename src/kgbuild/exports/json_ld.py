"""The graph as JSON-LD: one tree a drug or combination, with an inline context; nothing is fetched.

What a drug or combination owns (its indications with their options, criteria
and groups, brands, REMS programmes, codes) stands inside it, and inside each
that shares it; concepts, pages and quotes stand beside and are referred to.
Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson
from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.exports.context import Context
from kgbuild.vocabulary import KG, OA, RDF, SCHEMA, parts

_OWNING: Final = frozenset(
    each.value
    for each in (
        KG.HAS_INDICATION,
        KG.HAS_THERAPY_OPTION,
        KG.BIOMARKER,
        KG.HAS_CRITERION_GROUP,
        KG.HAS_BRAND,
        KG.REQUIRES_REMS,
        SCHEMA.CODE,
        OA.HAS_SELECTOR,
    )
)
"""Properties whose objects stand inside their subjects."""
_ROOTS: Final = frozenset((KG.DRUG.value, KG.COMBINATION.value))
_TYPE = RDF.TYPE.value

Node = dict[str, list[NamedNode | Literal]]
"""Predicate -> objects, in the order of both."""


def json_ld(triples: Iterable[Triple], context: Mapping[str, Any]) -> bytes:
    """The union as JSON-LD, with exactly these triples.

    Args:
        triples: any order, repetitions allowed.
        context: the value of ``@context``; without remote references.
    """
    nodes = _nodes(triples)
    writer = Writer(nodes, Context(context))
    trees = [writer.tree(subject) for subject in writer.roots()]
    document = {"@context": context, "@graph": trees}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _nodes(triples: Iterable[Triple]) -> dict[str, Node]:
    """Subject -> node, all sorted."""
    found: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value in map(parts, triples):
        found[subject.value][predicate.value].add(value)
    return {
        subject: {predicate: sorted(values, key=str) for predicate, values in sorted(found[subject].items())}
        for subject in sorted(found)
    }


class Writer:
    """Nodes as JSON objects, in the words of one context."""

    def __init__(self, nodes: Mapping[str, Node], context: Context) -> None:
        """Take all nodes of the graph."""
        self._nodes = nodes
        self._context = context
        self._owned = {
            value.value
            for subject, node in nodes.items()
            for predicate in _OWNING & node.keys()
            for value in node[predicate]
            if value.value in nodes and value.value != subject
        }

    def roots(self) -> Iterator[str]:
        """What stands at the top: drugs and combinations, then all else that nothing owns."""
        free = [subject for subject in self._nodes if subject not in self._owned]
        yield from sorted(free, key=lambda subject: (not self._is_root(subject), subject))

    def _is_root(self, subject: str) -> bool:
        return any(each.value in _ROOTS for each in self._nodes[subject].get(_TYPE, ()))

    def tree(self, subject: str) -> dict[str, Any]:
        """A node with all that it owns."""
        words = self._context
        node: dict[str, Any] = {words.id_key: words.compact(subject)}
        for predicate, values in self._nodes[subject].items():
            if predicate == _TYPE:
                node[words.type_key] = _one([words.vocabulary(value.value) for value in values])
            else:
                term = words.term(predicate)
                node[term.name] = _one([self._value(predicate, value) for value in values], always=term.is_set)
        return node

    def _value(self, predicate: str, value: NamedNode | Literal) -> object:
        if predicate in _OWNING and isinstance(value, NamedNode) and value.value in self._owned:
            return self.tree(value.value)
        return self._context.value(self._context.term(predicate), value)


def _one(values: list[Any], *, always: bool = False) -> object:
    """The value itself where there is one, and the context does not ask for an array."""
    return values[0] if len(values) == 1 and not always else values
