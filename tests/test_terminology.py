from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.concept import Ambiguous, Grounded, Lookup, Role, Unknown
from kgbuild.errors import TerminologyError
from kgbuild.mappings import GLOSSARY_COLUMNS, NO_TERM, SALT_COLUMNS, WORDING_COLUMNS, XREF_COLUMNS
from kgbuild.naming import normalise
from kgbuild.terminology import CONFIDENCE, TermIndex, kinds_of
from sssom_tables import Table, read_table

ONTOLOGY = Path(__file__).parent.parent / "ontology"
TERMS = TermIndex.open(ONTOLOGY)
HOW = {"semapv:LexicalMatching", "semapv:ManualMappingCuration"}


def code(lookup: Lookup) -> str | None:
    return lookup.concept.code if isinstance(lookup, Grounded) else None


def table(name: str) -> Table:
    return read_table((ONTOLOGY / "mappings" / f"{name}.sssom.tsv").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        ("lenalidomide", Role.DRUG, "C2668"),
        ("R-CHOP", Role.DRUG, "C9760"),
        ("AC-T", Role.DRUG, "C63427"),
        ("R-EPOCH", Role.DRUG, "C63461"),
        ("GEMCITABINE-CISPLATIN", Role.DRUG, "C63406"),
        ("Pertuzumab, Trastuzumab, and Hyaluronidase-zzxf", Role.DRUG, "C173339"),
        ("rituximab", Role.AGENT, "C1702"),
        ("surgery", Role.AGENT, "C15329"),
        ("radiation therapy", Role.AGENT, "C15313"),
        ("autologous stem cell transplant", Role.AGENT, "C16039"),
        ("platinum-based chemotherapy", Role.AGENT, "C1450"),
        ("anthracycline chemotherapy", Role.AGENT, "C1594"),
        ("FOLFIRI combination chemotherapy", Role.AGENT, "C63593"),
        ("other ALK inhibitor therapy", Role.AGENT, "C141136"),
        ("breast cancer", Role.CONDITION, "C4872"),
        ("multiple myeloma", Role.CONDITION, "C3242"),
        ("mantle cell lymphoma", Role.CONDITION, "C4337"),
        ("non-small cell lung cancer", Role.CONDITION, "C2926"),
        ("solid tumors", Role.CONDITION, "C9292"),
        ("stomach cancer", Role.CONDITION, "C4911"),
        ("Hodgkin lymphoma", Role.CONDITION, "C9357"),
        ("anemia", Role.CONDITION, "C2869"),
        ("chemotherapy", Role.CAUSE, "C15632"),
        ("myelodysplastic syndromes", Role.CAUSE, "C3247"),
        ("HER2", Role.MARKER, "C17756"),
        ("EGFR", Role.MARKER, "C17757"),
        ("Philadelphia chromosome", Role.MARKER, "C28452"),
        ("castrate resistant", Role.QUALIFIER, "C130235"),
        ("proteasome inhibitor", Role.DRUG_CLASS, "C2160"),
    ],
)
def test_a_name_on_a_drug_page_is_found_in_its_role(name: str, role: Role, expected: str) -> None:
    assert code(TERMS.find(name, role)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Cancer of the Breast",
        "BREAST CANCERS",
        "breast\N{NO-BREAK SPACE}cancer",
        "breast carcinoma",
        "Carcinoma, Breast",
    ],
)
def test_spelling_number_and_order_do_not_matter(name: str) -> None:
    assert code(TERMS.find(name, Role.CONDITION)) == "C4872"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("non\N{EN DASH}small cell lung cancer", "non-small cell lung cancer"),
        ("Acute lymphoblastic leukaemia (ALL)", "acute lymphoblastic leukemia"),
        ("Waldenstr\N{LATIN SMALL LETTER O WITH DIAERESIS}m macroglobulinemia", "Waldenstrom macroglobulinemia"),
        ("oesophageal tumours", "esophageal tumor"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER H}ER2+", "HER2 positive"),
        ("Hodgkin\N{RIGHT SINGLE QUOTATION MARK}s lymphoma", "Hodgkin lymphoma"),
        ("autologous stem cell transplantation", "autologous stem cell transplants"),
    ],
)
def test_wordings_that_differ_only_in_writing_have_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HER2+", "HER2-"),
        ("small cell lung cancer", "non-small cell lung cancer"),
        ("fluorouracil (topical)", "fluorouracil"),
        ("Hodgkin lymphoma", "non-Hodgkin lymphoma"),
    ],
)
def test_words_that_carry_meaning_stay_in_the_key(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_of_characters_that_a_table_can_hold(name: str) -> None:
    assert not {"\t", "\n", "\r"} & set(normalise(name))
    assert isinstance(TERMS.find(name, Role.CONDITION), Grounded | Ambiguous | Unknown)


@pytest.mark.parametrize(
    ("typo", "role", "meant"),
    [
        ("mulitple myeloma", Role.CONDITION, "C3242"),
        ("lenalidomid", Role.DRUG, "C2668"),
        ("mulitple myeloma", Role.DRUG, None),
        ("sarcoma of the wibble", Role.CONDITION, None),
        ("PD-L1 inhibitor", Role.AGENT, None),
    ],
)
def test_a_misspelt_name_is_unknown_and_its_nearest_is_told(typo: str, role: Role, meant: str | None) -> None:
    assert TERMS.find(typo, role) == Unknown()
    near = TERMS.nearest(typo, role)
    assert (near.code if near else None) == meant


def test_what_is_inverted_is_one_disease_not_a_list_of_two() -> None:
    assert TERMS.find("breast cancer, lung", Role.CONDITION) == Unknown()


def test_salt_and_base_are_two() -> None:
    assert code(TERMS.find("imatinib mesylate", Role.DRUG)) == "C1687"
    assert code(TERMS.find("imatinib", Role.DRUG)) == "C62035"
    assert TERMS.find("imatinib wibblate", Role.DRUG) == Unknown()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("HER2", Role.CONDITION),
        ("breast cancer", Role.AGENT),
        ("rituximab", Role.CONDITION),
        ("multiple myeloma", Role.MARKER),
        ("surgery", Role.DRUG),
    ],
)
def test_a_role_keeps_to_its_branches(name: str, role: Role) -> None:
    assert TERMS.find(name, role) == Unknown()


@pytest.mark.parametrize(
    "name",
    ["standard treatment", "antigen", "wibble sarcoma", "", " "],
)
def test_what_names_nothing_stays_unknown(name: str) -> None:
    assert TERMS.find(name, Role.AGENT) == Unknown()


def test_the_name_of_a_class_is_not_one_of_its_drugs() -> None:
    found = TERMS.find("anti-CD52 monoclonal antibody", Role.AGENT)
    assert isinstance(found, Grounded)
    assert found.concept.kind == "class"
    assert TERMS.find("anti-CD52 monoclonal antibody", Role.DRUG) == Unknown()


def test_content_words_are_never_dropped() -> None:
    assert TERMS.find("wibble-negative breast cancer", Role.CONDITION) == Unknown()
    assert TERMS.find("cisplatin-based chemotherapy", Role.AGENT) == Unknown()
    assert TERMS.find("cisplatin therapy", Role.AGENT) == Unknown()


def test_the_four_letters_of_a_biological_say_nothing_but_greek_letters_do() -> None:
    assert code(TERMS.find("naxitamab-gqgk", Role.AGENT)) == "C123428"
    assert TERMS.find("naxitamab-beta", Role.AGENT) == Unknown()


def test_letters_of_another_script_do_not_ground() -> None:
    assert TERMS.find("Len\N{CYRILLIC SMALL LETTER A}lidomide", Role.DRUG) == Unknown()


def test_a_glossary_id_in_either_form_is_one_entry() -> None:
    assert code(TERMS.by_glossary("45525", Role.AGENT)) == "C1702"
    assert TERMS.by_glossary("CDR0000045525", Role.AGENT) == TERMS.by_glossary("45525", Role.AGENT)
    assert TERMS.by_glossary("45525", Role.CONDITION) == Unknown()
    assert TERMS.by_glossary("1", Role.AGENT) == Unknown()


def test_a_concept_knows_its_names_and_what_is_above_it() -> None:
    concept = TERMS.concept("C4872")
    assert concept is not None
    assert (concept.label, concept.kind) == ("Breast Carcinoma", "condition")
    assert "Breast Cancer" in TERMS.synonyms("C4872")
    assert "C3262" in TERMS.ancestors("C4872")
    assert "C4872" not in TERMS.ancestors("C4872")
    assert "Pharmacologic Substance" in TERMS.semantic_types("C1702")


@pytest.mark.parametrize("unknown", ["C0", "c4872", "C4872\tdrug", "C\N{FULLWIDTH DIGIT FOUR}872", "", "code"])
def test_what_is_no_code_has_no_concept(unknown: str) -> None:
    assert TERMS.concept(unknown) is None
    assert TERMS.ancestors(unknown) == frozenset()


@pytest.mark.parametrize("name", ["wordings", "glossary"])
def test_every_row_written_by_hand_names_a_concept_that_its_role_admits(name: str) -> None:
    for row in table(name).rows:
        if row["object_id"] != NO_TERM and row["predicate_id"] != "skos:broadMatch":
            kind = TERMS.kind(row["object_id"].removeprefix("NCIT:"))
            assert kind in kinds_of(Role(row["subject_category"])) | kinds_of(Role.AGENT), row


def test_every_curated_wording_is_found_by_its_own_role() -> None:
    wrong = [
        row
        for row in table("wordings").rows
        for role in ([row["subject_category"]] if row["subject_category"] else Role)
        if row["predicate_id"] != "skos:broadMatch"
        and (code(TERMS.find(row["subject_label"], Role(role))) or NO_TERM) != row["object_id"].removeprefix("NCIT:")
    ]
    assert wrong == []


def test_a_broader_concept_is_not_what_a_wording_names() -> None:
    broad = [row for row in table("wordings").rows if row["predicate_id"] == "skos:broadMatch"]
    assert len(broad) > 5
    for row in broad:
        found = TERMS.find(row["subject_label"], Role(row["subject_category"]))
        assert isinstance(found, Unknown)
        assert found.broader
        assert (f"NCIT:{found.broader.code}", found.broader.label) == (row["object_id"], row["object_label"])
        assert str(found.confidence) == row["confidence"]


def test_confidence_falls_with_what_had_to_be_done() -> None:
    names = ("follicular lymphoma", "multiple myelomas", "other multiple myeloma")
    lookups = [TERMS.find(name, Role.CONDITION) for name in names]
    assert all(isinstance(found, Grounded) for found in lookups)
    sure = [found.confidence for found in lookups if isinstance(found, Grounded)]
    assert sure[0] == CONFIDENCE["preferred-name"]
    assert sure[0] >= sure[1] > sure[2] > 0
    curated = TERMS.find("BCMA", Role.MARKER)
    assert isinstance(curated, Grounded)
    assert (curated.how, str(curated.confidence)) == ("curated", "0.8")


def test_glossary_rows_say_how_they_are_known() -> None:
    rows = table("glossary").rows
    assert {row["mapping_justification"] for row in rows} == HOW
    for row in rows:
        if row["mapping_justification"] == "semapv:LexicalMatching":
            found = code(TERMS.find(row["subject_label"], Role(row["subject_category"])))
            assert f"NCIT:{found}" == row["object_id"]
    numbers = [row["subject_id"].removeprefix("GLOSSARY:") for row in rows]
    assert [number for number in numbers if not number.isdecimal() or number.startswith("0")] == []


def small(folder: Path, **tables: str) -> Path:
    """A folder with tables of two homonyms, in which single tables can be replaced."""
    written = {
        "ncit": "code\tkind\tlabel\tsynonyms\ttypes\tparents\n"
        "C10\tcondition\tWibble Left\tWibble\t\t\nC11\tcondition\tWibble Right\tWibble\t\t\n",
        "names": "key\tcode\trank\nwibble\tC10\ts\nwibble\tC11\ts\nwibble left\tC10\tp\nwibble right\tC11\tp\n",
        "mappings/glossary.sssom": "\t".join(GLOSSARY_COLUMNS) + "\n",
        "mappings/wordings.sssom": "\t".join(WORDING_COLUMNS) + "\n",
        "mappings/salts.sssom": "\t".join(SALT_COLUMNS) + "\n",
        "mappings/xrefs.sssom": "\t".join(XREF_COLUMNS) + "\n",
        "mappings/mondo.sssom": "\t".join(XREF_COLUMNS) + "\n",
    } | tables
    (folder / "mappings").mkdir()
    for name, text in written.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")
    return folder


def wording(*rows: tuple[str, str, str], confidence: str = "1") -> str:
    """A table of wordings: what is said, in which role, of which concept."""
    lines = (f"{name}\t{role}\tskos:exactMatch\t{target}\tx\ty\t{confidence}\t" for name, role, target in rows)
    return "".join(f"{line}\n" for line in ("#license: x", "\t".join(WORDING_COLUMNS), *lines))


def test_two_concepts_of_one_name_are_both_shown(tmp_path: Path) -> None:
    found = TermIndex.open(small(tmp_path)).find("wibbles", Role.CONDITION)
    assert isinstance(found, Ambiguous)
    assert [concept.code for concept in found.candidates] == ["C10", "C11"]


def test_of_homonyms_the_one_that_comprises_the_others_is_meant(tmp_path: Path) -> None:
    rows = "C10\tcondition\tWibble Left\tWibble\t\tC11\nC11\tcondition\tWibble Right\tWibble\t\t\n"
    terms = TermIndex.open(small(tmp_path, ncit=f"code\tkind\tlabel\tsynonyms\ttypes\tparents\n{rows}"))
    assert code(terms.find("wibble", Role.CONDITION)) == "C11"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ncit", "code\tlabel\n", "ncit.tsv:1: the columns are"),
        ("names", "key\tcode\trank\nwibb", "names.tsv: the last line is cut off"),
        ("ncit", "code\tkind\tlabel\tsynonyms\ttypes\tparents\nC10\tdrug\n", "ncit.tsv:2: 2 cells, expected 6"),
        (
            "mappings/wordings.sssom",
            wording(("a", "drug", "NCIT:C10"), ("a", "drug", "NCIT:C11")),
            "exactMatch C11 and exactMatch C10",
        ),
        ("mappings/wordings.sssom", wording(("a", "drog", "NCIT:C10")), "has the role 'drog'"),
        ("mappings/wordings.sssom", wording(("a", "drug", "CHEBI:10")), "'CHEBI:10' is no concept of NCIt"),
        ("mappings/wordings.sssom", wording(("a", "drug", "NCIT:")), "'NCIT:' is no concept of NCIt"),
        ("mappings/wordings.sssom", wording(("a", "drug", "NCIT:C10"), confidence="high"), "the confidence 'high'"),
        ("mappings/wordings.sssom", wording(("a", "drug", "NCIT:C10"), confidence="NaN"), "the confidence 'NaN'"),
        ("mappings/wordings.sssom", wording(("a", "drug", "NCIT:C10"), confidence="1.5"), "the confidence '1.5'"),
        ("mappings/wordings.sssom", "#license: x\nname\tcode\n", "wordings.sssom.tsv:2: the columns are"),
        ("mappings/xrefs.sssom", "#license: x\n#", "xrefs.sssom.tsv:2: the columns are"),
    ],
)
def test_a_damaged_table_is_named_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = small(tmp_path, **{name: text})
    with pytest.raises(TerminologyError) as caught:
        TermIndex.open(folder).concept("C10")
    assert said in str(caught.value)


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(TerminologyError, match=r"ncit\.tsv: cannot be read"):
        TermIndex.open(tmp_path)


def test_opening_costs_little() -> None:
    began = time.process_time()
    TermIndex.open(ONTOLOGY)
    assert time.process_time() - began < 0.05
