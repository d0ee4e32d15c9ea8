"""What the triples of one page share: the page, its subject, and how its mentions are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.concept import Concept, Grounded, Lookup, Mention, Role, Unknown
from kgbuild.facts import Fact, GenericName, GroundedReading
from kgbuild.model import Page, PageKind, Span
from kgbuild.triple_lines import Statement, english, literal
from kgbuild.vocabulary import Identifiers, clean_text, evs, ncit
from kgbuild.vocabulary.written import KG, PROV, RDF, SCHEMA, SKOS

_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "drug": (KG.DRUG, SCHEMA.DRUG),
    "combination": (KG.COMBINATION,),
    "agent": (KG.AGENT,),
    "condition": (KG.CONDITION, SCHEMA.MEDICAL_CONDITION),
    "marker": (SKOS.CONCEPT,),
    "qualifier": (KG.QUALIFIER,),
}
"""Kind of node, which is the path segment of an ungrounded one -> its classes."""

_KINDS: Final[Mapping[Role, str]] = {
    Role.DRUG: "drug",
    Role.AGENT: "agent",
    Role.CONDITION: "condition",
    Role.CAUSE: "condition",
    Role.MARKER: "marker",
    Role.QUALIFIER: "qualifier",
    Role.DRUG_CLASS: "agent",
}
_PLAIN_NAME = re.compile(r"[\w.-]+(?: [\w.-]+){0,3}")
_GIVEN = ("drug", "class", "regimen", "procedure")
"""Branches (`Concept.kind`) of what is given or done."""
_TREATMENT = re.compile(
    r"(?i)(?:therapy|therapies|treatments?|transplant(?:s|ation)?|surgery|radiation|drugs?|medicines?|inhibitors?)$"
)
"""How the name of a cause ends that is a treatment; for causes without a concept."""


class Scope:
    """One page's reading, and how its nodes are named."""

    def __init__(self, grounded: GroundedReading, ids: Identifiers) -> None:
        """Work out what most triples of the page need."""
        document = grounded.reading.document
        self.grounded, self.ids = grounded, ids
        self.page: Page = document.page
        self.page_node: str = str(ids.page(document.page.slug))
        self.facts: tuple[Fact, ...] = grounded.reading.facts
        """What the page states, in reading order."""
        self.is_combination: bool = document.kind is PageKind.COMBINATION
        named = next((fact.name.text for fact in self.facts if isinstance(fact, GenericName)), None)
        self.name: str = clean_text(named or (document.title.plain if document.title else document.page.slug))
        """The name of what the page is about, as the page writes it."""
        self.subject: NamedNode | None = self._subject(document.kind)
        """The drug or combination that the page is about; None for a page about neither."""

    def _subject(self, kind: PageKind) -> NamedNode | None:
        if kind not in (PageKind.DRUG, PageKind.COMBINATION):
            return None
        match self.grounded.subject:
            case Grounded(concept):
                return ncit(concept.code)
            case _:
                return self.ids.named(kind.value, self.name)

    def subject_triples(self, subject: str) -> tuple[Statement, ...]:
        """Types, code and labels of what the page is about."""
        kind = "combination" if self.is_combination else "drug"
        return _described(subject, kind, self.name, _concept(self.grounded.subject))

    def kind(self, role: Role, mention: Mention) -> str:
        """What sort of node a mention is: a key such as ``drug`` or ``agent``."""
        lookup = self.grounded.lookup(role, mention)
        branch = lookup.concept.kind if isinstance(lookup, Grounded) else ""
        if role is Role.AGENT and (branch == "drug" or (not branch and mention.link)):
            return "drug"
        if role is Role.DRUG and branch in ("class", "procedure"):
            return "agent"
        if role is Role.DRUG and branch == "regimen":
            return "combination"
        if role is Role.CAUSE and branch in _GIVEN:
            return "drug" if branch == "drug" else "agent"
        if role is Role.CAUSE and not branch and _TREATMENT.search(mention.text.rstrip()):
            return "agent"
        return _KINDS[role]

    def node(self, role: Role, mention: Mention, kind: str | None = None) -> NamedNode:
        """The concept that a mention names, or a node named by its words."""
        lookup = self.grounded.lookup(role, mention)
        if isinstance(lookup, Grounded):
            return ncit(lookup.concept.code)
        return self.ids.named(kind or self.kind(role, mention), mention.text)

    def described(self, role: Role, mention: Mention, kind: str | None = None) -> tuple[Statement, ...]:
        """Types, code and labels of what a mention names."""
        kind = kind or self.kind(role, mention)
        node = str(self.node(role, mention, kind))
        found = _described(node, kind, mention.text, _concept(self.grounded.lookup(role, mention)))
        if role is Role.MARKER and (words := self._printed(mention)):
            return (*found, (node, SKOS.ALT_LABEL, english(words)))
        return found

    def _printed(self, mention: Mention) -> str:
        """The page's own words for a marker kept under another name; empty where they are markup or a part of it."""
        words = clean_text(self.page.text[mention.span.start : mention.span.end])
        return words if _PLAIN_NAME.fullmatch(words) and words.casefold() not in mention.text.casefold() else ""

    def linked(self, subject: str, predicate: str, role: Role, mentions: Iterable[Mention]) -> Iterator[Statement]:
        """A link from the subject to each mention, which is described too."""
        for mention in mentions:
            described = self.described(role, mention)
            yield subject, predicate, described[0][0]
            yield from described

    def quoted(self, subject: str, spans: Iterable[Span]) -> list[Statement]:
        """A link from the subject to each quote that states it."""
        return [(subject, PROV.WAS_DERIVED_FROM, str(self.ids.quote(self.page, span))) for span in spans]


def _concept(lookup: Lookup) -> tuple[str, str, str]:
    """Code and label of the concept that is named, and the code of one that comprises it; empty where there is none."""
    match lookup:
        case Grounded(concept):
            return concept.code, concept.label, ""
        case Unknown(broader=Concept(code=code)):
            return "", "", code
        case _:
            return "", "", ""


@lru_cache(maxsize=2048)
def _described(node: str, kind: str, wording: str, concept: tuple[str, str, str]) -> tuple[Statement, ...]:
    """Types, code and labels of a node: the same wherever it is named in these words.

    The Thesaurus's name with the wording beside it, or the wording alone.
    """
    code, label, broader = concept
    words, types = clean_text(wording), typed(node, _TYPES[kind])
    if not code:
        above = [(node, SKOS.BROAD_MATCH, str(ncit(broader)))] if broader else []
        return (*types, (node, SKOS.PREF_LABEL, english(words)), *above)
    known = (
        (node, SKOS.NOTATION, literal(code)),
        (node, SKOS.EXACT_MATCH, str(evs(code))),
        (node, SKOS.PREF_LABEL, english(label)),
    )
    return (*types, *known, *([(node, SKOS.ALT_LABEL, english(words))] if words != label else []))


def typed(node: str, classes: Iterable[str]) -> list[Statement]:
    """The classes of a node."""
    return [(node, RDF.TYPE, each) for each in classes]
