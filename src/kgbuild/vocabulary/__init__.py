"""Every IRI that we write: prefixes and terms, and how instances are named.

RDF begins here; terms are pyoxigraph's. `terms` holds the constants, `identifiers`
makes the IRIs of instances from what they say, `labels` keeps one preferred
label to a node.
"""

from __future__ import annotations

from kgbuild.vocabulary.identifiers import DEFAULT_BASE, Identifiers, quote_context, slug_of
from kgbuild.vocabulary.labels import settle_labels
from kgbuild.vocabulary.terms import (
    DCAT,
    DCTERMS,
    EVS,
    KG,
    NCIT,
    OA,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOID,
    XSD,
    code_of,
    evs,
    individual,
    is_code,
    ncit,
)

__all__ = [
    "DCAT",
    "DCTERMS",
    "DEFAULT_BASE",
    "EVS",
    "KG",
    "NCIT",
    "OA",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "VOID",
    "XSD",
    "Identifiers",
    "code_of",
    "evs",
    "individual",
    "is_code",
    "ncit",
    "quote_context",
    "settle_labels",
    "slug_of",
]
