"""Files of tabs read as their documentation says, by code that shares nothing with what writes them."""

from __future__ import annotations

import csv
import io
import re

_PLAIN = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r", "p": "|"}


def rows(content: bytes) -> list[dict[str, str]]:
    """A table as a spreadsheet or pandas reads it: the dialect "excel-tab"; every row has every column."""
    head, *lines = csv.reader(io.StringIO(content.decode(), newline=""), "excel-tab", strict=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def plain_rows(content: bytes) -> list[dict[str, str]]:
    """A file of KGX: tabs without any quoting."""
    head, *lines = content.decode().removesuffix("\n").split("\n")
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def text(cell: str) -> str:
    """What a cell says."""
    return _undone(cell.removeprefix("'"))


def texts(cell: str) -> list[str]:
    """What a cell of several says."""
    return [_undone(item) for item in cell.removeprefix("'").split("|")] if cell else []


def _undone(escaped: str) -> str:
    return re.sub(r"\\(?:u([0-9a-f]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else _PLAIN[m[2]], escaped)
