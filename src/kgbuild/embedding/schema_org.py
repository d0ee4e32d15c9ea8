"""What a graph says of a drug or combination, in the terms of schema.org and nothing else.

Each property stands on a node of its domain and has a value of its range. What schema.org has no term for (a prior
therapy, a biomarker, an age) is told in words, in the `name` and `description` of the use. ``docs/embedding.md`` has
the mapping as a table.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from kgbuild.embedding.nodes import Node, coded, legal_status, name_of, named, one_or_list, without_empty
from kgbuild.embedding.stated_uses import uses_of
from kgbuild.embedding.treatments import treatments
from kgbuild.embedding.web_pages import web_pages
from kgbuild.explanation.uses import label
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS

CONTEXT: Final = "https://schema.org"


def data_of(graph: Graph, drug: NamedNode) -> Node:
    """The JSON-LD of a drug, or of a combination as a therapy, as plain dicts, lists and texts.

    Args:
        graph: what `kgbuild build` wrote; its derived triples are needed for the conditions.
        drug: a drug or combination of it.

    Returns:
        One tree with the drug at its root; what the graph does not say is left out. The same graph gives the same tree.
    """
    uses = uses_of(graph, drug)
    is_drug = KG.DRUG in graph.nodes(drug, RDF.TYPE)
    return without_empty(
        {
            "@context": CONTEXT,
            **named(graph, drug, "Drug" if is_drug else "MedicalTherapy"),
            "alternateName": one_or_list(_other_names(graph, drug)),
            **(_substance(graph, drug) if is_drug else _regimen(graph, drug)),
            "code": coded(graph, drug),
            "subjectOf": one_or_list(web_pages(graph, drug, uses)),
            "@reverse": treatments(graph, drug, uses),
        }
    )


def _substance(graph: Graph, drug: NamedNode) -> Node:
    """What `Drug` alone has."""
    return {
        "nonProprietaryName": one_or_list(graph.words(drug, SCHEMA.NON_PROPRIETARY_NAME)),
        "proprietaryName": one_or_list(graph.words(drug, SCHEMA.PROPRIETARY_NAME)),
        "brand": one_or_list([named(graph, brand, "Brand") for brand in graph.nodes(drug, KG.HAS_BRAND)]),
        "drugClass": one_or_list([named(graph, group, "DrugClass") for group in graph.nodes(drug, KG.DRUG_CLASS)]),
        "activeIngredient": one_or_list([name_of(graph, part) for part in graph.nodes(drug, KG.HAS_COMPONENT)]),
        "legalStatus": one_or_list([legal_status(status) for status in graph.nodes(drug, KG.APPROVAL_STATUS)]),
        "prescribingInfo": one_or_list([node.value for node in graph.nodes(drug, SCHEMA.PRESCRIBING_INFO)]),
        "warning": one_or_list([_warning(graph, each) for each in graph.nodes(drug, KG.REQUIRES_REMS)]),
    }


def _regimen(graph: Graph, combination: NamedNode) -> Node:
    """The drugs of a combination."""
    drugs = [part for part in graph.nodes(combination, KG.HAS_COMPONENT) if KG.DRUG in graph.nodes(part, RDF.TYPE)]
    return {"drug": one_or_list([named(graph, part, "Drug") for part in drugs])}


def _other_names(graph: Graph, drug: NamedNode) -> list[str]:
    """The labels that are neither the name nor a brand; of those that differ in capitals the first in order."""
    told = {word.lower() for word in (name_of(graph, drug), *graph.words(drug, SCHEMA.PROPRIETARY_NAME))}
    labels = sorted((*graph.words(drug, SKOS.PREF_LABEL), *graph.words(drug, SKOS.ALT_LABEL)), reverse=True)
    return sorted({word.lower(): word for word in labels if word.lower() not in told}.values())


def _warning(graph: Graph, programme: NamedNode) -> str:
    address = " ".join(f"<{node.value}>" for node in graph.nodes(programme, SCHEMA.URL))
    words = "Only available through a REMS (Risk Evaluation and Mitigation Strategies) program:"
    return " ".join(part for part in (words, label(graph, programme), address) if part)
