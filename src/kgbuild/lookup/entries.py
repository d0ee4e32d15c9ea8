"""A concept with its surroundings: what is above and below it, and what others call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgbuild.lookup.cross_references import CrossReference, cross_references
from kgbuild.lookup.records import Record, Terms


@dataclass(frozen=True, slots=True)
class Relative:
    """A concept above or below."""

    code: str
    label: str
    """Empty for a code that is no concept of the source."""
    depth: int = 1
    """Steps away."""
    is_repeated: bool = False
    """Whether it stands further up in the list already, with all that is above it; in a cycle it always does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known of a concept."""

    concept: Record
    parents: tuple[Relative, ...]
    children: tuple[Relative, ...]
    ancestors: tuple[Relative, ...]
    """Upwards to the roots, path by path: behind each stands what is above it, one deeper."""
    references: tuple[CrossReference, ...]
    source: str
    """The release."""


def entry(terms: Terms, code: str, mappings: Path) -> Entry | None:
    """The entry of a code; None where there is no such concept.

    Args:
        terms: where to look.
        code: such as ``C2668``.
        mappings: folder with mapping sets; see `kgbuild.lookup.cross_references`.
    """
    concept = terms.record(code)
    if concept is None:
        return None
    return Entry(
        concept,
        tuple(_relative(terms, parent) for parent in concept.parents),
        tuple(_relative(terms, child) for child in terms.children(code)),
        tuple(_ancestors(terms, concept)),
        cross_references(code, mappings),
        terms.source,
    )


def _relative(terms: Terms, code: str) -> Relative:
    record = terms.record(code)
    return Relative(code, record.label if record else "")


def _ancestors(terms: Terms, concept: Record) -> Iterator[Relative]:
    seen = {concept.code}
    waiting = [(parent, 1) for parent in reversed(concept.parents)]
    while waiting:
        code, depth = waiting.pop()
        record = terms.record(code)
        yield Relative(code, record.label if record else "", depth, code in seen)
        if code not in seen:
            seen.add(code)
            waiting.extend((parent, depth + 1) for parent in reversed(record.parents if record else ()))
