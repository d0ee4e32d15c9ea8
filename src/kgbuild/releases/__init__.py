"""Releases of the NCI Thesaurus as NCI publishes them, and indexes of them that are opened in place."""

from __future__ import annotations

from kgbuild.releases.cycles import cycles
from kgbuild.releases.download import Download, download, file_name
from kgbuild.releases.importing import Imported, import_release
from kgbuild.releases.index import IndexedConcept, ReleaseIndex, is_index
from kgbuild.releases.rows import ReleaseRow, is_code, read_rows

__all__ = [
    "Download",
    "Imported",
    "IndexedConcept",
    "ReleaseIndex",
    "ReleaseRow",
    "cycles",
    "download",
    "file_name",
    "import_release",
    "is_code",
    "is_index",
    "read_rows",
]
