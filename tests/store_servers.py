"""Real triple stores, started on this machine for as long as they are needed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

VIRTUOSO = shutil.which("virtuoso-t")
_OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_PATIENCE = 60.0
"""Seconds for a store to come up on a machine that is busy."""

_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 50
MaxCheckpointRemap = 200

[TempDatabase]
DatabaseFile = vt.db
TransactionFile = vt.trx
MaxCheckpointRemap = 200

[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
DirsAllowed = .
SchedulerInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
ServerRoot = .

[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a store listens, and what it wants to be told."""

    graphs: str
    queries: str
    flags: tuple[str, ...] = ()
    """Of `kgbuild load`, beside the address."""
    user: str = ""
    password: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {"KGBUILD_USER": self.user, "KGBUILD_PASSWORD": self.password} if self.user else {}

    @property
    def auth(self) -> httpx.Auth | None:
        return httpx.DigestAuth(self.user, self.password) if self.user else None


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """An empty Oxigraph."""
    port = free_port()
    command: list[str | Path] = [_OXIGRAPH, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    server = Server(f"http://127.0.0.1:{port}/store", f"http://127.0.0.1:{port}/query")
    with _running(command, folder, server):
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """An empty Virtuoso, with the user that every new one has."""
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql), encoding="utf-8")
    assert VIRTUOSO
    address = f"http://127.0.0.1:{http}"
    user = ("dba", "dba")
    server = Server(f"{address}/sparql-graph-crud-auth", f"{address}/sparql", ("--auth", "digest"), *user)
    with _running([VIRTUOSO, "+configfile", "virtuoso.ini", "+foreground"], folder, server):
        yield server


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: Sequence[str | Path], folder: Path, server: Server) -> Iterator[None]:
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait(process, server, folder)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], server: Server, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(server.queries, params={"query": "ASK { }"}, timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the store did not come up: {(folder / 'out.txt').read_text(encoding='utf-8')[-500:]}")
