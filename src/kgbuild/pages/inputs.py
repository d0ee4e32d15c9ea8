"""The pages that inputs name, read one by one as often as is wanted, and a digest by which a change is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from kgbuild.model import Page, Problem
from kgbuild.pages import distinct, parse_page
from kgbuild.pages.files import SIZE_LIMIT, STDIN, Source, find_sources, read_bytes


class PageFiles:
    """Files of pages, sorted by name; the order of the inputs changes nothing, and no two are held at once.

    Iterating reads each page, behind the warnings about it, and gives a problem for each that is rejected.
    """

    def __init__(self, inputs: Sequence[str], *, limit: int = SIZE_LIMIT) -> None:
        """Find the files.

        Args:
            inputs: files, folders (searched whole for ``*.md``, hidden ones left out), globs, ``-`` for standard input.
            limit: bytes a file may have.
        """
        self._sources = find_sources(inputs)
        self._limit = limit
        self._stdin: bytes | Problem | None = None
        self.read = ""
        """What `digest` would have given of the files as they were when they were last iterated to the end."""

    def __len__(self) -> int:
        """How many files there are, and names of none."""
        return len(self._sources)

    def digest(self) -> str:
        """Hex SHA-256 of all names and bytes; reads the files, and no further."""
        whole = sha256()
        for source in self._sources:
            whole.update(_told(source, self._bytes(source)))
        return whole.hexdigest()

    def __iter__(self) -> Iterator[Page | Problem]:
        """Read the pages."""
        yield from distinct(self._pages())

    def _pages(self) -> Iterator[Page | Problem]:
        whole = sha256()
        for source in self._sources:
            data = self._bytes(source)
            whole.update(_told(source, data))
            if isinstance(data, Problem):
                yield data
            elif isinstance(source, Source):
                yield from parse_page(data, source.shown)
        self.read = whole.hexdigest()

    def _bytes(self, source: Source | Problem) -> bytes | Problem:
        if isinstance(source, Problem):
            return source
        if source.path != STDIN:
            return read_bytes(source, self._limit)
        if self._stdin is None:  # it can be read once only
            self._stdin = read_bytes(source, self._limit)
        return self._stdin


def _told(source: Source | Problem, data: bytes | Problem) -> bytes:
    """What the digest takes of a file."""
    if isinstance(data, Problem) or isinstance(source, Problem):
        return f"{data!r}\n".encode()
    return f"{source.shown}\n{sha256(data).hexdigest()}\n".encode()
