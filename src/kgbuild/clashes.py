"""Facts that cannot all be right: told with the sentences of both sides, never decided.

On one page: a partner that is the drug itself, or part of it; a use that another sentence denies. Between
pages: a drug approved here and no longer available there, one brand of two drugs, two codes for one name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kgbuild.concept import Grounded, Mention, Role
from kgbuild.facts import Components, GenericName, GroundedReading
from kgbuild.indication import Basis, Indication
from kgbuild.model import Page, Problem, Severity, Span
from kgbuild.naming import normalise
from kgbuild.report_lines import DrugLine, Said
from kgbuild.reporting import Finding

_NOT_FOR = re.compile(
    r"\bapproved(?: by [^.;]*?)? (?:to treat|for(?: the treatment of)?|in) (?P<what>[^.;]*)", re.IGNORECASE
)


def clashes_within(grounded: GroundedReading) -> Iterator[Problem]:
    """What one page says against itself."""
    page = grounded.reading.document.page
    uses = [fact for fact in grounded.reading.facts if isinstance(fact, Indication)]
    parts = {_key(grounded, Role.DRUG, drug): fact.quote for fact in _components(grounded) for drug in fact.drugs}
    own = {normalise(fact.name.text) for fact in grounded.reading.facts if isinstance(fact, GenericName)}
    own |= {grounded.subject.concept.code} if isinstance(grounded.subject, Grounded) else set()
    for use in uses:
        for partner in (mention for option in use.options for mention in option.partners):
            key = _key(grounded, Role.AGENT, partner)
            if key in own or key in parts:
                what = "the drug of the page" if key in own else "one of the drugs that it is made of"
                yield _problem("clash-partner", f"{partner.text!r} is named as a partner, and is {what}", page, [
                    *use.quote[:1], *parts.get(key, ()),
                ])  # fmt: skip
    yield from _denied(grounded, [use for use in uses if use.basis is Basis.APPROVED])


def _denied(grounded: GroundedReading, approved: list[Indication]) -> Iterator[Problem]:
    """The approved uses whose condition another sentence says the drug is not approved for, without saying more."""
    page = grounded.reading.document.page
    for problem in grounded.reading.problems:
        if problem.code != "denied-use" or problem.span is None:
            continue
        said = _NOT_FOR.search(" ".join(page.text[problem.span.start : problem.span.end].split()))
        for use in approved:
            if said and normalise(said["what"]) == normalise(use.condition.text):
                message = f"{use.condition.text!r} is an approved use here, and denied there"
                yield _problem("clash-approval", message, page, [*use.quote[:1], problem.span])


def _components(grounded: GroundedReading) -> Iterator[Components]:
    yield from (fact for fact in grounded.reading.facts if isinstance(fact, Components))


def _key(grounded: GroundedReading, role: Role, mention: Mention) -> str:
    """The code of what a mention names, or its words."""
    found = grounded.lookup(role, mention)
    return found.concept.code if isinstance(found, Grounded) else normalise(mention.text)


def _problem(code: str, message: str, page: Page, quotes: Iterable[Span]) -> Problem:
    """A warning at the first place; the words of the others stand in the message."""
    first, *others = dict.fromkeys(quotes)
    there = "".join(
        f'; line {page.line_of(span.start)}: "{_short(page.text[span.start : span.end])}"' for span in others
    )
    return Problem(code, Severity.WARNING, f"{message}{there}", page.path, first, page.line_of(first.start))


Told = tuple[str, DrugLine]
"""The path of a page, and what it says of its drug."""
_Place = tuple[str, Said]


def clashes_between(told: Sequence[Told]) -> Iterator[Finding]:
    """What pages say against each other, each once, at the later page."""
    yield from _codes(told)
    yield from _statuses(told)
    yield from _brands(told)


def _codes(told: Sequence[Told]) -> Iterator[Finding]:
    """One name of two nodes."""
    names: dict[str, Told] = {}
    for page, drug in told:
        other, same = names.setdefault(normalise(drug.name.words), (page, drug))
        if same.iri != drug.iri:
            message = f"{drug.name.words!r} is {drug.iri} here and {same.iri} there"
            yield _clash_problem("clash-code", message, (page, drug.name), (other, same.name))


def _statuses(told: Sequence[Told]) -> Iterator[Finding]:
    """One drug with two answers to whether it is approved."""
    answers: dict[str, _Place] = {}
    for page, drug in told:
        if drug.status is None:
            continue
        other, answer = answers.setdefault(drug.iri, (page, drug.status))
        if answer.words != drug.status.words:
            message = f"{drug.name.words} is {drug.status.words} here and {answer.words} there"
            yield _clash_problem("clash-approval", message, (page, drug.status), (other, answer))


def _brands(told: Sequence[Told]) -> Iterator[Finding]:
    """One brand of two drugs."""
    owners: defaultdict[str, dict[str, _Place]] = defaultdict(dict)
    for page, drug, brand in ((here, owner, name) for here, owner in told for name in owner.brands):
        known = owners[normalise(brand.words)]
        for iri in sorted(known.keys() - {drug.iri}):
            message = f"{brand.words} is a brand of two drugs: {drug.iri} here and {iri} there"
            yield _clash_problem("clash-brand", message, (page, brand), known[iri])
        known.setdefault(drug.iri, (page, brand))


def _clash_problem(code: str, message: str, here: _Place, there: _Place) -> Finding:
    page, said = here
    other, told = there
    whole = f'{message}, {other}:{told.line}: "{_short(told.sentence)}"'
    return Finding(page, said.line, None, Severity.WARNING, code, whole, sentence=said.sentence)


def _short(words: str, limit: int = 200) -> str:
    """Words on one line, as a message can quote them."""
    flat = " ".join(words.split())
    return flat if len(flat) <= limit else flat[: limit - 3] + "..."
