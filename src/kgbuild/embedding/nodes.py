"""Pieces of JSON-LD: a node with its name, a code, a list that may be one value or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kgbuild.explanation.uses import label, plain
from kgbuild.graphs import Graph
from kgbuild.vocabulary import SCHEMA, SKOS, code_of

Node = Mapping[str, object]
"""An object of JSON-LD."""

_CODING_SYSTEM = "NCI Thesaurus"


def without_empty(entries: Node) -> Node:
    """The entries that say something.

    >>> without_empty({"name": "a", "url": None, "code": "", "mentions": [], "@reverse": {}})
    {'name': 'a'}
    """
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


def one_or_list(values: Sequence[object]) -> object:
    """A value alone where it is the only one, as authors write JSON-LD.

    >>> one_or_list([]), one_or_list(["a"]), one_or_list(["a", "b"])
    (None, 'a', ['a', 'b'])
    """
    return (values[0] if len(values) == 1 else list(values)) if values else None


def name_of(graph: Graph, node: NamedNode) -> str:
    """The generic name of a drug, else the preferred label."""
    return graph.word(node, SCHEMA.NON_PROPRIETARY_NAME) or label(graph, node)


def named(graph: Graph, node: NamedNode, kind: str) -> Node:
    """A node with a schema.org type and its name."""
    return {"@id": node.value, "@type": kind, "name": name_of(graph, node)}


def coded(graph: Graph, node: NamedNode) -> Node | None:
    """The NCIt code of a node: the graph's own node for it, or one made of its notation; None where it has no code."""
    for code in graph.nodes(node, SCHEMA.CODE):
        value, system = graph.word(code, SCHEMA.CODE_VALUE), graph.word(code, SCHEMA.CODING_SYSTEM)
        return {"@id": code.value, "@type": "MedicalCode", "codeValue": value, "codingSystem": system}
    if code_of(node) and (value := graph.word(node, SKOS.NOTATION)):
        return {"@type": "MedicalCode", "codeValue": value, "codingSystem": _CODING_SYSTEM}
    return None


def legal_status(status: NamedNode) -> Node:
    """One of our individuals, such as ``kg:FDAApproved``, as a status with its name in words.

    >>> legal_status(NamedNode("https://w3id.org/kgbuild/ns#AcceleratedApproval"))["name"]
    'accelerated approval'
    """
    return {"@id": status.value, "@type": "DrugLegalStatus", "name": plain(status)}
