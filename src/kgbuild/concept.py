"""Mentions, the concepts they may name, and what is known of the link between them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kgbuild.model import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a page that name something."""

    text: str
    """As written, without markup; gloss and abbreviation in brackets dropped."""
    span: Span
    glossary: str | None = None
    """Id of NCI's glossary where the words are linked to it, such as ``45525``."""
    link: str | None = None
    """Address of the NCI drug page where the words are linked to one."""


class Role(StrEnum):
    """As what a mention is used; it restricts what it can be grounded to."""

    DRUG = "drug"
    """The subject of a page, a component, a listed drug."""
    AGENT = "agent"
    """A partner or prior therapy: drug, drug class, regimen or procedure."""
    CONDITION = "condition"
    CAUSE = "cause"
    """A condition or a treatment that causes one."""
    MARKER = "marker"
    QUALIFIER = "qualifier"
    DRUG_CLASS = "drug-class"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the NCI Thesaurus."""

    code: str
    """Such as ``C2668``."""
    label: str
    """NCIt's preferred name."""
    kind: str = ""
    """Its branch as the terminology knows it: ``drug``, ``class``, ``regimen``, ``procedure``, ``condition``,
    ``finding`` ...; empty where nothing is known. It decides between `kg:Drug` and `kg:Agent`."""


class Relation(StrEnum):
    """How near another concept is. Source: SKOS Reference, section 10."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    """The other one is the broader."""


@dataclass(frozen=True, slots=True)
class Match:
    """A concept that another one is mapped to."""

    relation: Relation
    target: str
    """A compact IRI such as ``CHEBI:63634``, or ``NCIT:C62035`` for a base."""


WAYS = ("page-code", "glossary", "preferred-name", "synonym", "curated", "broader", "ambiguous", "unknown")
"""How a mention came to its concept, the surest first; with the last three it names none."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """The one concept that a mention names, and how that is known."""

    concept: Concept
    how: str
    """``page-code``, ``glossary``, ``preferred-name``, ``synonym`` or ``curated``."""
    confidence: Decimal = Decimal(1)
    """From 0 to 1: how far this way of knowing is to be trusted; see ``ontology/README.md``."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several concepts fit; none is chosen."""

    candidates: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No concept fits."""

    broader: Concept | None = None
    """One that comprises what is meant, where a curator says so; not what the mention names."""
    confidence: Decimal = Decimal(0)
    """That of `broader`."""


Lookup = Grounded | Ambiguous | Unknown
