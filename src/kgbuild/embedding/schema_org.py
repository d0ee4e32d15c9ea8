"""A drug or combination in the words of schema.org, release 30.

Only terms of schema.org are used, each on a class of its domain: what schema.org has no word for (partners, prior
therapies, biomarkers) is told in `description`, in the page's own sentences, and nowhere else. Conditions are those
of the graph's derived `schema:possibleTreatment`, which an approved use alone gives. Source:
https://schema.org/Drug, https://schema.org/MedicalTherapy, https://schema.org/MedicalCondition
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.vocabulary import DCTERMS, KG, RDF, RDFS, SCHEMA, SKOS, code_of, individual

CONTEXT: Final = "https://schema.org"
_CODING_SYSTEM: Final = "NCI Thesaurus"
_STATUS: Final[Mapping[NamedNode, str]] = {
    individual("FDAApproved"): "FDA approved",
    individual("NoLongerAvailableInUS"): "No longer available in the U.S.",
}
_LICENSES: Final[Mapping[str, str]] = {"public_domain": "https://creativecommons.org/publicdomain/mark/1.0/"}
"""What a page's front matter calls its licence -> the address that schema.org asks for."""
_PUBLISHERS: Final[Mapping[str, Mapping[str, str]]] = {
    "NCI": {
        "@type": "GovernmentOrganization",
        "name": "National Cancer Institute",
        "url": "https://www.cancer.gov/",
    }
}
"""What a page's front matter calls its source -> who that is."""

Data = dict[str, Any]
"""A node of JSON-LD; keys in the order in which they are written."""


def data_of(graph: Graph, drug: NamedNode) -> Data:
    """What schema.org can say of a drug or combination: keys without a value are left out.

    Args:
        graph: the graph, with what is derived.
        drug: a `kg:Drug` or `kg:Combination` of it.
    """
    is_drug = KG.COMBINATION not in graph.nodes(drug, RDF.TYPE)
    data: Data = {
        "@context": CONTEXT,
        "@type": "Drug" if is_drug else "MedicalTherapy",
        "@id": drug.value,
        "name": _name(graph, drug),
        "code": _code(drug),
    }
    if is_drug:
        data.update(_drug(graph, drug))
    else:
        data["drug"] = [_node(graph, "Drug", part) for part in graph.nodes(drug, KG.HAS_COMPONENT)]
    data["description"] = " ".join(_sentences(graph, drug))
    data["mainEntityOfPage"] = _one([_page(graph, page) for page in graph.subjects(SCHEMA.ABOUT, drug)])
    data["subjectOf"] = [{"@type": "WebPage", "url": page.value} for page in graph.nodes(drug, RDFS.SEE_ALSO)]
    treated = graph.subjects(SCHEMA.POSSIBLE_TREATMENT, drug)
    data["@reverse"] = {"possibleTreatment": [_node(graph, "MedicalCondition", each) for each in treated]}
    if not treated:
        del data["@reverse"]
    return _stated(data)


def _drug(graph: Graph, drug: NamedNode) -> Iterator[tuple[str, object]]:
    """What only a drug has."""
    yield "nonProprietaryName", _one(graph.words(drug, SCHEMA.NON_PROPRIETARY_NAME))
    yield "proprietaryName", _one(graph.words(drug, SCHEMA.PROPRIETARY_NAME))
    yield "drugClass", [_node(graph, "DrugClass", each) for each in graph.nodes(drug, KG.DRUG_CLASS)]
    yield "legalStatus", _one([_STATUS[each] for each in graph.nodes(drug, KG.APPROVAL_STATUS)])
    yield "prescribingInfo", _one([each.value for each in graph.nodes(drug, SCHEMA.PRESCRIBING_INFO)])
    yield "activeIngredient", [_name(graph, each) for each in graph.nodes(drug, KG.HAS_COMPONENT)]
    yield "warning", _one([_warning(graph, each) for each in graph.nodes(drug, KG.REQUIRES_REMS)])


def _warning(graph: Graph, programme: NamedNode) -> str:
    """That the drug is under a REMS programme, whose address stands in brackets."""
    addresses = [each.value for each in graph.nodes(programme, SCHEMA.URL)] + graph.words(programme, SCHEMA.URL)
    where = f" ({', '.join(addresses)})" if addresses else ""
    return f"Only available under the Risk Evaluation and Mitigation Strategy {_name(graph, programme)}{where}."


def _sentences(graph: Graph, drug: NamedNode) -> Iterator[str]:
    """The sentences that state the uses, each once, the approved ones first; what is only common use says so."""
    for basis, before in ((KG.APPROVED_USE, ""), (KG.COMMON_USE, "Commonly used: ")):
        uses = [use for use in graph.nodes(drug, KG.HAS_INDICATION) if basis in graph.nodes(use, KG.BASIS)]
        said = {sentence for use in uses for sentence in graph.words(use, KG.STATEMENT)}
        yield from (f"{before}{sentence}" for sentence in sorted(said))


def _page(graph: Graph, page: NamedNode) -> Data:
    addresses = [each.value for each in graph.nodes(page, SCHEMA.URL)] + graph.words(page, SCHEMA.URL)
    return _stated({
        "@type": "MedicalWebPage",
        "url": _one(addresses),
        "name": _one(graph.words(page, SCHEMA.NAME)),
        "lastReviewed": _one(graph.words(page, SCHEMA.LAST_REVIEWED)),
        "inLanguage": _one(graph.words(page, SCHEMA.IN_LANGUAGE)),
        "license": _LICENSES.get(graph.word(page, DCTERMS.LICENSE)),
        "publisher": _PUBLISHERS.get(graph.word(page, DCTERMS.SOURCE)),
    })  # fmt: skip


def _node(graph: Graph, kind: str, node: NamedNode) -> Data:
    """Something that is only named: by its IRI where that is a concept's, and its code."""
    return _stated({"@type": kind, "@id": node.value, "name": _name(graph, node), "code": _code(node)})


def _code(node: NamedNode) -> Data | None:
    code = code_of(node)
    return {"@type": "MedicalCode", "codeValue": code, "codingSystem": _CODING_SYSTEM} if code else None


def _name(graph: Graph, node: NamedNode) -> str:
    for predicate in (SCHEMA.NON_PROPRIETARY_NAME, SKOS.PREF_LABEL, SCHEMA.NAME):
        if names := graph.words(node, predicate):
            return names[0]
    return node.value


def _one(values: list[Any]) -> Any:  # noqa: ANN401 - whatever the list holds
    """The value itself where there is one."""
    return values[0] if len(values) == 1 else values


def _stated(data: Data) -> Data:
    """Without what has no value."""
    return {key: value for key, value in data.items() if value}
