"""What the inputs lead to: files, and what is wrong with names that lead to none."""

from __future__ import annotations

from dataclasses import dataclass

from kgbuild.model import Problem, Severity

SIZE_LIMIT = 5_000_000
"""Bytes; the longest page of NCI has a fiftieth of it."""
SUFFIX = ".md"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read, or standard input."""

    shown: str
    """`Page.path`: relative to the folder that was given, with ``/`` on every system."""
    path: str
    """Where it is; ``-`` is standard input."""


def problem(code: str, message: str, shown: str) -> Problem:
    """Why a file is left out."""
    return Problem(code, Severity.ERROR, message, clean(shown))


def too_large(limit: int, shown: str) -> Problem:
    """Of a file with more bytes than a page may have."""
    return problem("file-too-large", f"the file has more than {limit:,} bytes; split it or raise the limit", shown)


def clean(name: str) -> str:
    """A file's name as it can be printed: bytes that are no text, and characters that steer a terminal, replaced."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
