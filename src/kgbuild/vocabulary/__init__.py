"""Every IRI that we write: prefixes and terms, and how instances are named.

RDF begins here; terms are pyoxigraph's. `terms` holds the constants, `identifiers`
makes the IRIs of instances from what they say, `labels` keeps one preferred
label to a node.
"""

from __future__ import annotations

from kgbuild.vocabulary.codes import EVS, FOREIGN, NCIT, code_of, evs, is_code, mapped, ncit
from kgbuild.vocabulary.identifiers import DEFAULT_BASE, Identifiers, clean_text, quote_context, slug_of
from kgbuild.vocabulary.labels import settle_labels, settle_page
from kgbuild.vocabulary.terms import (
    DCAT,
    DCTERMS,
    KG,
    OA,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOID,
    XSD,
    individual,
    parts,
)

__all__ = [
    "DCAT",
    "DCTERMS",
    "DEFAULT_BASE",
    "EVS",
    "FOREIGN",
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
    "clean_text",
    "code_of",
    "evs",
    "individual",
    "is_code",
    "mapped",
    "ncit",
    "parts",
    "quote_context",
    "settle_labels",
    "settle_page",
    "slug_of",
]
