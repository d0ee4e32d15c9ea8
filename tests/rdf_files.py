"""Turtle files as pyoxigraph's triples, and triples as plain texts that are easy to compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import RdfFormat, Triple


class Statement(NamedTuple):
    """A triple, each part as its IRI, label or lexical form."""

    subject: str
    predicate: str
    object: str


def read(*files: Path) -> list[Triple]:
    """Read files, strictly."""
    return [quad.triple for file in files for quad in pyoxigraph.parse(path=file)]


def parse(turtle: str) -> list[Triple]:
    """Read a text, strictly; the usual prefixes need no declaration."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return [quad.triple for quad in pyoxigraph.parse(head + turtle, RdfFormat.TURTLE)]


def statements(triples: Iterable[Triple]) -> Iterator[Statement]:
    """Write triples as plain texts; literals without language and datatype."""
    for triple in triples:
        yield Statement(*(getattr(part, "value", str(part)) for part in triple))


PREFIXES = {
    "kg": "https://w3id.org/kgbuild/ns#",
    "kgs": "https://w3id.org/kgbuild/shapes#",
    "kgtest": "https://w3id.org/kgbuild/test#",
    "id": "https://w3id.org/kgbuild/id/",
    "ncit": "http://purl.obolibrary.org/obo/NCIT_",
    "evs": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#",
    "chebi": "http://purl.obolibrary.org/obo/CHEBI_",
    "doid": "http://purl.obolibrary.org/obo/DOID_",
    "hgnc": "http://identifiers.org/hgnc/",
    "mondo": "http://purl.obolibrary.org/obo/MONDO_",
    "dcterms": "http://purl.org/dc/terms/",
    "void": "http://rdfs.org/ns/void#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Give the IRI of a prefixed name.

    >>> expand("kg:Drug")
    'https://w3id.org/kgbuild/ns#Drug'
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name
