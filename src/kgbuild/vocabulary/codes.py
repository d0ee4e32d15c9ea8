"""Codes of the NCI Thesaurus, and the IRIs that they stand for."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import NamedNode

NCIT: Final = "http://purl.obolibrary.org/obo/NCIT_"
"""A concept that has an NCIt code *is* this and the code."""
EVS: Final = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#"
"""The IRIs of NCI's own OWL release; `skos:exactMatch`, never `owl:sameAs`."""

_CODE = re.compile(r"C[1-9][0-9]{1,6}")


def is_code(text: str) -> bool:
    """Whether this has the form of an NCIt code, in ASCII.

    >>> is_code("C2668"), is_code("c2668"), is_code("C2668/../x"), is_code("C0")
    (True, False, False, False)
    """
    return _CODE.fullmatch(text) is not None


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
