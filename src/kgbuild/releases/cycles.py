"""Concepts that are above themselves, found without holding the hierarchy in objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

Edges = Iterable[tuple[int, int]]
"""(parent, child), both numbers; all edges of a parent stand together."""


def cycles(edges: Edges, largest: int) -> list[tuple[int, ...]]:
    """Knots of a hierarchy: sets of concepts each of which is above all others of its set and above itself.

    What hangs from a root alone is taken away first, which in a sound hierarchy leaves nothing. Holds 12 bytes a
    number and 4 an edge.

    Args:
        edges: see `Edges`.
        largest: no number is larger.

    >>> cycles([(1, 2), (2, 3), (3, 2), (3, 4), (5, 5)], 5)
    [(2, 3), (5,)]
    """
    children = array("I")
    starts, ends, above = (array("I", [0]) * (largest + 1) for _ in range(3))
    for parent, child in edges:
        if starts[parent] == ends[parent]:
            starts[parent] = len(children)
        children.append(child)
        ends[parent] = len(children)
        above[child] += 1
    waiting = [number for number in range(largest + 1) if not above[number]]
    while waiting:
        number = waiting.pop()
        for child in children[starts[number] : ends[number]]:
            above[child] -= 1
            if not above[child]:
                waiting.append(child)
    left = {number for number in range(largest + 1) if above[number]}
    below = {number: [child for child in children[starts[number] : ends[number]] if child in left] for number in left}
    return _knots(below)


def _knots(below: Mapping[int, list[int]]) -> list[tuple[int, ...]]:
    """The strongly connected parts that hold an edge.

    Source: H. N. Gabow, Path-based depth-first search for strong and biconnected components, 2000.
    """
    search = _Search(below)
    for root in sorted(below):
        search.run(root)
    return sorted(search.found)


class _Search:
    """What a search has seen: it goes down one path at a time, without recursion."""

    def __init__(self, below: Mapping[int, list[int]]) -> None:
        self.below = below
        self.found: list[tuple[int, ...]] = []
        self._order: dict[int, int] = {}
        self._done: set[int] = set()
        self._path: list[int] = []
        self._bounds: list[int] = []

    def run(self, root: int) -> None:
        """Go down from a number, unless it has been seen."""
        steps = [(root, 0)] if root not in self._order else []
        while steps:
            number, step = steps.pop()
            if step == 0:
                self._enter(number)
            if step == len(self.below[number]):
                self._leave(number)
                continue
            steps.append((number, step + 1))
            child = self.below[number][step]
            if child not in self._order:
                steps.append((child, 0))
            elif child not in self._done:
                self._merge(child)

    def _enter(self, number: int) -> None:
        self._order[number] = len(self._order)
        self._path.append(number)
        self._bounds.append(number)

    def _merge(self, earlier: int) -> None:
        """All of the path from an earlier number on is one knot."""
        while self._order[self._bounds[-1]] > self._order[earlier]:
            self._bounds.pop()

    def _leave(self, number: int) -> None:
        """Take the knot off the path whose first number this is, if it is one's."""
        if self._bounds[-1] != number:
            return
        self._bounds.pop()
        part = [self._path.pop()]
        while part[-1] != number:
            part.append(self._path.pop())
        self._done.update(part)
        if len(part) > 1 or number in self.below[number]:
            self.found.append(tuple(sorted(part)))
