"""The tables of what uses name: drugs, brands, REMS programmes, conditions, and the lists of NCI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.concepts import GIVEN, address, key_of, keys_of, local, name_of, names_of, places
from kgbuild.interchange.tables import Column, Table, Value
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS, code_of


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node with the graph that tells of it."""

    graph: Graph
    node: NamedNode

    def words(self, *predicates: NamedNode) -> list[str]:
        """The literals that the node has here, each once."""
        return sorted({word for predicate in predicates for word in self.graph.words(self.node, predicate)})

    def nodes(self, predicate: NamedNode) -> list[NamedNode]:
        """What the node is joined to here."""
        return self.graph.nodes(self.node, predicate)


@dataclass(frozen=True, slots=True)
class PairRow:
    """A node, and a drug that stands in a relation to it."""

    graph: Graph
    node: NamedNode
    drug: NamedNode


def _instances(*kinds: NamedNode) -> Callable[[Graph], Iterator[NodeRow]]:
    def rows(graph: Graph) -> Iterator[NodeRow]:
        nodes = {node for kind in kinds for node in graph.instances(kind)}
        yield from (NodeRow(graph, node) for node in nodes)

    return rows


def _having(predicate: NamedNode) -> Callable[[Graph], Iterator[PairRow]]:
    """Drugs with what they have, such as a brand."""

    def rows(graph: Graph) -> Iterator[PairRow]:
        for kind in GIVEN:
            for drug in graph.instances(kind):
                yield from (PairRow(graph, node, drug) for node in graph.nodes(drug, predicate))

    return rows


def _listed(graph: Graph) -> Iterator[PairRow]:
    for node in graph.instances(KG.CANCER_TYPE_LIST):
        yield from (PairRow(graph, node, drug) for drug in graph.nodes(node, KG.LISTS_DRUG))


def _kinds(row: NodeRow) -> Value:
    types = row.nodes(RDF.TYPE)
    return [local(kind) for kind in GIVEN if kind in types]


def _keys(predicate: NamedNode) -> Callable[[NodeRow], Value]:
    return lambda row: keys_of(row.nodes(predicate))


def _names(predicate: NamedNode) -> Callable[[NodeRow], Value]:
    return lambda row: names_of(row.graph, row.nodes(predicate))


def _iris(*predicates: NamedNode) -> Callable[[NodeRow], Value]:
    return lambda row: sorted({node.value for predicate in predicates for node in row.nodes(predicate)})


def _pages(row: NodeRow) -> Value:
    return sorted(address(row.graph, page) for page in row.graph.subjects(SCHEMA.ABOUT, row.node))


_CONCEPT: Final[tuple[Column[NodeRow], ...]] = (
    Column("name", "Generic name of a drug, preferred name of anything else", lambda r: name_of(r.graph, r.node)),
    Column("id", "NCIt code, or IRI where there is none", lambda row: key_of(row.node)),
    Column("code", "NCIt code; empty where the name is not grounded", lambda row: code_of(row.node)),
    Column("iri", "IRI in the graph", lambda row: row.node.value),
    Column("labels", "All names", lambda row: row.words(SKOS.PREF_LABEL, SKOS.ALT_LABEL), "list"),
    Column("broader_ids", "NCIt codes directly above", _keys(SKOS.BROADER), "list"),
    Column(
        "same_in_others",
        "IRIs of the concept, or one close to it, in other vocabularies",
        _iris(SKOS.EXACT_MATCH, SKOS.CLOSE_MATCH),
        "list",
    ),
)
_DRUG: Final[tuple[Column[PairRow], ...]] = (
    Column("drug", "Name of the drug", lambda row: name_of(row.graph, row.drug)),
    Column("drug_id", "Its NCIt code, or IRI where there is none", lambda row: key_of(row.drug)),
)

DRUGS: Final[Table[NodeRow]] = Table(
    "drugs",
    "Drugs, combinations of drugs, and agents (classes of drugs, other treatments) that the pages name",
    _instances(*GIVEN),
    (
        *_CONCEPT[:2],
        Column("kinds", "Drug, Combination or Agent", _kinds, "list"),
        *_CONCEPT[2:],
        Column("brands", "Brand names", lambda row: row.words(SCHEMA.PROPRIETARY_NAME), "list"),
        Column(
            "status",
            "FDAApproved or NoLongerAvailableInUS; empty where no page is about it",
            lambda row: [local(node) for node in row.nodes(KG.APPROVAL_STATUS)],
            "list",
        ),
        Column("components", "Names of the drugs that it is made of", _names(KG.HAS_COMPONENT), "list"),
        Column("component_ids", "Their NCIt codes, or IRIs", _keys(KG.HAS_COMPONENT), "list"),
        Column("drug_classes", "Names of its classes, as its page says", _names(KG.DRUG_CLASS), "list"),
        Column("rems", "Names of the REMS programmes that it needs", _names(KG.REQUIRES_REMS), "list"),
        Column("label", "Address of the DailyMed label", _iris(SCHEMA.PRESCRIBING_INFO), "list"),
        Column("pages", "Addresses of the pages about it", _pages, "list"),
    ),
    key=("id",),
)

CONDITIONS: Final[Table[NodeRow]] = Table(
    "conditions",
    "What is treated or prevented, causes it, or heads a list",
    _instances(KG.CONDITION),
    _CONCEPT,
    key=("id",),
)

BRANDS: Final[Table[PairRow]] = Table(
    "brands",
    "Brand names, one row a brand of a drug",
    _having(KG.HAS_BRAND),
    (
        Column("brand", "Brand name", lambda row: name_of(row.graph, row.node)),
        *_DRUG,
        Column("iri", "IRI of the brand", lambda row: row.node.value),
    ),
    key=("iri", "drug_id"),
    foreign=(("drug_id", "drugs"),),
)

REMS: Final[Table[PairRow]] = Table(
    "rems",
    "Programmes that a drug is available through only, one row a programme of a drug",
    _having(KG.REQUIRES_REMS),
    (
        Column("programme", "Its name", lambda row: name_of(row.graph, row.node)),
        *_DRUG,
        Column("url", "Its address", lambda row: [n.value for n in row.graph.nodes(row.node, SCHEMA.URL)], "list"),
        Column("iri", "IRI of the programme", lambda row: row.node.value),
    ),
    key=("iri", "drug_id"),
    foreign=(("drug_id", "drugs"),),
)

LISTS: Final[Table[PairRow]] = Table(
    "lists",
    "What NCI's lists of drugs by cancer say, one row a drug of a list; no indications",
    _listed,
    (
        Column(
            "conditions",
            "Names of the conditions that head the list",
            lambda row: names_of(row.graph, row.graph.nodes(row.node, KG.HAS_CONDITION)),
            "list",
        ),
        Column(
            "condition_ids",
            "Their NCIt codes, or IRIs",
            lambda row: keys_of(row.graph.nodes(row.node, KG.HAS_CONDITION)),
            "list",
        ),
        Column(
            "intent", "Treat or Prevent", lambda row: [local(n) for n in row.graph.nodes(row.node, KG.INTENT)], "list"
        ),
        *_DRUG,
        Column("pages", "Addresses", lambda row: sorted({p.page for p in places(row.graph, row.node)}), "list"),
        Column("list", "IRI of the list", lambda row: row.node.value),
    ),
    key=("list", "drug_id"),
    foreign=(("drug_id", "drugs"),),
)
