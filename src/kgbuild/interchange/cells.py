"""Texts as cells between tabs: one row a line, nothing that a spreadsheet would run, and each can be read back.

Source: OWASP, "CSV Injection" (which signs start a formula); PostgreSQL, "COPY", text format (the escapes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPECIAL = re.compile("[\\\\\x00-\x1f\x7f-\x9f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_FORMULA = ("=", "+", "-", "@", "'")
"""First characters that make a spreadsheet compute, and the one that keeps it from it."""


def cell(text: str) -> str:
    r"""A text as the cell of one line: control characters and backslashes escaped, a formula disarmed by an apostrophe.

    Whoever reads it takes one leading apostrophe away, then undoes ``\t \n \r \\`` and ``\uXXXX``.

    >>> print(cell('=HYPERLINK("http://a.example")'), cell("two\tcells"), cell("C:\\x"), cell("'quoted'"))
    '=HYPERLINK("http://a.example") two\tcells C:\\x ''quoted'
    """
    return _disarmed(_SPECIAL.sub(_escaped, text))


def cells(texts: Iterable[str]) -> str:
    r"""Several texts as one cell, with bars between them; a bar of a text becomes ``\p``.

    >>> print(cells(["rituximab", "a|b"]), cells(["-platin", "+x"]))
    rituximab|a\pb '-platin|+x
    """
    return _disarmed("|".join(_SPECIAL.sub(_escaped, text).replace("|", "\\p") for text in texts))


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _disarmed(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
