"""A build that reads only the pages that are new to its folder; its bytes are those of a clean build.

What reads pages is imported only where one has changed: without, the imports were half of what a build takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.kept_pages import KeptPages, edition_of
from kgbuild.packing import Outcome, UnpackError, pack_outcome, unpack_outcome
from kgbuild.pages.inputs import PageFiles
from kgbuild.read_by import PROGRAM, versions
from kgbuild.staging import settle

if TYPE_CHECKING:
    from kgbuild.assembly import Build
    from kgbuild.scale_out import Readers
    from kgbuild.tools import Settings


class Rebuild:
    """Builds pages into a folder, by the results that earlier builds kept there."""

    def __init__(
        self, pages: PageFiles, settings: Settings, kept: KeptPages, output: Path, also: Sequence[str] = ()
    ) -> None:
        """Take the pages, what a build is told, what is kept, and the folder to write.

        `also` names the kinds of `kgbuild.interchange.KINDS` that are written besides.
        """
        self._pages, self._settings, self._kept, self._output = pages, settings, kept, output
        self._also = tuple(sorted(set(also)))
        read_by = (PROGRAM, settings.ontology, settings.shapes)
        self.edition = edition_of([settings.base, settings.engine, *versions()], read_by)

    def unchanged(self) -> Outcome | None:
        """How the last build ended, if it was of just these pages, and its files stand as it wrote them; else None.

        Files that a killed build had ready are put in their places first: they are what the folder holds.

        Raises:
            OutputError: see `staging.settle`.
        """
        settle(self._output)
        digest = self._pages.digest() if self._kept.has_earlier else None
        packed = self._kept.get(self._key(digest)) if digest else None
        try:
            outcome = unpack_outcome(packed) if packed else None
        except UnpackError:
            return None
        if outcome is None or any(_digest(self._output / name) != told for name, told in outcome.written.items()):
            return None
        return outcome

    def build(self, workers: int | Readers, seen: Callable[[int, int], object] = lambda _done, _all: None) -> Build:
        """Build, reading only the pages of which nothing is kept.

        Args:
            workers: how many processes, or those who read pages elsewhere.
            seen: told after each page how many are read, and how many files there are.
        """
        from kgbuild.scale_out import build, readers_of

        total, few = len(self._pages), self._kept.has_earlier
        readers = readers_of(self._settings, workers, total, few=few) if isinstance(workers, int) else workers
        return build(
            self._pages, self._settings, readers, seen=lambda done: seen(done, total), kept=(self._kept, self.edition)
        )

    def write(self, built: Build, workers: int) -> None:
        """Write the files, then keep what the next build can use; as many processes may be used.

        Raises:
            OutputError: the folder cannot be written; what was there is as before.
            OSError: only the kept results could not be written.
        """
        from kgbuild.exports import MANIFEST
        from kgbuild.interchange import files_of
        from kgbuild.pipeline import write
        from kgbuild.scale_out import is_worthwhile

        others = files_of(built.quads.triples(), self._also, self._settings.base)
        written = write(
            built, self._output, others, processes=workers if is_worthwhile(workers, len(self._pages)) else 1
        )
        whole = {**written, MANIFEST: _digest(self._output / MANIFEST)}
        outcome = Outcome(built.report.tally, tuple(built.report.findings.packed), whole)
        self._kept.put(self._key(self._pages.read), pack_outcome(outcome))
        self._kept.save()

    def _key(self, pages: str) -> str:
        """Of the whole build: the same files, and the same kinds to write."""
        return sha256("\n".join((self.edition, *self._also, pages)).encode()).hexdigest()


def _digest(file: Path) -> str:
    """Hex SHA-256 of a file; empty where it cannot be read."""
    try:
        with file.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
