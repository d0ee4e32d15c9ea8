"""The facts of a page as it states them, before and after grounding.

Every fact carries the spans of the words that state it (`quote`). Frozen,
slotted, no RDF. Names follow the field: indication, regimen option, prior
therapy, biomarker, mention, concept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kgbuild.concept import Grounded, Lookup, Mention, Role, Unknown
from kgbuild.indication import Indication, Intent
from kgbuild.model import Document, Problem, Span

_UNKNOWN = Unknown()


class ApprovalStatus(StrEnum):
    """What stands under "FDA Approved"."""

    APPROVED = "FDAApproved"
    NO_LONGER_AVAILABLE = "NoLongerAvailableInUS"


@dataclass(frozen=True, slots=True)
class GenericName:
    """The drug or combination that the page is about."""

    name: Mention
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """As printed in brackets below the heading."""

    text: str
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class BrandNames:
    """US brand names, each as written."""

    names: tuple[Mention, ...]
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """The answer under "FDA Approved"."""

    status: ApprovalStatus
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """The NCIt code in the link to the drug's clinical trials."""

    code: str
    quote: tuple[Span, ...]


class ReferenceKind(StrEnum):
    """Where a page sends its reader."""

    LABEL = "label"
    """The one label at DailyMed."""
    LABEL_SEARCH = "label-search"
    """A search at DailyMed that may find several labels."""
    DICTIONARY = "dictionary"
    MEDLINE_PLUS = "medline-plus"
    TRIALS = "trials"


@dataclass(frozen=True, slots=True)
class Reference:
    """An address that the page gives for the drug; always an absolute http(s) IRI."""

    kind: ReferenceKind
    url: str
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DrugClass:
    """The class that the page puts the drug in ("a type of ... called a taxane")."""

    name: Mention
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Components:
    """The drugs that a combination, or a fixed combination, is made of."""

    drugs: tuple[Mention, ...]
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Rems:
    """The programme under which alone the drug is available."""

    name: str
    """As the page gives it; empty where it gives none."""
    url: str | None
    quote: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ListedDrug:
    """One entry of a list page or of the A to Z list."""

    drug: Mention
    brands: tuple[str, ...]
    quote: tuple[Span, ...]
    condition: Mention | None = None
    """None in the A to Z list."""
    intent: Intent = Intent.TREAT
    combination: bool = False


Fact = (
    GenericName
    | Pronunciation
    | BrandNames
    | Approval
    | Code
    | Reference
    | DrugClass
    | Components
    | Rems
    | ListedDrug
    | Indication
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one document."""

    document: Document
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GroundedReading:
    """A reading, and what the terminology knows of each of its mentions."""

    reading: Reading
    lookups: Mapping[tuple[Role, str, str | None], Lookup] = field(hash=False)
    """(role, `Mention.text`, `Mention.glossary`) -> outcome."""
    subject: Lookup
    """The drug or combination that the page is about."""
    problems: tuple[Problem, ...] = ()

    def lookup(self, role: Role, mention: Mention) -> Lookup:
        """What is known of a mention in a role."""
        return self.lookups.get((role, mention.text, mention.glossary), _UNKNOWN)

    def undecided(self, use: Indication) -> tuple[str, ...]:
        """What a use names without a part in it: treatments of unclear combinations, and drugs left unread."""
        looked_up = ((word, self.lookups.get((Role.AGENT, word, None))) for word in use.unread)
        drugs = (word for word, found in looked_up if isinstance(found, Grounded) and found.concept.kind == "drug")
        return tuple(dict.fromkeys((*use.undecided, *drugs)))
