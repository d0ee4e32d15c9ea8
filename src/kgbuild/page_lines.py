"""What was read of one page -> its line in the report: facts counted, each use with the words that gave it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from kgbuild.addresses import last_segment
from kgbuild.clauses.passages import content_words
from kgbuild.concept import Grounded, Role
from kgbuild.facts import Approval, BrandNames, Components, Fact, GenericName, GroundedReading, ListedDrug
from kgbuild.indication import Indication
from kgbuild.model import Lines, Page, Span
from kgbuild.report_lines import DrugLine, ListLine, ReadWords, Said, UseLine
from kgbuild.reporting import PageLine
from kgbuild.triples import Scope, uses

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_UNDERSTOOD = {"unread-sentence", "unread-indication", "overlong-sentence"}
"""Problems of statements of which no word counts as read."""


def page_line(scope: Scope) -> PageLine:
    """The page as the report lists it."""
    grounded = scope.grounded
    document = grounded.reading.document
    facts, page, subject = grounded.reading.facts, document.page, grounded.subject
    words, unread = _coverage(grounded)
    lines = Lines(page.text)
    return PageLine(
        path=page.path,
        slug=page.slug,
        sha256=page.sha256,
        kind=document.kind,
        reason=document.reason,
        title=document.title.plain if document.title else "",
        code=subject.concept.code if isinstance(subject, Grounded) else "",
        facts=_fact_counts(facts),
        drug=_drug_line(scope, lines),
        uses=tuple(_use_lines(scope, lines)),
        listed=tuple(_list_line(scope, fact, lines) for fact in facts if isinstance(fact, ListedDrug)),
        words=len(words),
        unread=len(unread),
    )


def _fact_counts(facts: Iterable[Fact]) -> dict[str, int]:
    """Kind of fact -> how many are stated; each brand and each component counts."""
    counted: Counter[str] = Counter()
    for fact in facts:
        name = _words_of(type(fact).__name__)
        match fact:
            case BrandNames(names=stated) | Components(drugs=stated):
                counted[name] += len(stated)
            case _:
                counted[name] += 1
    return dict(sorted(counted.items()))


@cache
def _words_of(name: str) -> str:
    return _CAMEL.sub(" ", name).lower()


def _coverage(grounded: GroundedReading) -> tuple[set[int], set[int]]:
    """Places of the content words of all statements on uses, and of those that no rule read."""
    words: set[int] = set()
    unread: set[int] = set()
    for fact in grounded.reading.facts:
        if isinstance(fact, Indication):
            words.update(fact.coverage.content)
            unread.update(word.span.start for word in fact.coverage.unread)
    for problem in grounded.reading.problems:
        if problem.code in _NOT_UNDERSTOOD and problem.span:
            missed = set(content_words(grounded.reading.document.page.text, problem.span))
            unread |= missed - words
            words |= missed
    return words, unread


def _drug_line(scope: Scope, lines: Lines) -> DrugLine | None:
    """Name, status and brands, each where the page states it."""
    name = next((fact for fact in scope.facts if isinstance(fact, GenericName)), None)
    if scope.subject is None or name is None:
        return None
    page = scope.page
    status = next((fact for fact in scope.facts if isinstance(fact, Approval)), None)
    brands = [(brand.text, fact.quote) for fact in scope.facts if isinstance(fact, BrandNames) for brand in fact.names]
    return DrugLine(
        iri=scope.subject.value,
        name=_said(page, scope.name, name.quote, lines),
        status=_said(page, status.status.value, status.quote, lines) if status else None,
        brands=tuple(_said(page, brand, quote, lines) for brand, quote in brands),
    )


def _said(page: Page, words: str, quote: tuple[Span, ...], lines: Lines) -> Said:
    """Words with the first of the spans that state them; the beginning of the page where none does."""
    if not quote:
        return Said(words, lines.line(page.body), "")
    return Said(words, lines.line(quote[0].start), page.text[quote[0].start : quote[0].end])


def _use_lines(scope: Scope, lines: Lines) -> Iterator[UseLine]:
    """Every use under its IRI; two readings that claim the same are one node, and one line."""
    page, found = scope.page, set()
    for use in uses(scope):
        iri, stated = use.node.value, use.stated
        if iri not in found:
            found.add(iri)
            read = tuple(_read(page, piece.rule, piece.span) for piece in stated.coverage.evidence)
            unread = tuple(_read(page, "", word.span) for word in stated.coverage.unread)
            yield UseLine(iri, lines.line(stated.quote[0].start), stated.statement, read, unread)


def _read(page: Page, rule: str, span: Span) -> ReadWords:
    return ReadWords(rule, page.text[span.start : span.end], span.start, span.end)


def _list_line(scope: Scope, fact: ListedDrug, lines: Lines) -> ListLine:
    """One entry of a list page."""
    kind = "combination" if fact.combination or scope.kind(Role.DRUG, fact.drug) == "combination" else "drug"
    words = fact.quote[0] if fact.quote else fact.drug.span
    return ListLine(
        drug=scope.node(Role.DRUG, fact.drug, kind).value,
        slug=last_segment(fact.drug.link) if fact.drug.link else "",
        name=fact.drug.text,
        brands=fact.brands,
        condition=scope.node(Role.CONDITION, fact.condition).value if fact.condition else "",
        intent=fact.intent.value,
        line=lines.line(words.start),
        words=scope.page.text[words.start : words.end],
    )
