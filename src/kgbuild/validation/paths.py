"""Paths of shapes, read once: from some nodes to what stands at the path's end, all nodes in one go.

Source: SHACL, section 2.3.1. Kinds of path that are not read here are left to pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kgbuild.validation.rdf_graph import IndexedGraph

Values = Mapping[Node, Collection[Node]]
"""Node -> its values, each once; a node that has none is not in it."""
Path = Callable[[IndexedGraph, Iterable[Node]], Values]


def read_path(shapes: Graph, path: Node, *, inverse: bool = False) -> Path | None:
    """Read a path as the shapes write it; None for a kind that is not read here."""
    if isinstance(path, URIRef):
        return _predicate(path, inverse=inverse)
    for inner in shapes.objects(path, SH.inversePath):
        return read_path(shapes, inner, inverse=not inverse)
    for members in shapes.objects(path, SH.alternativePath):
        read = [read_path(shapes, each, inverse=inverse) for each in shapes.items(members)]
        known = [each for each in read if each]
        return _any_of(known) if len(known) == len(read) else None
    for inner in shapes.objects(path, SH.zeroOrOnePath):
        once = read_path(shapes, inner, inverse=inverse)
        return _perhaps(once) if once else None
    if list(shapes.objects(path, RDF.first)) and not inverse:
        read = [read_path(shapes, each) for each in shapes.items(path)]
        known = [each for each in read if each]
        return _one_by_one(known) if len(known) == len(read) else None
    return None


def _predicate(predicate: URIRef, *, inverse: bool) -> Path:
    def follow(graph: IndexedGraph, nodes: Iterable[Node]) -> Values:
        found = graph.back(predicate) if inverse else graph.ahead(predicate)
        return {node: found[node] for node in nodes if node in found} if found else {}

    return follow


def _any_of(paths: list[Path]) -> Path:
    def follow(graph: IndexedGraph, nodes: Iterable[Node]) -> Values:
        nodes = list(nodes)
        together: dict[Node, set[Node]] = {}
        for path in paths:
            for node, found in path(graph, nodes).items():
                together.setdefault(node, set()).update(found)
        return together

    return follow


def _perhaps(once: Path) -> Path:
    def follow(graph: IndexedGraph, nodes: Iterable[Node]) -> Values:
        nodes = list(nodes)
        found = once(graph, nodes)
        return {node: {node, *found.get(node, ())} for node in nodes}

    return follow


def _one_by_one(paths: list[Path]) -> Path:
    def follow(graph: IndexedGraph, nodes: Iterable[Node]) -> Values:
        reached: dict[Node, set[Node]] = {node: {node} for node in nodes}
        for path in paths:
            ahead = path(graph, set().union(*reached.values()))
            onward = {node: set().union(*(ahead.get(each, ()) for each in found)) for node, found in reached.items()}
            reached = {node: found for node, found in onward.items() if found}
        return reached

    return follow
