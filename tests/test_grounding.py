from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kgbuild.concept import Ambiguous, Grounded, Lookup, Mention, Role, Unknown
from kgbuild.facts import Code, Components, DrugClass, Fact, GenericName, GroundedReading, ListedDrug, Reading
from kgbuild.grounding import ground
from kgbuild.indication import (
    Biomarker,
    Coverage,
    CriterionGroup,
    Disease,
    Indication,
    PriorTherapy,
    TherapyOption,
)
from kgbuild.model import Document, Page, PageKind, Severity, Span
from kgbuild.terminology import TermIndex

TERMS = TermIndex.open(Path(__file__).parent.parent / "ontology")
TEXT = "Examplinib is approved to treat breast cancer."


def said(words: str, glossary: str | None = None) -> Mention:
    return Mention(words, Span(0, 10), glossary)


def read(*facts: Fact, kind: PageKind = PageKind.DRUG, text: str = TEXT) -> GroundedReading:
    page = Page("examplinib.md", "examplinib", text, "", 0)
    return ground(Reading(Document(page, kind, "test", None), facts), TERMS)


def subject(name: str, code: str | None = None, kind: PageKind = PageKind.DRUG) -> GroundedReading:
    coded = (Code(code, (Span(3, 7),)),) if code else ()
    return read(GenericName(said(name), (Span(0, 10),)), *coded, kind=kind)


def use(condition: Mention) -> Indication:
    return Indication(condition, (Span(0, 10),), "")


def code(lookup: Lookup) -> str | None:
    return lookup.concept.code if isinstance(lookup, Grounded) else None


def problems(reading: GroundedReading) -> list[str]:
    return [problem.code for problem in reading.problems]


def codes(reading: GroundedReading) -> dict[tuple[str, str], str | None]:
    return {(role.value, words): code(lookup) for (role, words, _), lookup in reading.lookups.items()}


def test_the_page_s_own_code_comes_first() -> None:
    reading = subject("Lenalidomide", "C2668")
    assert reading.subject == Grounded(TERMS.concept("C2668"), "page-code")  # type: ignore[arg-type]  # it is there
    assert problems(reading) == []


@pytest.mark.parametrize("name", ["Naxitamab-gqgk", "Lutetium Lu 177-Dotatate", "Fluorouracil (Topical)"])
def test_a_name_that_differs_only_in_wording_from_the_code_s_label_is_no_problem(name: str) -> None:
    coded = {"Naxitamab-gqgk": "C123428", "Lutetium Lu 177-Dotatate": "C95020", "Fluorouracil (Topical)": "C125194"}
    assert problems(subject(name, coded[name])) == []


def test_a_code_of_another_drug_is_kept_and_both_are_shown() -> None:
    reading = subject("Lenalidomide", "C1851")
    assert code(reading.subject) == "C1851"
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.span) == ("code-and-name-differ", Severity.WARNING, Span(3, 7))
    assert "C1851 is 'Bortezomib'" in problem.message
    assert "C2668 Lenalidomide" in problem.message


def test_a_code_that_the_slice_lacks_is_kept_under_the_page_s_name() -> None:
    reading = subject("Examplinib", "C999999")
    assert isinstance(reading.subject, Grounded)
    assert (reading.subject.concept.code, reading.subject.concept.label) == ("C999999", "Examplinib")
    assert problems(reading) == ["code-outside-slice"]


@pytest.mark.parametrize(
    "bad", ["C0", "c2668", "C2668/../x", "C\N{FULLWIDTH DIGIT TWO}668", "C" + "1" * 30, "C4872", "C29353"]
)
def test_what_is_no_code_of_a_drug_leaves_it_to_the_name(bad: str) -> None:
    reading = subject("Lenalidomide", bad)
    assert code(reading.subject) == "C2668"
    assert problems(reading) == ["unusable-code"]
    assert code(subject("Examplinib", bad).subject) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [("R-CHOP", "C9760"), ("FOLFIRI-BEVACIZUMAB", "C63608"), ("AC-T", "C63427"), ("ICE", "C10345")],
)
def test_a_combination_is_the_regimen_of_its_name(title: str, expected: str) -> None:
    reading = subject(title, kind=PageKind.COMBINATION)
    assert code(reading.subject) == expected
    assert problems(reading) == []


def test_a_subject_that_nobody_knows_is_reported() -> None:
    assert problems(subject("WIBBLE-X", kind=PageKind.COMBINATION)) == ["unknown-term"]


@pytest.mark.parametrize("kind", [PageKind.LIST, PageKind.INDEX, PageKind.OTHER])
def test_a_page_about_no_drug_has_no_subject(kind: PageKind) -> None:
    reading = subject("Lenalidomide", "C2668", kind)
    assert reading.subject == Unknown()
    assert problems(reading) == []


def every_field() -> Indication:
    prior = PriorTherapy(
        agents=(said("bortezomib"),),
        never=(said("aromatase inhibitor"),),
        responded=(said("platinum-based chemotherapy"),),
        ineligible=(said("surgery"),),
    )
    return replace(
        use(said("anemia")),
        cause=said("chemotherapy"),
        options=(TherapyOption((said("rituximab"), said("dexamethasone"))), TherapyOption()),
        prior=prior,
        biomarkers=(Biomarker(said("HER2")),),
        disease=Disease(qualifiers=(said("castrate resistant"),)),
        groups=(CriterionGroup((said("letrozole"), Biomarker(said("ALK"))), Biomarker(said("EGFR"))),),
    )


def test_every_mention_of_an_indication_is_looked_up_under_its_role() -> None:
    assert codes(read(every_field())) == {
        ("condition", "anemia"): "C2869",
        ("cause", "chemotherapy"): "C15632",
        ("agent", "rituximab"): "C1702",
        ("agent", "dexamethasone"): "C422",
        ("agent", "bortezomib"): "C1851",
        ("agent", "aromatase inhibitor"): "C1740",
        ("agent", "platinum-based chemotherapy"): "C1450",
        ("agent", "surgery"): "C15329",
        ("agent", "letrozole"): "C1527",
        ("marker", "HER2"): "C17756",
        ("marker", "ALK"): "C38184",
        ("marker", "EGFR"): "C17757",
        ("qualifier", "castrate resistant"): "C130235",
    }


def test_mentions_outside_indications_are_looked_up_too() -> None:
    quote = (Span(0, 10),)
    listed = ListedDrug(said("Rituxan"), (), quote, said("mantle cell lymphoma"))
    found = codes(read(Components((said("cisplatin"),), quote), listed, DrugClass(said("proteasome inhibitor"), quote)))
    assert found == {
        ("drug", "cisplatin"): "C376",
        ("drug", "Rituxan"): "C1702",
        ("condition", "mantle cell lymphoma"): "C4337",
        ("drug-class", "proteasome inhibitor"): "C2160",
    }


@pytest.mark.parametrize(
    ("words", "glossary", "expected"),
    [
        ("multiple myeloma", "45793", ("C3242", "glossary")),
        ("wording that nobody has", "45793", ("C3242", "glossary")),
        ("pancreatic adenocarcinoma", "44521", ("C8294", "preferred-name")),
        ("leukemia", "45145", ("C9300", "glossary")),
        ("multiple myeloma", "1", ("C3242", "preferred-name")),
    ],
    ids=["agree", "only-the-link", "words-are-narrower", "link-is-narrower", "unknown-entry"],
)
def test_words_and_glossary_link_are_weighed(words: str, glossary: str, expected: tuple[str, str]) -> None:
    condition = said(words, glossary)
    found = read(use(condition)).lookup(Role.CONDITION, condition)
    assert isinstance(found, Grounded)
    assert (found.concept.code, found.how) == expected


def test_a_link_on_some_of_the_words_says_nothing_of_all() -> None:
    text = "Treats wibbly [multiple myeloma](/Common/PopUps/popDefinition.aspx?id=45793) alone."
    whole = Mention("wibbly multiple myeloma", Span(7, text.index("](")), "45793")
    linked = Mention("multiple myeloma", Span(text.index("[") + 1, text.index("](")), "45793")
    reading = read(use(whole), use(linked), text=text)
    assert reading.lookup(Role.CONDITION, whole) == Unknown()
    assert code(reading.lookup(Role.CONDITION, linked)) == "C3242"


def test_a_base_linked_to_the_entry_of_its_salt_stays_the_base() -> None:
    partner = said("sorafenib", "509041")
    reading = read(replace(use(said("anemia")), options=(TherapyOption((partner,)),)))
    assert code(reading.lookup(Role.AGENT, partner)) == "C61948"


def test_words_that_are_a_name_win_over_a_link_to_another_disease_and_it_is_reported() -> None:
    condition = said("glioma", "44541")
    reading = read(use(condition))
    assert code(reading.lookup(Role.CONDITION, condition)) == "C3059"
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.page) == (
        "link-and-words-differ",
        Severity.WARNING,
        "examplinib.md",
    )
    assert "C3059 'Glioma'" in problem.message
    assert "C3878 'Thyroid Gland Anaplastic Carcinoma'" in problem.message


def test_a_synonym_and_a_link_to_another_disease_decide_nothing() -> None:
    condition = said("WHO Grade IV Glioma", "44541")
    reading = read(use(condition))
    assert isinstance(reading.lookup(Role.CONDITION, condition), Ambiguous)
    assert problems(reading) == ["ambiguous-term"]


def test_the_glossary_s_positive_and_negative_name_the_marker_itself() -> None:
    marker = said("HER2 positive", "737998")
    reading = read(replace(use(said("breast cancer")), biomarkers=(Biomarker(marker),)))
    assert code(reading.lookup(Role.MARKER, marker)) == "C17756"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Examplinib is used to treat ALL.", None),
        ("Examplinib treats acute lymphoblastic leukemia (ALL). In ALL it is used alone.", "C3167"),
        ("Examplinib treats allergic wibble lesions (ALL).", None),
    ],
)
def test_an_acronym_needs_its_expansion_on_the_page(text: str, expected: str | None) -> None:
    condition = said("ALL")
    assert code(read(use(condition), text=text).lookup(Role.CONDITION, condition)) == expected


def test_an_abbreviation_that_is_not_spelt_out_is_told_as_such() -> None:
    reading = read(use(said("CLL")), text="Examplinib is used to treat CLL.")
    assert "does not spell the abbreviation out" in reading.problems[0].message


def test_symbols_of_genes_and_regimens_need_no_expansion() -> None:
    reading = read(replace(every_field(), options=(TherapyOption((said("FOLFOX"),)),)))
    assert code(reading.lookup(Role.AGENT, said("FOLFOX"))) == "C11197"
    assert code(reading.lookup(Role.MARKER, said("HER2"))) == "C17756"


def test_what_stays_open_is_reported_once_where_it_stands_first() -> None:
    wibble = said("wibble sarcoma")
    again = replace(wibble, span=Span(20, 30))
    reading = read(use(wibble), use(again))
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.span) == ("unknown-term", Severity.WARNING, Span(0, 10))
    assert "'wibble sarcoma' as condition" in problem.message


def test_a_misspelt_name_is_reported_with_the_nearest_and_not_taken_for_it() -> None:
    typo = said("mulitple myeloma")
    reading = read(use(typo))
    assert reading.lookup(Role.CONDITION, typo) == Unknown()
    assert "correct the spelling if it is C3242 'Multiple Myeloma'" in reading.problems[0].message


def test_an_unknown_qualifier_is_a_note() -> None:
    reading = read(replace(use(said("anemia")), disease=Disease(qualifiers=(said("wibbly"),))))
    assert [(problem.code, problem.severity) for problem in reading.problems] == [("unknown-term", Severity.NOTE)]


@pytest.mark.parametrize(
    ("unread", "reported", "undecided"),
    [
        (("rituximab",), ("unread-name", Severity.WARNING), ("rituximab",)),
        (("BRAF",), ("unread-name", Severity.WARNING), ()),
        (("surgery", "liver"), ("unread-words", Severity.NOTE), ()),
    ],
)
def test_words_that_no_fact_accounts_for_are_reported(
    unread: tuple[str, ...], reported: tuple[str, Severity], undecided: tuple[str, ...]
) -> None:
    fact = replace(use(said("anemia")), coverage=Coverage(unread=tuple(map(said, unread))))
    reading = read(fact)
    assert [(problem.code, problem.severity) for problem in reading.problems] == [reported]
    assert reading.undecided(fact) == undecided
    assert all(word in reading.problems[0].message for word in unread)


@pytest.mark.parametrize("glossary", [None, "393761"])
def test_look_alike_letters_are_reported_not_grounded_whatever_the_link_says(glossary: str | None) -> None:
    partner = said("len\N{CYRILLIC SMALL LETTER A}lidomide", glossary)
    reading = read(replace(use(said("anemia")), options=(TherapyOption((partner,)),)))
    assert reading.lookup(Role.AGENT, partner) == Unknown()
    assert problems(reading) == ["unknown-term"]


def links(pages: Iterable[str]) -> set[str]:
    """Words of every bold glossary link: NCI's editors set the diseases treated so."""
    found = (re.findall(r"\*\*\[([^\]]+)\]\([^)]*popDefinition", page) for page in pages)
    return {" ".join(words.split()) for each in found for words in each}


@pytest.mark.shared
def test_nearly_every_disease_of_the_real_pages_is_grounded(shared: Path) -> None:
    pages = (path.read_text(encoding="utf-8") for path in (shared / "corpus" / "nci-drugs").glob("*.md"))
    named = links(pages)
    open_ = sorted(words for words in named if not isinstance(TERMS.find(words, Role.CONDITION), Grounded))
    assert len(open_) / len(named) < 0.12, open_
