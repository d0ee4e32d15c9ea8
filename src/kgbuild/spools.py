"""Lines of text, however many: what is more than a little lies in a temporary file, which ends with its process.

`Spool` gives lines back in the order in which they came, `Sorter` sorted and
each once; `Records` are values of one type, each a line. All hold a bounded part in
memory, whatever the size of the whole.
"""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from kgbuild.errors import OutputError

_Noun = TypeVar("_Noun")

HELD = 2_000_000
"""Characters of a spool that are held in memory before they go to a file."""
SORTED = 8_000_000
"""Characters that are sorted at once; the fewer, the more runs to merge."""
_TAKEN = 1_000
"""Lines taken at once from what may have no end that memory could hold."""
_BLOCK = 1 << 16
"""Bytes that are read at once from each part of a file."""


class _File:
    """Lines in a temporary file without a name, found by their places in it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="kgbuild-")  # noqa: SIM115 # as long as this object is needed
        self._end = 0

    def __del__(self) -> None:
        """Let the file go, with nothing said of it."""
        with suppress(OSError):
            self._file.close()

    def append(self, lines: list[str]) -> range:
        """Write lines, none of which holds a line feed; where they stand now, in bytes.

        Raises:
            OutputError: the disk is full.
        """
        try:
            self._file.seek(self._end)
            for start in range(0, len(lines), _TAKEN):
                self._file.write("\n".join([*lines[start : start + _TAKEN], ""]).encode())
            self._file.flush()
        except OSError as error:
            place = tempfile.gettempdir()
            message = f"{place}: cannot hold what a build sorts ({error.strerror}); make room there, or set TMPDIR"
            raise OutputError(message) from error
        begin, self._end = self._end, self._file.tell()
        return range(begin, self._end)

    def lines(self, place: range) -> Iterator[str]:
        """Read lines back; several may read in turn."""
        rest = b""
        for begin in range(place.start, place.stop, _BLOCK):
            block = rest + self._bytes(begin, min(_BLOCK, place.stop - begin))
            end = block.rfind(b"\n")
            rest = block[end + 1 :]
            if end >= 0:
                yield from block[:end].decode().split("\n")

    def _bytes(self, begin: int, size: int) -> bytes:
        """Read from a place, which processes that share the file can do without moving one another's."""
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), size, begin)
        self._file.seek(begin)
        return self._file.read(size)


class Spool:
    """Lines that are written once, and read in their order as often as is wanted.

    >>> spool = Spool(held=1)
    >>> spool.extend(["b", "a", "c"])
    >>> list(spool), list(spool)
    (['b', 'a', 'c'], ['b', 'a', 'c'])
    """

    def __init__(self, held: int = HELD) -> None:
        """`held` is how many characters stay in memory."""
        self._most, self._size = held, 0
        self._held: list[str] = []
        self._file: _File | None = None
        self._places: list[range] = []

    def extend(self, lines: Iterable[str]) -> None:
        """Add lines, none of which holds a line feed."""
        rest = iter(lines)
        while more := list(islice(rest, _TAKEN)):
            self._held += more
            self._size += sum(map(len, more))
            if self._size > self._most:
                self._file = self._file or _File()
                self._places.append(self._file.append(self._held))
                self._held, self._size = [], 0

    def __iter__(self) -> Iterator[str]:
        """All lines."""
        for place in self._places:
            assert self._file is not None  # no place without a file
            yield from self._file.lines(place)
        yield from self._held


class Sorter:
    """Lines taken in any order, and given back in that of code points, each once.

    >>> sorter = Sorter(held=1)
    >>> for line in "cabab":
    ...     sorter.extend([line])
    >>> list(sorter)
    ['a', 'b', 'c']
    """

    def __init__(self, held: int = SORTED) -> None:
        """`held` is how many characters stay in memory."""
        self._most, self._size = held, 0
        self._held: list[str] = []
        self._file: _File | None = None
        self._runs: list[range] = []

    def extend(self, lines: Sequence[str]) -> None:
        """Add lines, none of which holds a line feed."""
        self._held += lines
        self._size += sum(map(len, lines))
        if self._size > self._most:
            self._held.sort()
            self._file = self._file or _File()
            self._runs.append(self._file.append(self._held))
            self._held, self._size = [], 0

    def __iter__(self) -> Iterator[str]:
        """All lines; ask once everything is added."""
        self._held.sort()
        runs: list[Iterable[str]] = [self._held]
        if self._file is not None:
            runs += map(self._file.lines, self._runs)
        last = None
        for line in heapq.merge(*runs) if len(runs) > 1 else self._held:
            if line != last:
                yield line
                last = line


class Records(Generic[_Noun]):
    """Values of one type, added one by one and read as often as is wanted.

    >>> found = Records(tuple[int, str])
    >>> found.append((1, "a"))
    >>> list(found), list(found)
    ([(1, 'a')], [(1, 'a')])
    """

    def __init__(self, kind: type[_Noun], packed: Iterable[str] = ()) -> None:
        """Begin with what `packed` gave of other records of the type.

        Raises:
            msgspec.MsgspecError: when they are read, if they are none such.
        """
        self.packed = Spool()
        self.packed.extend(packed)
        self._read = msgspec.json.Decoder(kind).decode

    def append(self, noun: _Noun) -> None:
        """Add a value."""
        self.packed.extend((msgspec.json.encode(noun).decode(),))

    def __iter__(self) -> Iterator[_Noun]:
        """All values, in the order in which they came."""
        return map(self._read, self.packed)
