"""``kgbuild stats``: figures of the network that a graph is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.layout import columns, counted, table, wrapped
from kgbuild.cli.settings import PREFIX, settings_options

if TYPE_CHECKING:
    from kgbuild.interchange import Components, Statistics


@click.command()
@click.argument(
    "graph", type=click.Path(path_type=Path), default=Path("output"), envvar=f"{PREFIX}GRAPH", metavar="[OUT]"
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show of each ranking."
)
@settings_options
def stats(graph: Path, as_json: bool, top: int, **_: bool) -> None:
    """Measure the network of a build (folder OUT, by default output, or a file of RDF).

    Counted are drugs, combinations, agents, conditions and uses (a use is one option of an indication), and the edges
    between them. Centrality is that of the drugs and other treatments that uses give together.
    """
    from kgbuild.graphs import Graph, read_triples
    from kgbuild.interchange import statistics

    measured = statistics(Graph(read_triples(graph)), top)
    if as_json:
        import orjson

        click.echo(orjson.dumps(measured, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), nl=False)
        return
    for line in _lines(measured, columns()):
        click.echo(line)


def _lines(measured: Statistics, wide: int) -> Iterator[str]:
    """What was measured, the whole network first."""
    yield from wrapped("the network of drugs, uses and conditions", wide)
    yield from _counts("nodes", measured.nodes)
    yield from _counts("edges", measured.edges)
    yield from wrapped(_parts(measured.components), wide, "  ", "    ")
    yield ""
    combined = f"{counted(measured.combined_nodes, 'node')}, {counted(measured.combined_edges, 'edge')}"
    yield from wrapped(f"the network of what one use gives together: {combined}", wide)
    yield from wrapped(_parts(measured.combined_components), wide, "  ", "    ")
    exact = "" if measured.betweenness_is_exact else ", estimated"
    for title, ranking, form in (
        ("drugs by the uses that combine them", measured.most_combined, ".0f"),
        ("degree centrality there", measured.degree, ".4f"),
        (f"betweenness centrality there{exact}", measured.betweenness, ".4f"),
        ("drugs by the conditions of their uses", measured.most_conditions, ".0f"),
        ("conditions by the options of their uses", measured.most_options, ".0f"),
    ):
        yield ""
        yield from wrapped(title, wide)
        yield from table([(f"  {each.name}", f"{each.value:{form}}") for each in ranking]) or ["  none"]


def _counts(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield from (f"  {line}" for line in table([(title, sum(counts.values())), *(_indented(counts.items()))]))


def _indented(rows: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    return ((f"  {name}", count) for name, count in rows)


def _parts(components: Components) -> str:
    """Such as "4 components; the largest has 12 nodes, 2 have one"."""
    alone = sum(size == 1 for size in components.sizes)
    largest = max(components.sizes, default=0)
    return f"{counted(components.count, 'component')}; nodes of the largest: {largest}; of one node alone: {alone}"
