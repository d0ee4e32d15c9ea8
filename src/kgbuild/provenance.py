"""Who says so: the words of the page behind each fact, as Web Annotation quotes.

A quote is an `oa:SpecificResource` with two selectors: the exact words (with
what stands around them) and their place, in code points of `Page.text`.
Source: Web Annotation Data Model, sections 4.2.4 and 4.2.5,
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from kgbuild.facts import Approval, BrandNames, Components, DrugClass, Reading, Rems
from kgbuild.indication import Indication
from kgbuild.listings import listings
from kgbuild.model import Page, Problem, Severity, Span
from kgbuild.triple_lines import Statement, literal, literal_parts
from kgbuild.vocabulary import Identifiers, quote_context
from kgbuild.vocabulary.written import OA, PROV, RDF, XSD

_SELECTED = frozenset((OA.EXACT, OA.PREFIX, OA.SUFFIX, OA.START, OA.END))
"""What the selectors of a quote hold."""


def quote_triples(reading: Reading, ids: Identifiers) -> Iterator[Statement]:
    """The quotes of a page that its facts are derived from, each triple once.

    `kgbuild.triples` links the facts to them (`prov:wasDerivedFrom`).
    """
    page = reading.document.page
    source = str(ids.page(page.slug))
    for span in dict.fromkeys(_quoted(reading)):
        yield from _quote(page, span, str(ids.quote(page, span)), source)


def _quoted(reading: Reading) -> Iterator[Span]:
    """The spans of all facts that are linked to their words."""
    for fact in reading.facts:
        if isinstance(fact, Indication | BrandNames | Approval | Components | DrugClass | Rems):
            yield from fact.quote
    yield from chain.from_iterable(listing.quote for listing in listings(reading.facts))


def _quote(page: Page, span: Span, node: str, source: str) -> tuple[Statement, ...]:
    exact, position = f"{node[:-1]}/exact>", f"{node[:-1]}/position>"
    before, after = quote_context(page.text, span)
    return (
        (node, RDF.TYPE, OA.SPECIFIC_RESOURCE),
        (node, RDF.TYPE, PROV.ENTITY),
        (node, OA.HAS_SOURCE, source),
        (node, OA.HAS_SELECTOR, exact),
        (node, OA.HAS_SELECTOR, position),
        (exact, RDF.TYPE, OA.TEXT_QUOTE_SELECTOR),
        (exact, OA.EXACT, literal(page.text[span.start : span.end])),
        (exact, OA.PREFIX, literal(before)),
        (exact, OA.SUFFIX, literal(after)),
        (position, RDF.TYPE, OA.TEXT_POSITION_SELECTOR),
        (position, OA.START, literal(str(span.start), XSD.INTEGER)),
        (position, OA.END, literal(str(span.end), XSD.INTEGER)),
    )


def misquotes(page: Page, claims: Iterable[Statement]) -> Iterator[Problem]:
    """Re-check a page's graph against the page: every quote must stand where it says.

    Reads nothing but the claims and the text, so that it also finds what went
    wrong between the two. Problem code: ``misquote``.
    """
    selectors: defaultdict[str, list[str]] = defaultdict(list)
    values: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for subject, predicate, value in claims:
        if predicate in _SELECTED:
            values[subject][predicate] = literal_parts(value)[0]
        elif predicate == OA.HAS_SELECTOR:
            selectors[subject].append(value)
    for quote, found in sorted(selectors.items()):
        selected = {key: text for each in found for key, text in values[each].items()}
        if not _stands(page.text, selected):
            message = f"{quote[1:-1]}: the page has other words at that place; report this as a defect of kgbuild"
            yield Problem("misquote", Severity.ERROR, message, page.path)


def _stands(text: str, found: dict[str, str]) -> bool:
    """Whether the words stand at their place, and those around them beside it."""
    if len(found) != len(_SELECTED):
        return False
    start, end = int(found[OA.START]), int(found[OA.END])
    return (
        0 <= start < end <= len(text)
        and text[start:end] == found[OA.EXACT]
        and text.endswith(found[OA.PREFIX], 0, start)
        and text.startswith(found[OA.SUFFIX], end)
    )
