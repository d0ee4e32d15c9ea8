"""The data set as a whole: what it holds, whose words it carries, of which edition it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.quads import Census
from kgbuild.vocabulary import DCAT, DCTERMS, KG, RDF, SCHEMA, VOID, XSD, Identifiers

_TITLE = "Oncology drugs and their uses, from pages of the National Cancer Institute"
_RIGHTS = (
    "The text of the pages is by the National Cancer Institute (cancer.gov) and in the public domain. "
    "Names and codes of concepts are of the NCI Thesaurus, by the National Cancer Institute, under CC BY 4.0. "
    "Links to ChEBI and HGNC are from its mappings, links to the Disease Ontology and to Mondo from those (CC0)."
)
_LICENSE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_CREATOR = "National Cancer Institute"
_SOURCES = (NamedNode("https://www.cancer.gov/"), NamedNode("https://evs.nci.nih.gov/"))

COUNTED: Final[tuple[NamedNode, ...]] = (
    KG.DRUG,
    KG.COMBINATION,
    KG.AGENT,
    KG.CONDITION,
    KG.INDICATION,
    KG.THERAPY_OPTION,
    KG.BIOMARKER_CRITERION,
    KG.CRITERION_GROUP,
    KG.QUALIFIER,
    KG.REMS_PROGRAM,
    KG.BRAND,
    KG.CANCER_TYPE_LIST,
    SCHEMA.MEDICAL_WEB_PAGE,
)
"""The kinds whose nodes are counted."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Of what the data set was made."""

    versions: Mapping[str, str] = field(hash=False, default_factory=dict)
    """Such as ``{"kgbuild": "0.1.0", "ontology": "1.0.0", "NCI Thesaurus": "26.10d"}``."""


def dataset_triples(census: Census, edition: Edition, ids: Identifiers) -> Iterator[Triple]:
    """Describe the data set; no clock, so that the same pages give the same description.

    Args:
        census: of everything else that the data set holds, in all its graphs.
        edition: versions to state.
        ids: how instances are named.
    """
    node = ids.dataset
    yield Triple(node, RDF.TYPE, VOID.DATASET)
    yield Triple(node, RDF.TYPE, DCAT.DATASET)
    yield Triple(node, DCTERMS.TITLE, Literal(_TITLE, language="en"))
    yield Triple(node, DCTERMS.LICENSE, _LICENSE)
    yield Triple(node, DCTERMS.RIGHTS, Literal(_RIGHTS, language="en"))
    yield Triple(node, DCTERMS.CREATOR, Literal(_CREATOR))
    for source in _SOURCES:
        yield Triple(node, DCTERMS.SOURCE, source)
    for name, version in sorted(edition.versions.items()):
        yield Triple(node, DCTERMS.HAS_VERSION, Literal(f"{name} {version}"))
    yield Triple(node, VOID.TRIPLES, _integer(census.triples))
    yield Triple(node, VOID.DOCUMENTS, _integer(census.kinds[str(SCHEMA.MEDICAL_WEB_PAGE)]))
    for kind in COUNTED:
        yield from _partition(node, kind, census.kinds[str(kind)])


def _partition(dataset: NamedNode, kind: NamedNode, count: int) -> Iterator[Triple]:
    """How many nodes of one kind there are. Source: VoID, section 4.5."""
    part = NamedNode(f"{dataset.value}/{kind.value.rpartition('#')[2].rpartition('/')[2]}")
    yield Triple(dataset, VOID.CLASS_PARTITION, part)
    yield Triple(part, VOID.CLASS, kind)
    yield Triple(part, VOID.ENTITIES, _integer(count))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.INTEGER)
