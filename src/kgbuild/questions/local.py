"""A file, a folder that a build wrote, or a store in a folder, asked by a process of its own that can be stopped."""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kgbuild.errors import GraphError, QueryError
from kgbuild.questions.answers import LARGEST, Answer, Statements, read_json

if TYPE_CHECKING:
    from pyoxigraph import Store

_COPIED = 300_000
"""Quads of a store in a folder that are taken into memory, which costs some 10 us and 1.5 kB each."""
_MEMORY = 2 << 30
"""Bytes that a question may take beside the graph."""
_JSON, _TRIPLES, _GRAPH, _QUERY = "json", "triples", "graph", "query"


class LocalSource:
    """A graph on this machine. Used as a context: the process that holds it ends with it."""

    def __init__(self, place: Path, limit: float) -> None:
        """Name a file of RDF, a folder that ``kgbuild build`` wrote, or one that ``kgbuild load`` filled.

        Args:
            place: the file or folder.
            limit: seconds for each answer, the reading of the file included.
        """
        self._place, self._limit = place, limit

    def __enter__(self) -> Self:
        """Start the process; the graph is read by the first question."""
        context = (
            multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
        )
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._place, there, self._here), daemon=True)
        self._process.start()
        there.close()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._here.close()

    def ask(self, text: str) -> Answer:
        """Put a query that `reading.check_reading` let pass.

        Raises:
            GraphError: there is no graph, or it cannot be read.
            QueryError: the query cannot be answered, not in the time allowed, or not in an answer of a sensible size.
        """
        self._here.send(text)
        if not self._here.poll(self._limit):
            self._process.kill()
            raise QueryError(f"no answer within {self._limit:g} seconds; make the query narrower, or raise --timeout")
        try:
            kind, content = self._here.recv()
        except EOFError as error:
            raise QueryError("the query ended the process that answered it, perhaps for want of memory") from error
        match kind:
            case "json":
                return read_json(content)
            case "triples":
                return Statements(content)
            case "graph":
                raise GraphError(content)
            case _:
                raise QueryError(content)


class _Bounded(io.BytesIO):
    """Takes no more than `LARGEST` bytes."""

    def write(self, content: bytes, /) -> int:  # type: ignore[override]  # narrower than BytesIO, as the library calls it
        if self.tell() + len(content) > LARGEST:
            raise QueryError(f"the answer has more than {LARGEST >> 20} MB; make the query narrower")
        return super().write(content)


def _serve(place: Path, pipe: Connection, other_end: Connection) -> None:
    """Answer until the other end is closed."""
    other_end.close()
    store: Store | None = None
    while True:
        try:
            text = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            if store is None:
                store, in_memory = _opened(place)
                _confine(in_memory=in_memory)
            pipe.send(_answered(store, text))
        except KeyboardInterrupt:
            return
        except GraphError as error:
            pipe.send((_GRAPH, str(error)))
        except (QueryError, SyntaxError, ValueError, OSError, RuntimeError, MemoryError) as error:
            pipe.send((_QUERY, str(error)))


def _opened(place: Path) -> tuple[Store, bool]:
    """The graph as a store, and whether that is in memory: also as one graph, where a triple counts once.

    A large store in a folder is asked where it lies: there all named graphs together are the graph, a triple comes once
    for each of them, and joins take longer.
    """
    from pyoxigraph import Quad, Store

    from kgbuild.graphs import read_quads
    from kgbuild.stores import is_store

    lying = Store.read_only(str(place)) if is_store(place) else None
    if lying is not None and len(lying) > _COPIED:
        return lying, False
    store = Store()
    quads = list(read_quads(place) if lying is None else lying)
    store.bulk_extend(quads)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store, True


def _confine(*, in_memory: bool) -> None:
    """Leave this process no more memory than an answer needs, and, where it needs no files, no way to open anything."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if sys.platform == "linux":
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + _MEMORY, taken + _MEMORY))
    # Where memory ends, Rust writes a backtrace; whoever asked is told in words.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno() if sys.__stderr__ else 2)
    if in_memory:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _answered(store: Store, text: str) -> tuple[str, bytes]:
    from pyoxigraph import DefaultGraph, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    # A store has named graphs alone: there all of them together are the graph.
    union = next(iter(store.quads_for_pattern(None, None, None, DefaultGraph())), None) is None
    found = store.query(text, use_default_graph_as_union=union)
    written = _Bounded()
    if isinstance(found, QueryTriples):
        serialize(found, written, format=RdfFormat.N_TRIPLES)
        return _TRIPLES, written.getvalue()
    found.serialize(written, format=QueryResultsFormat.JSON)
    return _JSON, written.getvalue()
