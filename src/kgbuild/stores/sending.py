"""Make the graphs of an endpoint those of a build: ask what is there, send what differs, compare."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kgbuild.errors import StoreError
from kgbuild.stores.journal import Journal
from kgbuild.stores.named_graphs import NamedGraph
from kgbuild.stores.plans import Load, Plan, base_of, base_to_prune, differences, plan
from kgbuild.stores.protocol import GraphStore


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a load is asked to do beside sending what is new or changed."""

    prune: bool = False
    """Delete what has vanished from the build."""
    full: bool = False
    """Send what the journal says is there as well."""
    dry_run: bool = False
    """Only ask what is there."""


def load_endpoint(
    graphs: Mapping[str, NamedGraph],
    store: GraphStore,
    journal: Journal,
    wishes: Wishes,
    seen: Callable[[int, int], object] = lambda _done, _all: None,
) -> Load:
    """Load a build into an endpoint.

    A graph is left alone if the journal says that it was sent as it is, and the endpoint counts as many triples in it.

    Args:
        graphs: the build.
        store: the endpoint.
        journal: what has been sent to it; kept up to date, but for a dry run.
        wishes: what else to do.
        seen: told after each request how many of how many graphs are done.

    Raises:
        StoreError: the endpoint refuses or does not answer. What was sent until then is there, and the error says how
            much that is; the next run goes on.
    """
    base = base_to_prune(graphs) if wishes.prune else base_of(graphs)
    if wishes.dry_run:
        return Load(_plan(graphs, store.counts(base), journal, full=wishes.full))
    with journal.open():
        todo = _plan(graphs, store.counts(base), journal, full=wishes.full)
        gone = todo.vanished if wishes.prune else ()
        if todo.to_put or gone:
            journal.begin(len(todo.to_put))
            _send([graphs[name] for name in todo.to_put], gone, (store, journal), seen)
        found = differences(graphs, store.counts(base), gone)
        journal.end()
    return Load(todo, found)


def _plan(graphs: Mapping[str, NamedGraph], there: Mapping[str, int], journal: Journal, *, full: bool) -> Plan:
    same = {
        name
        for name, graph in graphs.items()
        if not full and journal.sent.get(name) == graph.fingerprint and there.get(name) == graph.size
    }
    return plan(graphs, there, same)


def _send(
    changed: Collection[NamedGraph],
    gone: Collection[str],
    to: tuple[GraphStore, Journal],
    seen: Callable[[int, int], object],
) -> None:
    store, journal = to
    done, total = 0, len(changed) + len(gone)
    try:
        for graph in changed:
            journal.sending(graph.name)
            store.put(graph)
            journal.has_sent(graph.name, graph.fingerprint)
            done += 1
            seen(done, total)
        for name in gone:
            journal.sending(name)
            store.delete(name)
            done += 1
            seen(done, total)
    except StoreError as error:
        raise StoreError(
            f"{error}; the store is loaded in part ({done} of {total} graphs), and the next run goes on"
        ) from error
