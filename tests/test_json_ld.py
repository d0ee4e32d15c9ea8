"""JSON-LD: the triples of the Turtle, as trees, read by processors that fetch nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from graphs import IDS, build, files_of, json_ld_of, read, union
from kgbuild.errors import OutputError
from kgbuild.exports import Colophon, read_context
from kgbuild.triple_lines import lines_of
from kgbuild.vocabulary import KG, OA, RDF, SCHEMA, SKOS, XSD, Identifiers

ROOT = Path(__file__).parent.parent
CONTEXT = read_context(ROOT / "ontology" / "context.jsonld")


def refuse(url: str, _options: object) -> None:
    """Load no document: everything must stand in the file."""
    raise AssertionError(f"tried to fetch {url}")


def expanded(content: bytes) -> set[Triple]:
    """What PyLD reads."""
    options = {"documentLoader": refuse, "format": "application/n-quads"}
    return read(jsonld.to_rdf(orjson.loads(content), options).encode(), RdfFormat.N_QUADS)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The JSON-LD of all pages written by hand."""
    content: dict[str, Any] = orjson.loads(json_ld_of(union(build()), CONTEXT))
    return content


def node(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A node at the top, by its compact IRI."""
    (found,) = (each for each in document["@graph"] if each["@id"] == name)
    return dict(found)


def test_two_processors_read_the_triples_of_the_graph() -> None:
    triples = union(build())
    content = json_ld_of(triples, CONTEXT)
    assert expanded(content) == triples
    assert read(content, RdfFormat.JSON_LD) == triples


def test_the_file_of_a_build_has_the_triples_of_its_turtle() -> None:
    files = files_of(build(), Colophon(IDS, CONTEXT))
    assert expanded(files["graph.jsonld"]) == read(files["graph.ttl"], RdfFormat.TURTLE)


def test_another_base_is_the_prefix_of_the_file() -> None:
    ids = Identifiers("https://drugs.example/id#")
    triples = {Triple(ids.named("drug", "examplinib"), RDF.TYPE, KG.DRUG)}
    content = files_of([(ids.dataset, lines_of(triples))], Colophon(ids, CONTEXT))["graph.jsonld"]
    assert expanded(content) == triples
    assert orjson.loads(content)["@graph"][0]["@id"] == "id:drug/examplinib"


def test_a_drug_is_one_tree_with_all_that_it_owns(document: dict[str, Any]) -> None:
    drug = node(document, "ncit:C2668")
    assert [brand["name"] for brand in drug["brand"]] == ["Revlimid"]
    assert drug["requiresREMS"]["name"] == "Revlimid REMS"
    assert drug["code"]["codeValue"] == "C2668"
    assert len(drug["indication"]) == 6
    options = [option for use in drug["indication"] for option in use.get("therapyOption", ())]
    assert sorted(str(option.get("partner")) for option in options) == sorted(
        ["['ncit:C1702']", "['ncit:C1702']", "['ncit:C422']", "None"]
    )


def test_what_is_shared_stands_beside_and_is_referred_to(document: dict[str, Any]) -> None:
    (anemia,) = (u for u in node(document, "ncit:C2668")["indication"] if u["condition"] == "ncit:C2869")
    assert node(document, "ncit:C2869")["prefLabel"] == "Anemia"
    (quote,) = anemia["wasDerivedFrom"]
    assert node(document, quote)["hasSource"] == "id:page/lenalidomide"


def test_drugs_and_combinations_stand_first(document: dict[str, Any]) -> None:
    roots = [
        bool({"Drug", "Combination"} & {*each.get("@type", ())}) or each.get("@type") == "Combination"
        for each in document["@graph"]
    ]
    assert roots == sorted(roots, reverse=True)
    assert sum(roots) >= 4


def test_a_criterion_shared_by_drugs_stands_in_each() -> None:
    shared = IDS.biomarker(IDS.named("marker", "HER2"), "Positive", None)
    triples = {Triple(shared, KG.POLARITY, NamedNode(KG.NAMESPACE + "Positive"))}
    for name in ("fauxmab", "mockuzumab"):
        drug, use = IDS.named("drug", name), IDS.indication(IDS.named("drug", name), ["x"])
        triples |= {
            Triple(drug, RDF.TYPE, KG.DRUG),
            Triple(drug, KG.HAS_INDICATION, use),
            Triple(use, KG.BIOMARKER, shared),
        }
    content = json_ld_of(triples, CONTEXT)
    trees = orjson.loads(content)["@graph"]
    assert [tree["indication"][0]["biomarker"][0]["polarity"] for tree in trees] == ["Positive", "Positive"]
    assert expanded(content) == triples


VALUES = [
    (KG.MIN_PRIOR_THERAPIES, Literal("2", datatype=XSD.INTEGER), 2),
    (KG.MIN_PRIOR_THERAPIES, Literal("02", datatype=XSD.INTEGER), "02"),
    (KG.MIN_PRIOR_THERAPIES, Literal("9" * 30, datatype=XSD.INTEGER), "9" * 30),
    (KG.MIN_AGE, Literal("12", datatype=XSD.DECIMAL), "12"),
    (KG.MIN_AGE, Literal("0.5", datatype=XSD.DECIMAL), "0.5"),
    (KG.MIN_AGE, Literal("12"), {"@value": "12"}),
    (KG.THEN_ALONE, Literal("true", datatype=XSD.BOOLEAN), True),
    (KG.THEN_ALONE, Literal("1", datatype=XSD.BOOLEAN), "1"),
    (KG.STATEMENT, Literal("text"), "text"),
    (KG.STATEMENT, Literal("Wort", language="de"), {"@value": "Wort", "@language": "de"}),
    (KG.STATEMENT, Literal("7", datatype=XSD.INTEGER), 7),
    (SKOS.PREF_LABEL, Literal("name", language="en"), "name"),
    (SKOS.PREF_LABEL, Literal("name"), {"@value": "name"}),
    (SCHEMA.LAST_REVIEWED, Literal("2025-12-30", datatype=XSD.DATE), "2025-12-30"),
    (SCHEMA.URL, NamedNode("https://www.cancer.gov/x"), "https://www.cancer.gov/x"),
    (SCHEMA.URL, Literal("https://www.cancer.gov/x"), {"@value": "https://www.cancer.gov/x"}),
    (SCHEMA.NAME, NamedNode("https://www.cancer.gov/x"), {"@id": "https://www.cancer.gov/x"}),
    (KG.BASIS, KG.APPROVED_USE, "ApprovedUse"),
    (KG.HAS_CONDITION, NamedNode("http://purl.obolibrary.org/obo/NCIT_C1"), "ncit:C1"),
    (NamedNode("https://other.example/p"), Literal("x"), "x"),
    (OA.EXACT, Literal('</script> "\\\n\N{LINE SEPARATOR}\x00'), '</script> "\\\n\N{LINE SEPARATOR}\x00'),
]


@pytest.mark.parametrize(("predicate", "value", "written"), VALUES)
def test_a_value_is_bare_only_where_that_is_exact(
    predicate: NamedNode, value: NamedNode | Literal, written: object
) -> None:
    triple = Triple(IDS.dataset, predicate, value)
    content = json_ld_of([triple], CONTEXT)
    (found,) = (v for key, v in orjson.loads(content)["@graph"][0].items() if key != "@id")
    assert (found[0] if isinstance(found, list) else found) == written
    assert read(content, RdfFormat.JSON_LD) == {triple}
    if "\x00" not in str(value):  # PyLD writes N-Quads with a bare NUL, which is its own fault
        assert expanded(content) == {triple}


CONTEXTS: list[Mapping[str, Any]] = [
    {},
    {"@language": "en"},
    {"@vocab": "https://w3id.org/kgbuild/ns#"},
    {"type": "@type", "iri": "@id"},
    {"ncit": "http://purl.obolibrary.org/obo/NCIT_"},
    {"label": {"@id": SKOS.PREF_LABEL.value, "@container": "@language"}},
    {"has": {"@reverse": KG.INDICATION_OF.value}, "json": {"@id": KG.STATEMENT.value, "@type": "@json"}},
    {"minAge": {"@id": KG.MIN_AGE.value, "@type": "@id"}, "kg": "https://w3id.org/kgbuild/ns#"},
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_triples_do_not_depend_on_the_context(context: Mapping[str, Any]) -> None:
    triples = {t for t in union(build()) if t.predicate != OA.EXACT}
    assert read(json_ld_of(triples, context), RdfFormat.JSON_LD) == triples
    assert expanded(json_ld_of(triples, context)) == triples


@pytest.mark.parametrize("key", ["@import", "@base"])
def test_a_context_that_reaches_out_is_refused(key: str) -> None:
    with pytest.raises(OutputError, match="remove it"):
        json_ld_of([], {key: "https://x.example/context"})


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"@context": "https://x.example/context"}'])
def test_a_file_without_a_context_object_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "context.jsonld"
    path.write_text(content)
    with pytest.raises(OutputError, match="install kgbuild again"):
        read_context(path)


@given(st.text(st.characters(codec="utf-8")), st.sampled_from([None, "en", "de-AT"]))
def test_any_text_comes_back_as_it_is(text: str, language: str | None) -> None:
    triple = Triple(IDS.dataset, SKOS.PREF_LABEL, Literal(text, language=language))
    assert read(json_ld_of([triple], CONTEXT), RdfFormat.JSON_LD) == {triple}
