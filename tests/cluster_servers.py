"""A Dask cluster and a store that speaks as S3 does, started on this machine for as long as they are needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from store_servers import free_port

_QUIET = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
"""Even without a dashboard there is a server, which would listen to everybody."""
BIN = Path(sys.executable).parent
_PATIENCE = 60.0
"""Seconds for something to come about on a machine that is busy."""


@dataclass(slots=True)
class Cluster:
    """A scheduler, and what works for it."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one more; it is not waited for."""
        place = self.folder / f"worker-{len(self.workers)}"
        command = [str(BIN / "dask"), "worker", self.address, *_QUIET, "--nthreads", "1", "--no-nanny"]
        command += ["--local-directory", str(place)]
        worker = self.stack.enter_context(_running(command, self.folder, environment))
        self.workers.append(worker)
        return worker


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler with so many worker processes of one thread each, which nobody starts anew."""
    port = free_port()
    command = [str(BIN / "dask"), "scheduler", "--port", str(port), *_QUIET]
    with _running(command, folder, {}) as scheduler:
        cluster = Cluster(f"tcp://127.0.0.1:{port}", folder, scheduler)
        with cluster.stack:
            for _ in range(workers):
                cluster.add_worker()
            yield cluster


@contextmanager
def s3(folder: Path) -> Iterator[Mapping[str, str]]:
    """An empty store; gives the environment in which clients find it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with _running([str(BIN / "moto_server"), "-H", "127.0.0.1", "-p", str(port)], folder, {}):
        wait_until(lambda: _answers(address))
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }


def wait_until(comes: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not comes():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/moto-api/data.json", timeout=5).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def _running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{Path(command[0]).name}-{command[1]}.txt").open("ab") as out:
        given = {**os.environ, "DASK_CONFIG": str(folder), **environment}
        process = subprocess.Popen(command, cwd=folder, env=given, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
