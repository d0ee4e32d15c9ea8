"""Graph -> files for other tools: tables of tabs, KGX in the terms of Biolink, GraphML; and figures of its networks.

What each column is, how the graph is told in Biolink and what is left out stands in ``docs/interchange.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import Triple

from kgbuild.graphs import Graph
from kgbuild.interchange.concept_tables import BRANDS, CONDITIONS, DRUGS, LISTS, REMS
from kgbuild.interchange.graphml import GRAPHML, graphml
from kgbuild.interchange.kgx_files import kgx_files
from kgbuild.interchange.networks import combined, network_of
from kgbuild.interchange.option_tables import ALTERNATIVES, QUOTES, USES
from kgbuild.interchange.statistics import Components, Ranked, Statistics, statistics
from kgbuild.interchange.tables import PACKAGE, data_package

__all__ = [
    "KINDS",
    "TABLES",
    "Components",
    "Ranked",
    "Statistics",
    "combined",
    "files_of",
    "network_of",
    "statistics",
]

TABLES: Final = (USES, QUOTES, ALTERNATIVES, DRUGS, BRANDS, REMS, CONDITIONS, LISTS)
"""All tables, in the order of the data package."""


def _tables(graph: Graph, _: str) -> dict[str, bytes]:
    return {
        **{table.file_name: table.as_tsv(graph) for table in TABLES},
        PACKAGE: data_package(table.described() for table in TABLES),
    }


def _graphml(graph: Graph, _: str) -> dict[str, bytes]:
    return {GRAPHML: graphml(network_of(graph))}


KINDS: Final[Mapping[str, Callable[[Graph, str], dict[str, bytes]]]] = MappingProxyType(
    {"tables": _tables, "kgx": kgx_files, "graphml": _graphml}
)
"""What `kgbuild build --also` can be told -> how its files are made, of a graph and the base of instances."""


def files_of(triples: Iterable[Triple], kinds: Iterable[str], base: str) -> dict[str, bytes]:
    """The files of some of `KINDS`, by name; the same graph gives the same bytes.

    Args:
        triples: of all graphs of a build.
        kinds: which files; where there are none, the triples are not even read.
        base: under which instances are named.

    Raises:
        KeyError: there is no such kind; the command line has refused it before.
    """
    makers = [KINDS[kind] for kind in kinds]
    if not makers:
        return {}
    graph = Graph(triples)
    return {name: content for make in makers for name, content in make(graph, base).items()}
