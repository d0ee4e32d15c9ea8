"""The named graphs of a file, each as sorted lines of N-Triples and told apart by their fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kgbuild.errors import StoreError
from kgbuild.graphs import graph_file, read_quads

_ADVICE = "give graph.nq, or the folder that 'kgbuild build' wrote"


@dataclass(frozen=True, slots=True)
class NamedGraph:
    r"""What one page says, or what is derived, or the terms.

    >>> one = NamedGraph("https://example.org/g", ("<urn:s> <urn:p> <urn:o>",))
    >>> one.size, one.body()
    (1, b'<urn:s> <urn:p> <urn:o> .\n')
    """

    name: str
    """Its IRI."""
    lines: tuple[str, ...]
    """N-Triples without the full stop, sorted, each once."""
    fingerprint: str = field(init=False)
    """SHA-256 of `body`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", hashlib.sha256(self.body()).hexdigest())

    @property
    def size(self) -> int:
        """Triples."""
        return len(self.lines)

    def body(self) -> bytes:
        """The graph as N-Triples, which is Turtle as well."""
        return "".join(f"{line} .\n" for line in self.lines).encode()


def read_named_graphs(path: Path) -> dict[str, NamedGraph]:
    """Read a file, or the graph of a folder, by the names of its graphs, which are sorted.

    Raises:
        GraphError: the file is not there or not well-formed.
        StoreError: it is empty, or holds something that cannot be loaded twice with the same result: triples in no
            named graph, or a blank node, which a store would take for another one each time.
    """
    file = graph_file(path)
    lines: dict[str, set[str]] = defaultdict(set)
    for quad in read_quads(file):
        lines[_name(quad, file)].add(str(quad.triple))
    if not lines:
        raise StoreError(f"{file}: holds no triple, so that there is nothing to load; {_ADVICE}")
    return {name: NamedGraph(name, tuple(sorted(lines[name]))) for name in sorted(lines)}


def _name(quad: Quad, file: Path) -> str:
    if not isinstance(quad.graph_name, NamedNode):
        raise StoreError(
            f"{file}: {quad.triple} stands in no named graph, so that a page could not replace itself; {_ADVICE}"
        )
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        raise StoreError(
            f"{file}: {quad.triple} holds a blank node or the like, which a second load would double; {_ADVICE}"
        )
    return quad.graph_name.value
