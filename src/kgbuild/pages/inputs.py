"""The pages that inputs name, read one by one as often as is wanted, and a digest by which a change is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import TypeGuard

from kgbuild.model import Page, Problem
from kgbuild.pages import SIZE_LIMIT, Source, contents, distinct, find_sources, page_of
from kgbuild.pages.files import STDIN, read_bytes
from kgbuild.pages.remote import RemoteSource


class PageFiles:
    """Files of pages, sorted by name; the order of the inputs changes nothing, and few are held at once.

    Iterating reads each page, behind the warnings about it, and gives a problem for each that is rejected.
    """

    def __init__(self, inputs: Sequence[str], *, limit: int = SIZE_LIMIT) -> None:
        """Find the files; standard input is read here, since it can be only once.

        Args:
            inputs: as of `kgbuild.pages.read_pages`.
            limit: bytes a file may have.

        Raises:
            RemoteError: see `kgbuild.pages.find_sources`.
        """
        self._sources = find_sources(inputs)
        self._limit = limit
        self._given = {source.shown: read_bytes(source, limit) for source in self._sources if _is_given(source)}
        self.read = ""
        """What `digest` would have given of the files as they were when they were last iterated to the end."""

    def __len__(self) -> int:
        """How many files there are, and names of none."""
        return len(self._sources)

    def digest(self) -> str | None:
        """Hex SHA-256 of all names and bytes; reads the files, and no further. None where that is not worth fetching.

        Files of other machines are fetched once, to be read.
        """
        if any(isinstance(source, RemoteSource) for source in self._sources):
            return None
        whole = sha256()
        for shown, data in self._contents():
            whole.update(_told(shown, data))
        return whole.hexdigest()

    def __iter__(self) -> Iterator[Page | Problem]:
        """Read the pages."""
        yield from distinct(self._pages())

    def _pages(self) -> Iterator[Page | Problem]:
        whole = sha256()
        for shown, data in self._contents():
            whole.update(_told(shown, data))
            yield from page_of(data, shown)
        self.read = whole.hexdigest()

    def _contents(self) -> Iterator[tuple[str, bytes | Problem]]:
        for is_given, run in groupby(self._sources, key=_is_given):
            yield from self._given.items() if is_given else contents(run, self._limit)


def _is_given(source: Source | Problem) -> TypeGuard[Source]:
    return isinstance(source, Source) and source.path == STDIN


def _told(shown: str, data: bytes | Problem) -> bytes:
    """What the digest takes of a file."""
    return f"{shown}\n{data if isinstance(data, Problem) else sha256(data).hexdigest()}\n".encode()
