"""A small graph store on this machine that fails as it is told to."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a server answers instead of doing what it is asked."""

    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drips: float = 0.0
    """Seconds between bytes of the body."""
    cut: bool = False
    """The connection ends before the answer does."""


@dataclass
class Site:
    """A small graph store."""

    troubles: dict[str, list[Trouble | None]] = field(default_factory=dict)
    """By method, what is to come; None serves one request."""
    graphs: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method, and the Authorization header."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, *given: object) -> None:
        self.site = site
        super().__init__(*given)  # type: ignore[arg-type] # as the server gives them

    def do_PUT(self) -> None:
        name, body = self.graph_and_body()
        if not self.is_in_trouble():
            self.site.graphs[name] = body.count(b" .\n")
            self.answer(201)

    def do_DELETE(self) -> None:
        name, _ = self.graph_and_body()
        if not self.is_in_trouble():
            self.answer(204 if self.site.graphs.pop(name, None) else 404)

    def do_POST(self) -> None:
        self.graph_and_body()
        if not self.is_in_trouble():
            rows = [{"g": {"value": name}, "n": {"value": str(n)}} for name, n in self.site.graphs.items()]
            self.answer(200, json.dumps({"results": {"bindings": rows}}).encode())

    def graph_and_body(self) -> tuple[str, bytes]:
        self.site.asked.append((self.command, self.headers.get("Authorization", "")))
        name = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        return name, self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def is_in_trouble(self) -> bool:
        troubles = self.site.troubles.get(self.command)
        trouble = troubles.pop(0) if troubles else None
        if trouble is None:
            return False
        self.send_response(trouble.status)
        for name, value in trouble.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(trouble.body) + (100 if trouble.cut else 0)))
        # Told, or a client that asks again at once on this connection may meet its end, which is one trouble more.
        self.send_header("Connection", "close")
        self.end_headers()
        for byte in trouble.body:
            self.wfile.write(bytes([byte]))
            time.sleep(trouble.drips)
        self.close_connection = True
        return True

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Serve = Callable[..., tuple[Site, str]]


@contextmanager
def serving() -> Iterator[Serve]:
    """Give what starts a server, and tells its site and the address of its graphs."""
    running: list[ThreadingHTTPServer] = []

    def start(*, certificate: Path | None = None, **troubles: list[Trouble | None]) -> tuple[Site, str]:
        site = Site(troubles)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site))
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients that go away are what is meant
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return site, f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}/store"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()
