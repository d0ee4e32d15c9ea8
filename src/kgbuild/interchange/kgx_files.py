"""The graph in the exchange format KGX: a file of nodes and one of edges, in the terms of Biolink Model 4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import Final

from kgbuild.graphs import Graph
from kgbuild.interchange.cells import cell, cells
from kgbuild.interchange.kgx_edges import KgxEdge, edges_of
from kgbuild.interchange.kgx_nodes import KgxNode, Nodes

NODES: Final = "kgx_nodes.tsv"
EDGES: Final = "kgx_edges.tsv"


def kgx_files(graph: Graph, base: str) -> dict[str, bytes]:
    """File name -> bytes; KGX reads tabs without any quoting, so that none is written.

    Args:
        graph: what a build states, with the terms.
        base: under which instances are named.
    """
    nodes = Nodes(graph, base)
    return {NODES: _as_tsv(KgxNode, nodes.all()), EDGES: _as_tsv(KgxEdge, edges_of(nodes))}


def _as_tsv(kind: type[KgxNode | KgxEdge], rows: Iterable[KgxNode | KgxEdge]) -> bytes:
    lines = {"\t".join(_shown(value) for value in astuple(row)) for row in rows}
    head = "\t".join(field.name for field in fields(kind))
    return "".join(f"{line}\n" for line in (head, *sorted(lines))).encode()


def _shown(value: str | tuple[str, ...]) -> str:
    return cell(value) if isinstance(value, str) else cells(value)
