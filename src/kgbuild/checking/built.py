"""What a build holds that can be checked: the drugs with their uses, and the entries of the lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kgbuild.addresses import last_segment
from kgbuild.build_reports import SavedPage, need_report
from kgbuild.graphs import Graph, read_triples
from kgbuild.report_lines import ListLine
from kgbuild.vocabulary import KG, SCHEMA, SKOS


@dataclass(frozen=True, slots=True)
class Built:
    """A graph with the report that stands beside it."""

    graph: Graph
    pages: tuple[SavedPage, ...]
    subjects: Mapping[str, NamedNode]
    """Last part of a page's address -> the drug or combination that the page is about."""

    def entries(self) -> Iterator[tuple[SavedPage, ListLine]]:
        """The entries of all list pages, with their pages."""
        for page in self.pages:
            yield from ((page, entry) for entry in page.listed)

    def subject(self, entry: ListLine) -> NamedNode | None:
        """The drug of an entry, by the page that it leads to, else by its name; None where no page is about it."""
        if entry.slug:
            return self.subjects.get(entry.slug)
        drug = NamedNode(entry.drug)
        return drug if drug in self.subjects.values() else None

    def name(self, node: NamedNode) -> str:
        """A name for a node."""
        names = self.graph.words(node, SCHEMA.NON_PROPRIETARY_NAME) or self.graph.words(node, SKOS.PREF_LABEL)
        return next(iter(names), node.value)

    def above(self, concept: NamedNode) -> frozenset[NamedNode]:
        """A concept and all above it (`skos:broader*`)."""
        found: set[NamedNode] = set()
        waiting = [concept]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.graph.nodes(node, SKOS.BROADER))
        return frozenset(found)


def read_built(folder: Path) -> Built:
    """Read what ``kgbuild build`` wrote.

    Raises:
        GraphError: there is no graph, or no report beside it.
    """
    pages = need_report(folder)
    graph = Graph(read_triples(folder))
    subjects: dict[str, NamedNode] = {}
    for kind in (KG.DRUG, KG.COMBINATION):
        for drug in graph.instances(kind):
            for page in graph.subjects(SCHEMA.ABOUT, drug):
                subjects.update((last_segment(url.value), drug) for url in graph.nodes(page, SCHEMA.URL))
    return Built(graph, pages, subjects)
