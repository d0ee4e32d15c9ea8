"""An Oxigraph store in a folder: no server, opened in place.

A new store takes its place once it is whole; one that is there is changed in a single transaction, so that a process
that is killed leaves the old content or the new. What has changed is found by reading the store itself: there is no
note beside it that could be wrong.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kgbuild.errors import StoreError
from kgbuild.stores.named_graphs import NamedGraph
from kgbuild.stores.placement import placing, sweep
from kgbuild.stores.plans import Difference, Load, Plan, base_to_prune, differences, plan

COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
"""Triples of each named graph."""
_MARK = "CURRENT"
"""The file that every store has (RocksDB names its manifest there)."""
_TYPED = '"^^<http://www.w3.org/2001/XMLSchema#'


def load_folder(graphs: Mapping[str, NamedGraph], folder: Path, *, prune: bool = False, dry_run: bool = False) -> Load:
    """Make the graphs of a store in a folder those of a build; graphs of others stay as they are.

    Raises:
        StoreError: the folder holds something else, or another program has the store open; nothing was changed.
    """
    if prune:
        base_to_prune(graphs)
    place = Path(os.path.realpath(folder))
    if not dry_run:
        sweep(place)
    wanted = {name: _as_kept(graph) for name, graph in graphs.items()}
    if not _holds_store(place):
        todo = plan(wanted, {}, ())
        return Load(todo) if dry_run else Load(todo, _created(wanted, place))
    with _opened(place, for_reading=dry_run) as store:
        todo = plan(wanted, _counts(store), {name for name in wanted if _lines(store, name) == set(wanted[name].lines)})
        gone = todo.vanished if prune else ()
        if dry_run:
            return Load(todo)
        if todo.to_put or gone:
            store.update(";\n".join(_changes(store, wanted, todo, gone)))
            store.flush()
        return Load(todo, differences(wanted, _counts(store), gone))


def is_store(place: Path) -> bool:
    """Whether a folder is a store that was filled."""
    return (place / _MARK).is_file()


def _holds_store(place: Path) -> bool:
    """Whether a store is there; nothing, or an empty folder, is a place for one.

    Raises:
        StoreError: something else is there.
    """
    try:
        names = {entry.name for entry in place.iterdir()}
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"{place}: is no folder that can be read ({error.strerror}); name another") from error
    if names and _MARK not in names:
        raise StoreError(f"{place}: holds {min(names)} and no store, and is left alone; name another folder")
    return bool(names)


def _created(wanted: Mapping[str, NamedGraph], place: Path) -> tuple[Difference, ...]:
    """Write a store where there was none."""
    with placing(place) as beside:
        return _filled(wanted, beside)


def _filled(wanted: Mapping[str, NamedGraph], beside: Path) -> tuple[Difference, ...]:
    """A function of its own, so that nothing holds the store open when it is moved."""
    with _opened(beside) as store:
        store.bulk_extend(quad for graph in wanted.values() for quad in _quads(graph))
        store.flush()
        return differences(wanted, _counts(store))


@contextmanager
def _opened(place: Path, *, for_reading: bool = False) -> Iterator[Store]:
    """Open a store, to write as the only one.

    Raises:
        StoreError: it cannot be opened, read or written.
    """
    try:
        store = Store.read_only(str(place)) if for_reading else Store(place)
        yield store
    except OSError as error:
        if "lock" in str(error).lower():
            message = "another load or a server has this store open; wait for it or end it, then run the command again"
        else:
            message = f"{error}; if this is a store of another program or edition, name another folder"
        raise StoreError(f"{place}: {message}") from error


def _changes(store: Store, wanted: Mapping[str, NamedGraph], todo: Plan, gone: Iterable[str]) -> Iterator[str]:
    """SPARQL updates that are carried out together or not at all; only triples that differ are touched."""
    for name in gone:
        yield f"DROP GRAPH <{name}>"
    for name in todo.to_put:
        old, new = _lines(store, name), set(wanted[name].lines)
        for verb, lines in (("DELETE", old - new), ("INSERT", new - old)):
            if lines:
                # A line of N-Triples means the same in SPARQL, escapes included.
                statements = " .\n".join(sorted(lines))
                yield f"{verb} DATA {{ GRAPH <{name}> {{ {statements} }} }}"


def _lines(store: Store, name: str) -> set[str]:
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, NamedNode(name))}


def _counts(store: Store) -> dict[str, int]:
    found = store.query(COUNTS)
    assert isinstance(found, QuerySolutions)  # it is a SELECT
    return {str(row["g"].value): int(row["n"].value) for row in found}


def _quads(graph: NamedGraph) -> Iterator[Quad]:
    name = NamedNode(graph.name)
    for quad in parse(graph.body(), RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, name)


def _as_kept(graph: NamedGraph) -> NamedGraph:
    """The graph as Oxigraph gives it back: it keeps numbers and times by their value (40.0 as 40, 1 as true)."""
    typed = [line for line in graph.lines if _TYPED in line]
    if not typed:
        return graph
    memory = Store()
    kept: dict[str, str] = {}
    for quad in parse("".join(f"{line} .\n" for line in typed), RdfFormat.N_TRIPLES):
        memory.add(quad)
        kept[str(quad.triple)] = str(next(memory.quads_for_pattern(quad.subject, quad.predicate, quad.object)).triple)
    return NamedGraph(graph.name, tuple(sorted({kept.get(line, line) for line in graph.lines})))
