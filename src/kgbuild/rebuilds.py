"""A build that reads only the pages that are new to its folder; its bytes are those of a clean build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import file_digest, sha256
from pathlib import Path

from kgbuild.exports import MANIFEST
from kgbuild.interchange import files_of
from kgbuild.kept_pages import KeptPages, edition_of, key_of
from kgbuild.model import Page, Problem
from kgbuild.packing import Outcome, UnpackError, pack_outcome, unpack_outcome
from kgbuild.pipeline import Build, Settings, Tools, write
from kgbuild.read_by import PROGRAM, versions
from kgbuild.scale_out import Readers, build
from kgbuild.staging import settle


class Rebuild:
    """Builds pages into a folder, by the results that earlier builds kept there."""

    def __init__(
        self,
        pages: Sequence[Page | Problem],
        settings: Settings,
        kept: KeptPages,
        output: Path,
        also: Sequence[str] = (),
    ) -> None:
        """Take what `pages.read_pages` yields, what a build is told, what is kept, and the folder to write.

        `also` names the kinds of `kgbuild.interchange.KINDS` that are written besides.
        """
        self._pages, self._settings, self._kept, self._output = pages, settings, kept, output
        self._also = tuple(sorted(set(also)))
        read_by = (PROGRAM, settings.ontology, settings.shapes)
        self.edition = edition_of([settings.base, settings.engine, *versions()], read_by)

    def unchanged(self) -> Build | None:
        """The last build, if it was of just these pages, and its files stand as it wrote them; else None.

        Files that a killed build had ready are put in their places first: they are what the folder holds.

        Raises:
            OutputError: see `staging.settle`.
        """
        settle(self._output)
        packed = self._kept.get(self._key())
        try:
            outcome = unpack_outcome(packed) if packed else None
        except UnpackError:
            return None
        if outcome is None or any(_digest(self._output / name) != told for name, told in outcome.written.items()):
            return None
        inputs = {page.path: page.sha256 for page in self._pages if isinstance(page, Page)}
        return Build(outcome.report, (), inputs, Tools.open(self._settings))

    def build(self, workers: int | Readers, seen: Callable[[int, int], object] = lambda _done, _all: None) -> Build:
        """Build, reading only the pages of which nothing is kept; parameters as of `scale_out.build`."""
        keys = [key_of(page, self.edition) if isinstance(page, Page) else "" for page in self._pages]
        return build(self._pages, self._settings, workers=workers, seen=seen, kept=(self._kept, keys))

    def write(self, built: Build) -> None:
        """Write the files, then keep what the next build can use.

        Raises:
            OutputError: the folder cannot be written; what was there is as before.
            OSError: only the kept results could not be written.
        """
        written = write(built, self._output, files_of(built.triples(), self._also, self._settings.base))
        whole = {**written, MANIFEST: _digest(self._output / MANIFEST)}
        self._kept.put(self._key(), pack_outcome(Outcome(built.report, whole)))
        self._kept.save()

    def _key(self) -> str:
        """Of the whole build: the same pages and problems in the same order, and the same files to write."""
        parts = (key_of(item, self.edition) if isinstance(item, Page) else repr(item) for item in self._pages)
        return sha256("\n".join((self.edition, *self._also, *parts)).encode()).hexdigest()


def _digest(file: Path) -> str:
    """Hex SHA-256 of a file; empty where it cannot be read."""
    try:
        with file.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
