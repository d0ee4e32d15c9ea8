"""The same build over several processes: where the work is done changes, never what comes of it.

Every worker opens the terminology and the shapes once. Pages are sent in
batches, a few ahead of those that are put together, and results come back in
the order of the pages, so that no more than a few are ever held.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from multiprocessing import get_context, parent_process
from typing import Protocol

from kgbuild.accounting import PageResult
from kgbuild.assembly import Build
from kgbuild.kept_pages import KeptPages, key_of
from kgbuild.model import Page, Problem
from kgbuild.packing import UnpackError, pack_page, unpack_page
from kgbuild.pipeline import assemble, read_page
from kgbuild.tools import Settings, Tools

BATCH = 16
"""Pages that are sent at once."""
LARGEST = 1_000_000
"""Characters from which on a batch takes no further page."""
AHEAD = 4
"""Batches for each worker that are sent before the first is waited for."""
WORTHWHILE = 64
"""Fewer pages than this are read here: starting workers would cost more than they save."""

_Item = Page | Problem
_Given = PageResult | bytes
"""What came of a page; packed, if it came from another process."""

_tools: list[Tools] = []
"""What a worker process reads with: its own, or its parent's."""


class Readers(Protocol):
    """Those who read pages, here or elsewhere."""

    @property
    def ahead(self) -> int:
        """Batches that they should have before the first is waited for."""

    def read(self, pages: Sequence[_Item]) -> Callable[[], Sequence[_Given]]:
        """Have some pages read; what is given waits for the results, in the order of the pages."""

    def close(self) -> None:
        """Let go of all that is not needed any more, read or not."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build(
    pages: Iterable[_Item],
    settings: Settings,
    readers: Readers,
    *,
    seen: Callable[[int], object] = lambda _done: None,
    kept: tuple[KeptPages, str] | None = None,
) -> Build:
    """Give exactly what `pipeline.build` gives, whoever reads the pages and whatever is kept.

    Args:
        pages: what `pages.read_pages` yields.
        settings: what every worker opens for itself.
        readers: who reads the pages; they are closed.
        seen: told after each page how many are read.
        kept: results of earlier builds, which are not read again and get those of this one; and the edition.
    """
    tools = Tools.open(settings)
    _tools[:] = [tools]
    with closing(readers):
        return assemble(_counted(in_order(pages, readers, kept), seen), tools)


def _counted(results: Iterable[PageResult], seen: Callable[[int], object]) -> Iterator[PageResult]:
    for done, result in enumerate(results, start=1):
        seen(done)
        yield result


def in_order(
    pages: Iterable[_Item], readers: Readers, kept: tuple[KeptPages, str] | None = None
) -> Iterator[PageResult]:
    """What comes of all pages, in their order; parameters as of `build`."""
    under_way: deque[_Batch] = deque()
    for some in batches(pages):
        under_way.append(_Batch(some, readers, kept))
        if len(under_way) > readers.ahead:
            yield from under_way.popleft().results()
    while under_way:
        yield from under_way.popleft().results()


def batches(pages: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Pages in their order, as many at once as are worth sending."""
    batch: list[_Item] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.text) if isinstance(page, Page) else 0
        if len(batch) == BATCH or size >= LARGEST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Batch:
    """Some pages that follow one another; what is kept of them is taken, the others are read."""

    def __init__(self, pages: list[_Item], readers: Readers, kept: tuple[KeptPages, str] | None) -> None:
        self._pages = pages
        self._there = kept[0] if kept else None
        edition = kept[1] if kept else ""
        self._keys = [key_of(page, edition) if kept and isinstance(page, Page) else "" for page in pages]
        self._known = [bool(self._there and key and key in self._there) for key in self._keys]
        missing = [page for page, known in zip(pages, self._known, strict=True) if not known]
        self._read = readers.read(missing) if missing else list

    def results(self) -> Iterator[PageResult]:
        """What comes of each page, as soon as all are read."""
        read = iter(self._read())
        for page, key, known in zip(self._pages, self._keys, self._known, strict=True):
            yield self._earlier(page, key) if known else self._new(key, next(read))

    def _earlier(self, page: _Item, key: str) -> PageResult:
        """What is kept of a page; if that is damaged, the page is read after all."""
        assert self._there is not None  # else nothing is known
        with suppress(UnpackError):
            return unpack_page(self._there.get(key) or b"")
        return self._new(key, _read(page))

    def _new(self, key: str, given: _Given) -> PageResult:
        """What was read, which is kept from now on."""
        if self._there and key:
            self._there.put(key, given if isinstance(given, bytes) else pack_page(given))
        return unpack_page(given) if isinstance(given, bytes) else given


class Here:
    """Reads pages in this process."""

    ahead = 0

    def read(self, pages: Sequence[_Item]) -> Callable[[], Sequence[_Given]]:
        """Read pages, and give the results; see `Readers`."""
        return lambda: [_read(page) for page in pages]

    def close(self) -> None:
        """There is nothing to let go of."""


class Workers:
    """Processes on this machine that read pages; on Linux they inherit the tools that are open already."""

    def __init__(self, settings: Settings, workers: int, patience: int = 0) -> None:
        """Name their number; the first `patience` pages are read in this process, before any is started."""
        self.ahead = AHEAD * workers
        self._settings, self._workers, self._patience = settings, workers, patience
        self._pool: ProcessPoolExecutor | None = None

    def read(self, pages: Sequence[_Item]) -> Callable[[], Sequence[_Given]]:
        """Send pages to a worker; see `Readers`."""
        self._patience -= len(pages)
        if self._patience >= 0:
            return Here().read(pages)
        self._pool = self._pool or self._started()
        return self._pool.submit(packed_pages, pages).result

    def _started(self) -> ProcessPoolExecutor:
        _tools[0].validator.prepare()
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        return ProcessPoolExecutor(self._workers, context, initializer=_start, initargs=(self._settings,))

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def readers_of(settings: Settings, workers: int, pages: int, *, few: bool = False) -> Readers:
    """Who should read: so many processes, or this one where they would not be worth their start.

    Args:
        settings: of the build.
        workers: how many processes may be used.
        pages: how many files there are.
        few: whether hardly any of them is likely to be read, since results are kept.
    """
    if not is_worthwhile(workers, pages):
        return Here()
    return Workers(settings, workers, WORTHWHILE if few else 0)


def is_worthwhile(workers: int, pages: int) -> bool:
    """Whether so many pages are worth starting processes, of which so many may be used."""
    return workers > 1 and pages >= WORTHWHILE


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


def _read(page: _Item) -> PageResult:
    (tools,) = _tools
    return read_page(page, tools)


def packed_pages(pages: Sequence[_Item]) -> list[bytes]:
    """What a worker gives of pages: each result packed, with the tools that it has open."""
    return [pack_page(_read(page)) for page in pages]
