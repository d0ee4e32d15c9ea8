"""Grounded readings written by hand: what careful reading of a page gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kgbuild.concept import Ambiguous, Concept, Grounded, Lookup, Mention, Role, Unknown
from kgbuild.facts import (
    Approval,
    ApprovalStatus,
    BrandNames,
    Code,
    Components,
    DrugClass,
    Fact,
    GenericName,
    GroundedReading,
    ListedDrug,
    Pronunciation,
    Reading,
    Reference,
    ReferenceKind,
    Rems,
)
from kgbuild.indication import (
    Basis,
    Biomarker,
    CriterionGroup,
    Disease,
    Indication,
    Intent,
    Patients,
    Polarity,
    PriorTherapy,
    TherapyOption,
)
from kgbuild.model import Document, MetadataValue, Page, PageKind, Span

SEED = Path(__file__).parent.parent / "seeds" / "about-cancer-treatment-drugs-lenalidomide.md"

CONCEPTS: Mapping[tuple[Role, str], Concept] = {
    (Role.CONDITION, "Anemia"): Concept("C2869", "Anemia", "condition"),
    (Role.CAUSE, "myelodysplastic syndromes"): Concept("C3247", "Myelodysplastic Syndrome", "condition"),
    (Role.CONDITION, "Follicular lymphoma"): Concept("C3209", "Follicular Lymphoma", "condition"),
    (Role.CONDITION, "Mantle cell lymphoma"): Concept("C4337", "Mantle Cell Lymphoma", "condition"),
    (Role.CONDITION, "Marginal zone lymphoma"): Concept("C4341", "Marginal Zone Lymphoma", "condition"),
    (Role.CONDITION, "Multiple myeloma"): Concept("C3242", "Multiple Myeloma", "condition"),
    (Role.AGENT, "rituximab"): Concept("C1702", "Rituximab", "drug"),
    (Role.AGENT, "dexamethasone"): Concept("C422", "Dexamethasone", "drug"),
    (Role.AGENT, "bortezomib"): Concept("C1851", "Bortezomib", "drug"),
    (Role.AGENT, "autologous stem cell transplant"): Concept(
        "C16039", "Autologous Hematopoietic Stem Cell Transplantation", "procedure"
    ),
}
"""What the terminology knows of the mentions below; all else is unknown to it."""


@dataclass(frozen=True)
class Words:
    """A page's text, to quote from by its words."""

    text: str

    def span(self, words: str) -> Span:
        """Where the words stand first."""
        start = self.text.index(words)
        return Span(start, start + len(words))

    def mention(self, words: str, link: str | None = None) -> Mention:
        """The words as a mention."""
        return Mention(words, self.span(words), link=link)


@dataclass(frozen=True)
class Sheet:
    """The parts of a page that tests change."""

    text: str
    kind: PageKind = PageKind.DRUG
    slug: str = "examplinib"
    subject: Lookup = field(default_factory=Unknown)
    metadata: Mapping[str, MetadataValue] = field(default_factory=dict)


def grounded(
    sheet: Sheet, facts: Iterable[Fact], concepts: Mapping[tuple[Role, str], Concept] = CONCEPTS
) -> GroundedReading:
    """A reading of the sheet with these facts, grounded in these concepts."""
    digest = hashlib.sha256(sheet.text.encode()).hexdigest()
    page = Page(f"{sheet.slug}.md", sheet.slug, sheet.text, digest, 0, sheet.metadata)
    lookups: dict[tuple[Role, str, str | None], Lookup] = {
        (role, text, None): Grounded(concept, "preferred-name") for (role, text), concept in concepts.items()
    }
    reading = Reading(Document(page, sheet.kind, "test", None), tuple(facts))
    return GroundedReading(reading, lookups, sheet.subject)


METADATA: Mapping[str, MetadataValue] = {
    "audienceLevel": "patient",
    "cancerTypes": ("general",),
    "citation": "NCI, 2025",
    "language": "en",
    "lastReviewed": "2025-12-30",
    "license": "public_domain",
    "reviewFrequency": "quarterly",
    "source": "NCI",
    "sourceType": "02_nci_core",
    "status": "active",
    "tags": ("treatment",),
    "title": "Lenalidomide - NCI",
    "url": "https://www.cancer.gov/about-cancer/treatment/drugs/lenalidomide",
    "version": "v1",
}


def lenalidomide() -> GroundedReading:
    """The seed page, read by hand."""
    words = Words(SEED.read_bytes().decode())
    subject = Grounded(Concept("C2668", "Lenalidomide", "drug"), "page-code")
    sheet = Sheet(words.text, slug="lenalidomide", subject=subject, metadata=METADATA)
    return grounded(sheet, (*_lenalidomide_names(words), *_lenalidomide_uses(words)))


def _lenalidomide_names(words: Words) -> tuple[Fact, ...]:
    label = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=5fa97bf5-28a2-48f1-8955-f56012d296be&audience=consumer"
    dictionary = "https://www.cancer.gov/publications/dictionaries/cancer-drug/def/38564"
    medline_plus = "https://medlineplus.gov/druginfo/meds/a608001.html"
    trials = "https://www.cancer.gov/research/participate/clinical-trials/intervention/C2668"
    rems = "https://www.revlimidrems.com/patient.html"
    return (
        GenericName(words.mention("Lenalidomide"), (words.span("# Lenalidomide"),)),
        Pronunciation("leh-nuh-LIH-doh-mide", (words.span("leh-nuh-LIH-doh-mide"),)),
        BrandNames((words.mention("Revlimid"),), (words.span("US Brand Name(s)\n\nRevlimid"),)),
        Approval(ApprovalStatus.APPROVED, (words.span("FDA Approved\n\nYes"),)),
        Reference(ReferenceKind.LABEL, label, (words.span(label),)),
        Rems("Revlimid REMS", rems, (words.span(_line(words.text, "Lenalidomide is only available")),)),
        Reference(ReferenceKind.DICTIONARY, dictionary, (words.span(dictionary),)),
        Reference(ReferenceKind.MEDLINE_PLUS, medline_plus, (words.span(medline_plus),)),
        Reference(ReferenceKind.TRIALS, trials, (words.span(trials),)),
        Code("C2668", (words.span("C2668"),)),
    )


def _line(text: str, start: str) -> str:
    """The rest of the line that begins so."""
    return text[text.index(start) :].partition("\n")[0]


def _lenalidomide_uses(words: Words) -> tuple[Fact, ...]:
    def quoted(start: str, end: str = "\n") -> tuple[Span, ...]:
        rest = words.text[words.text.index(start) :]
        return (words.span(rest[: rest.index(end)]),)

    adults = Patients(("Adult",))
    rituximab = (TherapyOption((words.mention("rituximab"),)),)
    return (
        Indication(
            words.mention("Anemia"),
            quoted("**[Anemia"),
            "Anemia caused by certain types of myelodysplastic syndromes. It is used in adults.",
            cause=words.mention("myelodysplastic syndromes"),
            patients=adults,
        ),
        Indication(
            words.mention("Follicular lymphoma"),
            quoted("**[Follicular"),
            "Follicular lymphoma in adults who have already received other treatment. It is used with rituximab.",
            options=rituximab,
            patients=adults,
        ),
        Indication(
            words.mention("Mantle cell lymphoma"),
            quoted("**[Mantle"),
            "Mantle cell lymphoma in adults whose disease came back or got worse after two other treatments, "
            "including bortezomib.",
            prior=PriorTherapy((words.mention("bortezomib"),), min_count=2),
            patients=adults,
            disease=Disease(("Relapsed", "Refractory")),
        ),
        Indication(
            words.mention("Marginal zone lymphoma"),
            quoted("**[Marginal"),
            "Marginal zone lymphoma in adults who have already received other treatment. It is used with rituximab.",
            options=rituximab,
            patients=adults,
        ),
        Indication(
            words.mention("Multiple myeloma"),
            quoted("**[Multiple", " It is also used"),
            "Multiple myeloma in adults. It is given with dexamethasone.",
            options=(TherapyOption((words.mention("dexamethasone"),)),),
            patients=adults,
        ),
        Indication(
            words.mention("Multiple myeloma"),
            quoted("It is also used"),
            "Multiple myeloma in adults. It is also used alone as maintenance therapy in adults who received "
            "an autologous stem cell transplant.",
            options=(TherapyOption(),),
            prior=PriorTherapy((words.mention("autologous stem cell transplant"),)),
            patients=adults,
            settings=("Maintenance",),
        ),
    )


EXAMPLINIB_TEXT = """# Examplinib

(eg-ZAM-plih-nib)

Examplinib is a type of wibble inhibitor made of fauxmab and mockuzumab.

Brands: Exampla, EXAMPLA, Zibfort

No longer available in the U.S.

Examplinib is only available under a special program.

- **Wibble sarcoma** that is HER2 positive (low) or EGFR negative, in children aged 6 months to 17.5 years, with
  carboplatin and either paclitaxel or placeboxel, and then alone, after platinum-based chemotherapy. ¹
- Nausea caused by chemotherapy, for the Exampla brand.
"""


def examplinib() -> GroundedReading:
    """A page of our own that uses every property; nothing on it is known to the terminology."""
    words = Words(EXAMPLINIB_TEXT)
    metadata = {**METADATA, "title": "Examplinib - NCI", "url": "https://www.cancer.gov/x/examplinib"}
    return grounded(Sheet(words.text, metadata=metadata), (*_examplinib_names(words), *_examplinib_uses(words)))


def _examplinib_names(words: Words) -> tuple[Fact, ...]:
    brands = tuple(words.mention(name) for name in ("Exampla", "EXAMPLA", "Zibfort"))
    components = (words.mention("fauxmab"), words.mention("mockuzumab"))
    made = (words.span("made of fauxmab and mockuzumab"),)
    return (
        GenericName(words.mention("Examplinib"), (words.span("# Examplinib"),)),
        Pronunciation("eg-ZAM-plih-nib", (words.span("eg-ZAM-plih-nib"),)),
        DrugClass(words.mention("wibble inhibitor"), (words.span("a type of wibble inhibitor"),)),
        Components(components, made),
        BrandNames(brands, (words.span("Exampla, EXAMPLA, Zibfort"),)),
        Approval(ApprovalStatus.NO_LONGER_AVAILABLE, (words.span("No longer available in the U.S."),)),
        Rems("", None, (words.span("only available under a special program"),)),
        Reference(ReferenceKind.LABEL, "https://dailymed.nlm.nih.gov/a", made),
        Reference(ReferenceKind.LABEL, "https://dailymed.nlm.nih.gov/b", made),
    )


def _examplinib_uses(words: Words) -> tuple[Fact, ...]:
    her2 = Biomarker(words.mention("HER2"), Polarity.POSITIVE, "low")
    egfr = Biomarker(words.mention("EGFR"), Polarity.NEGATIVE)
    carboplatin, paclitaxel = words.mention("carboplatin"), words.mention("paclitaxel")
    chemotherapy = words.mention("platinum-based chemotherapy")
    sarcoma = Indication(
        words.mention("Wibble sarcoma"),
        (words.span("**Wibble sarcoma** that is HER2 positive"), words.span("in children aged 6 months")),
        "Wibble sarcoma that is HER2 positive (low) or EGFR negative, in children.",
        options=(
            TherapyOption((carboplatin, paclitaxel), then_alone=True),
            TherapyOption(
                (carboplatin, words.mention("placeboxel", "https://www.cancer.gov/p")), settings=("Adjuvant",)
            ),
            TherapyOption((carboplatin, paclitaxel), then_alone=True),
        ),
        prior=PriorTherapy((chemotherapy,), 1, 3, (paclitaxel,), (chemotherapy,), (words.mention("wibble inhibitor"),)),
        patients=Patients(("Child", "Female"), Decimal("0.50"), Decimal("17.5")),
        biomarkers=(her2, egfr),
        disease=Disease(("Relapsed",), ("Metastatic",), ("IIIA",), (words.mention("positive"),)),
        settings=("FirstLine",),
        accelerated=True,
        groups=(CriterionGroup((her2, egfr)), CriterionGroup((chemotherapy,), only_if=egfr)),
    )
    nausea = Indication(
        words.mention("Nausea"),
        (words.span("Nausea caused by chemotherapy"),),
        "Nausea caused by chemotherapy.",
        cause=words.mention("chemotherapy"),
        intent=Intent.PREVENT,
        basis=Basis.COMMON,
        brands=(words.mention("Exampla"),),
    )
    return sarcoma, nausea


LIST_TEXT = """# Drugs Approved for Wibble Cancer

- Exampla (Examplinib)
- Mockuzumab
- FAUX-CHOP
"""


def wibble_list(kind: PageKind = PageKind.LIST) -> GroundedReading:
    """A list page, or with `PageKind.INDEX` the same entries in an A to Z list."""
    words = Words(LIST_TEXT)
    condition = words.mention("Wibble Cancer") if kind is PageKind.LIST else None
    metadata = {**METADATA, "title": "Drugs Approved for Wibble Cancer - NCI", "url": "https://www.cancer.gov/x/wibble"}
    sheet = Sheet(words.text, kind, "wibble", metadata=metadata)
    entries = (
        ListedDrug(words.mention("Examplinib"), ("Exampla",), (words.span("Exampla (Examplinib)"),), condition),
        ListedDrug(words.mention("Mockuzumab"), (), (words.span("Mockuzumab"),), condition),
        ListedDrug(words.mention("FAUX-CHOP"), (), (words.span("FAUX-CHOP"),), condition, combination=True),
    )
    return grounded(sheet, entries)


COMBINATION_TEXT = """# FAUX-CHOP

FAUX-CHOP is made of fauxmab and mockuzumab, and is used to treat wibble cancer.
"""


def faux_chop() -> GroundedReading:
    """The page of a combination."""
    words = Words(COMBINATION_TEXT)
    metadata = {**METADATA, "title": "FAUX-CHOP - NCI", "url": "https://www.cancer.gov/x/faux-chop"}
    candidates = (Concept("C900001", "FAUX Regimen"), Concept("C900002", "CHOP Regimen"))
    sheet = Sheet(words.text, PageKind.COMBINATION, "faux-chop", Ambiguous(candidates), metadata)
    components = (words.mention("fauxmab"), words.mention("mockuzumab"))
    facts = (
        GenericName(words.mention("FAUX-CHOP"), (words.span("# FAUX-CHOP"),)),
        Components(components, (words.span("made of fauxmab and mockuzumab"),)),
        Indication(
            words.mention("wibble cancer"),
            (words.span("used to treat wibble cancer"),),
            "FAUX-CHOP is used to treat wibble cancer.",
            basis=Basis.COMMON,
        ),
    )
    return grounded(sheet, facts)


def all_pages() -> tuple[GroundedReading, ...]:
    """Every reading of this module, with distinct slugs."""
    return lenalidomide(), examplinib(), wibble_list(), faux_chop()
