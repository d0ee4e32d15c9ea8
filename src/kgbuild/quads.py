"""Statements with their graphs, in the order of files: taken page by page, in any order and number.

An entry is a line of N-Quads without its end, and without the ``>`` of its
subject: so sorted, what is part of a thing (``<urn:a/b>``) stands behind the
thing itself (``<urn:a>``), and all of one subject together.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import NamedNode, Triple

from kgbuild.spools import Sorter, Spool
from kgbuild.triple_lines import triples_of
from kgbuild.vocabulary import NCIT, RDF, settle_labels

_TYPE = str(RDF.TYPE)
_IS_A = f" {_TYPE} "
_CODED = f"<{NCIT}"

Node = tuple[str, list[str]]
"""A subject, and its predicates and objects as lines write them, sorted, each once."""


def _entry(line: str, graph: NamedNode) -> str:
    return f"{line.replace('> ', ' ', 1)} {graph}"


def _subject(found: str) -> str:
    return found[: found.index(" ")]


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
        entries.extend(census.counted(_settled(self._sorter)))
        return Quads(entries, census)


def _settled(entries: Iterable[str]) -> Iterator[str]:
    """Entries with one name to a node. The Thesaurus names what it has a code for, the same on all pages."""
    for subject, found in groupby(entries, _subject):
        if subject.startswith(_CODED):
            yield from found
            continue
        node = list(found)
        graph = node[0][node[0].rindex(" ") :]
        # Names were settled within each page, so that only nodes of several need a look.
        yield from node if all(each.endswith(graph) for each in node) else _one_name(node)


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

    def counted(self, entries: Iterable[str]) -> Iterator[str]:
        """Count entries as they pass, in their order."""
        last = ""
        for found in entries:
            triple = found[: found.rindex(" ")]
            if triple != last:
                self._count(triple)
            last = triple
            yield found

    def _count(self, triple: str) -> None:
        self.triples += 1
        if _IS_A in triple:
            _, predicate, value = triple.split(" ", 2)
            if predicate == _TYPE:  # else it is within a text
                self.kinds[value] += 1


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
        of = last = ""
        about: list[str] = []
        for found in self.entries:
            triple = found[: found.rindex(" ")]
            if triple == last:
                continue
            last = triple
            subject, _, rest = triple.partition(" ")
            if subject != of:
                if about:
                    yield f"{of}>", about
                of, about = subject, []
            about.append(rest)
        if about:
            yield f"{of}>", about

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
        for found in self.entries:
            while waiting and waiting[0] <= found:
                next_one = waiting.popleft()
                if next_one != found:
                    yield next_one
            yield found
        yield from waiting
