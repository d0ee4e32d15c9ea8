"""The pages of a build read by the workers of a Dask cluster; the results are those of one process.

Batches of pages travel inside the tasks, not as data of their own: the scheduler keeps a task until its result is here,
and gives it to another worker when the first one dies. A task names the edition of the program that made it, and a
worker of another edition refuses it, also one that joins in the middle of a build.
"""

from __future__ import annotations

import gc
import logging
import pickle
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from kgbuild import __version__
from kgbuild.errors import ClusterError
from kgbuild.kept_pages import edition_of
from kgbuild.model import Page, Problem
from kgbuild.packing import pack_page
from kgbuild.pipeline import read_page
from kgbuild.printable import printable
from kgbuild.read_by import PROGRAM, versions
from kgbuild.resources import folder
from kgbuild.tools import Settings, Tools

if TYPE_CHECKING:
    from distributed import Client, Future

NAME = "kgbuild"
"""Under which the tasks and who sends them stand on Dask's dashboard."""
UNDER_WAY = 4
"""Batches for each thread of the cluster that are sent before the first of them is back."""
CONNECT = 10.0
"""Seconds for a scheduler to answer."""
FIRST = 10.0
"""Seconds for a first worker to be there."""
ALONE = 60.0
"""Seconds for a worker to come back when all have gone: most clusters start those anew that they lost."""
_LOOK = 5.0
"""Seconds of waiting for a result after which the cluster is looked at."""
_ADDRESS = re.compile(r"(?:(?:tcp|tls|wss?)://)?[^/@\s]+:[0-9]{1,5}")

Folders = tuple[str | None, str | None]
"""Of the ontology and the shapes; None for one that came with the program, which lies elsewhere on another machine."""

_one_at_a_time = threading.Lock()
"""Of the threads of a worker: what reads pages is not made for several, which would gain nothing either."""


@dataclass(frozen=True, slots=True)
class Task:
    """A batch on its way: whoever unpickles it reads the pages, and gets the results in its place.

    So the function that Dask is asked to run is `pickle.loads`, which everybody has. Had it to find `read_batch`, the
    scheduler would need kgbuild, and a worker without it would die of the message instead of answering.
    """

    edition: tuple[str, ...]
    folders: Folders
    packed: bytes
    """What only the same edition understands: the settings and the batch."""

    def __reduce__(self) -> tuple[Callable[..., list[bytes]], tuple[object, ...]]:
        """Tell pickle to call `read_batch`."""
        return read_batch, (self.edition, self.folders, self.packed)


class Cluster:
    """Reads pages by the workers of a cluster: one of `kgbuild.scale_out.Readers`."""

    def __init__(self, settings: Settings, address: str) -> None:
        """Connect.

        Args:
            settings: what every worker opens for itself.
            address: of the scheduler, such as ``tcp://host:8786``.

        Raises:
            ClusterError: the scheduler does not answer, or nobody works there.
        """
        if not _ADDRESS.fullmatch(address):
            raise ClusterError(f"{printable(address)!r} is no address of a scheduler; give one such as tcp://host:8786")
        self._address = address
        self._settings = settings
        given = (settings.ontology, settings.shapes)
        self._edition = _edition(*given)
        ontology, shapes = (
            None if path == folder(name) else str(path) for path, name in zip(given, _FOLDERS, strict=True)
        )
        self._folders = (ontology, shapes)
        with _told(address):
            self._client = _connected(address)
            _wait_for_first(self._client, address)

    @property
    def ahead(self) -> int:
        """As many batches as keep all threads busy, also those of workers that join later."""
        with _told(self._address):
            return UNDER_WAY * max(int(sum(self._client.nthreads().values())), 1)

    def read(self, pages: Sequence[Page | Problem]) -> Callable[[], list[bytes]]:
        """Send a batch; what is given waits for the packed result of each page.

        Raises:
            ClusterError: that what is given raises: the scheduler has gone, nobody works there any more, or not with
                this edition of the program.
        """
        packed = pickle.dumps((self._settings.base, self._settings.engine, tuple(pages)))
        task = pickle.dumps(Task(self._edition, self._folders, packed))
        with _told(self._address):
            future = self._client.submit(pickle.loads, task, key=f"{NAME}-{uuid4().hex}")
        first, last = (item.path if isinstance(item, Page) else item.page for item in (pages[0], pages[-1]))
        return partial(self._result, future, f"{first} to {last}")

    def _result(self, future: Future[list[bytes]], batch: str) -> list[bytes]:
        with _told(self._address):
            return _result(future, batch, self._client, self._address)

    def close(self) -> None:
        """Leave the cluster, whereupon the scheduler gives up what nobody waits for any more."""
        with _told(self._address):
            self._client.close()


def read_batch(edition: tuple[str, ...], folders: Folders, packed: bytes) -> list[bytes]:
    """What a worker does: read pages, each result packed.

    Raises:
        ClusterError: this is not the program that the pages were sent by.
    """
    ontology, shapes = (Path(given or folder(name)) for given, name in zip(folders, _FOLDERS, strict=True))
    here = _edition(ontology, shapes)
    if here != edition:
        raise ClusterError(_differing(here, edition))
    base, engine, batch = pickle.loads(packed)  # noqa: S301 - from whom it got the task, which is a pickle already
    with _one_at_a_time:
        tools = _tools(Settings(base, ontology, shapes, engine))
        return [pack_page(read_page(page, tools)) for page in batch]


_FOLDERS = ("ontology", "shapes")


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Say in a line what is wrong with a cluster; Dask, which would say it at length, is quiet meanwhile."""
    try:
        from distributed.client import ClosedClientError
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise ClusterError("--scheduler needs the package distributed; run pip install 'kgbuild[dask]'") from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    except (CancelledError, CommClosedError, ClosedClientError) as error:
        raise ClusterError(f"{address}: the scheduler has gone; run the command again when it is back") from error


def _connected(address: str) -> Client:
    """A connection to the scheduler, which forgets what it was asked for when this process ends, however it does."""
    from distributed import Client

    try:
        return Client(address, timeout=CONNECT, name=NAME, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # the last where Dask has no certificates for tls://
        reason = printable(str(error).partition("\n")[0])
    # Nothing must hold the half-made client any more, which would wait for 20 s when the program ends.
    gc.collect()
    raise ClusterError(f"{address}: no scheduler of Dask can be reached there ({reason}); correct it, or start one")


def _wait_for_first(client: Client, address: str) -> None:
    """Wait until a worker is there."""
    try:
        client.wait_for_workers(1, timeout=FIRST)
    except TimeoutError as error:
        client.close()
        raise ClusterError(
            f"{address}: this scheduler has no workers; start some, as with dask worker {address}"
        ) from error


def _result(future: Future[list[bytes]], batch: str, client: Client, address: str) -> list[bytes]:
    """What came of a batch; waited for as long as anybody is there who could read it."""
    from distributed.scheduler import KilledWorker

    end = time.monotonic() + ALONE
    while True:
        try:
            return future.result(timeout=_LOOK)
        except KilledWorker as error:
            raise ClusterError(
                f"{address}: worker after worker died over {batch}; give them more memory, or see their logs"
            ) from error
        except ImportError as error:
            raise ClusterError(
                f"{address}: a worker cannot read pages ({error}); install the same kgbuild there as here"
            ) from error
        except TimeoutError:
            if future.status == "error":  # it was the worker's own
                raise
        if client.nthreads():
            end = time.monotonic() + ALONE
        elif time.monotonic() > end:
            raise ClusterError(f"{address}: all workers have gone; start some, and run the command again")


@cache
def _edition(ontology: Path, shapes: Path) -> tuple[str, ...]:
    """Of the program in this process, as it was when this was asked first: what is installed over it is not running."""
    files = edition_of([], (PROGRAM, ontology, shapes))
    return (f"kgbuild {__version__}", *versions(), f"files {files[:16]}")


def _differing(here: tuple[str, ...], there: tuple[str, ...]) -> str:
    ours, theirs = (", ".join(sorted(set(one) - set(two))) or "less" for one, two in ((here, there), (there, here)))
    return (
        f"a worker of the cluster has {ours} where this build has {theirs}, so that its results might be others; "
        "install the same there, and start the workers anew"
    )


@lru_cache(maxsize=2)
def _tools(settings: Settings) -> Tools:
    """Opened once in a worker process."""
    return Tools.open(settings)
