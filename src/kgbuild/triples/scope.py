"""What the triples of one page share: the page, its subject, and how its mentions are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.concept import Grounded, Mention, Role, Unknown
from kgbuild.facts import Fact, GenericName, GroundedReading
from kgbuild.model import Page, PageKind, Span
from kgbuild.vocabulary import KG, PROV, RDF, SCHEMA, SKOS, Identifiers, clean_text, evs, ncit

_DRUG = (KG.DRUG, SCHEMA.DRUG)
_CONDITION = (KG.CONDITION, SCHEMA.MEDICAL_CONDITION)
_COMBINATION = (KG.COMBINATION,)
_AGENT = (KG.AGENT,)

_TYPES: Final[Mapping[str, tuple[NamedNode, ...]]] = {
    "drug": _DRUG,
    "combination": _COMBINATION,
    "agent": _AGENT,
    "condition": _CONDITION,
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


@dataclass(frozen=True, slots=True)
class Scope:
    """One page's reading, and how its nodes are named."""

    grounded: GroundedReading
    ids: Identifiers

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.grounded.reading.document.page

    @property
    def page_node(self) -> NamedNode:
        """The page's IRI."""
        return self.ids.page(self.page.slug)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the page states, in reading order."""
        return self.grounded.reading.facts

    @property
    def is_combination(self) -> bool:
        """Whether the page is about a combination."""
        return self.grounded.reading.document.kind is PageKind.COMBINATION

    @property
    def name(self) -> str:
        """The name of what the page is about, as the page writes it."""
        named = next((fact.name.text for fact in self.facts if isinstance(fact, GenericName)), None)
        title = self.grounded.reading.document.title
        return clean_text(named or (title.plain if title else self.page.slug))

    @property
    def subject(self) -> NamedNode | None:
        """The drug or combination that the page is about; None for a page about neither."""
        if self.grounded.reading.document.kind not in (PageKind.DRUG, PageKind.COMBINATION):
            return None
        match self.grounded.subject:
            case Grounded(concept):
                return ncit(concept.code)
            case _:
                return self.ids.named("combination" if self.is_combination else "drug", self.name)

    def subject_triples(self, subject: NamedNode) -> Iterator[Triple]:
        """Types, code and labels of what the page is about."""
        yield from typed(subject, _COMBINATION if self.is_combination else _DRUG)
        yield from self._labels(subject, self.grounded.subject, self.name)

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
        match self.grounded.lookup(role, mention):
            case Grounded(concept):
                return ncit(concept.code)
            case _:
                return self.ids.named(kind or self.kind(role, mention), mention.text)

    def described(self, role: Role, mention: Mention, kind: str | None = None) -> Iterator[Triple]:
        """Types, code and labels of what a mention names."""
        kind = kind or self.kind(role, mention)
        node = self.node(role, mention, kind)
        yield from typed(node, _TYPES[kind])
        yield from self._labels(node, self.grounded.lookup(role, mention), clean_text(mention.text))
        if role is Role.MARKER and (words := self._printed(mention)):
            yield Triple(node, SKOS.ALT_LABEL, Literal(words, language="en"))

    def _printed(self, mention: Mention) -> str:
        """The page's own words for a marker kept under another name; empty where they are markup or a part of it."""
        words = clean_text(self.page.text[mention.span.start : mention.span.end])
        return words if _PLAIN_NAME.fullmatch(words) and words.casefold() not in mention.text.casefold() else ""

    def linked(
        self, subject: NamedNode, predicate: NamedNode, role: Role, mentions: Iterable[Mention]
    ) -> Iterator[Triple]:
        """A link from the subject to each mention, which is described too."""
        for mention in mentions:
            yield Triple(subject, predicate, self.node(role, mention))
            yield from self.described(role, mention)

    def quoted(self, subject: NamedNode, spans: Iterable[Span]) -> Iterator[Triple]:
        """A link from the subject to each quote that states it."""
        for span in spans:
            yield Triple(subject, PROV.WAS_DERIVED_FROM, self.ids.quote(self.page, span))

    @staticmethod
    def _labels(node: NamedNode, lookup: object, wording: str) -> Iterator[Triple]:
        """The Thesaurus's name with the page's wording beside it, or the wording alone."""
        if not isinstance(lookup, Grounded):
            yield Triple(node, SKOS.PREF_LABEL, Literal(wording, language="en"))
            if isinstance(lookup, Unknown) and lookup.broader:
                yield Triple(node, SKOS.BROAD_MATCH, ncit(lookup.broader.code))
            return
        concept = lookup.concept
        yield from _concept_triples(node, concept.code, concept.label)
        if wording != concept.label:
            yield Triple(node, SKOS.ALT_LABEL, Literal(wording, language="en"))


@lru_cache(maxsize=4096)
def _concept_triples(node: NamedNode, code: str, label: str) -> tuple[Triple, ...]:
    """Code, NCI's own IRI and name of a concept: the same wherever it is named."""
    return (
        Triple(node, SKOS.NOTATION, Literal(code)),
        Triple(node, SKOS.EXACT_MATCH, evs(code)),
        Triple(node, SKOS.PREF_LABEL, Literal(label, language="en")),
    )


def typed(node: NamedNode, classes: Iterable[NamedNode]) -> Iterator[Triple]:
    """The classes of a node."""
    for each in classes:
        yield Triple(node, RDF.TYPE, each)
