"""``python kernel_guard.py COMMAND...`` runs a command that the kernel ends as soon as it opens an internet socket.

Python's audit hooks see Python only. A seccomp filter sees every process and language: the Rust of pyoxigraph, too. It
needs no rights, and holds for what the command starts. It knows the two processors that tests run on, and not
``io_uring``, through which nothing here works.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from typing import Final

_SOCKET: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Processor -> `AUDIT_ARCH_*`, and the number of the call ``socket``. Source: linux/audit.h, asm/unistd.h."""
_FAMILIES: Final = (2, 10)
"""AF_INET and AF_INET6."""
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06
_KILL_PROCESS, _ALLOW = 0x80000000, 0x7FFF0000
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2


def filter_of(machine: str) -> bytes:
    """The filter for a processor, as the kernel wants it. Source: linux/filter.h and linux/seccomp.h."""
    processor, socket = _SOCKET[machine]
    steps = [
        (_LOAD, 0, 0, 4),  # the processor
        (_IS, 0, 5, processor),
        (_LOAD, 0, 0, 0),  # the call
        (_IS, 0, 3, socket),
        (_LOAD, 0, 0, 16),  # its first argument
        *((_IS, len(_FAMILIES) - i, 0, family) for i, family in enumerate(_FAMILIES)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL_PROCESS),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def close_network() -> None:
    """Let the kernel end this process with SIGSYS, and all that it starts, when it opens an internet socket.

    Raises:
        OSError: the kernel takes no filter.
    """
    program = filter_of(platform.machine())
    held = ctypes.create_string_buffer(program)
    given = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) or library.prctl(_SET_SECCOMP, _FILTER, given):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    close_network()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command is a test's own
