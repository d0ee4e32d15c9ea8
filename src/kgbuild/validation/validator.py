"""The shapes, ready to be run on page after page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Triple

from kgbuild.errors import KgbuildError
from kgbuild.validation.identity import check_identity
from kgbuild.validation.violation import Violation


class Validator:
    """Holds shapes against the triples of a page.

    Loads rdflib and pySHACL (0.5 s) and the shapes, once; a page then takes a few
    milliseconds. Cannot be pickled: each worker makes its own.
    """

    def __init__(self, folder: Path) -> None:
        """Read the shapes.

        Args:
            folder: where they lie, as ``*.ttl``.

        Raises:
            KgbuildError: there are none, or one cannot be read.
        """
        from pyshacl.errors import ShapeLoadError

        from kgbuild.validation.compiled import compile_shapes

        files = sorted(folder.glob("*.ttl"))
        if not files:
            raise KgbuildError(f"{folder}: no shapes here; name a folder that holds *.ttl")
        try:
            self._targets = compile_shapes(files)
        except (OSError, SyntaxError, ShapeLoadError) as error:
            raise KgbuildError(f"{folder}: the shapes cannot be read: {error}") from error

    def validate(self, triples: Iterable[Triple]) -> tuple[Violation, ...]:
        """Give everything that is wrong with a page's triples, sorted and each once.

        The triples must state the types and labels of all nodes they name; derived
        triples and the terminology need not be among them.
        """
        from kgbuild.validation.rdf_graph import IndexedGraph

        stated = list(triples)
        graph = IndexedGraph(stated)
        found = set(check_identity(stated))
        for target in self._targets:
            if focus := target.focus(graph):
                for checks in target.checks:
                    found.update(checks.run(graph, focus))
        return tuple(sorted(found))

    def looks_at(self, triples: Iterable[Triple]) -> bool:
        """Whether any shape has something to look at; nodes that a shape names itself are there in any graph."""
        from kgbuild.validation.rdf_graph import IndexedGraph

        graph = IndexedGraph(triples)
        return any(set(target.focus(graph)).difference(target.aims[0]) for target in self._targets)

    def focus_counts(self, triples: Iterable[Triple]) -> Mapping[str, int]:
        """Count the focus nodes of each shape: one that has none in a whole build guards nothing.

        Returns:
            The local name of every shape that has a target -> number of its focus nodes.
        """
        from kgbuild.validation.rdf_graph import IndexedGraph

        graph = IndexedGraph(triples)
        return {target.name: len(target.focus(graph)) for target in self._targets}
