"""What the stages gave for one page, and the lines of the report that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kgbuild.concept import Ambiguous, Concept, Grounded, Lookup, Role, Unknown
from kgbuild.facts import GenericName, GroundedReading
from kgbuild.graphs import Graph
from kgbuild.model import Page, Problem, Severity
from kgbuild.reporting import Finding, GroundingEntry, PageLine, UngroundedEntry, find
from kgbuild.triple_lines import triples_of
from kgbuild.validation import Violation


@dataclass(frozen=True, slots=True)
class PageResult:
    """Everything that one page says; or, of a file that is no page, why."""

    line: PageLine | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    """What it claims, with its quotes: `kgbuild.triple_lines`."""
    derived: tuple[str, ...] = ()
    """What follows from that."""
    codes: tuple[str, ...] = ()
    """Of the NCIt concepts that it describes, sorted."""
    groundings: tuple[GroundingEntry, ...] = ()
    ungrounded: tuple[UngroundedEntry, ...] = ()
    focus: Mapping[str, int] = field(hash=False, default_factory=dict)
    """Shape -> number of nodes that it looked at."""


def _looked_up(grounded: GroundedReading) -> Iterator[tuple[str, str, Lookup]]:
    """Role, words and outcome of every mention, and of what the page is about."""
    yield from ((role.value, words, lookup) for (role, words, _), lookup in grounded.lookups.items())
    named = (fact.name for fact in grounded.reading.facts if isinstance(fact, GenericName))
    yield from ((Role.DRUG.value, name.text, grounded.subject) for name in named)


def groundings(grounded: GroundedReading) -> Iterator[GroundingEntry]:
    """The mentions with a concept, or one that comprises what they mean, each once."""
    found = set()
    for role, words, lookup in _looked_up(grounded):
        match lookup:
            case Grounded(concept, how, confidence):
                found.add((role, words, concept.code, how, confidence))
            case Unknown(Concept(code=code), confidence):
                found.add((role, words, code, "broader", confidence))
            case Ambiguous() | Unknown():
                """Nothing that the words mean: see `ungrounded`."""
    yield from sorted(found)


def ungrounded(grounded: GroundedReading) -> Iterator[UngroundedEntry]:
    """The mentions without a single concept, each once."""
    found = {
        (role, words, tuple(c.code for c in lookup.candidates) if isinstance(lookup, Ambiguous) else ())
        for role, words, lookup in _looked_up(grounded)
        if not isinstance(lookup, Grounded)
    }
    yield from sorted(found)


def violated(violations: Iterable[Violation], lines: Iterable[str], page: Page | None) -> Iterator[Finding]:
    """The violations at the sentences that they are about; no page means what follows from all of them."""
    violations = tuple(violations)
    if not violations:
        return
    from kgbuild.explanation import place_of

    graph = Graph(triples_of(lines))
    for found in violations:
        seen = " ".join(part for part in (found.path, found.value) if part)
        message = f"{found.message} (seen at <{found.focus}>{': ' + seen if seen else ''})"
        place = place_of(graph, found.focus)
        path, text = (page.path, page.text) if page else ("derived", "")
        yield find(Problem(found.shape, found.severity, message, path, place), text, shacl=True)


def idle_shapes(focus: Mapping[str, int]) -> Iterator[Finding]:
    """A note for each shape that looked at no node; `focus` is shape -> number of those that it looked at."""
    yield from (_idle_shape(shape) for shape, nodes in sorted(focus.items()) if not nodes)


def _idle_shape(shape: str) -> Finding:
    message = "no node of this build is one that the shape looks at; with more pages it may find some"
    return find(Problem("idle-shape", Severity.NOTE, f"{shape}: {message}", "shapes"))
