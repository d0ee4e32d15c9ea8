"""The statements that hold for a use, laid over each other as indications."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise, product
from typing import TypeVar

from kgbuild.clauses.conditions import Conditions
from kgbuild.clauses.inner_conditions import expanded
from kgbuild.clauses.passages import without_links, word_at
from kgbuild.clauses.statements import Statement
from kgbuild.concept import Mention
from kgbuild.indication import (
    Basis,
    Coverage,
    CriterionGroup,
    Disease,
    Indication,
    Intent,
    Patients,
    PriorTherapy,
    TherapyOption,
)
from kgbuild.model import Document, Problem, Severity, Span

T = TypeVar("T")

_OR = re.compile(
    r"[\s\])*_]*(?:\([^()]*\))?[^\w]*(?:positive|negative|cancer|disease)?\W*\bor\b\W*(?:is |are |at |has |a )*\W*"
)
_OR_WHO = re.compile(r"\bor\s+(?:(?:adults|patients|people|children)\s+)?(?:who|whose|that|cannot|are\s+not\s+able)\b")
_CAUSED_BY_LIST = re.compile(r"\bcaused by:?\W*$", re.IGNORECASE)
_PEOPLE_WITH = re.compile(
    r"\bin (?:\w+ )*?(?:patients|adults|people|children)(?: and (?:adults|children))? with:?\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Use:
    """The statements that hold for one use."""

    outer: tuple[Statement, ...]
    own: tuple[Statement, ...]
    head: Conditions | None
    """The diseases of the bullet itself; None where those above hold."""
    short: dict[str, str]

    def statements(self) -> tuple[Statement, ...]:
        """All, the most specific first; of one rank in reading order."""
        return tuple(sorted((*self.outer, *self.own), key=lambda s: -s.rank))

    def known(self) -> tuple[Mention, ...]:
        """The diseases that its statements name."""
        return tuple(m for s in (*self.outer, *self.own) for m in s.head.named)


def combine(use: Use, document: Document, *, accelerated: bool) -> Iterator[Indication | Problem]:
    """The indications of a use: one for each condition and cause."""
    statements = use.statements()
    yield from _undecided(statements, document)
    yield from _either(statements, document)
    yield from _or_who(statements, document)
    for intent in _intents(use):
        for condition, cause in _conditions(use):
            what = (expanded(condition, use.short), cause and expanded(cause, use.short), intent)
            yield _indication(use, document, what, accelerated=accelerated)


def _indication(
    use: Use, document: Document, what: tuple[Mention, Mention | None, Intent], *, accelerated: bool
) -> Indication:
    statements = use.statements()
    condition, cause, intent = what
    noted = any(mark in document.footnotes and _accelerates(document, mark) for s in statements for mark in s.marks)
    own = (marker for s in statements for place, marker in s.head.marked if place == condition.span)
    asked = chain((b for s in statements for b in s.biomarkers.markers), own)
    markers = {(b.marker.text.casefold(), b.polarity, b.level, b.alteration): b for b in asked}
    priors = _priors(statements)
    return Indication(
        condition=condition,
        quote=_quote(use),
        statement=_sentence(use),
        cause=cause,
        intent=intent,
        basis=_basis(use),
        options=_options(statements),
        prior=priors,
        patients=_patients(statements),
        biomarkers=tuple(markers.values()),
        disease=_disease(statements),
        settings=_all(statements, lambda s: s.settings),
        accelerated=accelerated or noted or any(s.accelerated for s in use.own),
        brands=_first(statements, lambda s: s.brands) or (),
        groups=_groups(statements),
        undecided=_all(statements, lambda s: (m.text for m in s.options.undecided)),
        coverage=_coverage(statements, document),
    )


def _coverage(statements: tuple[Statement, ...], document: Document) -> Coverage:
    """What was read of all statements together, in reading order; the drug's own name says nothing new."""
    text, own = document.page.text, _subject(document)
    found = [s.coverage for s in statements]
    evidence = {piece for each in found for piece in each.evidence}
    content = {place for each in found for place in each.content}
    unread = {word.span: word for each in found for word in each.unread if word.text.casefold() not in own}
    return Coverage(
        tuple(sorted(evidence, key=lambda piece: (piece.span, piece.rule))),
        tuple(sorted(place for place in content if word_at(text, place).casefold() not in own)),
        tuple(unread[span] for span in sorted(unread)),
    )


def _subject(document: Document) -> frozenset[str]:
    """The words of the drug's name: repeating it says nothing new."""
    return frozenset(re.findall(r"[\w-]+", document.title.plain.casefold())) if document.title else frozenset()


def _all(statements: Iterable[Statement], field: Callable[[Statement], Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for s in statements for value in field(s)))


def _first(statements: Iterable[Statement], field: Callable[[Statement], T]) -> T | None:
    return next((value for s in statements if (value := field(s))), None)


def _intents(use: Use) -> tuple[Intent, ...]:
    """From the lead sentence, unless a sentence of the bullet names what is to be prevented."""
    if any(s.lead and s.lead.intents == (Intent.PREVENT,) and s.named for s in use.own if s.rank > 1):
        return (Intent.PREVENT,)
    leads = [s.lead for s in use.outer if s.lead and s.rank == 0]
    return leads[0].intents if leads else (Intent.TREAT,)


def _basis(use: Use) -> Basis:
    leads = [s.lead for s in use.outer if s.lead and s.rank == 0]
    return leads[0].basis if leads else Basis.COMMON


def _conditions(use: Use) -> Iterator[tuple[Mention, Mention | None]]:
    """Condition and cause: of the lead sentence, of a clause inside, of the bullet, or of the one above."""
    lead = next((s for s in use.outer if s.rank == 0 and s.named), None)
    heads = [use.head] if use.head and use.head.named else [s.head for s in use.statements() if s.head.named]
    if lead and heads and _is_cause_list(lead):
        yield from ((name, cause) for name in lead.named for cause in heads[-1].named)
        return
    inner = next((s for s in (*use.own, *use.statements()) if s.rank > 1 and s.named), None)
    if inner and not (heads and heads[0].causes):
        yield from ((name, None) for name in inner.named)
        return
    if heads:
        yield from heads[0].pairs
        yield from (
            (name, None) for s in (heads[0], *(s.head for s in use.own if s.head is not heads[0])) for name in s.types
        )


def _is_cause_list(lead: Statement) -> bool:
    """Whether the list below a lead names not the conditions, but what brings on the one of the lead."""
    manages = lead.lead is not None and lead.lead.intents == (Intent.MANAGE,)
    return manages or bool(_CAUSED_BY_LIST.search(lead.plain) or _PEOPLE_WITH.search(lead.plain))


def _quote(use: Use) -> tuple[Span, ...]:
    ordered = (*use.own, *sorted(use.outer, key=lambda s: -s.rank))
    return tuple(dict.fromkeys(s.quote for s in ordered))


def _sentence(use: Use) -> str:
    """The bullets' own words from the outermost in, without footnote marks."""
    inner = [s.plain for s in (*use.outer, *use.own) if s.rank > 1] or [s.plain for s in use.own]
    return re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹†‡§]", "", " ".join(inner))


def _options(statements: tuple[Statement, ...]) -> tuple[TherapyOption, ...]:
    """Of the innermost rank that names any; in "with X before surgery, then alone" the setting is the option's."""
    rank = next((s.rank for s in statements if s.options.options), None)
    options = _all((s for s in statements if s.rank == rank), lambda s: s.options.options)
    then = next((s for s in statements if s.options.then_alone), None)
    if then:
        around = ("Neoadjuvant",) if {"Neoadjuvant", "Adjuvant"} <= set(then.settings) else ()
        return tuple(replace(o, then_alone=True, settings=around) for o in options if o.partners)
    return options


def _patients(statements: tuple[Statement, ...]) -> Patients:
    """Of the innermost rank that names people; ages stand with the people they belong to."""
    rank = next((s.rank for s in statements if s.patients.groups), None)
    chosen = [
        s.patients
        for s in statements
        if s.rank == rank or (rank is None and (s.patients.min_age or s.patients.max_age))
    ]
    groups = tuple(dict.fromkeys(g for p in chosen for g in p.groups))
    lows = [p.min_age for p in chosen if p.min_age is not None]
    highs = [p.max_age for p in chosen if p.max_age is not None]
    return Patients(groups, min(lows, default=None), max(highs, default=None))


def _priors(statements: tuple[Statement, ...]) -> PriorTherapy:
    found = [s.priors.therapy() for s in statements]
    lows = [p.min_count for p in found if p.min_count is not None]
    highs = [p.max_count for p in found if p.max_count is not None]
    return PriorTherapy(
        _mentions(p.agents for p in found),
        max(lows, default=None),
        min(highs, default=None),
        _mentions(p.never for p in found),
        _mentions(p.responded for p in found),
        _mentions(p.ineligible for p in found),
    )


def _mentions(groups: Iterable[tuple[Mention, ...]]) -> tuple[Mention, ...]:
    """Each once, in reading order."""
    distinct: dict[str, Mention] = {}
    for mention in sorted((m for group in groups for m in group), key=lambda m: m.span.start):
        distinct.setdefault(mention.text.casefold(), mention)
    return tuple(distinct.values())


def _disease(statements: tuple[Statement, ...]) -> Disease:
    values = _all(statements, lambda s: s.statuses.values)
    positive = tuple(v for v in values if not v.startswith("not:"))
    negative = tuple(v.removeprefix("not:") for v in values if v.startswith("not:"))
    qualifiers = {m.text: m for s in statements for m in s.qualifiers}
    return Disease(
        positive,
        tuple(v for v in negative if v not in positive),
        _all(statements, lambda s: s.stages),
        tuple(qualifiers.values()),
    )


def _groups(statements: tuple[Statement, ...]) -> tuple[CriterionGroup, ...]:
    groups: list[CriterionGroup] = []
    for s in statements:
        groups += [CriterionGroup(choice) for choice in s.priors.choices]
        groups += [CriterionGroup(choice) for choice in s.biomarkers.choices]
        groups += [CriterionGroup(choice) for choice in s.statuses.choices]
        for (agents, _), criterion in zip(s.priors.conditional, s.priors.conditions, strict=True):
            if criterion:
                groups.append(CriterionGroup(agents, criterion))
    return tuple(dict.fromkeys(groups))


def _accelerates(document: Document, mark: str) -> bool:
    return "accelerated approval" in document.footnotes[mark].plain.casefold()


def _undecided(statements: tuple[Statement, ...], document: Document) -> Iterator[Problem]:
    for s in statements:
        if s.options.undecided:
            names = ", ".join(m.text for m in s.options.undecided)
            message = f"how {names} combine is not clear from the wording: no option is stated"
            yield Problem(
                "undecided-options",
                Severity.WARNING,
                message,
                document.page.path,
                s.quote,
                document.page.line_of(s.quote.start),
            )


def _either(statements: tuple[Statement, ...], document: Document) -> Iterator[Problem]:
    """A marker or a state as alternatives ("HER2 positive or high risk"), which no group can hold."""
    page = document.page
    for s in statements:
        for marker, state in product((b.marker for b in s.biomarkers.markers), s.qualifiers):
            first, last = sorted((marker.span, state.span), key=lambda span: span.start)
            if _OR.fullmatch(page.text[first.end : last.start]):
                words = page.text[first.start : last.end]
                message = f'"{words}" offers alternatives, which the graph cannot say: it states each as needed'
                line = page.line_of(s.quote.start)
                yield Problem("undecided-criteria", Severity.WARNING, message, page.path, s.quote, line)


def _or_who(statements: tuple[Statement, ...], document: Document) -> Iterator[Problem]:
    """Patients as alternatives ("who have had A or who cannot have B"): what each must have had is stated of all."""
    page = document.page
    for s in statements:
        told = [*((m.span, "given") for m in s.priors.agents), *((m.span, "barred") for m in s.priors.ineligible)]
        told += [(b.marker.span, "marker") for b in s.biomarkers.markers]
        for (first, one), (second, other) in pairwise(sorted(told)):
            between = page.text[first.end : second.start] if first.end < second.start else ""
            if "barred" in (one, other) and one != other and _OR_WHO.search(without_links(between)):
                message = "the sentence offers alternatives between patients, which the graph cannot say: it states all"
                line = page.line_of(s.quote.start)
                yield Problem("undecided-criteria", Severity.WARNING, message, page.path, s.quote, line)
                break
