"""Edges of KGX: what treats what, what a treatment consists of, and the hierarchy of conditions.

Source: Biolink Model 4.4.6, what it says of the predicates ``treats``, ``applied to treat``, ``preventative for
condition`` and ``ameliorates condition``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.concepts import GIVEN, address, places
from kgbuild.interchange.kgx_identifiers import edge_id
from kgbuild.interchange.kgx_nodes import DISEASE, Nodes, is_treatment, population_id
from kgbuild.interchange.options import Option, options_of
from kgbuild.vocabulary import KG, SCHEMA, SKOS, individual

PAGES: Final = "infores:cancer-gov"
THESAURUS: Final = "infores:ncit"
_TREATS: Final = "biolink:ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation"
_APPROVED: Final = {KG.TREAT: "treats", KG.MANAGE: "ameliorates_condition", KG.PREVENT: "preventative_for_condition"}
"""Intent of an approved use -> predicate; other intents are approvals in a disease, not for it."""
_BY_FDA: Final = individual("FDAApproved")


@dataclass(frozen=True, slots=True)
class KgxEdge:
    """One line of ``kgx_edges.tsv``; its fields are Biolink's slots."""

    id: str
    subject: str
    predicate: str
    object: str
    category: str = "biolink:Association"
    primary_knowledge_source: str = PAGES
    aggregator_knowledge_source: str = "infores:kgbuild"
    knowledge_level: str = "knowledge_assertion"
    agent_type: str = "text_mining_agent"
    clinical_approval_status: str = ""
    disease_context_qualifier: str = ""
    population_context_qualifier: str = ""
    publications: tuple[str, ...] = ()
    supporting_text: tuple[str, ...] = ()


def edges_of(nodes: Nodes) -> Iterator[KgxEdge]:
    """Every edge, each once."""
    for option in options_of(nodes.graph):
        if is_treatment(option):
            yield from (_part(nodes, option.key, part, option.use) for part in nodes.parts(option))
        yield from _uses(nodes, option)
    for kind in GIVEN:
        for whole in nodes.graph.instances(kind):
            yield from (_part(nodes, whole, part) for part in nodes.graph.nodes(whole, KG.HAS_COMPONENT))
    yield from _hierarchy(nodes)


def predicates_of(graph: Graph, use: NamedNode) -> list[str]:
    """What a use says of its condition, in Biolink's words; nothing for what Biolink has no predicate for.

    `treats` and what is below it only where the page says that the use is approved. What is commonly given is
    `applied_to_treat`: patients took it with this intent, and nothing is said of more.
    """
    found = [_APPROVED[intent] for intent in graph.nodes(use, KG.INTENT) if intent in _APPROVED]
    return found if KG.APPROVED_USE in graph.nodes(use, KG.BASIS) else ["applied_to_treat"] * bool(found)


def _uses(nodes: Nodes, option: Option) -> Iterator[KgxEdge]:
    """What one option does: of the drug itself where it is alone or the page does not say, else of the treatment."""
    graph, use = nodes.graph, option.use
    subject = option.key if is_treatment(option) else option.drug
    causes = [cause for cause in graph.nodes(use, KG.CAUSED_BY) if nodes.category(cause) == DISEASE]
    patients = nodes.population(use)
    for predicate in predicates_of(graph, use):
        for condition in graph.nodes(use, KG.HAS_CONDITION):
            yield KgxEdge(
                id=edge_id(option.key, predicate, condition, nodes.base),
                subject=nodes.id(subject),
                predicate=f"biolink:{predicate}",
                object=nodes.id(condition),
                category=_TREATS,
                clinical_approval_status=_approval(graph, option),
                disease_context_qualifier=nodes.id(causes[0]) if len(causes) == 1 else "",
                population_context_qualifier=population_id(patients) if patients else "",
                publications=_publications(graph, use),
                supporting_text=tuple(graph.words(use, KG.STATEMENT)),
            )


def _approval(graph: Graph, option: Option) -> str:
    """What the page says of approval for this condition; that a drug is approved for something does not count."""
    if KG.APPROVED_USE not in graph.nodes(option.use, KG.BASIS):
        return "not_provided"
    by_fda = _BY_FDA in graph.nodes(option.drug, KG.APPROVAL_STATUS)
    return "fda_approved_for_condition" if by_fda else "approved_for_condition"


def _part(nodes: Nodes, whole: NamedNode, part: NamedNode, use: NamedNode | None = None) -> KgxEdge:
    graph = nodes.graph
    pages = tuple(sorted(address(graph, page) for page in graph.subjects(SCHEMA.ABOUT, whole)))
    return KgxEdge(
        id=edge_id(whole, "has_part", part, nodes.base),
        subject=nodes.id(whole),
        predicate="biolink:has_part",
        object=nodes.id(part),
        publications=_publications(graph, use) if use else pages,
    )


def _publications(graph: Graph, use: NamedNode) -> tuple[str, ...]:
    return tuple(sorted({place.page for place in places(graph, use)}))


def _hierarchy(nodes: Nodes) -> Iterator[KgxEdge]:
    """The way up from the conditions, as the Thesaurus has it."""
    for narrow in nodes.conditions:
        for wide in nodes.graph.nodes(narrow, SKOS.BROADER):
            yield KgxEdge(
                id=edge_id(narrow, "subclass_of", wide, nodes.base),
                subject=nodes.id(narrow),
                predicate="biolink:subclass_of",
                object=nodes.id(wide),
                primary_knowledge_source=THESAURUS,
                agent_type="manual_agent",
            )
