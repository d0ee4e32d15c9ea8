"""How a command ends: its exit code, and one clear line instead of a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum

import click

from kgbuild.errors import KgbuildError
from kgbuild.printable import printable


class Exit(IntEnum):
    """Exit codes, as README gives them."""

    FINE = 0
    DOES_NOT_CONFORM = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 4
    INTERRUPTED = 130


class ReaderGoneError(Exception):
    """Whoever reads our output has closed it."""


def replace_closed_streams() -> None:
    """Let a stream that the caller closed (``>&-``), which Python has as None, swallow what is written to it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def ending_of(command: Callable[[], object]) -> int:
    """Run a command and give the code that the process must end with."""
    try:
        code = command()
        sys.stdout.flush()
    except (BrokenPipeError, ReaderGoneError):
        # As `| head` does when it has enough; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted", Exit.INTERRUPTED)
    except Exception as error:  # the last resort: a person gets a line to report, not a traceback
        if os.environ.get("KGBUILD_TRACEBACK"):
            raise
        return _failed(error)
    return code if isinstance(code, int) else Exit.FINE


def _failed(error: Exception) -> Exit:
    """Say in a line what went wrong; a mistake of the caller's, of the machine's, or our own."""
    match error:
        case click.ClickException():
            error.show()
            return Exit.USAGE
        case KgbuildError():
            return _say(str(error), Exit.USAGE)
        case OSError():
            place = error.filename or "standard output"
            return _say(f"{place}: {error.strerror}; make room or name another place", Exit.USAGE)
        case _:
            message = f"internal error in {_innermost(error)}: {type(error).__name__}: {error}"
            return _say(f"{message}; KGBUILD_TRACEBACK=1 shows more, please report it", Exit.INTERNAL)


def _innermost(error: Exception) -> str:
    """Module and line where an exception was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"


def _say(message: str, code: Exit) -> Exit:
    with suppress(OSError):  # where standard error cannot be written, the code still says how it ended
        click.echo(f"kgbuild: {printable(message)}", err=True)
    return code
