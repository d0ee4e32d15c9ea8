"""What a web page is told of a drug: schema.org alone, nothing that the graph lacks, and all that it has a term for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Store, Triple
from schema_org import SCHEMA_VERSION
from schema_org.registry import get_model

from example_pages import EXAMPLINIB, named
from graphs import build as build_readings
from graphs import union
from kgbuild.embedding import MARK, data_of, script_of
from kgbuild.explanation import find_drug
from kgbuild.graphs import Graph
from kgbuild.pages import parse_page, read_pages
from kgbuild.pipeline import build
from kgbuild.tools import Settings, Tools
from kgbuild.vocabulary import KG, SCHEMA
from schema_org_rules import due
from schema_org_vocabulary import CONTEXT_IRI, flaws, triples_of

USES = """\
- **Mantle cell lymphoma** that came back. It is given alone or with rituximab.
- **Follicular lymphoma**. It is given with rituximab.
- **Multiple myeloma** in adults who have had at least two other treatments, including bortezomib. \
It is given with dexamethasone.
- **Anemia**. It is given alone.
"""
LISTED = EXAMPLINIB[EXAMPLINIB.index("- **[Mantle") : EXAMPLINIB.index("\nExamplinib is only")]


def of_pages(texts: dict[str, str]) -> list[Triple]:
    pages = [page for name, text in texts.items() for page in parse_page(text.encode(), name)]
    return list(build(pages, Tools.open(Settings())).quads.triples())


@pytest.fixture(scope="module")
def stated() -> list[Triple]:
    """A made-up drug of several uses, and one more."""
    return of_pages({"examplinib.md": EXAMPLINIB.replace(LISTED, USES), "alphanib.md": named("alphanib")})


@pytest.fixture(scope="module")
def small(stated: list[Triple]) -> Graph:
    return Graph(stated)


@pytest.fixture(scope="module")
def data(small: Graph) -> Any:
    return data_of(small, find_drug(small, "examplinib"))


def told_of(graph: Graph) -> list[NamedNode]:
    """All drugs and combinations, with a page of their own or without."""
    found = {node for kind in (KG.DRUG, KG.COMBINATION) for node in graph.instances(kind)}
    return sorted(found, key=lambda node: node.value)


def canonical(triples: Iterable[Triple]) -> set[str]:
    """Triples as lines in which blank nodes have the names that follow from what is said of them."""
    held = Dataset(Quad(each.subject, each.predicate, each.object) for each in triples)
    held.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in held}


def differences(triples: list[Triple], drugs: Iterable[NamedNode]) -> dict[str, object]:
    """Drugs whose block says less or more than the rules, or says it wrongly."""
    graph, store = Graph(triples), Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    found: dict[str, object] = {}
    for drug in drugs:
        read = triples_of(data_of(graph, drug))
        said, expected = canonical(read), canonical(due(store, graph, drug))
        if wrong := [*flaws(read), *sorted(said ^ expected)]:
            found[drug.value] = wrong
    return found


# Equal to the graph


def test_a_block_says_what_follows_from_the_graph_and_nothing_else(stated: list[Triple]) -> None:
    assert differences(stated, told_of(Graph(stated))) == {}


def test_so_it_is_for_every_reading_written_by_hand() -> None:
    triples = list(union(build_readings()))
    drugs = told_of(Graph(triples))
    assert drugs
    assert differences(triples, drugs) == {}


@pytest.mark.shared
def test_so_it_is_for_every_real_page_and_what_a_drug_treats_only_with_others_it_does_not_treat(shared: Path) -> None:
    triples = list(build(read_pages([str(shared / "corpus")]), Tools.open(Settings())).quads.triples())
    graph = Graph(triples)
    drugs = [drug for drug in told_of(graph) if graph.subjects(SCHEMA.ABOUT, drug)]
    assert len(drugs) > 150
    assert differences(triples, drugs) == {}
    bare = {(each["@id"], drug.value) for drug in drugs for each in bare_conditions(graph, drug)}
    assert bare
    approved = [each for each in triples if each.predicate == KG.APPROVED_FOR]
    assert bare <= {(getattr(each.object, "value", ""), getattr(each.subject, "value", "")) for each in approved}


def bare_conditions(graph: Graph, drug: NamedNode) -> list[Any]:
    """What a block has the drug itself as a possible treatment of."""
    data: Any = data_of(graph, drug)
    found = data.get("@reverse", {}).get("possibleTreatment", [])
    return found if isinstance(found, list) else [found]


# The vocabulary


def test_the_vocabulary_is_release_30() -> None:
    assert SCHEMA_VERSION.split(".")[0] == "30"


@pytest.mark.parametrize(
    ("more", "flaw"),
    [
        ({"indication": "x"}, "no property indication"),
        ({"targetPopulation": "adults"}, "targetPopulation stands on {'Drug'}"),
        ({"possibleTreatment": "x"}, "possibleTreatment stands on {'Drug'}"),
        ({"clincalPharmacology": "x"}, "clincalPharmacology is superseded by clinicalPharmacology"),
        ({"prescribingInfo": {"@value": "x"}}, "prescribingInfo has a value of ['Text'], not of ('URL',)"),
        ({"code": {"@type": "Oncology"}}, "no class Oncology"),
    ],
)
def test_what_schema_org_does_not_allow_is_seen(data: Any, more: dict[str, Any], flaw: str) -> None:
    assert flaw in flaws(triples_of({**data, **more}))


def modelled(node: dict[str, Any]) -> Any:
    """A node as the strict model that schema-org-py has for each of its types; what leads to it stands beside it."""
    kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    values = {key: modelled_value(value) for key, value in node.items() if not key.startswith("@")}
    for back in node.get("@reverse", {}).values():
        modelled_value(back)
    dated = {key: date.fromisoformat(value) for key, value in values.items() if key == "lastReviewed"}
    models = [get_model(kind).model_validate({**values, **dated}) for kind in kinds]
    return models[0]


def modelled_value(value: Any) -> Any:
    if isinstance(value, list):
        return [modelled_value(each) for each in value if not isinstance(each, dict) or "@type" in each]
    return modelled(value) if isinstance(value, dict) and "@type" in value else value


def test_the_strict_models_of_schema_org_py_take_every_node(small: Graph) -> None:
    for drug in told_of(small):
        assert modelled(json.loads(json.dumps(data_of(small, drug)))).name


# What is told


def test_a_drug_has_its_names_status_programme_and_code(data: Any) -> None:
    assert (data["@context"], data["@type"], data["name"]) == (CONTEXT_IRI, "Drug", "examplinib")
    assert data["proprietaryName"] == data["brand"]["name"] == "Exemplar"
    assert data["legalStatus"]["name"] == "FDA approved"
    assert data["warning"] == (
        "Only available through a REMS (Risk Evaluation and Mitigation Strategies) program: "
        "Exemplar REMS <https://rems.example.org/exemplar>"
    )


def test_a_page_stands_with_its_address_date_and_licences(data: Any) -> None:
    page = data["subjectOf"]
    assert page["url"] == "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib"
    assert (page["lastReviewed"], page["publisher"]["name"]) == ("2025-06-01", "National Cancer Institute")
    assert page["license"] == "https://creativecommons.org/publicdomain/mark/1.0/"
    assert page["sdLicense"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_use_is_told_whole_in_words_and_in_the_order_of_the_page(data: Any) -> None:
    uses = data["subjectOf"]["mentions"]
    assert [use["name"].partition(";")[0].lower() for use in uses] == [
        "mantle cell lymphoma",
        "follicular lymphoma",
        "multiple myeloma",
        "anemia",
    ]
    assert uses[2]["@type"] == ["ApprovedIndication", "TreatmentIndication"]
    assert "after at least 2 prior therapies, including bortezomib" in uses[2]["name"]
    assert uses[2]["description"].startswith("Multiple myeloma in adults who have had at least two")


def test_only_what_it_treats_alone_has_the_drug_as_a_possible_treatment(data: Any) -> None:
    alone = {each["name"]: each["code"]["codeValue"] for each in data["@reverse"]["possibleTreatment"]}
    assert alone == {"Mantle Cell Lymphoma": "C4337", "Anemia": "C2869"}


def test_with_others_the_therapy_of_all_is_the_possible_treatment(data: Any) -> None:
    therapies = data["@reverse"]["drug"]
    told = [(each["name"], each["drug"]["@id"].rpartition("_")[2]) for each in therapies]
    assert told == [
        ("examplinib with rituximab", "C1702"),
        ("examplinib with rituximab", "C1702"),
        ("examplinib with dexamethasone", "C422"),
    ]
    conditions = [each["@reverse"]["possibleTreatment"]["@id"].rpartition("_")[2] for each in therapies]
    assert conditions == ["C4337", "C3209", "C3242"]


@pytest.mark.parametrize("words", ["It is given with rituximab or with wibblemab-xyzz, a new medicine."])
def test_a_partner_that_was_not_understood_makes_no_therapy_without_it(words: str) -> None:
    page = EXAMPLINIB.replace(LISTED, "- **Anemia**. It is given with rituximab.\n")
    triples = of_pages({"examplinib.md": page})
    (use,) = {each.subject for each in triples if each.predicate == KG.INDICATION_OF}
    graph = Graph([*triples, Triple(use, KG.UNDECIDED_PARTNER, Literal(words))])
    assert "@reverse" in data_of(Graph(triples), find_drug(Graph(triples), "examplinib"))
    assert "@reverse" not in data_of(graph, find_drug(graph, "examplinib"))


def test_the_same_graph_gives_the_same_text_whatever_its_order(stated: list[Triple]) -> None:
    drug = find_drug(Graph(stated), "examplinib")
    assert script_of(Graph(stated), drug) == script_of(Graph(reversed(stated)), drug)


def test_the_element_is_ascii_on_one_line_and_names_its_drug(small: Graph) -> None:
    drug = find_drug(small, "examplinib")
    element = script_of(small, drug)
    assert element.isascii()
    assert "\n" not in element
    assert element.startswith(f'<script type="application/ld+json" {MARK}="{drug.value}">{{"@context":')
    assert json.loads(element.partition(">")[2].removesuffix("</script>")) == data_of(small, drug)
