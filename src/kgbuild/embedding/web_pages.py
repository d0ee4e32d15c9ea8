"""The pages that a drug's facts come from, with the uses that they state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.embedding.nodes import Node, legal_status, one_or_list, without_empty
from kgbuild.embedding.stated_uses import StatedUse
from kgbuild.graphs import Graph
from kgbuild.vocabulary import DCAT, DCTERMS, KG, RDF, RDFS, SCHEMA

_TEXTS: Final[Mapping[NamedNode, str]] = MappingProxyType(
    {
        SCHEMA.NAME: "name",
        SCHEMA.LAST_REVIEWED: "lastReviewed",
        SCHEMA.IN_LANGUAGE: "inLanguage",
        SCHEMA.KEYWORDS: "keywords",
        DCTERMS.BIBLIOGRAPHIC_CITATION: "creditText",
    }
)
"""What is copied: property of the graph -> of schema.org."""
_LICENCES: Final[Mapping[str, str]] = MappingProxyType(
    {"public_domain": "https://creativecommons.org/publicdomain/mark/1.0/"}
)
"""Word of the front matter -> address of the licence: `license` holds addresses."""
_PUBLISHERS: Final[Mapping[str, Node]] = MappingProxyType(
    {
        "NCI": {
            "@type": "GovernmentOrganization",
            "name": "National Cancer Institute",
            "url": "https://www.cancer.gov/",
        }
    }
)
"""Word of the front matter -> who that is; any other word is taken for a name."""
_MORE_EXACT: Final = (SCHEMA.APPROVED_INDICATION, SCHEMA.TREATMENT_INDICATION, SCHEMA.PREVENTION_INDICATION)


def web_pages(graph: Graph, drug: NamedNode, uses: Iterable[StatedUse]) -> list[Node]:
    """The pages about a drug or combination."""
    stated = tuple(uses)
    return [_page(graph, drug, page, stated) for page in graph.subjects(SCHEMA.ABOUT, drug)]


def _page(graph: Graph, drug: NamedNode, page: NamedNode, uses: tuple[StatedUse, ...]) -> Node:
    return without_empty(
        {
            "@id": page.value,
            "@type": "MedicalWebPage",
            "url": one_or_list([node.value for node in graph.nodes(page, SCHEMA.URL)]),
            **{term: one_or_list(graph.words(page, predicate)) for predicate, term in _TEXTS.items()},
            "license": one_or_list(list(_licences(graph, page))),
            "sdLicense": one_or_list(_licences_of_data(graph)),
            "publisher": one_or_list([_publisher(word) for word in graph.words(page, DCTERMS.SOURCE)]),
            "medicalAudience": one_or_list(
                [{"@type": "MedicalAudience", "audienceType": word} for word in graph.words(page, KG.AUDIENCE_LEVEL)]
            ),
            "relatedLink": one_or_list([node.value for node in graph.nodes(drug, RDFS.SEE_ALSO)]),
            "mentions": one_or_list([_use(graph, use) for use in uses if page in use.pages]),
        }
    )


def _licences(graph: Graph, page: NamedNode) -> Iterator[str]:
    """Addresses of the licences of a page; a word that means no address that we know is left out."""
    yield from (node.value for node in graph.nodes(page, DCTERMS.LICENSE))
    yield from (_LICENCES[word] for word in graph.words(page, DCTERMS.LICENSE) if word in _LICENCES)


def _publisher(word: str) -> Node:
    return _PUBLISHERS.get(word, {"@type": "Organization", "name": word})


def _licences_of_data(graph: Graph) -> list[str]:
    """Addresses of the licences of the graph itself."""
    return [node.value for data in graph.instances(DCAT.DATASET) for node in graph.nodes(data, DCTERMS.LICENSE)]


def _use(graph: Graph, use: StatedUse) -> Node:
    kinds = graph.nodes(use.node, RDF.TYPE)
    exact = [kind.value.removeprefix(SCHEMA.NAMESPACE) for kind in _MORE_EXACT if kind in kinds]
    statuses = [legal_status(each) for each in graph.nodes(use.node, KG.APPROVAL_PATHWAY)]
    return without_empty(
        {
            "@id": use.node.value,
            "@type": one_or_list(exact or ["MedicalIndication"]),
            "name": use.words,
            "description": use.statement,
            "legalStatus": one_or_list(statuses),
        }
    )
