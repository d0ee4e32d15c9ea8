"""The same build over several processes: where the work is done changes, never what comes of it.

Every worker opens the terminology and the shapes once. Results come back in
the order of the pages.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process

from kgbuild.accounting import PageResult
from kgbuild.kept_pages import KeptPages
from kgbuild.model import Page, Problem
from kgbuild.packing import UnpackError, pack_page, unpack_page
from kgbuild.pipeline import Build, Settings, Tools, assemble, read_page

BATCH = 16
"""Pages that are sent at once."""
WORTHWHILE = 64
"""Fewer pages than this are read here: starting workers would cost more than they save."""

Readers = Callable[[Iterable[Page | Problem], Settings], Iterator[bytes]]
"""Who reads pages elsewhere: gives the packed result of each, in their order."""
Kept = tuple[KeptPages, Sequence[str]]
"""What is kept, and the key of each page in it; empty for what is no page."""

_tools: list[Tools] = []
"""What a worker process reads with: its own, or its parent's."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build(
    pages: Sequence[Page | Problem],
    settings: Settings,
    *,
    workers: int | Readers,
    seen: Callable[[int, int], object] = lambda _done, _all: None,
    kept: Kept | None = None,
) -> Build:
    """Give exactly what `pipeline.build` gives, whatever the number of workers and whatever is kept.

    Args:
        pages: what `pages.read_pages` yields.
        settings: what every worker opens for itself.
        workers: how many processes; 1 reads all pages in this one. Or who reads them elsewhere.
        seen: told after each page how many are read, and how many there are.
        kept: results of earlier builds, which are not read again and get those of this one.
    """
    tools = Tools.open(settings)
    _tools[:] = [tools]
    results = _results(pages, settings, workers) if kept is None else _with_kept(pages, settings, workers, kept)
    return assemble(_counted(results, len(pages), seen), tools)


def _results(pages: Sequence[Page | Problem], settings: Settings, workers: int | Readers) -> Iterator[PageResult]:
    """Read all pages, here or in worker processes."""
    if _alone(pages, workers):
        return (_read(page) for page in pages)
    return map(unpack_page, _spread(pages, settings, workers))


def _with_kept(
    pages: Sequence[Page | Problem], settings: Settings, workers: int | Readers, kept: Kept
) -> Iterator[PageResult]:
    """Read the pages of which nothing is kept, and keep what they give; the results stand in the order of the pages."""
    there, keys = kept
    earlier = [_earlier(there.get(key)) if key else None for key in keys]
    missing = [page for page, result in zip(pages, earlier, strict=True) if result is None]
    fresh = map(_packed, missing) if _alone(missing, workers) else _spread(missing, settings, workers)
    for key, result in zip(keys, earlier, strict=True):
        if result is not None:
            yield result
            continue
        packed = next(fresh)
        if key:
            there.put(key, packed)
        yield unpack_page(packed)


def _alone(pages: Sequence[Page | Problem], workers: int | Readers) -> bool:
    """Whether this process reads the pages itself."""
    return not callable(workers) and (workers < 2 or len(pages) < WORTHWHILE)


def _earlier(packed: bytes | None) -> PageResult | None:
    """A result that was kept; None where there is none, or where it is damaged."""
    with suppress(UnpackError):
        return unpack_page(packed) if packed else None
    return None


def _counted(results: Iterable[PageResult], total: int, seen: Callable[[int, int], object]) -> Iterator[PageResult]:
    for done, result in enumerate(results, start=1):
        seen(done, total)
        yield result


def _spread(pages: Sequence[Page | Problem], settings: Settings, workers: int | Readers) -> Iterator[bytes]:
    """Read pages in worker processes, in order, each packed; on Linux they inherit the tools that are open already."""
    if callable(workers):
        yield from workers(pages, settings)
        return
    _tools[0].validator.prepare()
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(settings,))
    try:
        yield from pool.map(_packed, pages, chunksize=BATCH)
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


def _read(page: Page | Problem) -> PageResult:
    (tools,) = _tools
    return read_page(page, tools)


def _packed(page: Page | Problem) -> bytes:
    return pack_page(_read(page))
