"""The shapes, ready to be run on page after page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Triple

from kgbuild.errors import KgbuildError
from kgbuild.triple_lines import Statement, statements_of
from kgbuild.validation.engines import Checked
from kgbuild.validation.identity import check_identity
from kgbuild.validation.violation import Violation

if TYPE_CHECKING:
    from kgbuild.validation.compiled import Target


class Validator:
    """Holds shapes against the triples of a page.

    Loads rdflib and pySHACL (0.5 s) and the shapes when they are first needed; a
    page then takes about a millisecond. Cannot be pickled: each worker makes its own.
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder where the shapes lie, as ``*.ttl``."""
        self._folder = folder

    def prepare(self) -> None:
        """Read the shapes now, rather than when the first page comes.

        Raises:
            KgbuildError: there are none, or one cannot be read.
        """
        _ = self._targets

    @cached_property
    def _targets(self) -> tuple[Target, ...]:
        from pyshacl.errors import ShapeLoadError

        from kgbuild.validation.compiled import compile_shapes

        files = sorted(self._folder.glob("*.ttl"))
        if not files:
            raise KgbuildError(f"{self._folder}: no shapes here; name a folder that holds *.ttl")
        try:
            return compile_shapes(files)
        except (OSError, SyntaxError, ShapeLoadError) as error:
            raise KgbuildError(f"{self._folder}: the shapes cannot be read: {error}") from error

    def check(self, statements: Collection[Statement]) -> Checked:
        """Hold the shapes against what a page states.

        The statements must give the types and labels of all nodes they name; derived
        triples and the terminology need not be among them.

        Raises:
            KgbuildError: see `prepare`; likewise from the other methods.
        """
        from kgbuild.validation.rdf_graph import IndexedGraph

        graph = IndexedGraph(statements)
        found = set(check_identity(statements))
        counted: dict[str, int] = {}
        for target in self._targets:
            focus = target.focus(graph)
            counted[target.name] = len(focus)
            for checks in target.checks if focus else ():
                found.update(checks.run(graph, focus))
        return Checked(tuple(sorted(found)), counted)

    def validate(self, triples: Iterable[Triple]) -> tuple[Violation, ...]:
        """Give everything that is wrong with triples, sorted and each once."""
        return self.check(list(statements_of(triples))).violations

    def looks_at(self, triples: Iterable[Triple]) -> bool:
        """Whether any shape has something to look at; nodes that a shape names itself are there in any graph."""
        from kgbuild.validation.rdf_graph import IndexedGraph

        graph = IndexedGraph(statements_of(triples))
        return any(set(target.focus(graph)).difference(target.aims[0]) for target in self._targets)
