"""Ids that KGX takes: compact IRIs without a slash in them."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from kgbuild.vocabulary import EVS, FOREIGN, code_of

PREFIX: Final = "kgbuild"
"""Stands for the base of instances; in the rest each ``/`` of the IRI is a ``.``."""


def curie_of(node: NamedNode, base: str) -> str:
    """The id of a node.

    KGX's validator takes no slash behind the colon, so that instances are written with dots; the column ``iri`` has
    the IRI itself. No two get one id: a dot stands in the names of pages only, which are no nodes of KGX.

    >>> curie_of(NamedNode("http://purl.obolibrary.org/obo/NCIT_C2668"), "https://w3id.org/kgbuild/id/")
    'NCIT:C2668'
    >>> curie_of(NamedNode("https://w3id.org/kgbuild/id/agent/surgery"), "https://w3id.org/kgbuild/id/")
    'kgbuild:agent.surgery'
    """
    code = code_of(node)
    return f"NCIT:{code}" if code else f"{PREFIX}:{_dotted(node, base)}"


def edge_id(subject: NamedNode, predicate: str, value: NamedNode, base: str) -> str:
    """The id of an edge, by the node that states it: ``kgbuild:edge.indication.C2668-1f.treats.C3242``."""
    parts = [code_of(node) or _dotted(node, base) for node in (subject, value)]
    return f"{PREFIX}:edge.{parts[0]}.{predicate}.{parts[1]}"


def foreign_curie(node: NamedNode) -> str | None:
    """The compact IRI of a concept of ChEBI, the Disease Ontology, HGNC or NCIt; None for any other, such as NCI's own.

    >>> foreign_curie(NamedNode("http://purl.obolibrary.org/obo/CHEBI_63791"))
    'CHEBI:63791'
    """
    if node.value.startswith(EVS):
        return None
    found = (
        (prefix, node.value.removeprefix(start)) for prefix, start in FOREIGN.items() if node.value.startswith(start)
    )
    return next((f"{prefix}:{rest}" for prefix, rest in found), None)


def _dotted(node: NamedNode, base: str) -> str:
    """The local part; of a node that is named elsewhere the whole IRI, its own colon and slashes made dots."""
    return node.value.removeprefix(base).replace("://", ".").replace("/", ".").replace("#", ".").replace(":", ".")
