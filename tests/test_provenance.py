"""Who says so: every fact leads to the exact words of its page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from graphs import IDS, as_triples, page_graph
from kgbuild.facts import Approval, ApprovalStatus, GroundedReading
from kgbuild.model import Page, PageKind, Span
from kgbuild.provenance import misquotes, quote_triples
from kgbuild.triple_lines import statements_of
from kgbuild.vocabulary import KG, OA, PROV, RDF, XSD, parts, quote_context
from readings import Sheet, all_pages, grounded, lenalidomide

PAGES = [pytest.param(page, id=page.reading.document.page.slug) for page in all_pages()]


@pytest.mark.parametrize("page", PAGES)
def test_every_quote_is_what_the_page_says_there(page: GroundedReading) -> None:
    triples = page_graph(page)
    values = {(t.subject, t.predicate): t.object.value for t in triples if isinstance(t.object, Literal)}
    quotes = [subject for subject, _, value in map(parts, triples) if value == OA.SPECIFIC_RESOURCE]
    assert quotes
    for quote in quotes:
        exact, place = NamedNode(f"{quote.value}/exact"), NamedNode(f"{quote.value}/position")
        start, end = int(values[place, OA.START]), int(values[place, OA.END])
        assert page.reading.document.page.text[start:end] == values[exact, OA.EXACT]
    assert list(misquotes(page.reading.document.page, statements_of(triples))) == []


@pytest.mark.parametrize("page", PAGES)
def test_quotes_and_what_is_derived_from_them_fit_together(page: GroundedReading) -> None:
    triples = page_graph(page)
    used = {t.object for t in triples if t.predicate == PROV.WAS_DERIVED_FROM}
    assert used == {t.subject for t in triples if t.object == OA.SPECIFIC_RESOURCE}
    assert {t.object for t in triples if t.predicate == OA.HAS_SOURCE} == {IDS.page(page.reading.document.page.slug)}


@pytest.mark.parametrize("kind", [KG.INDICATION, KG.REMS_PROGRAM, KG.CANCER_TYPE_LIST])
def test_every_indication_programme_and_list_has_its_words(kind: NamedNode) -> None:
    triples = [triple for page in all_pages() for triple in page_graph(page)]
    nodes = {t.subject for t in triples if t.predicate == RDF.TYPE and t.object == kind}
    assert nodes
    assert nodes <= {t.subject for t in triples if t.predicate == PROV.WAS_DERIVED_FROM}


def altered(predicate: NamedNode, value: Literal) -> list[Triple]:
    """The seed page's graph with one selector saying something else."""
    triples = list(page_graph(lenalidomide()))
    index = next(i for i, triple in enumerate(triples) if triple.predicate == predicate)
    triples[index] = Triple(triples[index].subject, predicate, value)
    return triples


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (OA.EXACT, Literal("other words")),
        (OA.PREFIX, Literal("other words")),
        (OA.SUFFIX, Literal("other words")),
        (OA.START, Literal("0", datatype=XSD.INTEGER)),
        (OA.END, Literal("999999", datatype=XSD.INTEGER)),
    ],
)
def test_a_quote_that_does_not_stand_is_found(predicate: NamedNode, value: Literal) -> None:
    (problem,) = misquotes(lenalidomide().reading.document.page, statements_of(altered(predicate, value)))
    assert (problem.code, problem.page) == ("misquote", "lenalidomide.md")


def test_a_quote_without_a_selector_is_found() -> None:
    triples = [t for t in page_graph(lenalidomide()) if t.predicate != OA.START]
    found = misquotes(lenalidomide().reading.document.page, statements_of(triples))
    assert {problem.code for problem in found} == {"misquote"}


@given(st.text(alphabet="ab \n\N{PILE OF POO}", min_size=1, max_size=200), st.data())
def test_two_places_never_share_a_quote(text: str, data: st.DataObject) -> None:
    page = Page("a.md", "a", text, "", 0)
    length = data.draw(st.integers(1, len(text)))
    starts = data.draw(st.lists(st.integers(0, len(text) - length), max_size=4, unique=True))
    spans = [Span(start, start + length) for start in starts]
    assert len({IDS.quote(page, span) for span in spans}) == len(spans)
    for span in spans:
        before, after = quote_context(text, span)
        assert text[: span.start].endswith(before)
        assert text[span.end :].startswith(after)


@pytest.mark.parametrize("text", ["a" * 120, "ab" * 60, "- Yes, it is approved for adults.\n" * 8])
def test_words_that_a_page_repeats_are_as_many_quotes(text: str) -> None:
    page = Page("a.md", "a", text, "", 0)
    spans = [Span(start, start + 1) for start in range(len(text))]
    assert len({IDS.quote(page, span) for span in spans}) == len(spans)


def test_the_same_words_on_another_page_are_another_quote() -> None:
    one = Page("a.md", "a", "words", "", 0)
    assert IDS.quote(one, Span(0, 5)) != IDS.quote(replace(one, slug="b"), Span(0, 5))


def test_offsets_count_code_points() -> None:
    text = "\N{PILE OF POO}\N{PILE OF POO} Yes"
    page = grounded(Sheet(text, PageKind.DRUG), (Approval(ApprovalStatus.APPROVED, (Span(3, 6),)),))
    said = {t.object for t in as_triples(quote_triples(page.reading, IDS)) if isinstance(t.object, Literal)}
    assert {Literal("Yes"), Literal("3", datatype=XSD.INTEGER), Literal("6", datatype=XSD.INTEGER)} <= said
