"""The ontology defines what the graph says, whole and no more; the context reads it in the same way everywhere."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyld import jsonld
from pyoxigraph import NamedNode, RdfFormat

from kgbuild import vocabulary
from kgbuild.clauses.biomarkers import KINDS_OF_CHANGE
from kgbuild.concept import WAYS, Role
from kgbuild.facts import ApprovalStatus
from kgbuild.indication import Basis, Intent, Polarity
from kgbuild.vocabulary import terms
from rdf_files import PREFIXES, Statement, expand, read, statements

ROOT = Path(__file__).parent.parent
CONTEXT: dict[str, Any] = json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))["@context"]
TRIPLES = read(ROOT / "ontology" / "kgbuild.ttl")
ONTOLOGY = list(statements(TRIPLES))
GRAPH = read(ROOT / "tests" / "graphs" / "whole.ttl")
HEADER = "https://w3id.org/kgbuild/ns"
KG = PREFIXES["kg"]
OWL = PREFIXES["owl"]
TYPE = expand("rdf:type")

SAID: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
for _subject, _predicate, _value in ONTOLOGY:
    SAID[_subject][_predicate].append(_value)
DEFINED = {subject for subject in SAID if subject.startswith(KG)}
PROPERTIES = sorted(t for t in DEFINED if {OWL + "ObjectProperty", OWL + "DatatypeProperty"} & {*SAID[t][TYPE]})


def of_kind(kind: str) -> set[str]:
    return {term for term in DEFINED if OWL + kind in SAID[term][TYPE]}


def in_vocabulary() -> set[str]:
    """Every kg: term that the program can write: found by looking at all constants."""
    found = [value for holder in vars(terms).values() for value in getattr(holder, "__dict__", {}).values()]
    found += [value for table in vars(terms).values() if hasattr(table, "values") for value in _values(table)]
    return {node.value for node in found if isinstance(node, NamedNode) and node.value.startswith(KG)}


def _values(table: Any) -> list[object]:
    return list(table.values()) if not isinstance(table, type) else []


def in_shapes() -> set[str]:
    stated = statements(read(*(ROOT / "shapes").glob("*.ttl")))
    return {part for statement in stated for part in statement if part.startswith(KG)}


def in_context() -> set[str]:
    iris = [entry["@id"] if isinstance(entry, dict) else entry for entry in CONTEXT.values()]
    return {expand(iri) for iri in iris if isinstance(iri, str) and iri.startswith("kg:")}


def in_graph() -> set[str]:
    return {part for statement in statements(GRAPH) for part in statement if part.startswith(KG)}


@pytest.mark.parametrize("used", [in_vocabulary, in_shapes, in_context, in_graph])
def test_every_term_that_is_used_is_defined(used: Any) -> None:
    found = used()
    assert len(found) > 50
    assert found - DEFINED == set()


def test_every_term_that_is_defined_is_used() -> None:
    values = {value for term in PROPERTIES for value in SAID[term][expand("rdfs:range")]}
    assert DEFINED - in_vocabulary() - values == set()


@pytest.mark.parametrize("term", sorted(DEFINED))
def test_every_term_has_one_label_a_definition_and_its_place(term: str) -> None:
    (label,) = SAID[term][expand("rdfs:label")]
    (definition,) = SAID[term][expand("skos:definition")]
    assert label == label.strip() != ""
    assert re.fullmatch(r"[A-Z].{9,}[.]", definition)
    assert SAID[term][expand("rdfs:isDefinedBy")] == [HEADER]


@pytest.mark.parametrize("term", PROPERTIES)
def test_every_property_has_one_domain_and_one_range(term: str) -> None:
    assert len(SAID[term][expand("rdfs:domain")]) == 1
    (range_,) = SAID[term][expand("rdfs:range")]
    assert range_.startswith(PREFIXES["xsd"]) == (OWL + "DatatypeProperty" in SAID[term][TYPE])


def test_every_term_is_a_class_a_property_or_an_individual_of_one_class() -> None:
    classes, individuals = of_kind("Class"), of_kind("NamedIndividual")
    assert classes | individuals | set(PROPERTIES) == DEFINED
    for individual in individuals:
        assert len(classes & {*SAID[individual][TYPE]}) == 1, individual


def test_the_header_names_version_and_licence_and_imports_nothing() -> None:
    header = SAID[HEADER]
    assert header[OWL + "versionInfo"]
    assert header["http://purl.org/dc/terms/license"] == ["https://www.apache.org/licenses/LICENSE-2.0"]
    assert "CC BY 4.0" in header["http://purl.org/dc/terms/rights"][0]
    assert not [statement for statement in ONTOLOGY if statement.predicate == OWL + "imports"]


def test_alignments_point_to_the_vocabularies_that_have_the_term() -> None:
    kinds = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:closeMatch", "skos:relatedMatch")
    aligned = [s.object for s in ONTOLOGY if s.predicate in {expand(kind) for kind in kinds}]
    known = (
        "https://schema.org/",
        "https://w3id.org/biolink/vocab/",
        PREFIXES["prov"],
        "http://purl.org/dc/terms/",
        KG,
    )
    assert len(aligned) > 40
    assert [iri for iri in aligned if not iri.startswith(known)] == []


def individuals_of(class_: str) -> set[str]:
    return {term.removeprefix(KG) for term in of_kind("NamedIndividual") if expand(class_) in SAID[term][TYPE]}


@pytest.mark.parametrize(
    ("enumeration", "class_"),
    [
        (ApprovalStatus, "kg:ApprovalStatus"),
        (Basis, "kg:Basis"),
        (Intent, "kg:Intent"),
        (Polarity, "kg:Polarity"),
    ],
)
def test_the_enumerations_of_the_program_are_the_individuals_of_the_ontology(enumeration: Any, class_: str) -> None:
    assert {str(member) for member in enumeration} == individuals_of(class_)


WORDS = {"alteration": {*KINDS_OF_CHANGE}, "role": {role.value for role in Role}, "groundedBy": {*WAYS}}
"""What texts some properties have, by the program."""


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_ontology_names_every_text_that_a_property_may_have(name: str) -> None:
    (definition,) = SAID[KG + name][expand("skos:definition")]
    assert [word for word in WORDS[name] if not re.search(rf"\b{word}\b", definition)] == []


def test_the_shapes_allow_just_the_values_that_the_ontology_defines() -> None:
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in statements(read(*(ROOT / "shapes").glob("*.ttl"))):
        said[subject][predicate].append(value)
    allowed = defaultdict(set)
    for shape in list(said.values()):
        for cell in shape[expand("sh:in")]:
            allowed[shape[expand("sh:path")][0]].update(listed(said, cell))
    for term in PROPERTIES:
        (range_,) = SAID[term][expand("rdfs:range")]
        members = {member for member in of_kind("NamedIndividual") if range_ in SAID[member][TYPE]}
        words = WORDS.get(term.removeprefix(KG), set())
        assert allowed[term] == members | words, term


def listed(said: dict[str, dict[str, list[str]]], cell: str) -> list[str]:
    """The members of an RDF list."""
    if cell == expand("rdf:nil"):
        return []
    return [*said[cell][expand("rdf:first")], *listed(said, said[cell][expand("rdf:rest")][0])]


def classes_of(expression: str) -> set[str]:
    """The classes that a domain or range stands for: itself, or the members of its union, with their subclasses."""
    union = SAID[expression][OWL + "unionOf"]
    named = {*listed(SAID, union[0])} if union else {expression}
    below = {term for term in DEFINED if named & {*SAID[term][expand("rdfs:subClassOf")]}}
    return named | below


def test_the_graph_keeps_to_domains_and_ranges() -> None:
    types = defaultdict(set)
    for subject, predicate, value in [*statements(GRAPH), *ONTOLOGY]:
        if predicate == TYPE:
            types[subject].add(value)
    seen = set()
    for subject, predicate, value in statements(GRAPH):
        if predicate in DEFINED:
            (domain,), (range_,) = (SAID[predicate][expand(f"rdfs:{side}")] for side in ("domain", "range"))
            assert types[subject] & classes_of(domain), Statement(subject, predicate, value)
            if not range_.startswith(PREFIXES["xsd"]):
                assert types[value] & classes_of(range_), Statement(subject, predicate, value)
            seen.add(predicate)
    derived = {KG + name for name in ("approvedFor", "approvedInCombinationFor", "usedWith")}
    assert seen == {*PROPERTIES} - derived


# The context


def refuse(url: str, _options: object) -> Any:
    raise AssertionError(f"fetched {url}")


def triples_by_pyld(document: bytes) -> set[pyoxigraph.Triple]:
    quads = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads", "documentLoader": refuse})
    return {quad.triple for quad in pyoxigraph.parse(quads, RdfFormat.N_QUADS)}


def triples_by_oxigraph(document: bytes) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(document, RdfFormat.JSON_LD)}


def test_two_processors_read_the_same_triples_from_the_context() -> None:
    quads = pyoxigraph.serialize(GRAPH, format=RdfFormat.N_TRIPLES) or b""
    written = jsonld.compact(jsonld.from_rdf(quads.decode()), CONTEXT, {"documentLoader": refuse})
    assert {word for word in re.findall(r'"(\w+)":', json.dumps(written["@graph"])) if word not in CONTEXT} == set()
    document = json.dumps(written).encode()
    assert triples_by_oxigraph(document) == triples_by_pyld(document) == set(GRAPH)


def test_a_code_is_a_code_to_every_processor() -> None:
    """The IRI of ncit: ends in ``_``, which JSON-LD 1.1 takes for a prefix only when it is told to."""
    document = json.dumps({"@context": CONTEXT, "@id": "ncit:C11", "usedWith": "ncit:C22"}).encode()
    first, second = vocabulary.ncit("C11"), vocabulary.ncit("C22")
    expected = {pyoxigraph.Triple(first, vocabulary.KG.USED_WITH, second)}
    assert triples_by_oxigraph(document) == triples_by_pyld(document) == expected


def test_words_read_as_the_ontology_types_them() -> None:
    """A property between things holds nodes; a number, date or boolean its datatype."""
    for entry in (entry for entry in CONTEXT.values() if isinstance(entry, dict)):
        term = expand(entry["@id"]) if entry["@id"].startswith("kg:") else ""
        if term in PROPERTIES:
            (range_,) = SAID[term][expand("rdfs:range")]
            values = {member for member in of_kind("NamedIndividual") if range_ in SAID[member][TYPE]}
            expected = range_ if range_.startswith(PREFIXES["xsd"]) else "@vocab" if values else "@id"
            coerced = entry.get("@type", "xsd:string")
            assert (coerced if coerced.startswith("@") else expand(coerced)) == expected, term


def test_every_property_and_value_has_a_word() -> None:
    assert DEFINED - in_context() == {
        term for term in of_kind("Class") if individuals_of("kg:" + term.removeprefix(KG))
    }


def test_the_prefixes_of_context_and_program_are_the_same() -> None:
    assert {name: iri for name, iri in prefixes().items() if name != "id"} == dict(vocabulary.PREFIXES)
    assert prefixes()["id"] == vocabulary.DEFAULT_BASE


def prefixes() -> dict[str, str]:
    entries = {name: entry["@id"] if isinstance(entry, dict) else entry for name, entry in CONTEXT.items()}
    return {name: iri for name, iri in entries.items() if isinstance(iri, str) and re.match(r"https?://", iri)}
