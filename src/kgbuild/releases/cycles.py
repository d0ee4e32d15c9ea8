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
    order: dict[int, int] = {}
    done: set[int] = set()
    found = []
    for root in sorted(below):
        path: list[int] = []
        bounds: list[int] = []
        steps = [(root, 0)] if root not in order else []
        while steps:
            number, step = steps.pop()
            if step == 0:
                order[number] = len(order)
                path.append(number)
                bounds.append(number)
            if step < len(below[number]):
                steps.append((number, step + 1))
                child = below[number][step]
                if child not in order:
                    steps.append((child, 0))
                elif child not in done:
                    _merge(bounds, order, order[child])
            elif bounds[-1] == number:
                bounds.pop()
                part = _taken(path, number)
                done.update(part)
                if len(part) > 1 or number in below[number]:
                    found.append(tuple(sorted(part)))
    return sorted(found)


def _merge(bounds: list[int], order: Mapping[int, int], earliest: int) -> None:
    while order[bounds[-1]] > earliest:
        bounds.pop()


def _taken(path: list[int], first: int) -> list[int]:
    """Take the end of a path from a number on."""
    part = [path.pop()]
    while part[-1] != first:
        part.append(path.pop())
    return part
