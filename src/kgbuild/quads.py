"""Statements with their graphs, in the order of files: taken page by page, in any order and number.

An entry is a line of N-Quads without its end, and without the ``>`` of its
subject: so sorted, what is part of a thing (``<urn:a/b>``) stands behind the
thing itself (``<urn:a>``), and all of one subject together.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import NamedNode, Triple

from kgbuild.spools import Sorter, Spool
from kgbuild.triple_lines import triples_of
from kgbuild.vocabulary import NCIT, RDF, settle_labels

_TYPE = f"{RDF.TYPE} "
_CODED = f"<{NCIT}"

Node = tuple[str, list[str]]
"""A subject, and its predicates and objects as lines write them, sorted, each once."""


def _entry(line: str, graph: NamedNode) -> str:
    return f"{line.replace('> ', ' ', 1)} {graph}"


class Statements:
    """Takes the statements of graphs; gives them settled and sorted."""

    def __init__(self) -> None:
        """Begin without any."""
        self._sorter = Sorter()

    def take(self, graph: NamedNode, lines: Iterable[str]) -> None:
        """Add what a graph states; the same may come again."""
        self._sorter.extend([_entry(line, graph) for line in lines])

    def settled(self) -> Quads:
        """All of them, each node with one name and address: see `vocabulary.settle_labels`."""
        census, entries = Census(), Spool()
        entries.extend(chain.from_iterable(self._settled(census)))
        return Quads(entries, census)

    def _settled(self, census: Census) -> Iterator[list[str]]:
        """The entries of each subject, which are counted."""
        for node in _nodes(self._sorter):
            graph = node[0][node[0].rindex(" ") :]
            shared = not all(found.endswith(graph) for found in node)
            # Within each page names were settled; the Thesaurus names what it has a code for, the same on all pages.
            settled = _one_name(node) if shared and not node[0].startswith(_CODED) else node
            census.count(settled, shared=shared)
            yield settled


def _nodes(entries: Iterable[str]) -> Iterator[list[str]]:
    """The entries of each subject."""
    node: list[str] = []
    subject = " "
    for found in entries:
        if not found.startswith(subject):
            if node:
                yield node
            node = []
            subject = found[: found.index(" ") + 1]
        node.append(found)
    if node:
        yield node


def _one_name(node: list[str]) -> list[str]:
    """The entries of one subject, settled."""
    before = []
    for found in node:
        subject, predicate, rest = found.split(" ", 2)
        before.append((subject, predicate, rest[: rest.rindex(" ")]))
    after = settle_labels(before)
    if after is before:
        return node
    graphs = (found[found.rindex(" ") :] for found in node)
    return sorted({" ".join(triple) + graph for triple, graph in zip(after, graphs, strict=True)})


@dataclass(slots=True)
class Census:
    """How much a data set holds."""

    triples: int = 0
    """Distinct ones."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Class, as a line writes its IRI -> number of its nodes."""

    def count(self, node: list[str], *, shared: bool) -> None:
        """Count the entries of one subject, which several graphs share or not."""
        self.triples += len({found[: found.rindex(" ")] for found in node}) if shared else len(node)
        begin = node[0].index(" ") + 1
        for kind in {found.split(" ", 3)[2] for found in node if found.startswith(_TYPE, begin)}:
            self.kinds[kind] += 1


@dataclass(frozen=True, slots=True)
class Quads:
    """Sorted statements, each once a graph; read as often as is wanted, and never held whole."""

    entries: Iterable[str]
    """In the order of code points; a collection, not an iterator."""
    census: Census = field(default_factory=Census)

    @classmethod
    def of(cls, graphs: Iterable[tuple[NamedNode, Iterable[str]]]) -> Quads:
        """The statements of some graphs."""
        found = Statements()
        for name, lines in graphs:
            found.take(name, lines)
        return found.settled()

    def also(self, graph: NamedNode, lines: Iterable[str]) -> Quads:
        """With a few statements more, which are not counted."""
        return Quads(_Merged(self.entries, tuple(sorted({_entry(line, graph) for line in lines}))), self.census)

    def of_graph(self, graph: NamedNode) -> Iterator[str]:
        """The lines of one graph."""
        end = f" {graph}"
        return (found[: -len(end)].replace(" ", "> ", 1) for found in self.entries if found.endswith(end))

    def nodes(self) -> Iterator[Node]:
        """What all graphs say together, node by node."""
        subject, begin, last = " ", 1, ""
        about: list[str] = []
        for found in self.entries:
            if not found.startswith(subject):
                if about:
                    yield f"{subject[:-1]}>", about
                begin = found.index(" ") + 1
                subject, about, last = found[:begin], [], ""
            rest = found[begin : found.rindex(" ")]
            if rest != last:
                about.append(rest)
                last = rest
        if about:
            yield f"{subject[:-1]}>", about

    def triples(self) -> Iterator[Triple]:
        """The triples of all graphs together, each once."""
        for subject, about in self.nodes():
            yield from triples_of(f"{subject} {rest}" for rest in about)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Sorted entries with a few more in their places."""

    entries: Iterable[str]
    more: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        waiting = deque(self.more)
        entries = iter(self.entries)
        for found in entries:
            while waiting and waiting[0] <= found:
                next_one = waiting.popleft()
                if next_one != found:
                    yield next_one
            yield found
            if not waiting:
                break
        yield from entries
        yield from waiting
