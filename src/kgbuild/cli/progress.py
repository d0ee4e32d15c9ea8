"""A bar on standard error, for people at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], object]]:
    """Show a bar, and give what is told how many of how many are done; nothing is shown where no terminal is."""
    if hidden or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def seen(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield seen
