"""Words of a page made safe to print: no terminal obeys them, none is hidden, and their width is known."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a terminal obeys or does not show."""


def printable(text: str) -> str:
    r"""Write control, direction and invisible characters as escapes, and any blank as a plain one.

    >>> print(printable("Revlimid\x1b]0;owned\x07 \u202eREMS\tprogram"))
    Revlimid\x1b]0;owned\x07 \u202eREMS program
    """
    return text if text.isprintable() else "".join(_shown(char) for char in text)


def width(text: str) -> int:
    """Columns that a text takes in a terminal, as it is printed.

    >>> width("naïve"), width("\u65e5\u672c"), width("e\u0301")
    (5, 4, 1)
    """
    return sum(_columns(char) for char in printable(text))


def _shown(char: str) -> str:
    if char in "\t\n\r\x0b\x0c" or unicodedata.category(char) == "Zs":
        return " "
    if unicodedata.category(char) in _HIDDEN:
        return char.encode("unicode_escape").decode("ascii")
    return char


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
