"""The options of all uses: the unit in which tables, Biolink edges and networks are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a use, or the whole use where the page tells none."""

    use: NamedNode
    """The indication."""
    node: NamedNode | None
    """The `kg:TherapyOption`; None where the page does not say what the drug is given with."""
    number: int
    """From 1, in the order of the options' IRIs; 0 where there is no option."""
    of: int
    """How many options the use has."""
    drug: NamedNode
    """The drug or combination that the use is of."""
    partners: tuple[NamedNode, ...]
    """What is given together with it."""
    whole: bool
    """Whether every drug that the use names was understood."""

    @property
    def alone(self) -> bool | None:
        """Whether the drug is given alone; None where the page does not say, or a partner was not understood."""
        return None if self.node is None else not self.partners

    @property
    def key(self) -> NamedNode:
        """The option, or the use where there is none."""
        return self.node or self.use


def options_of(graph: Graph) -> Iterator[Option]:
    """All options of all uses, by IRI."""
    for use in graph.instances(KG.INDICATION):
        nodes = graph.nodes(use, KG.HAS_THERAPY_OPTION)
        whole = not graph.words(use, KG.UNDECIDED_PARTNER)
        for drug in graph.nodes(use, KG.INDICATION_OF):
            if not nodes:
                yield Option(use, None, 0, 0, drug, (), whole)
            for number, node in enumerate(nodes, start=1):
                yield Option(use, node, number, len(nodes), drug, tuple(graph.nodes(node, KG.PARTNER)), whole)
