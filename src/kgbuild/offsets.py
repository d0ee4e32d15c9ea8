"""Where the characters stand that a Markdown parser has taken out of a file, line prefixes left out."""

from __future__ import annotations

from collections.abc import Iterator


def offsets_of(text: str, start: int, content: str) -> tuple[int, ...]:
    """Where each character of a block's content stands, from `start` on, line prefixes skipped."""
    at = -1 if "\n" in content else text.find(content, start)
    if at >= 0:
        return tuple(range(at, at + len(content)))
    found: list[int] = []
    cursor = start
    for line in content.split("\n"):
        words = line.lstrip(" \t")
        indent = len(line) - len(words)
        at = text.find(words, cursor)
        # In a cell, a bar is written with a backslash: it is followed one by one.
        places = list(range(at, at + len(words)) if at >= 0 else _one_by_one(text, cursor, words))
        # The parser may have made blanks of a tab before the words: they stand where the words begin.
        first = places[0] if places else cursor
        found.extend(max(cursor, first - indent + i) for i in range(indent))
        found.extend(places)
        cursor = places[-1] + 1 if places else cursor
        found.append(min(cursor, len(text) - 1))
    return tuple(found[: len(content)])


def _one_by_one(text: str, start: int, words: str) -> Iterator[int]:
    """Where each character stands, those between them skipped; never behind the last of the text."""
    at = start
    for char in words:
        at = min(max(text.find(char, at), at), len(text) - 1)
        yield at
        at += 1
