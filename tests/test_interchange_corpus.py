"""Files for other tools on the real pages: counted by SPARQL, which shares nothing with what wrote them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, Store

from judges import biolink
from kgbuild.cli import main
from rdf_files import PREFIXES
from tab_files import plain_rows, rows, text

pytestmark = pytest.mark.shared
Rows = list[dict[str, str]]
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus") / "out"
    with pytest.raises(SystemExit) as ending:
        main(["build", str(shared / "corpus"), "-o", str(out), "-q", "--also", "tables,kgx,graphml"])
    assert ending.value.code == 0
    return out


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    """The union of all graphs, each triple once."""
    loaded = Store()
    loaded.bulk_load(path=str(built / "graph.ttl"), format=RdfFormat.TURTLE)
    return loaded


def count(store: Store, pattern: str, counted: str = "*") -> int:
    """How many solutions a pattern has."""
    (solution,) = store.query(f"{_HEAD} SELECT (COUNT({counted}) AS ?n) {{ {pattern} }}")  # type: ignore[misc]  # a SELECT gives solutions
    return int(solution["n"].value)


OPTION_ROWS = "?u a kg:Indication ; kg:indicationOf ?d OPTIONAL { ?u kg:therapyOption ?o }"


@pytest.mark.parametrize(
    ("table", "pattern"),
    [
        ("uses", OPTION_ROWS),
        ("quotes", "?u a kg:Indication ; prov:wasDerivedFrom ?q"),
        ("alternatives", "?u a kg:Indication ; kg:criterionGroup ?g . ?g kg:anyOf|kg:onlyIf ?m"),
        ("brands", "?d kg:brand ?b"),
        ("rems", "?d kg:requiresREMS ?r"),
        ("conditions", "?c a kg:Condition"),
        ("lists", "?l a kg:CancerTypeList ; kg:listsDrug ?d"),
        ("drugs", "SELECT DISTINCT ?d { ?d a ?kind VALUES ?kind { kg:Drug kg:Combination kg:Agent } }"),
    ],
)
def test_a_table_has_a_row_for_each_solution(table: str, pattern: str, built: Path, store: Store) -> None:
    found = rows((built / f"{table}.tsv").read_bytes())
    assert len(found) == count(store, pattern) > 0


@pytest.mark.parametrize(
    ("column", "predicate"),
    [
        ("prior_therapy_ids", "kg:priorTherapy"),
        ("biomarker_ids", "kg:biomarker/kg:marker"),
        ("biomarker_polarities", "kg:biomarker/kg:polarity"),
        ("disease_statuses", "kg:diseaseStatus"),
        ("populations", "kg:population"),
        ("ineligible_for", "kg:ineligibleFor"),
        ("alternatives", "kg:criterionGroup"),
        ("brand_scope", "kg:brandScope"),
        ("quote_starts", "prov:wasDerivedFrom"),
        ("min_prior_therapies", "kg:minPriorTherapies"),
        ("min_age", "kg:minAge"),
        ("statement", "kg:statement"),
    ],
)
def test_every_value_of_a_use_stands_in_each_row_of_it(column: str, predicate: str, built: Path, store: Store) -> None:
    found = rows((built / "uses.tsv").read_bytes())
    single = column in {"min_age", "statement"}
    values = sum(1 if single else row[column].count("|") + 1 for row in found if row[column])
    # A path counts equal ends each time only where it is spelt out.
    steps = predicate.split("/")
    path = f"?u {steps[0]} ?v ." if len(steps) == 1 else f"?u {steps[0]} ?m . ?m {steps[1]} ?v ."
    assert values == count(store, f"{OPTION_ROWS} {path}") > 0


def test_partners_are_those_of_the_option(built: Path, store: Store) -> None:
    found = rows((built / "uses.tsv").read_bytes())
    assert sum(row["partner_ids"].count("|") + 1 for row in found if row["partner_ids"]) == count(
        store, "?o a kg:TherapyOption ; kg:partner ?p"
    )
    assert Counter(row["alone"] for row in found) == {
        "true": count(store, "?o a kg:TherapyOption FILTER NOT EXISTS { ?o kg:partner ?p }"),
        "false": count(store, "?o a kg:TherapyOption FILTER EXISTS { ?o kg:partner ?p }"),
        "": count(store, "?u a kg:Indication FILTER NOT EXISTS { ?u kg:therapyOption ?o }"),
    }


def test_nothing_of_a_real_page_looks_like_a_formula_and_quotes_come_back_exact(built: Path, store: Store) -> None:
    for file in built.glob("*.tsv"):
        read = plain_rows if file.name.startswith("kgx") else rows
        cells = [value for row in read(file.read_bytes()) for value in row.values()]
        assert not [value for value in cells if value.startswith(("'", "=", "+", "-", "@"))]
    quotes = {text(row["text"]) for row in rows((built / "quotes.tsv").read_bytes())}
    exact = "?u a kg:Indication ; prov:wasDerivedFrom ?q . ?q oa:hasSelector ?s . ?s oa:exact ?t"
    assert len(quotes) == count(store, f"SELECT DISTINCT ?t {{ {exact} }}")


@pytest.fixture(scope="module")
def kgx(built: Path) -> tuple[Rows, Rows]:
    return plain_rows((built / "kgx_nodes.tsv").read_bytes()), plain_rows((built / "kgx_edges.tsv").read_bytes())


ALONE = """{ ?u kg:therapyOption ?o FILTER NOT EXISTS { ?o kg:partner ?p } } UNION
{ ?u kg:indicationOf ?d FILTER NOT EXISTS { ?u kg:therapyOption ?o }
FILTER NOT EXISTS { ?u kg:undecidedPartner ?x } }"""
PARTS = """SELECT DISTINCT ?o ?p { ?u kg:indicationOf ?d ; kg:therapyOption ?o . ?o kg:partner ?x
{ ?o kg:partner ?p } UNION { ?u kg:indicationOf ?p } }"""


def test_edges_claim_what_the_graph_states(kgx: tuple[Rows, Rows], store: Store) -> None:
    nodes, edges = kgx
    drugs = {node["id"] for node in nodes if node["category"] == "biolink:Drug"}
    approved = f"{OPTION_ROWS} ?u kg:basis kg:ApprovedUse ; kg:intent ?i ; kg:condition ?c VALUES ?i"
    treats = [edge for edge in edges if edge["predicate"] == "biolink:treats"]
    assert len(treats) == count(store, f"{approved} {{ kg:Treat }}") > 0
    bare = {(edge["subject"], edge["object"]) for edge in treats if edge["subject"] in drugs}
    given_alone = f"?u kg:indicationOf ?d ; kg:basis kg:ApprovedUse ; kg:intent kg:Treat ; kg:condition ?c {ALONE}"
    assert len(bare) == count(store, f"SELECT DISTINCT ?d ?c {{ ?d a kg:Drug . {given_alone} }}") > 0
    counted = Counter(edge["predicate"].removeprefix("biolink:") for edge in edges)
    assert counted["preventative_for_condition"] == count(store, f"{approved} {{ kg:Prevent }}")
    common = "?u kg:basis kg:CommonUse ; kg:intent ?i ; kg:condition ?c VALUES ?i { kg:Treat kg:Manage kg:Prevent }"
    assert counted["applied_to_treat"] == count(store, f"{OPTION_ROWS} {common}")
    undecided = "?u kg:undecidedPartner ?x FILTER NOT EXISTS { ?u kg:therapyOption ?o }"
    assert counted["has_part"] == count(store, PARTS) + count(store, "?w kg:hasComponent ?p") + count(store, undecided)


def test_every_row_is_one_of_biolink_s_own(kgx: tuple[Rows, Rows]) -> None:
    nodes, edges = kgx
    categories = {node["id"]: node["category"] for node in nodes}
    assert list(biolink.misfits([*nodes, *edges])) == []
    shapes = {
        (edge["predicate"], edge["category"], categories[edge["subject"]], categories[edge["object"]]): edge
        for edge in edges
    }
    assert [fault for edge in shapes.values() for fault in biolink.predicate_faults(edge, categories)] == []
    assert {edge[end] for edge in edges for end in ("subject", "object")} <= set(categories)
    assert {edge[column] for edge in edges for column in edge if column.endswith("_qualifier")} <= {"", *categories}
    assert len({row["id"] for row in [*nodes, *edges]}) == len(nodes) + len(edges)


def test_the_network_has_the_uses_and_what_they_join(built: Path, store: Store) -> None:
    network = nx.read_graphml(built / "graph.graphml", force_multigraph=True)
    kinds = Counter(attributes["kind"] for _, attributes in network.nodes(data=True))
    assert kinds["use"] == count(store, OPTION_ROWS)
    assert (kinds["drug"], kinds["condition"]) == (count(store, "?d a kg:Drug"), count(store, "?d a kg:Condition"))
    joined = Counter(attributes["kind"] for *_, attributes in network.edges(data=True))
    assert joined["partner in"] == count(store, "?o a kg:TherapyOption ; kg:partner ?p")
    assert joined["after"] == count(store, f"{OPTION_ROWS} ?u kg:priorTherapy ?v")
