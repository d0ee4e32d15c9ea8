"""Watches every connection that Python code of the tests asks for, and refuses any that leaves this machine.

`watch` sets an audit hook, which nothing can take off again. Processes that tests start set it as well: their
``PYTHONPATH`` leads to this folder, whose ``sitecustomize`` calls it. What other languages open (Rust in pyoxigraph,
Java, a browser) raises no audit event; see `kernel_guard`.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import Final

LOG: Final = "TESTS_CONNECTIONS_LOG"
"""Environment variable: the file in which every connection is noted, ``loopback`` or ``refused`` first."""
_CONNECTS: Final = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVES: Final = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}


def watch() -> None:
    """From now on, in this process, note connections in the file that `LOG` names and refuse those that lead out."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event in _CONNECTS:
        _note(event, _host(arguments[1]))
    elif event in _RESOLVES:
        _note(event, _host(arguments[0]))


def _host(address: object) -> str | None:
    """The host of an address; None for a socket of this machine's file system."""
    if isinstance(address, tuple):
        address = address[0]
    if isinstance(address, bytes):
        address = address.decode(errors="replace")
    return address if isinstance(address, str) and not address.startswith(("/", "\0")) else None


def _note(event: str, host: str | None) -> None:
    """Keep account of a connection.

    Raises:
        ConnectionRefusedError: it leads out of this machine.
    """
    if host is None:
        return
    here = is_here(host)
    if file := os.environ.get(LOG):
        with Path(file).open("a", encoding="utf-8") as log:
            log.write(f"{'loopback' if here else 'refused'} {event} {host}\n")
    if not here:
        raise ConnectionRefusedError(f"tests open no connection to {host}")


def is_here(host: str) -> bool:
    """Whether a host is this machine, by its name or address; other names are not looked up.

    >>> is_here("127.0.0.1"), is_here("::1"), is_here("localhost"), is_here("192.0.2.1"), is_here("cancer.gov")
    (True, True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}
