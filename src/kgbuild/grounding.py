"""Facts -> what the Thesaurus knows of each of their mentions, or the reason why nothing.

The page's own code comes first, then the glossary entry that a mention is linked
to together with its words, then curated wordings and NCIt's names; always within
the branches that the mention's role admits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from kgbuild.concept import Ambiguous, Concept, Grounded, Lookup, Mention, Role, Unknown
from kgbuild.facts import Code, GenericName, GroundedReading, Reading
from kgbuild.indication import Indication
from kgbuild.mentions import mentions
from kgbuild.model import Page, PageKind, Problem, Severity, Span
from kgbuild.naming import is_acronym, is_mixed_script, normalise
from kgbuild.terminology import CONFIDENCE, TermIndex

_Lookups = dict[tuple[Role, str, str | None], Lookup]
_CODE = re.compile(r"C[1-9][0-9]{1,6}", re.ASCII)
_NOT_A_DRUG = {"condition", "finding", "gene", "marker", "qualifier", "branch", "retired"}
_SYMBOLS = {"gene", "protein", "marker", "regimen"}
"""Kinds whose usual names are symbols, so that an acronym needs no expansion."""
_LONGEST_EXPANSION = 8


def ground(reading: Reading, terms: TermIndex) -> GroundedReading:
    """Look every mention of a reading up under its role; each one that stays open is a problem."""
    page = reading.document.page
    lookups: _Lookups = {}
    problems: list[Problem] = []
    for role, mention in mentions(reading.facts):
        key = (role, mention.text, mention.glossary)
        if key not in lookups:
            lookups[key] = _look_up(role, mention, page, terms)
            problems += _doubts(lookups[key], role, mention, page, terms)
            problems += _mislinked(lookups[key], role, mention, page, terms)
    for fact in reading.facts:
        if isinstance(fact, Indication) and fact.unread:
            problems += _unread(fact, page, terms, lookups)
    subject, doubts = _subject(reading, terms)
    return GroundedReading(reading, lookups, subject, (*doubts, *problems))


def _unread(use: Indication, page: Page, terms: TermIndex, lookups: _Lookups) -> Iterator[Problem]:
    """The words of a use that no fact accounts for: a note; a warning where one names a drug or a marker."""
    named = []
    for word in use.unread:
        drug, marker = terms.find(word, Role.AGENT), terms.find(word, Role.MARKER)
        if isinstance(drug, Grounded) and drug.concept.kind == "drug":
            lookups.setdefault((Role.AGENT, word, None), drug)
            named.append(word)
        elif isinstance(marker, Grounded) and word != word.lower():
            named.append(word)
    span = use.quote[0]
    line = page.line_of(span.start)
    if named:
        message = (
            f"what {', '.join(named)} has to do with this use was not understood: no fact states it; read the quote"
        )
        yield Problem("unread-name", Severity.WARNING, message, page.path, span, line)
    elif use.unread:
        message = f"no fact of this use accounts for: {', '.join(use.unread)}"
        yield Problem("unread-words", Severity.NOTE, message, page.path, span, line)


def _look_up(role: Role, mention: Mention, page: Page, terms: TermIndex) -> Lookup:
    """What words and glossary link together say of a mention; nothing where letters only look like Latin ones."""
    if is_mixed_script(mention.text):
        return Unknown()
    named = terms.find(mention.text, role)
    if isinstance(named, Grounded) and not _is_expanded(named, role, mention, page, terms):
        named = Unknown()
    if not mention.glossary or not _is_whole(mention, page):
        return named
    linked = terms.by_glossary(mention.glossary, role)
    match named, linked:
        case Grounded(words), Grounded(entry):
            return _settle(named, linked, terms) if words.code != entry.code else linked
        case _, Grounded():
            return linked
        case _:
            return named


def _is_whole(mention: Mention, page: Page) -> bool:
    """Whether a link covers all words of a mention: what names a part says nothing of the whole."""
    return not {"[", "]"} & set(page.text[mention.span.start : mention.span.end])


def _settle(named: Grounded, linked: Grounded, terms: TermIndex) -> Lookup:
    """Words and link name two concepts: the narrower one, the salt or base that is printed, else what is printed.

    Editors link "pancreatic adenocarcinoma" to the entry on pancreatic cancer, and now and then to a
    wrong entry. Then a reader goes by the words, if they are NCIt's own name; else nobody can say what was meant.
    """
    if related := _related(named, linked, terms):
        return related
    return named if named.how == "preferred-name" else Ambiguous((named.concept, linked.concept))


def _related(named: Grounded, linked: Grounded, terms: TermIndex) -> Grounded | None:
    """Which of two concepts is meant where one comprises the other; None where neither does."""
    words, entry = named.concept, linked.concept
    if entry.code in terms.ancestors(words.code):
        return named
    if words.code in terms.ancestors(entry.code) or entry.kind == "gene":
        return linked
    keys = normalise(words.label), normalise(entry.label)
    return named if any(one.startswith(f"{other} ") for one, other in (keys, keys[::-1])) else None


def _mislinked(found: Lookup, role: Role, mention: Mention, page: Page, terms: TermIndex) -> Iterator[Problem]:
    """A warning where the words decided against a link to something else."""
    if not mention.glossary or not isinstance(found, Grounded) or not _is_whole(mention, page):
        return
    linked = terms.by_glossary(mention.glossary, role)
    if not isinstance(linked, Grounded):
        return
    words, entry = found.concept, linked.concept
    if words.code != entry.code and not _related(found, linked, terms):
        message = (
            f"{mention.text!r} is {words.code} {words.label!r} by its words, {entry.code} {entry.label!r} by its link;"
            " the words are kept; correct the link"
        )
        yield Problem("link-and-words-differ", Severity.WARNING, message, page.path, mention.span)


def _is_expanded(named: Grounded, role: Role, mention: Mention, page: Page, terms: TermIndex) -> bool:
    """Whether a name may stand for itself: an acronym only where the page or NCIt's own usage says what it means."""
    if named.how != "synonym" or named.concept.kind in _SYMBOLS or not is_acronym(mention.text):
        return True
    for found in re.finditer(rf"([\w ,/-]{{3,120}}?)\W{{1,4}}\(?{re.escape(mention.text)}\)", page.text):
        words = found[1].split()[-_LONGEST_EXPANSION:]
        tails = (terms.find(" ".join(words[start:]), role) for start in range(len(words)))
        if any(isinstance(tail, Grounded) and tail.concept == named.concept for tail in tails):
            return True
    return False


def _doubts(lookup: Lookup, role: Role, mention: Mention, page: Page, terms: TermIndex) -> Iterator[Problem]:
    """The problem of a mention that names no single concept; a note for qualifiers, which NCIt mostly lacks."""
    severity = Severity.NOTE if role is Role.QUALIFIER else Severity.WARNING
    match lookup:
        case Grounded():
            return
        case Ambiguous(candidates):
            named = ", ".join(f"{each.code} {each.label}" for each in candidates)
            message = f"{mention.text!r} as {role} may be {named}; say which in ontology/mappings/wordings.sssom.tsv"
            yield Problem("ambiguous-term", severity, message, page.path, mention.span)
        case Unknown(broader=Concept(code=code, label=label)):
            message = f"no NCIt concept named {mention.text!r} as {role}; {code} {label} comprises it"
            yield Problem("broader-term", Severity.NOTE, message, page.path, mention.span)
        case Unknown() if isinstance(known := terms.find(mention.text, role), Grounded) and is_acronym(mention.text):
            message = (
                f"{mention.text!r} as {role} may be {known.concept.code} {known.concept.label!r}, but the page does "
                "not spell the abbreviation out; write it out once, with the abbreviation in brackets"
            )
            yield Problem("unknown-term", severity, message, page.path, mention.span)
        case Unknown():
            near = terms.nearest(mention.text, role) if severity is Severity.WARNING else None
            meant = f"correct the spelling if it is {near.code} {near.label!r}, the nearest; " if near else ""
            message = (
                f"no NCIt concept named {mention.text!r} as {role}; {meant}"
                "if there is one, add it to ontology/mappings/wordings.sssom.tsv"
            )
            yield Problem("unknown-term", severity, message, page.path, mention.span)
        case never:
            assert_never(never)


def _subject(reading: Reading, terms: TermIndex) -> tuple[Lookup, list[Problem]]:
    """What the page is about: by its own code, else by its name."""
    if reading.document.kind not in {PageKind.DRUG, PageKind.COMBINATION}:
        return Unknown(), []
    name = next((fact.name for fact in reading.facts if isinstance(fact, GenericName)), None)
    stated = next((fact for fact in reading.facts if isinstance(fact, Code)), None)
    named = terms.find(name.text, Role.DRUG) if name else Unknown()
    if stated is None:
        page = reading.document.page
        return named, list(_doubts(named, Role.DRUG, name, page, terms)) if name else []
    return _by_code(stated, name, named, reading.document.page, terms)


def _by_code(
    stated: Code, name: Mention | None, named: Lookup, page: Page, terms: TermIndex
) -> tuple[Lookup, list[Problem]]:
    """The concept of the page's own code, checked against the page's name."""
    words = name.text if name else ""
    span: Span | None = stated.quote[0] if stated.quote else None
    concept = terms.concept(stated.code)
    if not _CODE.fullmatch(stated.code) or (concept and concept.kind in _NOT_A_DRUG):
        seen = f"is {concept.label} ({concept.kind})" if concept else "is no code"
        message = f"{stated.code} {seen} in NCIt, not the drug {words!r}; the name decides; check the page's link"
        return named, [Problem("unusable-code", Severity.WARNING, message, page.path, span)]
    if concept is None:
        message = f"{stated.code} ({words!r}) is not in the slice of NCIt; the page's code is kept; cut the slice anew"
        known = Grounded(Concept(stated.code, words or stated.code, "drug"), "page-code", CONFIDENCE["page-code"])
        return known, [Problem("code-outside-slice", Severity.WARNING, message, page.path, span)]
    grounded = Grounded(concept, "page-code", CONFIDENCE["page-code"])
    if isinstance(named, Grounded) and named.concept.code == concept.code:
        return grounded, []
    other = f"{named.concept.code} {named.concept.label}" if isinstance(named, Grounded) else "nothing"
    message = (
        f"the page's code {concept.code} is {concept.label!r} in NCIt, its name {words!r} is {other}; the code is kept"
    )
    return grounded, [Problem("code-and-name-differ", Severity.WARNING, message, page.path, span)]
