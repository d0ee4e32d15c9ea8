"""Which conditions a drug is a treatment of: alone, or as a part of a therapy with others.

A use in combination only gives no bare `possibleTreatment` of the drug: there the possible treatment is the therapy, a
`MedicalTherapy` whose drugs are this one and its partners.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kgbuild.embedding.nodes import Node, coded, name_of, named, one_or_list, without_empty
from kgbuild.embedding.stated_uses import StatedUse
from kgbuild.explanation.uses import label
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, RDF, SCHEMA

_TREATS = frozenset((KG.TREAT, KG.MANAGE))


def treatments(graph: Graph, drug: NamedNode, uses: Iterable[StatedUse]) -> Node:
    """The properties that lead to the drug: `possibleTreatment` of conditions, `drug` of therapies.

    Args:
        graph: what `kgbuild build` wrote; a condition stands here only where its derived triples have it as well.
        drug: a drug or combination.
        uses: its uses.
    """
    treating = [use for use in uses if _treats(graph, use.node)]
    told: set[NamedNode] = set()
    alone = [each for use in treating if _is_alone(graph, use.node) for each in _conditions(graph, drug, use.node)]
    conditions = [_condition(graph, each, told) for each in dict.fromkeys(alone)]
    therapies = [therapy for use in treating for therapy in _therapies(graph, drug, use, told)]
    return without_empty({"possibleTreatment": one_or_list(conditions), "drug": one_or_list(therapies)})


def _treats(graph: Graph, use: NamedNode) -> bool:
    return KG.APPROVED_USE in graph.nodes(use, KG.BASIS) and not _TREATS.isdisjoint(graph.nodes(use, KG.INTENT))


def _partners(graph: Graph, use: NamedNode) -> Iterator[tuple[NamedNode, list[NamedNode]]]:
    for option in graph.nodes(use, KG.HAS_THERAPY_OPTION):
        yield option, graph.nodes(option, KG.PARTNER)


def _is_alone(graph: Graph, use: NamedNode) -> bool:
    """Whether the drug may be given alone, as `kgbuild.derived` decides it for `kg:approvedFor`."""
    options = list(_partners(graph, use))
    if not options:
        return not graph.words(use, KG.UNDECIDED_PARTNER)
    return any(not partners for _, partners in options)


def _conditions(graph: Graph, drug: NamedNode, use: NamedNode) -> list[NamedNode]:
    derived = graph.subjects(SCHEMA.POSSIBLE_TREATMENT, drug)
    return [condition for condition in graph.nodes(use, KG.HAS_CONDITION) if condition in derived]


def _condition(graph: Graph, condition: NamedNode, told: set[NamedNode]) -> Node:
    """A condition with its name and code; where it was told before, its IRI alone."""
    if condition in told:
        return {"@id": condition.value}
    told.add(condition)
    return without_empty({**named(graph, condition, "MedicalCondition"), "code": coded(graph, condition)})


def _therapies(graph: Graph, drug: NamedNode, use: StatedUse, told: set[NamedNode]) -> Iterator[Node]:
    """The alternatives of one use that have partners; none where a partner was not understood, for it would be missing.

    A combination is itself no `Drug`: with partners it is told in words only.
    """
    if KG.DRUG not in graph.nodes(drug, RDF.TYPE) or graph.words(use.node, KG.UNDECIDED_PARTNER):
        return
    for option, partners in _partners(graph, use.node):
        conditions = [_condition(graph, each, told) for each in _conditions(graph, drug, use.node)] if partners else []
        if conditions:
            others = sorted(label(graph, partner, use.statement) for partner in partners)
            drugs = [named(graph, each, "Drug") for each in partners if KG.DRUG in graph.nodes(each, RDF.TYPE)]
            yield without_empty(
                {
                    "@id": option.value,
                    "@type": "MedicalTherapy",
                    "name": f"{name_of(graph, drug)} with {' and '.join(others)}",
                    "description": use.words,
                    "drug": one_or_list(drugs),
                    "@reverse": {"possibleTreatment": one_or_list(conditions)},
                }
            )
