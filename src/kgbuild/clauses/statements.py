"""One sentence, read by everything that can read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgbuild.clauses.biomarkers import NO_BIOMARKERS, Biomarkers, read_biomarkers
from kgbuild.clauses.brand_scopes import read_brand_scope
from kgbuild.clauses.causes import read_types
from kgbuild.clauses.conditions import Conditions, read_head, read_procedure, read_purpose
from kgbuild.clauses.diseases import is_disease
from kgbuild.clauses.inner_conditions import read_named
from kgbuild.clauses.leads import Lead, is_accelerated, read_lead
from kgbuild.clauses.options import Options, read_options, take_then_alone
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import likely
from kgbuild.clauses.populations import read_patients
from kgbuild.clauses.priors import Priors, read_priors
from kgbuild.clauses.states import read_phrases, read_qualifiers, read_stages, read_values
from kgbuild.clauses.statuses import Statuses, read_statuses
from kgbuild.concept import Mention
from kgbuild.indication import Biomarker, Coverage, Intent, Patients
from kgbuild.model import Page, Span, Text

_OPENS_PRIOR = re.compile(
    r"\b(?:received|had|treated with|taken|after(?: (?:treatment|therapy) with)?)"
    r"(?: (?:either|(?:one|any) of the following))?:\W*$",
    re.IGNORECASE,
)
_OPENS_OPTION = re.compile(r"\bwith(?: (?:one|any|either) of the following)?:\W*$", re.IGNORECASE)
_OPENS_PEOPLE = re.compile(r"\b(?:patients|adults|children|people|women|men)\b[^.;]*\bwith:\W*$", re.IGNORECASE)


_KIND_OF_THERAPY = re.compile(r"\b(?:therap(?:y|ies)|treatments?|chemotherapy)$", re.IGNORECASE)
"""Never having had a whole kind of therapy makes this one the first."""
_INHIBITOR = re.compile(r"\binhibitors?$", re.IGNORECASE)
"""The same for a class of drugs, where nothing else was given before."""
_GROUP_OF_PATIENTS = re.compile(r"\s*(?:Patients|Adults|People|Children)\b")
_ONLY_IF = re.compile(
    r"\W*(?:Patients|Adults|People|Children)\s+(?:whose|with|who)\b[^.;]*\bshould\b[^.;]*"
    r"\b(?:only if|after|before|received|had|been treated)\b"
)
"""What must have been given to patients with some biomarker, who are not the only ones treated."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a sentence."""

    page: Page
    short: dict[str, str] = field(hash=False)
    """Abbreviations that the page explains."""
    known: tuple[Mention, ...] = ()
    """Diseases of the bullets above."""
    above: str = ""
    """The sentence that opens the list in which this one stands."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence says."""

    rank: int
    quote: Span
    plain: str
    marks: str
    lead: Lead | None
    head: Conditions
    named: tuple[Mention, ...]
    """Diseases that it names beside the head."""
    statuses: Statuses
    settings: tuple[str, ...]
    stages: tuple[str, ...]
    qualifiers: tuple[Mention, ...]
    priors: Priors
    biomarkers: Biomarkers
    patients: Patients
    options: Options
    brands: tuple[Mention, ...]
    coverage: Coverage
    accelerated: bool = False
    """Whether it tells of FDA's Accelerated Approval Program."""


def read_statement(text: Text, rank: int, context: Context, *, is_head: bool = False) -> Statement:
    """Read a sentence.

    The order matters: what a phrase takes, no later reader sees. Prior therapies
    are taken before partners, risks and purposes before statuses.

    Args:
        text: the sentence.
        rank: how specific it is; see `Passage`.
        context: what is known around it.
        is_head: whether it begins with the name of a disease.
    """
    passage = Passage(context.page, text, rank)
    lead = None if is_head else read_lead(passage.by("leads"))
    head = read_head(passage.by("conditions"), context.short) if is_head else Conditions()
    purpose = _purpose(passage.by("conditions"), lead) if rank == 0 else ()
    then_alone = take_then_alone(passage.by("options"))
    brands = read_brand_scope(passage.by("brand scopes"))
    qualifiers = () if then_alone and _GROUP_OF_PATIENTS.match(passage.words) else read_qualifiers(passage)
    after = ("Adjuvant",) if then_alone and (then_alone["surgery"] or then_alone["surgery_alone"]) else ()
    settings = tuple(dict.fromkeys((*read_values(passage, "settings"), *after)))
    list(read_phrases(passage, "asides"))
    stages = (*head.stages, *read_stages(passage.by("stages")))
    statuses = read_statuses(passage)
    statuses = Statuses(
        tuple(dict.fromkeys((*head.statuses.values, *statuses.values))), (*head.statuses.choices, *statuses.choices)
    )
    opened = bool(_OPENS_PRIOR.search(context.above))
    priors = read_priors(passage.by("priors"), opened=opened)
    priors.agents = [m for m in priors.agents if not is_disease(context.short.get(m.text, ""))]
    if any(_KIND_OF_THERAPY.search(m.text) or (_INHIBITOR.search(m.text) and not priors.agents) for m in priors.never):
        settings = tuple(dict.fromkeys((*settings, "FirstLine")))
    conditional = tuple(_criterion(context, text, span) for _, span in priors.conditional)
    biomarkers = read_biomarkers(passage.by("biomarkers"), context.short).with_first(head.biomarkers)
    if not is_head:
        head = Conditions(types=read_types(passage.by("conditions"), 0))
    passage.by("conditions")
    named = () if is_head else purpose or _inner(passage, lead, context)
    patients = read_patients(passage)
    bare = bool(_OPENS_OPTION.search(context.above)) and not opened and not _OPENS_PEOPLE.search(context.above)
    options = read_options(passage.by("options"), bare=bare, sub=not is_head, then_alone=then_alone is not None)
    _read_frames(passage)
    priors.conditions = conditional
    if _ONLY_IF.match(passage.text.plain):
        priors.conditional = [(tuple(priors.agents), (0, 1))] * len(biomarkers.markers)
        priors.conditions, biomarkers = biomarkers.markers, NO_BIOMARKERS
    return Statement(
        rank, passage.quote(), text.plain, passage.marks, lead, head, named, statuses, settings, stages, qualifiers,
        priors, biomarkers, patients, options, brands, passage.coverage(), is_accelerated(text.plain),
    )  # fmt: skip


def _read_frames(passage: Passage) -> None:
    """Account for what holds the sentence together, where nothing else has read it."""
    for phrase in likely("frames", passage.low):
        for match in phrase.pattern.finditer(passage.words):
            words = zip(match[0], passage.seen[match.start() : match.end()], strict=True)
            if not all(seen or char.isspace() for char, seen in words):
                passage.by(f"frames: {phrase.value}").note(*match.span())


def _purpose(passage: Passage, lead: Lead | None) -> tuple[Mention, ...]:
    """What a sentence with an intent names as its object."""
    if lead is None:
        return ()
    if lead.intents == (Intent.OTHER,):
        return read_procedure(passage, lead.behind)
    return read_purpose(passage, lead.behind, anything=lead.intents == (Intent.MANAGE,))


def _inner(passage: Passage, lead: Lead | None, context: Context) -> tuple[Mention, ...]:
    """A disease that a clause inside a bullet names as what is treated, or prevented."""
    if lead and lead.intents == (Intent.PREVENT,) and passage.rank > 1:
        return read_purpose(passage, lead.behind)
    return read_named(passage, context.known, context.short)


def _criterion(context: Context, text: Text, span: tuple[int, int]) -> Biomarker | None:
    """The biomarker of a condition clause ("if the cancer has an abnormal BRAF gene")."""
    found = read_biomarkers(Passage(context.page, text.slice(*span), 0)).markers
    return found[0] if found else None
