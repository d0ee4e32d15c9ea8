"""Who says so: the words of the page behind each fact, as Web Annotation quotes.

A quote is an `oa:SpecificResource` with two selectors: the exact words (with
what stands around them) and their place, in code points of `Page.text`.
Source: Web Annotation Data Model, sections 4.2.4 and 4.2.5,
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.facts import Approval, BrandNames, Components, DrugClass, Reading, Rems
from kgbuild.indication import Indication
from kgbuild.listings import listings
from kgbuild.model import Page, Problem, Severity, Span
from kgbuild.vocabulary import OA, PROV, RDF, XSD, Identifiers, parts, quote_context

_SELECTED = (OA.EXACT, OA.PREFIX, OA.SUFFIX, OA.START, OA.END)
"""What the selectors of a quote hold."""
_LOOKED_AT = frozenset((OA.HAS_SELECTOR, *_SELECTED))


def quote_triples(reading: Reading, ids: Identifiers) -> Iterator[Triple]:
    """The quotes of a page that its facts are derived from, each triple once.

    `kgbuild.triples` links the facts to them (`prov:wasDerivedFrom`).
    """
    for span in dict.fromkeys(_quoted(reading)):
        yield from _quote(reading.document.page, span, ids)


def _quoted(reading: Reading) -> Iterator[Span]:
    """The spans of all facts that are linked to their words."""
    for fact in reading.facts:
        if isinstance(fact, Indication | BrandNames | Approval | Components | DrugClass | Rems):
            yield from fact.quote
    yield from chain.from_iterable(listing.quote for listing in listings(reading.facts))


def _quote(page: Page, span: Span, ids: Identifiers) -> Iterator[Triple]:
    node, source = ids.quote(page, span), ids.page(page.slug)
    exact, position = NamedNode(f"{node.value}/exact"), NamedNode(f"{node.value}/position")
    before, after = quote_context(page.text, span)
    yield Triple(node, RDF.TYPE, OA.SPECIFIC_RESOURCE)
    yield Triple(node, RDF.TYPE, PROV.ENTITY)
    yield Triple(node, OA.HAS_SOURCE, source)
    yield Triple(node, OA.HAS_SELECTOR, exact)
    yield Triple(node, OA.HAS_SELECTOR, position)
    yield Triple(exact, RDF.TYPE, OA.TEXT_QUOTE_SELECTOR)
    yield Triple(exact, OA.EXACT, Literal(page.text[span.start : span.end]))
    yield Triple(exact, OA.PREFIX, Literal(before))
    yield Triple(exact, OA.SUFFIX, Literal(after))
    yield Triple(position, RDF.TYPE, OA.TEXT_POSITION_SELECTOR)
    yield Triple(position, OA.START, Literal(str(span.start), datatype=XSD.INTEGER))
    yield Triple(position, OA.END, Literal(str(span.end), datatype=XSD.INTEGER))


def misquotes(page: Page, triples: Iterable[Triple]) -> Iterator[Problem]:
    """Re-check a page's graph against the page: every quote must stand where it says.

    Reads nothing but the triples and the text, so that it also finds what went
    wrong between the two. Problem code: ``misquote``.
    """
    selectors: dict[NamedNode, list[NamedNode]] = {}
    values: dict[tuple[NamedNode, NamedNode], str] = {}
    for triple in triples:
        if triple.predicate not in _LOOKED_AT:
            continue
        subject, predicate, value = parts(triple)
        if predicate == OA.HAS_SELECTOR and isinstance(value, NamedNode):
            selectors.setdefault(subject, []).append(value)
        elif predicate in _SELECTED:
            values[subject, predicate] = value.value
    for quote, found in sorted(selectors.items(), key=lambda item: item[0].value):
        selected = {key: values[each, key] for each in found for key in _SELECTED if (each, key) in values}
        if not _stands(page.text, selected):
            message = f"{quote.value}: the page has other words at that place; report this as a defect of kgbuild"
            yield Problem("misquote", Severity.ERROR, message, page.path)


def _stands(text: str, found: dict[NamedNode, str]) -> bool:
    """Whether the words stand at their place, and those around them beside it."""
    if len(found) != len(_SELECTED):
        return False
    start, end = int(found[OA.START]), int(found[OA.END])
    return (
        0 <= start < end <= len(text)
        and text[start:end] == found[OA.EXACT]
        and text[:start].endswith(found[OA.PREFIX])
        and text[end:].startswith(found[OA.SUFFIX])
    )
