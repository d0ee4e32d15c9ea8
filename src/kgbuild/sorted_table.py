"""A sorted tab-separated table, read in place by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kgbuild.errors import TerminologyError

_BLOCK = 200
"""Keys that begin alike, which are worth comparing."""
_SHORTEST_START = 3


@dataclass(frozen=True, slots=True)
class SortedTable:
    """The bytes of a UTF-8 file with a heading, whose lines below it are sorted by their bytes.

    Lines above the heading that begin with ``#`` describe the table: see `preamble`.
    """

    path: Path
    columns: tuple[str, ...]
    content: bytes
    top: int
    """Where the first row below the heading begins."""

    @classmethod
    def open(cls, path: Path, columns: tuple[str, ...]) -> SortedTable:
        """Read a table.

        Raises:
            TerminologyError: there is no such file, it is cut off, or its heading differs.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise TerminologyError(f"{path}: cannot be read ({error.strerror}); reinstall kgbuild") from error
        begin = _end_of_preamble(content)
        heading = content[begin : content.find(b"\n", begin)].decode("utf-8", "replace").split("\t")
        if tuple(heading) != columns:
            line = content.count(b"\n", 0, begin) + 1
            raise TerminologyError(f"{path}:{line}: the columns are {heading}; expected {list(columns)}")
        if not content.endswith(b"\n"):
            raise TerminologyError(f"{path}: the last line is cut off; cut the slice again or reinstall kgbuild")
        return cls(path, columns, content, content.index(b"\n", begin) + 1)

    @property
    def preamble(self) -> str:
        """The lines above the heading, without their ``#``; empty where there are none."""
        lines = self.content[: _end_of_preamble(self.content)].decode("utf-8").splitlines()
        return "".join(line.removeprefix("#") + "\n" for line in lines)

    def find(self, key: str) -> list[tuple[str, ...]]:
        """All rows whose first cell is the key, in file order; none for a key with a tab or a line end."""
        prefix = key.encode("utf-8", "replace") + b"\t"
        position = self._first_at_least(prefix)
        rows = []
        while self.content.startswith(prefix, position):
            end = self.content.index(b"\n", position)
            rows.append(self._row(position, end))
            position = end + 1
        return rows

    def keys_from(self, prefix: str, limit: int) -> list[str]:
        """The first cells of rows that begin so, each once, in file order; not more than a number of them."""
        start = prefix.encode("utf-8", "replace")
        position = self._first_at_least(start)
        keys: dict[str, None] = {}
        while len(keys) < limit and self.content.startswith(start, position):
            end = self.content.index(b"\n", position)
            keys[self.content[position:end].partition(b"\t")[0].decode("utf-8")] = None
            position = end + 1
        return list(keys)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """All rows below the heading."""
        position = self.top
        while position < len(self.content):
            end = self.content.index(b"\n", position)
            yield self._row(position, end)
            position = end + 1

    def _first_at_least(self, prefix: bytes) -> int:
        """Where the first line begins that is not smaller than the prefix."""
        low, high = self.top, len(self.content)
        while low < high:
            start = max(self.content.rfind(b"\n", low, (low + high) // 2) + 1, low)
            end = self.content.index(b"\n", start)
            if self.content[start:end] < prefix:
                low = end + 1
            else:
                high = start
        return low

    def _row(self, start: int, end: int) -> tuple[str, ...]:
        """The cells of one line."""
        cells = tuple(self.content[start:end].decode("utf-8").split("\t"))
        if len(cells) != len(self.columns):
            line = self.content.count(b"\n", 0, start) + 1
            raise TerminologyError(f"{self.path}:{line}: {len(cells)} cells, expected {len(self.columns)}")
        return cells


def beginning_alike(keys_from: Callable[[str, int], list[str]], key: str) -> set[str]:
    """Keys with the longest beginning in common with one, until there are enough to compare.

    Args:
        keys_from: such as `SortedTable.keys_from`.
        key: what no row has.
    """
    found: set[str] = set()
    lengths = range(_SHORTEST_START, len(key) + 1)
    shared = bisect_left(
        lengths, x=True, key=lambda length: not keys_from(key[:length], 1)
    )  # any longer one has no key
    for length in reversed(lengths[:shared]):
        found.update(keys_from(key[:length], _BLOCK))
        if len(found) >= _BLOCK:
            break
    return found


def _end_of_preamble(content: bytes) -> int:
    """Where the first line begins that does not begin with ``#``."""
    position = 0
    while content.startswith(b"#", position):
        position = content.find(b"\n", position) + 1 or len(content)
    return position
