"""``kgbuild load``: the graph into a triple store, in a folder or behind an address."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.layout import columns, table, wrapped
from kgbuild.cli.places import Folder
from kgbuild.cli.progress import progress
from kgbuild.cli.servers import FILE, ServerOptions, connection_to, server_options
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.stores import Endpoint, Load, NamedGraph, Patience

_STORE = "store"
"""The folder of the store, beside the graph."""


class Options(ServerOptions):
    """What click gives `load`, by name."""

    graph: Path
    store: Path | None
    endpoint: str | None
    query_endpoint: str | None
    journal: Path | None
    prune: bool
    full: bool
    dry_run: bool
    timeout: float
    retries: int
    quiet: bool
    verbose: bool


@click.command()
@click.argument(
    "graph", type=click.Path(path_type=Path), default=Path("output"), envvar=f"{PREFIX}GRAPH", metavar="[GRAPH|OUT]"
)
@click.option(
    "--store", type=Folder(), envvar=f"{PREFIX}STORE", help="Folder of an Oxigraph store.  [default: OUT/store]"
)
@click.option(
    "--endpoint", metavar="URL", envvar=f"{PREFIX}ENDPOINT", help="A SPARQL 1.1 Graph Store endpoint instead."
)
@click.option(
    "--query-endpoint",
    metavar="URL",
    envvar=f"{PREFIX}QUERY_ENDPOINT",
    help="Where it takes queries, if that cannot be guessed.",
)
@server_options
@click.option("--journal", type=FILE, help="What was sent to the endpoint.  [default: OUT/load-*.jsonl]")
@click.option("--prune", is_flag=True, help="Delete graphs of pages that are no longer in the build.")
@click.option("--full", is_flag=True, help="Send all graphs to the endpoint, also what it has already.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=120.0, show_default=True, help="Seconds to wait for an answer."
)
@click.option(
    "--retries", type=click.IntRange(min=0, max=20), default=4, show_default=True, help="Further attempts at a request."
)
@settings_options
def load(**options: Unpack[Options]) -> int:
    """Load a graph (N-Quads or TriG; by default output) into a triple store, a named graph at a time.

    What is there already stays as it is, so that loading twice changes nothing and a page that changed replaces only
    itself. Graphs of others are never touched. Afterwards the triples of each graph are counted; exit code 1 means
    that the store holds other numbers than the file.
    """
    place = _place(options)
    from kgbuild.stores import read_named_graphs

    begun = time.monotonic()
    graphs = read_named_graphs(options["graph"])
    if isinstance(place, Path):
        from kgbuild.stores import load_folder

        done = load_folder(graphs, place, prune=options["prune"], dry_run=options["dry_run"])
    else:
        done = _sent(graphs, place, options)
    for line in _summary(graphs, done, options):
        click.echo(line)
    if not (options["quiet"] or options["dry_run"]):
        where = place if isinstance(place, Path) else place.graphs
        click.echo(f"loaded into {where} in {time.monotonic() - begun:.1f} seconds")
    for line in _differences(done, columns()):
        click.echo(line, err=True)
    return Exit.DOES_NOT_CONFORM if done.differences else Exit.FINE


def _place(options: Options) -> Path | Endpoint:
    """Where to load; of two that are named at different places, the one of the command line."""
    store, address = options["store"], options["endpoint"]
    if store and address:
        source = click.get_current_context().get_parameter_source
        flags = [name for name in ("store", "endpoint") if source(name) is click.core.ParameterSource.COMMANDLINE]
        if len(flags) != 1:
            raise click.UsageError("--store and --endpoint are two places; name one")
        store, address = (store, None) if flags == ["store"] else (None, address)
    if address:
        from kgbuild.stores import endpoint

        return endpoint(address, options["query_endpoint"])
    if options["journal"] or options["full"]:
        raise click.UsageError("--journal and --full are about an --endpoint; a folder is compared itself")
    return store or _beside(options["graph"]) / _STORE


def _beside(graph: Path) -> Path:
    return graph if graph.is_dir() else graph.parent


def _sent(graphs: Mapping[str, NamedGraph], place: Endpoint, options: Options) -> Load:
    """Load into an endpoint."""
    from kgbuild.stores import GraphStore, Wishes, journal_name, load_endpoint, read_journal

    file = options["journal"] or _beside(options["graph"]) / journal_name(place.graphs)
    journal = read_journal(file, place.graphs)
    if journal.unfinished and not options["quiet"]:
        told = f"an earlier load was broken off with {journal.unfinished} graphs still to send; it is finished now"
        click.echo(f"kgbuild: {told}", err=True)
    wishes = Wishes(options["prune"], options["full"], options["dry_run"])
    connection = connection_to(place, options, _patience(options))
    try:
        with progress("sending graphs", hidden=options["quiet"]) as seen:
            return load_endpoint(graphs, GraphStore(place, connection), journal, wishes, seen)
    finally:
        connection.close()


def _patience(options: Options) -> Patience:
    from kgbuild.stores import Patience

    def said(words: str) -> None:
        if not options["quiet"]:
            click.echo(f"kgbuild: {printable(words)}", err=True)

    return Patience(options["retries"], options["timeout"], said)


def _summary(graphs: Mapping[str, NamedGraph], done: Load, options: Options) -> Iterator[str]:
    """Counts for people; the graphs themselves where nothing is done, or more is asked for."""
    plan, dry = done.plan, options["dry_run"]
    if options["quiet"]:
        return
    left = "to delete" if options["prune"] and dry else "deleted" if options["prune"] else "stay; --prune deletes them"
    kinds = {"new": plan.new, "changed": plan.changed, "same": plan.same, "vanished": plan.vanished}
    rows = [
        (f"graphs {kind}", len(names), left if kind == "vanished" and names else "") for kind, names in kinds.items()
    ]
    sizes = [graph.size for graph in graphs.values()]
    yield from table([*rows, ("triples in all", sum(sizes), "")])
    if dry or options["verbose"]:
        for kind in ("new", "changed", "vanished"):
            yield from (printable(f"{kind}: {name}") for name in kinds[kind])
    if dry:
        yield "nothing was changed"


def _differences(done: Load, wide: int) -> Iterator[str]:
    for found in done.differences:
        told = f"kgbuild: {found.name}: the store holds {found.found} triples, the file {found.wanted}"
        yield from wrapped(told, wide, "", "    ")
    if done.differences:
        told = (
            "the store is not what the file is: it may have taken two ways of writing a value for one, or another"
            " program may write to it, or --query-endpoint may be that of another store; see docs/stores.md"
        )
        yield from wrapped(f"kgbuild: {told}", wide, "", "    ")
