"""Indications whole: what a drug is approved or used for, in whom, with and after what.

The statements of the section are read one by one (`kgbuild.clauses`); here an
inner one is laid over the outer ones. What only one thing can be (options,
people, intent) is taken from the innermost statement that says it; what adds up
(statuses, biomarkers, prior therapies) is gathered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kgbuild.clauses.biomarkers import NO_BIOMARKERS
from kgbuild.clauses.combining import Use, combine
from kgbuild.clauses.conditions import Conditions
from kgbuild.clauses.diseases import is_disease
from kgbuild.clauses.inner_conditions import is_another
from kgbuild.clauses.leads import is_no_use
from kgbuild.clauses.outlines import Outline, outlines
from kgbuild.clauses.passages import abbreviations, sentences
from kgbuild.clauses.priors import Priors
from kgbuild.clauses.statements import Context, Statement, read_statement
from kgbuild.clauses.statuses import NO_STATUSES
from kgbuild.clauses.turns import split_heads, split_people, turns
from kgbuild.concept import Mention
from kgbuild.extractors._subjects import Names, Subject, own_names
from kgbuild.indication import Indication, Intent, Patients
from kgbuild.model import Bullet, Document, PageKind, Problem, Severity, Text

_TYPES = re.compile(r"\b(?:types?|tumou?rs?|cancers?|diseases?|conditions?|including)\b[^.;:]*:\W*$", re.IGNORECASE)
_PEOPLE_WITH = re.compile(
    r"\s*(?:adults|children|patients|people|women|men)\b[^.;:]*?\b(?:with|who\s+have)\s+", re.IGNORECASE
)
"""Whom a sentence names before the disease: "to treat adults with ..."."""
_AGENCY = frozenset({"fda", "administration"})
_ANY_DRUG = frozenset({"the", "drug", "medicine", "vaccine", "treatment", "combination", "co", "pack"})
_BRAND_OF = re.compile(r"\bbrands?\s+of\b", re.IGNORECASE)
_USE_OF_IT = re.compile(r"\W*(?:these|this|the) uses?\b", re.IGNORECASE)
_VERB = re.compile(
    r"\s+(?:(?:is|are|was|were|has|have|may|can|should)\b|brands?\s+of\b.*?\b(?:is|are)\b)", re.IGNORECASE
)
_LEAD_RANK, _LIST_RANK, _BULLET_RANK = 0, 1, 2


def read(document: Document) -> Iterator[Indication | Problem]:
    """The indications that a drug page or combination page states, and the statements not understood."""
    if document.kind not in {PageKind.DRUG, PageKind.COMBINATION}:
        return
    reader = _Reader(document)
    names = own_names(document)
    for outline in outlines(document, lambda plain: _is_own(names, plain)):
        if isinstance(outline, Problem):
            yield outline
        else:
            yield from reader.read(outline)


def _is_own(names: Names, plain: str) -> bool:
    """Whether a sentence about a use speaks of the drug of the page.

    Beside its names: some of the title's words in any order ("Topical examplinib" for "Examplinib--Topical"), "this
    use", and what the agency has done with the drug.
    """
    opening = _VERB.split(plain.strip(), maxsplit=1)[0]
    words = set(re.findall(r"[^\W_]+", opening.casefold()))
    title = set(names.title.split())
    said = title & set(re.findall(r"[^\W_]+", plain.casefold()))
    if _USE_OF_IT.match(opening) or (said and (words & _AGENCY or _BRAND_OF.search(plain))):
        return True
    return names.subject(opening) is not Subject.OTHER or words - _ANY_DRUG <= title


@dataclass(frozen=True, slots=True)
class _Path:
    """The statements on the way to a bullet, outermost first, and the diseases above it."""

    statements: tuple[Statement, ...]
    known: tuple[Mention, ...] = ()
    above: str = ""
    """The sentence that opens the list."""


class _Reader:
    """Reads the outlines of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        texts = [b.text for s in document.sections for block in s.blocks for b in _texts(block)]
        self.short = {short: words for text in texts for short, words in abbreviations(text).items()}
        self.leads: dict[tuple[int, ...], tuple[Statement, ...]] = {}

    def read(self, outline: Outline) -> Iterator[Indication | Problem]:
        """The indications of one outline."""
        lead = self._lead(outline.lead)
        behind = tuple(read_statement(text, _LIST_RANK, self._context()) for text in outline.behind)
        if outline.bullet is None:
            uses = self._statement(outline, lead, behind)
        else:
            uses = self._bullet(
                outline.bullet, _Path(lead + behind, above=lead[-1].plain if lead else ""), _BULLET_RANK
            )
            uses = self._branched(list(uses), outline) if outline.branches else uses
        found = False
        for use in uses:
            for result in combine(use, self.document, accelerated=outline.accelerated is not None):
                found = found or isinstance(result, Indication)
                yield result
        if not found and not (outline.bullet and is_no_use(sentences(outline.bullet.text)[0].plain)):
            yield self._unread(outline)

    def _context(self, known: tuple[Mention, ...] = (), above: str = "") -> Context:
        return Context(self.document.page, self.short, known, above)

    def _lead(self, texts: tuple[Text, ...]) -> tuple[Statement, ...]:
        """The statements of a lead paragraph, read once for all its bullets."""
        key = tuple(text.source.start for text in texts)
        if key not in self.leads:
            self.leads[key] = tuple(read_statement(text, _LEAD_RANK, self._context()) for text in texts)
        return self.leads[key]

    def _statement(self, outline: Outline, lead: tuple[Statement, ...], behind: tuple[Statement, ...]) -> Iterator[Use]:
        """The use of a sentence that stands without a list."""
        opening = lead[0].lead
        if opening is None:
            return
        text = outline.lead[0]
        people = _PEOPLE_WITH.match(text.plain, opening.behind)
        start = people.end() if people else opening.behind
        rest = text.slice(start, len(text.plain)) if start < len(text.plain) else text
        parts = [read_statement(part, _BULLET_RANK, self._context(), is_head=True) for part in split_people(rest)]
        for named in parts:
            head = named.head
            if opening.intents == (Intent.OTHER,) and lead[0].named:
                head = Conditions(lead[0].named, pairs=tuple((name, None) for name in lead[0].named))
            first, own = _read_twice(lead[0], named, rest, whole=len(parts) == 1)
            own = replace(own, quote=lead[0].quote, plain=text.plain, head=head)
            yield Use((first, *lead[1:], *behind), (own,), head, self.short)

    def _bullet(self, bullet: Bullet, path: _Path, rank: int) -> Iterator[Use]:
        """The uses of a bullet and of those under it."""
        above = path.above
        top = rank == _BULLET_RANK
        heads = split_heads(bullet.text) if top and not bullet.children else []
        if len(heads) > 1:
            for head in heads:
                yield from self._bullet(Bullet(head), path, rank)
            return
        parts = [text for text in sentences(bullet.text) if not is_no_use(text.plain)]
        if not parts or is_no_use(sentences(bullet.text)[0].plain):
            return
        own = [read_statement(parts[0], rank, self._context(path.known, above), is_head=top)]
        known = path.known + own[0].head.named + own[0].named
        own += [read_statement(text, rank, self._context(known, "")) for text in parts[1:]]
        if not bullet.children:
            for turn in turns(own, parts, lambda text: read_statement(text, rank, self._context(known, above))):
                yield Use(path.statements + turn.shared, turn.own, own[0].head if top else None, self.short)
            return
        inner = _Path(path.statements + tuple(own), known, own[-1].plain)
        yield from self._children(bullet, own, inner, rank)

    def _children(self, bullet: Bullet, own: Sequence[Statement], inner: _Path, rank: int) -> Iterator[Use]:
        heads = self._typed(bullet, own) if _TYPES.search(bullet.text.plain) else []
        if heads and any(head.head.named for head in heads):
            if own[0].head.named:
                yield Use(inner.statements[: -len(own)], tuple(own), None, self.short)
            for head in heads:
                yield Use(inner.statements, (head,), head.head, self.short)
            return
        for child in bullet.children:
            yield from self._bullet(child, inner, rank + 1)

    def _typed(self, bullet: Bullet, own: Sequence[Statement]) -> list[Statement]:
        """The sub-bullets as names of diseases, if they are: each begins with one, and most not with the one above."""
        known = own[0].head.named
        heads = []
        others = 0
        for child in bullet.children:
            if child.children:
                return []
            head = read_statement(child.text, own[0].rank + 1, self._context(known), is_head=True)
            if not head.head.named or not all(is_disease(mention.text) for mention in head.head.named):
                return []
            others += all(is_another(mention.text, known, self.short) for mention in head.head.named)
            heads.append(head)
        return heads if others > len(heads) / 2 else []

    def _branched(self, uses: list[Use], outline: Outline) -> Iterator[Use]:
        """Each use once for each bullet under the sentence behind the list."""
        above = outline.behind[-1].plain
        for use in uses:
            for branch in outline.branches:
                statement = read_statement(branch.text, _LIST_RANK, self._context(use.known(), above))
                yield replace(use, outer=(*use.outer, statement))

    def _unread(self, outline: Outline) -> Problem:
        text = outline.bullet.text if outline.bullet else outline.lead[0]
        message = f'no condition was found in "{text.plain[:90]}": it gives no indication'
        page = self.document.page
        return Problem(
            "unread-indication", Severity.WARNING, message, page.path, text.source, page.line_of(text.source.start)
        )


def _read_twice(lead: Statement, own: Statement, rest: Text, *, whole: bool) -> tuple[Statement, Statement]:
    """The two readings of a sentence that states its use itself: as a lead, and from its condition on.

    Unread is what neither understood. Where the sentence tells of several groups of people, what it says of
    people, biomarkers and the like is taken from the part alone.
    """
    told, again = lead.coverage, own.coverage
    unread = [word for word in told.unread if word.span.start < rest.offsets[0] or word in again.unread]
    first = replace(lead, named=(), coverage=replace(told, unread=tuple(unread)))
    if not whole:
        first = replace(first, patients=Patients(), statuses=NO_STATUSES, biomarkers=NO_BIOMARKERS, priors=Priors())
    return first, replace(own, coverage=replace(again, unread=tuple(w for w in again.unread if w in unread)))


def _texts(block: object) -> Iterator[Bullet]:
    """The bullets of a block, to look for abbreviations."""
    for item in getattr(block, "items", ()):
        yield from item.walk()
