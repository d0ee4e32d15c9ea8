"""The picture of a graph: drugs and conditions with their places, what joins them, and the groups to filter by."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgbuild.explanation.uses import label
from kgbuild.site.contents import Contents, ancestors
from kgbuild.vocabulary import KG

if TYPE_CHECKING:
    import networkx as nx

LARGEST = 1500
"""Nodes that are drawn at most: laying out takes memory with the square of their number."""
_ROUNDS = (60, 300)
"""Of laying out, at least and at most: each takes time with the square of the nodes."""
_WORK = 60_000_000
"""Pairs of nodes that are looked at, unless that means too few rounds."""
_SEED = 7
_APART, _PULL = 10.0, 0.05
"""Of ForceAtlas2: how far nodes keep apart, and the pull to the middle, which grows with distance: long arms bend."""
_SIDE, _LEAST, _MARGIN, _WIDTH = 1000.0, 110.0, 0.25, 1.7
"""Side of all nodes in one square, side of the smallest part, margin, and width of the whole by its height."""
_APPROVED, _TOGETHER, _COMMON = range(3)
"""How a drug is joined to a condition; where it is so in several ways, the first counts."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A drug, combination or condition of the picture."""

    name: str
    path: str
    kind: int
    """0 a drug, 1 a combination, 2 a condition."""
    x: float
    y: float
    groups: tuple[int, ...]
    """Indices of `Picture.groups`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[int, int, int], ...]
    """Index of a drug, of a condition, and 0 approved, 1 only together with others, 2 in common use."""
    groups: tuple[tuple[str, int], ...]
    """Name and kind: 0 a class of drugs, 1 a group of conditions."""
    left_out: int
    """Nodes that are not drawn, since there are too many."""


def picture(contents: Contents, largest: int = LARGEST) -> Picture:
    """Draw every drug and combination that has uses, and their conditions.

    Args:
        contents: of the site.
        largest: how many nodes are drawn at most; those with the most lines are.
    """
    joined = _joined(contents)
    counted = Counter(node for pair in sorted(joined) for node in pair)
    kept = {node for node, _ in counted.most_common(largest)}
    joined = {pair: how for pair, how in joined.items() if kept.issuperset(pair)}
    nodes = sorted(kept)
    places = _places(nodes, joined)
    groups = _groups(contents, nodes)
    index = {node: n for n, node in enumerate(nodes)}
    dots = tuple(
        Dot(
            contents.names.names[node],
            contents.names.paths[node],
            _kind(contents, node),
            *places[node],
            groups.of[node],
        )
        for node in nodes
    )
    lines = tuple(sorted((index[drug], index[condition], how) for (drug, condition), how in joined.items()))
    return Picture(dots, lines, groups.named, len(counted) - len(nodes))


def _joined(contents: Contents) -> dict[tuple[str, str], int]:
    """Drug and condition -> how they are joined."""
    found: dict[tuple[str, str], int] = {}
    for drug, cards in contents.cards.items():
        for card in cards:
            how = (_APPROVED if card.alone else _TOGETHER) if card.approved else _COMMON
            conditions = [node for node in card.conditions if contents.names.path(node).startswith("conditions/")]
            for condition in (node.value for node in conditions):
                found[drug, condition] = min(how, found.get((drug, condition), how))
    return found


def _kind(contents: Contents, node: str) -> int:
    return ("drugs", "combinations", "conditions").index(contents.names.paths[node].partition("/")[0])


def _places(nodes: list[str], joined: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Where each node lies; the same graph gives the same places.

    What hangs together is laid out by itself, and the parts stand in columns, the largest first: laid out as one, they
    would drift apart and leave the largest no room.
    """
    import networkx as nx

    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from(nodes)
    drawn.add_edges_from(sorted(joined))
    parts = sorted((sorted(part) for part in nx.connected_components(drawn)), key=lambda part: (-len(part), part))
    boxes = [max(_LEAST, _SIDE * math.sqrt(len(part) / len(nodes))) for part in parts]
    height = max(boxes[0], math.sqrt(sum(box * box for box in boxes) / _WIDTH)) if boxes else 0.0
    found: dict[str, tuple[float, float]] = {}
    for part, (left, top, box) in zip(parts, _columns(boxes, height), strict=True):
        inner = box * (1 - _MARGIN)
        for node, (x, y) in _laid_out(drawn, part).items():
            found[node] = round(left + box / 2 + inner * x, 1), round(top + box / 2 + inner * y, 1)
    return found


def _laid_out(drawn: nx.Graph[str], part: list[str]) -> dict[str, tuple[float, float]]:
    """A connected part, in a square of -0.5 to 0.5."""
    import networkx as nx

    alone: nx.Graph[str] = nx.Graph()
    alone.add_nodes_from(part)
    alone.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in drawn.edges(part)))
    rounds = min(max(_ROUNDS[0], _WORK // len(part) ** 2), _ROUNDS[1])
    found = nx.forceatlas2_layout(
        alone, max_iter=rounds, seed=_SEED, scaling_ratio=_APART, gravity=_PULL, strong_gravity=True
    )
    return _in_unit_square({node: (float(x), float(y)) for node, (x, y) in found.items()})


def _in_unit_square(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Places moved and scaled into a square of side 1 around the origin.

    >>> _in_unit_square({"a": (2.0, 2.0), "b": (6.0, 4.0)})
    {'a': (-0.5, -0.25), 'b': (0.5, 0.25)}
    """
    xs, ys = ([place[n] for place in places.values()] for n in (0, 1))
    wide = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {node: ((x - middle[0]) / wide, (y - middle[1]) / wide) for node, (x, y) in places.items()}


def _columns(boxes: list[float], height: float) -> Iterator[tuple[float, float, float]]:
    """Left and upper edge and side of each box, one below the other as far as a column reaches.

    >>> list(_columns([4.0, 2.0, 2.0, 1.0], 4.0))
    [(0.0, 0.0, 4.0), (4.0, 0.0, 2.0), (4.0, 2.0, 2.0), (6.0, 0.0, 1.0)]
    """
    left = top = wide = 0.0
    for box in boxes:
        if top + box > height and top > 0:
            left, top, wide = left + wide, 0.0, 0.0
        yield left, top, box
        top, wide = top + box, max(wide, box)


@dataclass(frozen=True, slots=True)
class _Groups:
    named: tuple[tuple[str, int], ...]
    of: dict[str, tuple[int, ...]]


def _groups(contents: Contents, nodes: list[str]) -> _Groups:
    """Classes of drugs and groups of conditions that tell some of them from others.

    A group counts that holds at least two and at most half of the drugs, or of the conditions; of groups with the same
    members the one whose name comes first.
    """
    members: dict[tuple[int, frozenset[str]], NamedNode] = {}
    for kind in (0, 1):
        of_kind = [node for node in nodes if (_kind(contents, node) == 2) == (kind == 1)]
        holding: dict[NamedNode, set[str]] = defaultdict(set)
        for node in of_kind:
            for group in _above(contents, NamedNode(node), with_itself=kind == 1):
                holding[group].add(node)
        for group, held in sorted(holding.items(), key=lambda item: (label(contents.graph, item[0]), item[0].value)):
            if 2 <= len(held) <= len(of_kind) / 2:
                members.setdefault((kind, frozenset(held)), group)
    named = sorted((kind, label(contents.graph, group), held) for (kind, held), group in members.items())
    of: dict[str, list[int]] = {node: [] for node in nodes}
    for number, (_, _, members_here) in enumerate(named):
        for node in members_here:
            of[node].append(number)
    return _Groups(tuple((name, kind) for kind, name, _ in named), {node: tuple(found) for node, found in of.items()})


def _above(contents: Contents, node: NamedNode, *, with_itself: bool) -> set[NamedNode]:
    classes = set(contents.graph.nodes(node, KG.DRUG_CLASS))
    above = ancestors(contents.graph, node).union(classes, *(ancestors(contents.graph, each) for each in classes))
    return above | {node} if with_itself else above
