"""``graph.graphml`` as two other readers see it, and ``kgbuild stats``."""

from __future__ import annotations

import json
from math import isnan
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest

from kgbuild.cli import main
from kgbuild.graphs import Graph, read_triples
from kgbuild.interchange import combined, files_of, network_of, statistics
from rdf_files import parse

WHOLE = Path(__file__).parent / "graphs" / "whole.ttl"
BASE = "https://w3id.org/kgbuild/id/"
NCIT = "http://purl.obolibrary.org/obo/NCIT_"

DRUGS = "".join(f'ncit:C{n} a kg:Drug ; skos:prefLabel "{name}" .\n' for n, name in enumerate("abcdef", start=1))


def use(name: str, drug: int, *partners: int, condition: int = 21) -> str:
    """A use with one option."""
    given = "".join(f" ; kg:partner ncit:C{partner}" for partner in partners)
    return (
        f"id:indication\\/{name} a kg:Indication ; kg:indicationOf ncit:C{drug} ; kg:condition ncit:C{condition} ; "
        f"kg:therapyOption id:indication\\/{name}\\/o . id:indication\\/{name}\\/o a kg:TherapyOption {given} .\n"
        f'ncit:C{condition} a kg:Condition ; skos:prefLabel "condition {condition}" .\n'
    )


# a with b twice, b with c, d alone; e and f are in no use.
CHAIN = DRUGS + use("1", 1, 2) + use("2", 2, 1, condition=22) + use("3", 3, 2) + use("4", 4) + use("5", 2)


def graph_of(turtle: str) -> Graph:
    return Graph(parse(turtle))


def test_a_use_joins_what_is_given_to_its_condition_and_history() -> None:
    network = network_of(Graph(read_triples(WHOLE)))
    option = f"{BASE}indication/1/with-placebomab"
    edges = [(start, said["kind"], end) for start, end, said in network.edges(data=True)]
    joined = {edge for edge in edges if option in edge}
    assert joined == {
        (f"{NCIT}C900001", "given in", option),
        (f"{NCIT}C900003", "partner in", option),
        (option, "for", f"{NCIT}C900101"),
        (option, "after", f"{NCIT}C900010"),
        (option, "after", f"{BASE}agent/sample-inhibitor"),
        (option, "never after", f"{NCIT}C900002"),
        (option, "not worse after", f"{NCIT}C900010"),
        (option, "not for those who cannot have", f"{BASE}agent/surgery"),
    }
    attributes = network.nodes[option]
    assert attributes["label"] == "examplinib with Placebomab"
    assert (attributes["min_prior_therapies"], attributes["max_age"]) == (2, 65.0)
    assert attributes["alternatives"].startswith("XYZ1 inhibitor only if XYZ1 Gene")
    assert network.nodes[f"{BASE}combination/ex-ab"]["kind"] == "combination"


@pytest.fixture(scope="module")
def graphml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    triples = [
        *read_triples(WHOLE),
        *parse('ncit:C900003 schema:nonProprietaryName "<b>&\\u0001\\u000b\\uFFFE\\r]]>" .'),
    ]
    file = tmp_path_factory.mktemp("graphml") / "graph.graphml"
    file.write_bytes(files_of(triples, ["graphml"], BASE)["graph.graphml"])
    return file


def as_lists(network: Any) -> tuple[list[Any], list[Any]]:
    """Nodes and edges with what stands at them, in a form that can be compared."""
    nodes = sorted((node, sorted(attributes.items())) for node, attributes in network.nodes(data=True))
    edges = sorted((start, end, sorted(attributes.items())) for start, end, attributes in network.edges(data=True))
    return nodes, edges


def test_networkx_and_igraph_read_the_same_from_it(graphml: Path) -> None:
    triples = [
        *read_triples(WHOLE),
        *parse('ncit:C900003 schema:nonProprietaryName "<b>&\ufffd\ufffd\ufffd\ufffd]]>" .'),
    ]
    wanted = network_of(Graph(triples))
    assert as_lists(nx.read_graphml(graphml, force_multigraph=True)) == as_lists(wanted)
    judged = igraph.Graph.Read_GraphML(str(graphml))
    assert judged.is_directed()
    stated: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for vertex in judged.vs:
        said = {
            name: value
            for name, value in vertex.attributes().items()
            if name != "id" and _is_stated(wanted, vertex, name)
        }
        stated.add_node(vertex["id"], **said)
    for edge in judged.es:  # without their ids, which igraph 1.0 takes for those of nodes; the next test reads them
        ends = (judged.vs[edge.source]["id"], judged.vs[edge.target]["id"])
        stated.add_edge(*ends, **{name: value for name, value in edge.attributes().items() if name != "id"})
    assert as_lists(stated) == as_lists(wanted)


def _is_stated(wanted: Any, vertex: Any, name: str) -> bool:
    """Igraph gives every vertex every attribute; what the network does not state is then empty, or no number."""
    if name in wanted.nodes[vertex["id"]]:
        return True
    assert vertex[name] in ("", None) or isnan(vertex[name])
    return False


def test_the_file_is_xml_with_typed_keys_of_their_own(graphml: Path) -> None:
    top = ET.fromstring(graphml.read_bytes())  # noqa: S314 -- this program has just written it
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = top.findall("g:key", space)
    assert len({key.get("id") for key in keys}) == len(keys)
    types = {(key.get("for"), key.get("attr.name")): key.get("attr.type") for key in keys}
    assert (types["node", "label"], types["edge", "label"]) == ("string", "string")
    assert (types["node", "min_prior_therapies"], types["node", "max_age"]) == ("long", "double")
    edges = [edge.get("id") for edge in top.findall("g:graph/g:edge", space)]
    assert len(set(edges)) == len(edges) > 0
    labels = {key.get("id") for key in keys if key.get("attr.name") == "label"}
    for node in top.findall("g:graph/g:node", space):
        assert {each.get("key") for each in node.findall("g:data", space)} & labels


def test_what_is_given_together_is_weighed_by_the_uses_that_say_so() -> None:
    together = combined(graph_of(CHAIN))
    assert {(a[-2:], b[-2:], said["weight"]) for a, b, said in together.edges(data=True)} == {
        ("C1", "C2", 2),
        ("C2", "C3", 1),
    }
    assert {node[-2:]: said["uses"] for node, said in together.nodes(data=True)} == {"C1": 2, "C2": 3, "C3": 1, "C4": 0}


def test_a_combination_stands_for_its_drugs_and_a_prior_therapy_for_nothing() -> None:
    regimen = 'ncit:C9 a kg:Combination ; skos:prefLabel "abc" ; kg:hasComponent ncit:C1, ncit:C2, ncit:C3 .\n'
    prior = "id:indication\\/1 kg:priorTherapy ncit:C5 .\n"
    together = combined(graph_of(DRUGS + regimen + use("1", 9, 4) + prior))
    assert {(a[-2:], b[-2:]) for a, b in together.edges} == {
        ("C1", "C2"),
        ("C1", "C3"),
        ("C1", "C4"),
        ("C2", "C3"),
        ("C2", "C4"),
        ("C3", "C4"),
    }


def test_the_figures_of_a_chain_are_those_of_a_textbook() -> None:
    measured = statistics(graph_of(CHAIN), 10)
    assert measured.nodes == {"condition": 2, "drug": 6, "use": 5}
    assert measured.edges == {"for": 5, "given in": 5, "partner in": 3}
    assert measured.components.sizes == (11, 1, 1)
    assert (measured.combined_nodes, measured.combined_edges, measured.combined_components.sizes) == (4, 2, (3, 1))
    assert [(each.name, each.value) for each in measured.most_combined] == [("b", 3), ("a", 2), ("c", 1)]
    assert [(each.name, each.value) for each in measured.degree] == [("b", 0.666667), ("a", 0.333333), ("c", 0.333333)]
    # One pair of three (a and c) has a path, which leads through b.
    assert [(each.name, each.value) for each in measured.betweenness] == [("b", 0.333333)]
    assert [(each.name, each.value) for each in measured.most_conditions[:2]] == [("b", 2), ("a", 1)]
    assert [(each.name, each.value) for each in measured.most_options] == [("condition 21", 4), ("condition 22", 1)]


def test_the_figures_do_not_depend_on_the_order_of_the_triples() -> None:
    triples = list(read_triples(WHOLE)) + parse(CHAIN)
    assert statistics(Graph(triples), 10) == statistics(Graph(reversed(triples)), 10)


def test_a_foreign_number_that_is_none_is_left_out() -> None:
    stated = 'id:indication\\/4 kg:minPriorTherapies "two"^^xsd:integer ; kg:maxPriorTherapies 3 .'
    attributes = network_of(graph_of(CHAIN + stated)).nodes[f"{BASE}indication/4/o"]
    assert "min_prior_therapies" not in attributes
    assert attributes["max_prior_therapies"] == 3


def test_an_empty_graph_has_no_figures() -> None:
    measured = statistics(Graph([]), 3)
    assert (measured.components.count, measured.most_combined, measured.betweenness) == (0, (), ())


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["stats", *arguments])
    return int(ending.value.code or 0)


def test_the_command_tells_people_and_programs_the_same(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(str(WHOLE), "--json", "--top", "2") == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["nodes"] == {"agent": 4, "combination": 1, "condition": 3, "drug": 3, "use": 6}
    assert told["most_options"][0] == {"name": "Sample Cancer", "iri": f"{NCIT}C900101", "value": 3}
    assert len(told["degree"]) == 2
    assert run(str(WHOLE), "--top", "2") == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "  nodes          17\n    agent         4\n" in shown
    assert "conditions by the options of their uses\n  Sample Cancer  3\n" in shown
    (tmp_path / "graph.ttl").write_text("")
    assert run(str(tmp_path)) == 0
    assert b"none" in capsysbinary.readouterr().out
    assert run(str(tmp_path / "nowhere")) == 2
