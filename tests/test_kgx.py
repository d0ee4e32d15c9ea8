"""KGX files against the Biolink Model's own classes, and what they may not claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from judges import biolink
from kgbuild.graphs import read_triples
from kgbuild.interchange import files_of
from rdf_files import parse
from tab_files import plain_rows

WHOLE = Path(__file__).parent / "graphs" / "whole.ttl"
BASE = "https://w3id.org/kgbuild/id/"
Rows = list[dict[str, str]]

SMALL = """
ncit:C2991 a skos:Concept . ncit:C3367 a skos:Concept . ncit:C1908 a skos:Concept .
ncit:C1 a kg:Drug ; skos:prefLabel "a" ; kg:approvalStatus kg:FDAApproved ; kg:hasComponent ncit:C2 .
ncit:C2 a kg:Drug ; skos:prefLabel "b" . ncit:C3 a kg:Agent ; skos:prefLabel "c inhibitor" ; skos:broader ncit:C1908 .
id:agent\\/surgery a kg:Agent ; skos:prefLabel "surgery" .
id:combination\\/ab a kg:Combination ; kg:hasComponent ncit:C1 .
ncit:C11 a kg:Condition ; skos:prefLabel "disease" ; skos:broader ncit:C2991 .
ncit:C12 a kg:Condition ; skos:prefLabel "finding" ; skos:broader ncit:C3367 .
"""
USE = "id:indication\\/u a kg:Indication ; kg:indicationOf ncit:C1 ; kg:condition ncit:C11 "
APPROVED = f"{USE} ; kg:basis kg:ApprovedUse ; kg:intent kg:Treat "
OPTION = "; kg:therapyOption id:indication\\/u\\/o . id:indication\\/u\\/o a kg:TherapyOption "


def kgx(turtle: str) -> tuple[Rows, Rows]:
    """Nodes and edges of the small graph with a use."""
    files = files_of(parse(f"{SMALL}{turtle} ."), ["kgx"], BASE)
    return plain_rows(files["kgx_nodes.tsv"]), plain_rows(files["kgx_edges.tsv"])


def claims(turtle: str) -> list[tuple[str, str, str]]:
    """What the use does, without the hierarchy and the parts."""
    structure = ("biolink:subclass_of", "biolink:has_part")
    found = [(edge["subject"], edge["predicate"], edge["object"]) for edge in kgx(turtle)[1]]
    return [(s, predicate.removeprefix("biolink:"), o) for s, predicate, o in found if predicate not in structure]


@pytest.fixture(scope="module")
def whole() -> tuple[Rows, Rows]:
    files = files_of(read_triples(WHOLE), ["kgx"], BASE)
    return plain_rows(files["kgx_nodes.tsv"]), plain_rows(files["kgx_edges.tsv"])


PARTNERS = "kg:partner ncit:C2, ncit:C3, id:agent\\/surgery"
EVERYTHING = f"{APPROVED} ; kg:population kg:Adult ; kg:causedBy ncit:C11 {OPTION} ; {PARTNERS}"


@pytest.mark.parametrize("turtle", [EVERYTHING, f"{USE} ; kg:basis kg:CommonUse ; kg:intent kg:Prevent", None])
def test_every_row_is_one_of_the_model_s_own(turtle: str | None, whole: tuple[Rows, Rows]) -> None:
    nodes, edges = kgx(turtle) if turtle else whole
    categories = {node["id"]: node["category"] for node in nodes}
    assert biolink.version().startswith("4.")
    assert list(biolink.misfits([*nodes, *edges])) == []
    assert biolink.unknown_columns(nodes) == biolink.unknown_columns(edges) == set()
    assert [fault for edge in edges for fault in biolink.predicate_faults(edge, categories)] == []
    assert len({row["id"] for row in [*nodes, *edges]}) == len(nodes) + len(edges)


def test_the_judge_finds_what_is_wrong() -> None:
    nodes, edges = kgx(APPROVED)
    categories = {node["id"]: node["category"] for node in nodes}
    (edge,) = (edge for edge in edges if edge["predicate"] == "biolink:treats")
    wrong = (
        {"predicate": "biolink:subclass_of"},
        {"predicate": "biolink:heals"},
        {"object": "NCIT:C2"},
        {"subject": "x:1"},
    )
    assert all(list(biolink.predicate_faults(edge | change, categories)) for change in wrong)
    assert list(biolink.misfits([edge | {"knowledge_level": "sure"}]))
    assert "colour" in " ".join(biolink.misfits([edge | {"colour": "red"}]))
    assert list(biolink.misfits([nodes[0] | {"category": "biolink:Pill"}]))


def test_ids_have_prefixes_of_the_model_but_for_those_that_are_documented(whole: tuple[Rows, Rows]) -> None:
    found = biolink.foreign_prefixes([*whole[0], *kgx(EVERYTHING)[0]])
    assert found == {
        ("biolink:Drug", "NCIT"),
        ("biolink:ChemicalEntity", "NCIT"),
        ("biolink:PopulationOfIndividualOrganisms", "kgbuild"),
    }


def test_an_approved_drug_alone_or_unstated_treats() -> None:
    for turtle in (APPROVED, f"{APPROVED} {OPTION}"):
        assert claims(turtle) == [("NCIT:C1", "treats", "NCIT:C11")]


def test_a_combination_treats_as_a_whole_and_its_parts_do_not() -> None:
    turtle = f"{APPROVED} {OPTION} ; kg:partner ncit:C2, ncit:C3"
    assert claims(turtle) == [("kgbuild:indication.u.o", "treats", "NCIT:C11")]
    nodes, edges = kgx(turtle)
    (treatment,) = (node for node in nodes if node["id"] == "kgbuild:indication.u.o")
    assert treatment["category"] == "biolink:Treatment"
    assert (treatment["name"], treatment["has_drug"]) == ("a with b and c inhibitor", "NCIT:C1|NCIT:C2")
    assert treatment["iri"] == f"{BASE}indication/u/o"
    parts = {
        edge["object"] for edge in edges if edge["subject"] == treatment["id"] and edge["predicate"].endswith("part")
    }
    assert parts == {"NCIT:C1", "NCIT:C2", "NCIT:C3"}


def test_a_use_with_a_partner_that_was_not_understood_claims_nothing_of_the_drug_alone() -> None:
    turtle = f'{APPROVED} ; kg:undecidedPartner "wibblinib"'
    assert claims(turtle) == [("kgbuild:indication.u", "treats", "NCIT:C11")]
    assert "a with wibblinib (not understood)" in {node["name"] for node in kgx(turtle)[0]}


def test_prior_therapies_and_what_was_never_given_are_no_parts() -> None:
    turtle = (
        f"{APPROVED} ; kg:priorTherapy ncit:C3 ; kg:noPriorTherapy id:agent\\/surgery {OPTION} ; kg:partner ncit:C2"
    )
    joined = {edge["object"] for edge in kgx(turtle)[1] if edge["subject"].startswith("kgbuild:indication")}
    assert joined == {"NCIT:C1", "NCIT:C2", "NCIT:C11"}


@pytest.mark.parametrize(
    ("basis", "intent", "predicate"),
    [
        ("ApprovedUse", "Treat", "treats"),
        ("ApprovedUse", "Manage", "ameliorates_condition"),
        ("ApprovedUse", "Prevent", "preventative_for_condition"),
        ("CommonUse", "Treat", "applied_to_treat"),
        ("CommonUse", "Prevent", "applied_to_treat"),
        ("ApprovedUse", "Diagnose", None),
        ("CommonUse", "Other", None),
    ],
)
def test_only_what_is_approved_is_said_to_treat(basis: str, intent: str, predicate: str | None) -> None:
    found = claims(f"{USE} ; kg:basis kg:{basis} ; kg:intent kg:{intent}")
    assert found == ([("NCIT:C1", predicate, "NCIT:C11")] if predicate else [])


def test_approval_cause_and_patients_stand_at_the_edge() -> None:
    turtle = f'{EVERYTHING} . id:indication\\/u kg:minAge 12 ; kg:statement "For a disease."'
    (edge,) = (edge for edge in kgx(turtle)[1] if edge["predicate"] == "biolink:treats")
    assert edge["clinical_approval_status"] == "fda_approved_for_condition"
    assert edge["disease_context_qualifier"] == "NCIT:C11"
    assert edge["population_context_qualifier"] == "kgbuild:population.adults-from-12-years"
    assert edge["supporting_text"] == "For a disease."
    common = kgx(f"{USE} ; kg:basis kg:CommonUse ; kg:intent kg:Treat")[1]
    assert [edge["clinical_approval_status"] for edge in common if edge["object"] == "NCIT:C11"] == ["not_provided"]


def test_categories_follow_the_branches_of_the_thesaurus() -> None:
    categories = {node["id"]: node["category"].removeprefix("biolink:") for node in kgx(APPROVED)[0]}
    assert categories["NCIT:C1"] == "Drug"
    assert (categories["NCIT:C3"], categories["kgbuild:agent.surgery"]) == ("ChemicalEntity", "Treatment")
    assert (categories["NCIT:C11"], categories["NCIT:C12"]) == ("Disease", "PhenotypicFeature")
    assert categories["kgbuild:combination.ab"] == "Treatment"


def test_hostile_names_break_no_line() -> None:
    turtle = f'{APPROVED} . ncit:C1 skos:altLabel "=1+1", "a|b", "tab\\t", "line\\n\\r", "\\"" '
    nodes, _ = kgx(turtle)
    (drug,) = (node for node in nodes if node["id"] == "NCIT:C1")
    assert drug["synonym"].split("|") == ['"', "=1+1", "a\\pb", "line\\n\\r", "tab\\t"]
