"""Codes of the NCI Thesaurus, and the IRIs that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

NCIT: Final = "http://purl.obolibrary.org/obo/NCIT_"
"""A concept that has an NCIt code *is* this and the code."""
EVS: Final = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#"
"""The IRIs of NCI's own OWL release; `skos:exactMatch`, never `owl:sameAs`."""

CHEBI: Final = "http://purl.obolibrary.org/obo/CHEBI_"
DOID: Final = "http://purl.obolibrary.org/obo/DOID_"
HGNC: Final = "http://identifiers.org/hgnc/"
MONDO: Final = "http://purl.obolibrary.org/obo/MONDO_"
FOREIGN: Final[Mapping[str, str]] = MappingProxyType(
    {"CHEBI": CHEBI, "DOID": DOID, "HGNC": HGNC, "MONDO": MONDO, "NCIT": NCIT}
)
"""Prefixes of the compact IRIs in ``ontology/mappings/``, and the official addresses that they stand for."""

_CODE = re.compile(r"C[1-9][0-9]{1,6}")


def is_code(text: str) -> bool:
    """Whether this has the form of an NCIt code, in ASCII.

    >>> is_code("C2668"), is_code("c2668"), is_code("C2668/../x"), is_code("C0")
    (True, False, False, False)
    """
    return _CODE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def ncit(code: str) -> NamedNode:
    """The IRI that a concept *is*.

    Raises:
        ValueError: this is no code.

    >>> ncit("C2668").value
    'http://purl.obolibrary.org/obo/NCIT_C2668'
    """
    if not is_code(code):
        raise ValueError(f"not an NCIt code: {code!r}")
    return NamedNode(NCIT + code)


def evs(code: str) -> NamedNode:
    """The IRI of the concept in NCI's own release, for `skos:exactMatch`."""
    return NamedNode(EVS + code)


def code_of(node: NamedNode) -> str | None:
    """The code of a concept's IRI, or None for any other.

    >>> code_of(ncit("C2668")), code_of(NamedNode("https://schema.org/Drug"))
    ('C2668', None)
    """
    return node.value.removeprefix(NCIT) if node.value.startswith(NCIT) else None


def mapped(target: str) -> NamedNode:
    """The IRI of a compact IRI such as ``CHEBI:63634``.

    Raises:
        ValueError: the prefix is unknown, or what stands behind it is no plain id.

    >>> mapped("HGNC:3430").value
    'http://identifiers.org/hgnc/3430'
    """
    prefix, _, local = target.partition(":")
    if prefix not in FOREIGN or not (local.isascii() and local.isalnum()):
        raise ValueError(f"not a concept of {', '.join(FOREIGN)}: {target!r}")
    return NamedNode(FOREIGN[prefix] + local)
