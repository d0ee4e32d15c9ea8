"""The same build over several processes: where the work is done changes, never what comes of it.

Every worker opens the terminology and the shapes once. Results come back in
the order of the pages; their triples travel as N-Triples, a tenth of the cost
of pickling terms.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context, parent_process

from pyoxigraph import RdfFormat, parse, serialize

from kgbuild.accounting import PageResult
from kgbuild.model import Page, Problem
from kgbuild.pipeline import Build, Settings, Tools, assemble, read_page

BATCH = 16
"""Pages that are sent at once."""
WORTHWHILE = 64
"""Fewer pages than this are read here: starting workers would cost more than they save."""

Packed = tuple[PageResult, bytes]
"""A result without its triples, and these as N-Triples."""

_tools: list[Tools] = []
"""What a worker process reads with: its own, or its parent's."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build(
    pages: Iterable[Page | Problem],
    settings: Settings,
    *,
    workers: int,
    seen: Callable[[int, int], object] = lambda _done, _all: None,
) -> Build:
    """Give exactly what `pipeline.build` gives, whatever the number of workers.

    Args:
        pages: what `pages.read_pages` yields.
        settings: what every worker opens for itself.
        workers: how many processes; 1 reads all pages in this one.
        seen: told after each page how many are read, and how many there are.
    """
    tools = Tools.open(settings)
    waiting = list(pages)
    alone = workers < 2 or len(waiting) < WORTHWHILE
    _tools[:] = [tools]
    results = (read_page(page, tools) for page in waiting) if alone else _spread(waiting, settings, workers)
    return assemble(_counted(results, len(waiting), seen), tools)


def _counted(results: Iterable[PageResult], total: int, seen: Callable[[int, int], object]) -> Iterator[PageResult]:
    for done, result in enumerate(results, start=1):
        seen(done, total)
        yield result


def _spread(pages: Sequence[Page | Problem], settings: Settings, workers: int) -> Iterator[PageResult]:
    """Read pages in worker processes, in order; on Linux they inherit the tools that are open already."""
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(settings,))
    try:
        yield from map(_unpacked, pool.map(_read, pages, chunksize=BATCH))
    finally:
        pool.shutdown(cancel_futures=True)


def _start(settings: Settings) -> None:
    """Make this process a worker, which ends with the one that started it and leaves interrupts to that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not _tools:
        _tools.append(Tools.open(settings))


def _end_with_parent() -> None:
    """Wait until the parent is gone, however it went, so that no worker is left waiting for work."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(page: Page | Problem) -> Packed:
    (tools,) = _tools
    result = read_page(page, tools)
    lines = serialize(result.triples, format=RdfFormat.N_TRIPLES)
    assert lines is not None  # it is None only where a file to write to is given
    return replace(result, triples=()), lines


def _unpacked(packed: Packed) -> PageResult:
    result, lines = packed
    return replace(result, triples=tuple(quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)))
