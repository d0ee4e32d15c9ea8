"""An indication, whole: what a drug is approved or used for, in whom, with and after what.

Values of the enumerations, and the strings of `settings`, `statuses` and
`groups`, are the local names of individuals in ``ontology/kgbuild.ttl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kgbuild.concept import Mention
from kgbuild.model import Span


class Basis(StrEnum):
    """On what authority a use stands on the page."""

    APPROVED = "ApprovedUse"
    COMMON = "CommonUse"


class Intent(StrEnum):
    """What the drug is given for; values are the local names of `kg:` terms."""

    TREAT = "Treat"
    PREVENT = "Prevent"
    MANAGE = "Manage"
    DIAGNOSE = "Diagnose"
    OTHER = "Other"


class Polarity(StrEnum):
    """Whether a biomarker must be there."""

    POSITIVE = "Positive"
    NEGATIVE = "Negative"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class TherapyOption:
    """Agents taken together with the drug; no partner means the drug alone."""

    partners: tuple[Mention, ...] = ()
    then_alone: bool = False
    settings: tuple[str, ...] = ()
    """Local names of `kg:Setting` individuals that hold for this option only."""


@dataclass(frozen=True, slots=True)
class Biomarker:
    """A gene, protein, antigen or cytogenetic condition."""

    marker: Mention
    polarity: Polarity = Polarity.POSITIVE
    level: str | None = None
    """As graded by the page, such as ``low``."""
    alteration: str | None = None
    """What of the gene is asked for or ruled out, such as ``mutation`` or ``fusion``; None for a protein or antigen."""


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """Biomarkers, prior therapies or states of the disease that the page offers as alternatives."""

    any_of: tuple[Mention | Biomarker | str, ...] = ()
    """A text is the local name of a `kg:DiseaseStatus` individual."""
    only_if: Biomarker | None = None


@dataclass(frozen=True, slots=True)
class Patients:
    """Who the use is for."""

    groups: tuple[str, ...] = ()
    """Local names of `kg:Population` individuals: Adult, Child, Female, Male, Postmenopausal."""
    min_age: Decimal | None = None
    """Years."""
    max_age: Decimal | None = None
    """Years."""


@dataclass(frozen=True, slots=True)
class PriorTherapy:
    """What was given before, and with what result."""

    agents: tuple[Mention, ...] = ()
    min_count: int | None = None
    max_count: int | None = None
    never: tuple[Mention, ...] = ()
    """Never taken before."""
    responded: tuple[Mention, ...] = ()
    """Given, and the disease did not get worse."""
    ineligible: tuple[Mention, ...] = ()
    """Cannot be given."""


@dataclass(frozen=True, slots=True)
class Disease:
    """State of the disease; statuses are local names of `kg:DiseaseStatus` individuals."""

    statuses: tuple[str, ...] = ()
    not_statuses: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    """Such as ``IIIA``."""
    qualifiers: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a page, and the rule that read them."""

    rule: str
    """A reader of `kgbuild.clauses`; for words of the lexicon with what they mean: ``statuses: Relapsed``."""
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of some sentences was read, and by what."""

    evidence: tuple[Evidence, ...] = ()
    """In reading order; two rules may have read the same words."""
    content: tuple[int, ...] = ()
    """Places in the file of the words that say something by themselves, the drug's own name not among them."""
    unread: tuple[Mention, ...] = ()
    """Those of them that no rule read."""


@dataclass(frozen=True, slots=True)
class Indication:
    """One condition in one therapy setting, whole."""

    condition: Mention
    quote: tuple[Span, ...]
    """The sentences that state it, the most specific first."""
    statement: str
    """The same in plain words."""
    cause: Mention | None = None
    intent: Intent = Intent.TREAT
    basis: Basis = Basis.APPROVED
    options: tuple[TherapyOption, ...] = ()
    """Alternatives; empty where the page does not say."""
    prior: PriorTherapy = PriorTherapy()
    patients: Patients = Patients()
    biomarkers: tuple[Biomarker, ...] = ()
    disease: Disease = Disease()
    settings: tuple[str, ...] = ()
    accelerated: bool = False
    brands: tuple[Mention, ...] = ()
    """Only these brands, where the page says so."""
    groups: tuple[CriterionGroup, ...] = ()
    undecided: tuple[str, ...] = ()
    """Treatments that the sentences name together, where the wording does not tell how they combine."""
    coverage: Coverage = Coverage()

    @property
    def unread(self) -> tuple[str, ...]:
        """Content words of the sentences that no extractor accounted for, each once."""
        return tuple(dict.fromkeys(word.text for word in self.coverage.unread))
