"""Lines that fit a terminal of any width."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from textwrap import TextWrapper

from kgbuild.printable import printable, width

_NARROWEST, _WIDEST = 20, 110


def columns() -> int:
    """How many columns to write; never fewer than 20."""
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def wrapped(text: str, wide: int, first: str = "", rest: str = "") -> list[str]:
    """A text as lines, made printable; what cannot be broken (an address) stays whole.

    >>> wrapped("lenalidomide with rituximab", 20, "- ", "  ")
    ['- lenalidomide with', '  rituximab']
    """
    wrapper = TextWrapper(wide, initial_indent=first, subsequent_indent=rest, break_long_words=False)
    wrapper.break_on_hyphens = False
    return wrapper.wrap(printable(text))


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "violation"), counted(0, "result")
    ('1 violation', '0 results')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(rows: Iterable[Sequence[str | int]]) -> list[str]:
    r"""Rows as aligned lines: the first column to the left, numbers to the right.

    >>> print(*table([("drug pages", 7), ("lists", 12)]), sep="\n")
    drug pages   7
    lists       12
    """
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    widths = [max(width(row[n]) for row in cells) for n in range(len(cells[0]))] if cells else []
    return [
        "  ".join(_cell(cell, wide, n) for n, (cell, wide) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in cells
    ]


def _cell(text: str, wide: int, column: int) -> str:
    blanks = " " * (wide - width(text))
    return blanks + text if column and text.isdecimal() else text + blanks
