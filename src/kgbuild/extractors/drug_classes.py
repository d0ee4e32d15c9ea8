"""The class that the page puts its drug in: "is a type of ... called a taxane"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.passages import sentences
from kgbuild.extractors._reading import mention, shortened, warning
from kgbuild.extractors._subjects import Subject, own_names
from kgbuild.facts import DrugClass
from kgbuild.model import Document, PageKind, Paragraph, Problem, Text

_NAMED = Keyed(
    r"^[^,;:()]+? (?:is|are) (?:also )?(?:an?|one) (?:newer )?(?:type|form|kind|class) of [^,;:.()]+?"
    r",? (?:called|known as) (?P<names>.+)",
)
_PLAIN = Keyed(r"^[^,;:()]+? (?:is|are) (?:also )?(?P<names>an? (?:type|kind|class) of .+)")
_HEADS = (
    "antibody|antibiotic|inhibitor|agonist|antagonist|blocker|modulator|antimetabolite|anthracycline|taxane"
    "|bisphosphonate|corticosteroid|steroid|vaccine|retinoid|immunomodulator|cytokine|interferon|alkaloid|analog"
    "|conjugate|alkylating agent"
)
_IS_A = Keyed(rf"^[^,;:()]+? (?:is|are) an? (?P<name>(?:[\w–-]+ ){{0,3}}?(?:{_HEADS}))(?=[ ,.;(]|$)", re.IGNORECASE)
_TYPE_OF = re.compile(
    r"(?:^|(?<= and ))an? (?:type|kind|class) of (?P<kind>(?:[^(),.;]|\([A-Z]{2,6}\)(?= \w))+?)"
    r"(?: \((?P<gloss>[^()]+)\))?(?= and an? |[,.;]|$)"
)
_END = re.compile(r"\s*(?:[,;:.(]|\bthat\b|\bwhich\b|\bwho\b|\bused\b|\bor\b|\bto\b|\bgiven\b|\bmade\b)")
_NEXT = re.compile(r"\s+and\s+an?\s+")
_ARTICLE = re.compile(r"(?:an?|the)\s+")
_ABBREVIATION = re.compile(r"[A-Z0-9a-z]{0,2}[A-Z][A-Za-z0-9-]{0,9}")
_VERB = re.compile(r" (?:is|are|works?|was|were|has|can|may|causes?|blocks?|binds?) ")
_LONGEST = 1000
"""Characters of a sentence that somebody wrote to be read."""
_EMPTY = re.compile(r"(?:drugs?|treatments?|therap(?:y|ies)|medicines?|cancer drugs?)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?<=.) (?:drugs?|medicines?)$")


def read(document: Document) -> Iterator[DrugClass | Problem]:
    """Read each class that a sentence about the drug names, once.

    Said of something else ("binds to a protein called CD3") it is no class of the drug; a sentence of the same form
    about another drug is reported.
    """
    if document.kind is not PageKind.DRUG:
        return
    distinct: dict[str, DrugClass | Problem] = {}
    for fact in _of_introduction(document):
        distinct.setdefault(fact.name.text.casefold() if isinstance(fact, DrugClass) else fact.message, fact)
    yield from distinct.values()


def _of_introduction(document: Document) -> Iterator[DrugClass | Problem]:
    """The classes of each sentence; "it" is what the sentence before was about."""
    names = own_names(document)
    for paragraph in filter(_may_tell, _introduction(document)):
        known = Subject.DRUG
        for sentence in (each for each in sentences(paragraph) if len(each.plain) <= _LONGEST):
            spoken = names.subject(_VERB.split(sentence.plain, maxsplit=1)[0])
            known = known if spoken is Subject.PRONOUN else spoken
            yield from _classes(document, sentence, is_drug=known is Subject.DRUG)


def _may_tell(paragraph: Text) -> bool:
    """Whether a sentence of a paragraph may have one of the three forms."""
    low = lowered(paragraph.plain)
    return any(form.may_match(low) for form in (_NAMED, _PLAIN, _IS_A))


def _introduction(document: Document) -> Iterator[Text]:
    """The paragraphs of the sections before "Use in Cancer"."""
    for section in document.sections:
        if section.heading and section.heading.level > 1:
            return
        yield from (block.text for block in section.blocks if isinstance(block, Paragraph))


def _classes(document: Document, sentence: Text, *, is_drug: bool) -> Iterator[DrugClass | Problem]:
    places = list(_places(sentence.plain))
    shown = shortened(sentence.plain)
    if places and is_drug:
        quote = (sentence.span(0, len(sentence.plain)),)
        names = (mention(sentence, start, end) for start, end in places)
        yield from (DrugClass(name, quote) for name in names if name)
    elif places and _NAMED.match(sentence.plain):
        message = f"{shown} is about another drug than this page's and is not read; correct the page"
        yield warning(document, "other-subject", message, sentence.source)
    elif is_drug and _PLAIN.match(sentence.plain):
        message = f"{shown} gives a class that cannot be told; name it"
        yield warning(document, "unread-class", message, sentence.source)


def _places(words: str) -> Iterator[tuple[int, int]]:
    """Where class names stand in a sentence of one of the three forms."""
    if match := _NAMED.match(words):
        yield from _listed(words, match.start("names"))
    elif match := _PLAIN.match(words):
        yield from _typed(words, match.start("names"))
    elif match := _IS_A.match(words):
        yield match.span("name")


def _listed(words: str, start: int) -> Iterator[tuple[int, int]]:
    """Names behind "called": "a kinase inhibitor and an antiangiogenic agent"."""
    end = match.start() if (match := _END.search(words, start)) else len(words)
    for stop, following in [*((m.start(), m.end()) for m in _NEXT.finditer(words, start, end)), (end, end)]:
        article = _ARTICLE.match(words, start)
        yield article.end() if article else start, stop
        start = following


def _typed(words: str, start: int) -> Iterator[tuple[int, int]]:
    """Names behind "a type of"; a gloss in brackets is the nearer name, an abbreviation is none."""
    for match in _TYPE_OF.finditer(words[start:]):
        group = "gloss" if match["gloss"] and not _ABBREVIATION.fullmatch(match["gloss"]) else "kind"
        first, last = match.span(group)
        cut = _SUFFIX.search(match[group])
        last = first + cut.start() if cut else last
        if first < last and not _EMPTY.fullmatch(words[start + first : start + last]):
            yield start + first, start + last
