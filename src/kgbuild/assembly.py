"""What the pages say, taken one by one -> the whole: what follows from all of them, and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from kgbuild.accounting import PageResult, idle_shapes, violated
from kgbuild.clashes import Told, clashes_between
from kgbuild.derived import Edition, dataset_triples, term_triples
from kgbuild.quads import Quads, Statements
from kgbuild.reporting import Ledger, Report
from kgbuild.spools import Sorter
from kgbuild.tools import Tools
from kgbuild.triple_lines import lines_of, terms_of

_CHECKED = 10_000
"""Derived triples that are checked at once."""


@dataclass(frozen=True, slots=True)
class Build:
    """All that the pages say and what follows from it, with the report."""

    quads: Quads
    """Of each page, of what is derived, and of the terms."""
    report: Report
    inputs: Mapping[str, str] = field(hash=False)
    """`Page.path` -> SHA-256 of the file."""
    tools: Tools


class Assembly:
    """Takes what pages gave, in their order; holds of each page only what it shares with others."""

    def __init__(self, tools: Tools) -> None:
        """Begin without a page."""
        self._tools = tools
        self._ledger = Ledger()
        self._statements = Statements()
        self._derived = Sorter()
        self._codes: set[str] = set()
        self._focus: Counter[str] = Counter()
        self._told: list[Told] = []
        self._inputs: dict[str, str] = {}

    def take(self, result: PageResult) -> None:
        """Add a page."""
        line = result.line
        self._ledger.found(result.findings)
        if line is None:
            return
        self._ledger.page(line, result.groundings, result.ungrounded)
        self._inputs[line.path] = line.sha256
        self._statements.take(self._tools.ids.page_graph(line.slug), result.lines)
        self._derived.extend(result.derived)
        self._codes.update(result.codes)
        self._focus.update(result.focus)
        if line.drug:
            self._told.append((line.path, line.drug))

    def build(self) -> Build:
        """Put everything together; asked once, behind the last page."""
        tools, ids = self._tools, self._tools.ids
        terms = lines_of(term_triples(self._codes, tools.terms))
        self._statements.take(ids.terms_graph, terms)
        self._ledger.found(clashes_between(self._told))
        for derived in _parts(self._derived):
            self._statements.take(ids.derived_graph, derived)
            self._check(derived)
        quads = self._statements.settled()
        dataset = lines_of(dataset_triples(quads.census, Edition(tools.versions), ids))
        self._check([*terms, *dataset])
        self._ledger.found(idle_shapes(self._focus))
        report = self._ledger.close(quads.census.triples + len(dataset), tools.versions, tools.engine)
        return Build(quads.also(ids.derived_graph, dataset), report, self._inputs, tools)

    def _check(self, lines: list[str]) -> None:
        """Hold the shapes against what no page says alone."""
        checked = self._tools.validator.check([terms_of(line) for line in lines])
        self._ledger.found(violated(checked.violations, lines, None))
        self._focus.update(checked.focus)


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """Sorted lines in parts of some size; those of one subject stay together."""
    part: list[str] = []
    for _, found in groupby(lines, lambda line: line[: line.index(" ")]):
        if len(part) > _CHECKED:
            yield part
            part = []
        part += found
    yield part
