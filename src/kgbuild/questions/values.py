"""What a value means that somebody typed for a parameter: a concept, an address, a number, a text."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode

from kgbuild.errors import QueryError
from kgbuild.questions.answers import Answer, Table
from kgbuild.questions.canned import Kind, Parameter
from kgbuild.vocabulary import KG, PREFIXES, XSD
from kgbuild.vocabulary.terms import INDIVIDUALS

_IRI = re.compile(r"<([^<>\"{}|^`\\\x00-\x20]+)>")
_PREFIXED = re.compile(r"(?P<prefix>[a-z][\w-]*):(?P<local>[\w./-]+)")
_NUMBER = re.compile(r"-?\d+(?P<fraction>\.\d+)?")

_CLASSES: Final = {
    Kind.DRUG: (KG.DRUG, KG.COMBINATION),
    Kind.CONDITION: (KG.CONDITION,),
    Kind.AGENT: (KG.DRUG, KG.COMBINATION, KG.AGENT),
}
_NAMES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?node ?name ?page WHERE {{
  {{ SELECT DISTINCT ?node WHERE {{ {pattern} }} }}
  ?node skos:prefLabel|skos:altLabel|skos:notation|schema:nonProprietaryName|schema:proprietaryName ?name
  BIND(EXISTS {{ ?node kg:indication ?use }} AS ?page)
}}
"""
_MARKER = "?criterion kg:marker ?node ."
_ABOVE = "?below skos:broader ?node ."


class Source(Protocol):
    """A graph that can be asked."""

    def ask(self, text: str) -> Answer:
        """The answer to a query."""


def value_of(parameter: Parameter, typed: str, source: Source) -> NamedNode | Literal:
    """The term that somebody means.

    Args:
        parameter: says of what kind it is.
        typed: a name, brand or code whatever its case; ``<IRI>``; a prefixed name such as ``ncit:C3242``; of values
            also a local name such as ``Positive``, a number or a text.
        source: the graph that knows the names.

    Raises:
        QueryError: nothing is so called, or several things are.
    """
    if found := _IRI.fullmatch(typed):
        return NamedNode(found[1])
    if (found := _PREFIXED.fullmatch(typed)) and found["prefix"] in PREFIXES:
        return NamedNode(PREFIXES[found["prefix"]] + found["local"])
    if parameter.kind is Kind.VALUE:
        return _plain(typed)
    return _named(parameter, typed, source)


def _plain(typed: str) -> NamedNode | Literal:
    if typed in INDIVIDUALS:
        return INDIVIDUALS[typed]
    if found := _NUMBER.fullmatch(typed):
        return Literal(typed, datatype=XSD.DECIMAL if found["fraction"] else XSD.INTEGER)
    return Literal(typed)


def _named(parameter: Parameter, typed: str, source: Source) -> NamedNode:
    """The node that bears a name; of several, the one that a page of its own tells of."""
    bearers: dict[str, dict[str, bool]] = defaultdict(dict)
    for node, name, has_page in _rows(parameter, source):
        bearers[_key(name)][node] = has_page
    found = bearers.get(_key(typed), {})
    chosen = [node for node, has_page in found.items() if has_page] or list(found)
    match chosen:
        case [node]:
            return NamedNode(node)
        case []:
            near = ", ".join(get_close_matches(_key(typed), bearers, n=3))
            advice = f"the nearest names: {near}" if near else "give a name or an NCIt code"
            raise QueryError(f"{parameter.name}: the graph has no {parameter.kind} named {typed!r}; {advice}")
        case several:
            raise QueryError(f"{parameter.name}: {typed!r} names several: {', '.join(sorted(several))}; give the code")


def _rows(parameter: Parameter, source: Source) -> list[tuple[str, str, bool]]:
    """All names of a kind, each with its node and whether that has uses of its own."""
    classes = _CLASSES.get(parameter.kind)
    pattern = f"VALUES ?class {{ {' '.join(map(str, classes))} }} ?node a ?class ." if classes else _MARKER
    if parameter.kind is Kind.CONDITION:  # what is above a condition may be asked for as well
        pattern = f"{{ {pattern} }} UNION {{ {_ABOVE} }}"
    found = source.ask(_NAMES.format(pattern=pattern))
    assert isinstance(found, Table)  # it is a SELECT
    return [(node.text, name.text, page.text == "true") for node, name, page in found.rows if node and name and page]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
