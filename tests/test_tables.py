"""The tables of ``build --also tables``: one row an option, nothing merged, nothing that a spreadsheet would run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.graphs import read_triples
from kgbuild.interchange import TABLES, files_of
from kgbuild.interchange.cells import cell, cells
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS
from tab_files import rows, text, texts

WHOLE = Path(__file__).parent / "graphs" / "whole.ttl"
BASE = "https://w3id.org/kgbuild/id/"
DOCUMENTED = (Path(__file__).parent.parent / "docs" / "interchange.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(read_triples(WHOLE), ["tables"], BASE)


@pytest.fixture(scope="module")
def uses(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """Rows by what is last in the IRI of their option or use."""
    return {(row["option"] or row["indication"]).rpartition("/")[2]: row for row in rows(files["uses.tsv"])}


def test_each_option_has_a_row_and_so_has_a_use_without_any(uses: dict[str, dict[str, str]]) -> None:
    assert set(uses) == {"with-placebomab", "alone", "2", "3", "option", "5"}
    told = {name: (row["options"], row["alone"], row["partners"], row["then_alone"]) for name, row in uses.items()}
    assert told["with-placebomab"] == ("2", "false", "Placebomab", "true")
    assert told["alone"] == ("2", "true", "", "false")
    assert told["option"] == ("1", "false", "Sampletinib|Sample Chemotherapy", "false")
    assert told["2"] == ("0", "", "", "")


def test_what_was_given_before_is_never_a_partner(uses: dict[str, dict[str, str]]) -> None:
    row = uses["with-placebomab"]
    assert (row["partner_ids"], row["prior_therapy_ids"]) == ("C900003", f"C900010|{BASE}agent/sample-inhibitor")
    assert (row["no_prior_therapies"], row["responded"], row["ineligible_for"]) == (
        "Sampletinib",
        "Sample Chemotherapy",
        "surgery",
    )
    assert (row["min_prior_therapies"], row["max_prior_therapies"], row["undecided_partners"]) == (
        "2",
        "3",
        "wibblinib",
    )


def test_markers_keep_their_polarity_level_and_alteration(uses: dict[str, dict[str, str]]) -> None:
    row = uses["alone"]
    columns = ("biomarkers", "biomarker_ids", "biomarker_polarities", "biomarker_levels", "biomarker_alterations")
    by_marker = list(zip(*(texts(row[name]) for name in columns), strict=True))
    assert by_marker == [
        ("ABC2", f"{BASE}marker/abc2", "Negative", "", "mutation"),
        ("XYZ1 Gene", "C900201", "Positive", "1% or more", ""),
    ]


def test_alternatives_are_told_as_such(uses: dict[str, dict[str, str]], files: dict[str, bytes]) -> None:
    assert texts(uses["alone"]["alternatives"]) == [
        "XYZ1 inhibitor only if XYZ1 Gene 1% or more Positive",
        "ABC2 mutation Negative or XYZ1 Gene 1% or more Positive",
    ]
    members = [(row["part"], row["kind"], row["member"]) for row in rows(files["alternatives.tsv"])]
    assert sorted(members) == [
        ("any_of", "biomarker", "ABC2 mutation Negative"),
        ("any_of", "biomarker", "XYZ1 Gene 1% or more Positive"),
        ("any_of", "therapy", "XYZ1 inhibitor"),
        ("only_if", "biomarker", "XYZ1 Gene 1% or more Positive"),
    ]


def test_patients_disease_and_approval_stand_beside_it(uses: dict[str, dict[str, str]]) -> None:
    row = uses["with-placebomab"]
    assert (row["populations"], row["min_age"], row["max_age"]) == ("Adult|Child", "12.0", "65.0")
    assert (row["disease_statuses"], row["not_disease_statuses"], row["stages"]) == (
        "Refractory|Relapsed",
        "Metastatic",
        "IIIA|IIIB",
    )
    assert (row["settings"], row["option_settings"], uses["alone"]["option_settings"]) == (
        "FirstLine",
        "Maintenance",
        "",
    )
    assert (row["approval_pathway"], row["brand_scope"], row["basis"]) == (
        "AcceleratedApproval",
        "Examplix",
        "ApprovedUse",
    )
    assert (uses["3"]["intent"], uses["3"]["causes"], uses["2"]["cause_ids"]) == (
        "Prevent",
        "Sample Chemotherapy",
        "C900102",
    )


def test_a_row_leads_to_the_words_that_state_it(uses: dict[str, dict[str, str]], files: dict[str, bytes]) -> None:
    row = uses["2"]
    assert (row["pages"], row["quote_starts"], row["quote_ends"]) == (
        "https://www.example.org/drugs/examplinib",
        "50",
        "63",
    )
    (quote,) = (each for each in rows(files["quotes.tsv"]) if each["indication"] == row["indication"])
    assert (quote["page"], quote["start"], quote["end"], quote["text"]) == (row["pages"], "50", "63", "Sample anemia")


def test_drugs_brands_programmes_conditions_and_lists_have_tables(files: dict[str, bytes]) -> None:
    drugs = {row["id"]: row for row in rows(files["drugs.tsv"])}
    assert (drugs["C900001"]["kinds"], drugs["C900001"]["brands"], drugs["C900001"]["component_ids"]) == (
        "Drug",
        "Examplix|Examplix Oral",
        "C900002|C900003",
    )
    assert (drugs[f"{BASE}agent/surgery"]["kinds"], drugs[f"{BASE}agent/surgery"]["code"]) == ("Agent", "")
    assert [row["brand"] for row in rows(files["brands.tsv"])] == ["Examplix", "Examplix Oral"]
    assert [row["url"] for row in rows(files["rems.tsv"])] == ["https://www.example.org/rems"]
    assert {row["id"]: row["broader_ids"] for row in rows(files["conditions.tsv"])}["C900101"] == "C900100"
    assert {row["drug_id"] for row in rows(files["lists.tsv"])} == {"C900001", "C900002", f"{BASE}combination/ex-ab"}


TYPES = {
    "string": re.compile(r".*"),
    "integer": re.compile(r"(?:[0-9]+)?"),
    "number": re.compile(r"(?:[0-9]+(?:\.[0-9]+)?)?"),
    "boolean": re.compile(r"(?:true|false)?"),
}


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_every_column_is_documented_and_keeps_its_type(name: str, files: dict[str, bytes]) -> None:
    package = {resource["name"]: resource for resource in json.loads(files["datapackage.json"])["resources"]}
    resource = package[name]
    found = rows(files[resource["path"]])
    fields = resource["schema"]["fields"]
    assert files[resource["path"]].split(b"\n", 1)[0].decode().split("\t") == [field["name"] for field in fields]
    for field in fields:
        assert f"| `{field['name']}` | {field['description'].replace('|', 'a bar')} |" in DOCUMENTED
        assert all(TYPES[field["type"]].fullmatch(row[field["name"]]) for row in found)
    keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in found]
    assert len(keys) == len(set(keys)) > 0
    for foreign in resource["schema"].get("foreignKeys", []):
        ids = {row["id"] for row in rows(files[f"{foreign['reference']['resource']}.tsv"])}
        assert {row[foreign["fields"]] for row in found} <= ids


HOSTILE = [
    '=HYPERLINK("http://a.example";"x")',
    "+1",
    "-platin",
    "@SUM(A1)",
    "'quoted'",
    "two\tcells",
    "two\nlines\r\n",
    'a "quoted" name',
    '"',
    "C:\\temp",
    "a|b",
    "\x1b]0;owned\x07\N{LINE SEPARATOR}\N{NEXT LINE}\x0b",
    "\\t \\p \\u0041",
    "naïve \N{PILE OF POO}",
]


def test_hostile_names_stay_in_their_cells_and_come_back() -> None:
    drugs = [NamedNode(f"{BASE}drug/{number}") for number in range(len(HOSTILE))]
    triples = [Triple(drug, RDF.TYPE, KG.DRUG) for drug in drugs]
    triples += [Triple(drug, SKOS.PREF_LABEL, Literal(name)) for drug, name in zip(drugs, HOSTILE, strict=True)]
    triples += [Triple(drugs[0], SCHEMA.PROPRIETARY_NAME, Literal(name)) for name in HOSTILE]
    content = files_of(triples, ["tables"], BASE)["drugs.tsv"]
    found = rows(content)
    assert len(content.decode().splitlines()) == len(found) + 1
    assert sorted(text(row["name"]) for row in found) == sorted(HOSTILE)
    assert not [value for row in found for value in row.values() if value.startswith(("=", "+", "-", "@", "\t"))]
    (branded,) = (row for row in found if row["brands"])
    assert texts(branded["brands"]) == sorted(HOSTILE)


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_any_text_comes_back_from_its_cell(words: list[str]) -> None:
    assert [text(cell(word)) for word in words] == words
    assert texts(cells(words)) == (words if words != [""] else [])
    assert not cells(words).startswith(("=", "+", "-", "@"))


def test_the_rows_are_sorted_whatever_the_order_of_the_triples(files: dict[str, bytes]) -> None:
    triples = list(read_triples(WHOLE))
    assert files_of(reversed(triples), ["tables"], BASE) == files
    found = files["uses.tsv"].split(b"\n")[1:-1]
    assert found == sorted(found)
