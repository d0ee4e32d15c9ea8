"""The graph as JSON-LD: one tree a drug or combination, with an inline context; nothing is fetched.

What a drug or combination owns (its indications with their options, criteria
and groups, brands, REMS programmes, codes) stands inside it, and inside each
that shares it; concepts, pages and quotes stand beside and are referred to.
Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

import orjson

from kgbuild.exports.context import Context
from kgbuild.triple_lines import literal_parts
from kgbuild.vocabulary import KG, OA, RDF, SCHEMA

_OWNING: Final = frozenset(
    str(each)
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
_TYPE = str(RDF.TYPE)
_ROOTS: Final = tuple(f"{_TYPE} {each}" for each in (KG.DRUG, KG.COMBINATION))


def json_ld(lines: Iterable[str], context: Mapping[str, Any]) -> bytes:
    """Write JSON-LD with exactly these triples.

    Args:
        lines: triples as N-Triples writes them, without the full stop; sorted, each once.
        context: the value of ``@context``; without remote references.
    """
    writer = Writer(lines, Context(context))
    head = _indented(context, b"\n  ")
    trees = b",\n    ".join(_indented(writer.tree(subject), b"\n    ") for subject in writer.roots())
    return b'{\n  "@context": ' + head + b',\n  "@graph": [\n    ' + trees + b"\n  ]\n}\n"


def _indented(value: object, line_end: bytes) -> bytes:
    """JSON over several lines; a line end inside a text is escaped, so that only those of the form are set in."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", line_end)


def _subject(line: str) -> str:
    return line.partition(" ")[0]


class Writer:
    """Nodes as JSON objects, in the words of one context; each is made when it is asked for."""

    def __init__(self, lines: Iterable[str], context: Context) -> None:
        """Take all lines of the graph, sorted."""
        self._context = context
        self._nodes = {subject: tuple(found) for subject, found in groupby(lines, _subject)}
        self._owned = {
            value
            for subject, found in self._nodes.items()
            for _, predicate, value in (line.split(" ", 2) for line in found)
            if predicate in _OWNING and value != subject and value in self._nodes
        }

    def roots(self) -> Iterator[str]:
        """What stands at the top: drugs and combinations, then all else that nothing owns."""
        free = [subject for subject in self._nodes if subject not in self._owned]
        yield from sorted(free, key=lambda subject: not self._is_root(subject))

    def _is_root(self, subject: str) -> bool:
        return any(line.endswith(_ROOTS) for line in self._nodes[subject])

    def tree(self, subject: str) -> dict[str, Any]:
        """A node with all that it owns."""
        words = self._context
        node: dict[str, Any] = {words.id_key: words.compact(subject[1:-1])}
        for predicate, found in groupby((line.split(" ", 2)[1:] for line in self._nodes[subject]), _predicate):
            values = [value for _, value in found]
            if predicate == _TYPE:
                node[words.type_key] = _one([words.vocabulary(value[1:-1]) for value in values])
            else:
                term = words.term(predicate[1:-1])
                node[term.name] = _one([self._value(predicate, value) for value in values], always=term.is_set)
        return node

    def _value(self, predicate: str, value: str) -> object:
        if predicate in _OWNING and value in self._owned:
            return self.tree(value)
        term = self._context.term(predicate[1:-1])
        if value.startswith("<"):
            return self._context.iri_value(term, value[1:-1])
        return self._context.literal_value(term, *literal_parts(value))


def _predicate(pair: list[str]) -> str:
    return pair[0]


def _one(values: list[Any], *, always: bool = False) -> object:
    """The value itself where there is one, and the context does not ask for an array."""
    return values[0] if len(values) == 1 and not always else values
