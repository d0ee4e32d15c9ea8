"""What the stages gave for one page -> lines of the report; of all pages -> the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import Triple

from kgbuild.concept import Ambiguous, Grounded
from kgbuild.explanation import Graph, place_of
from kgbuild.facts import GroundedReading
from kgbuild.model import Page, Problem, Severity
from kgbuild.reporting import Finding, PageLine, Report, Ungrounded, find
from kgbuild.validation import Violation


@dataclass(frozen=True, slots=True)
class PageResult:
    """Everything that one page says; or, of a file that is no page, why."""

    line: PageLine | None
    findings: tuple[Finding, ...]
    triples: tuple[Triple, ...] = ()
    ungrounded: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Role, words, and the codes that fit equally."""
    focus: Mapping[str, int] = field(hash=False, default_factory=dict)
    """Shape -> number of nodes that it looked at."""


def ungrounded(grounded: GroundedReading) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The mentions without a single concept, each once."""
    found = {
        (role.value, words, tuple(c.code for c in lookup.candidates) if isinstance(lookup, Ambiguous) else ())
        for (role, words, _), lookup in grounded.lookups.items()
        if not isinstance(lookup, Grounded)
    }
    yield from sorted(found)


def violated(violations: Iterable[Violation], triples: Iterable[Triple], page: Page | None) -> Iterator[Finding]:
    """The violations at the sentences that they are about; no page means what follows from all of them."""
    violations = tuple(violations)
    graph = Graph(triples if violations else ())
    for found in violations:
        seen = " ".join(part for part in (found.path, found.value) if part)
        message = f"{found.message} (seen at <{found.focus}>{': ' + seen if seen else ''})"
        place = place_of(graph, found.focus)
        path, text = (page.path, page.text) if page else ("derived", "")
        yield find(Problem(found.shape, found.severity, message, path, place), text, shacl=True)


def report_of(read: Iterable[PageResult], triples: int, versions: Mapping[str, str]) -> Report:
    """The report of a build, in the order of its pages; `triples` counts distinct ones."""
    read = tuple(read)
    places: defaultdict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    focus: Counter[str] = Counter()
    for result in read:
        focus.update(result.focus)
        for entry in result.ungrounded if result.line else ():
            places[entry].add(result.line.path if result.line else "")
    idle = sorted(shape for shape, nodes in focus.items() if not nodes)
    return Report(
        versions=versions,
        pages=tuple(result.line for result in read if result.line),
        findings=(*chain.from_iterable(result.findings for result in read), *map(_idle_shape, idle)),
        ungrounded=tuple(Ungrounded(*entry, tuple(sorted(paths))) for entry, paths in sorted(places.items())),
        triples=triples,
    )


def _idle_shape(shape: str) -> Finding:
    message = "no node of this build is one that the shape looks at; with more pages it may find some"
    return find(Problem("idle-shape", Severity.NOTE, f"{shape}: {message}", "shapes"))
