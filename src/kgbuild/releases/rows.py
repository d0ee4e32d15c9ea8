"""The concepts of a FLAT release, line by line.

Source: NCI EVS, ReadMe.txt of the release: no heading, tab-separated, nothing quoted; code, concept IRI, parents,
synonyms (the first is the preferred name), definition, display name, concept status, semantic type, and in newer
releases the subsets. Several entries of a column are separated by pipes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgbuild.errors import ReleaseError
from kgbuild.releases.flat_files import numbered_lines

COLUMNS = (8, 9)
"""Numbers of columns that releases have."""
RETIRED_STATUS = "Retired_Concept"

_CODE = re.compile(r"C[1-9][0-9]{0,8}")
_NO_PARENT = "root_node"
"""What releases up to 2016 give as the parent of a root."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One concept as its line gives it. No definition."""

    line: int
    """Counted from 1."""
    code: str
    parents: tuple[str, ...]
    """Codes; that there are such concepts is not said."""
    names: tuple[str, ...]
    """The preferred name, then the synonyms; each once, none empty."""
    display: str
    status: str
    types: tuple[str, ...]
    columns: int
    """How many the line has."""

    @property
    def label(self) -> str:
        """NCIt's preferred name."""
        return self.names[0]

    @property
    def is_retired(self) -> bool:
        """Whether the line itself says so; the concept's branch may say so, too."""
        return RETIRED_STATUS in split(self.status)


def read_rows(release: Path) -> Iterator[ReleaseRow]:
    """Read the concepts in the order of the file; a heading is passed over.

    Raises:
        ReleaseError: the file cannot be read (see `numbered_lines`), holds no concept, or a line has another number of
            columns than 8 or 9 or than the first, no code, or no name.
    """
    columns = 0
    for number, line in numbered_lines(release):
        cells = line.split("\t")
        if number == 1 and cells[0].strip().casefold() == "code":
            continue
        _check(f"{release}:{number}", cells, columns)
        columns = len(cells)
        code, _, parents, names, _, display, status, types, *_ = cells
        above = tuple(parent for parent in split(parents) if parent != _NO_PARENT)
        row = ReleaseRow(number, code, above, split(names), display.strip(), status.strip(), split(types), columns)
        if not row.names:
            raise ReleaseError(f"{release}:{number}: {code} has no name in column 4; correct the line")
        yield row
    if not columns:
        raise ReleaseError(f"{release}: the file holds no concept; fetch it again")


def _check(place: str, cells: list[str], columns: int) -> None:
    seen = f"{len(cells)} columns where {{}} (the line begins with {cells[0][:_SHOWN]!r})"
    advice = "a tab or line end within a text makes another column: the format has no quoting"
    if len(cells) not in COLUMNS:
        raise ReleaseError(f"{place}: {seen.format('a FLAT release has 8 or 9')}; {advice}")
    if columns and len(cells) != columns:
        raise ReleaseError(f"{place}: {seen.format(f'the lines above have {columns}')}; {advice}")
    if not is_code(cells[0]):
        raise ReleaseError(f"{place}: {cells[0][:_SHOWN]!r} in column 1 is no code such as C2668; correct the line")


def is_code(text: str) -> bool:
    """Whether this has the form of a concept's code.

    >>> is_code("C2668"), is_code("c2668"), is_code("C0")
    (True, False, False)
    """
    return _CODE.fullmatch(text) is not None


def split(cell: str) -> tuple[str, ...]:
    """The entries of a pipe-separated cell, without empty ones and repetitions.

    >>> split("Gleevec| STI571||Gleevec")
    ('Gleevec', 'STI571')
    """
    return tuple(dict.fromkeys(part for entry in cell.split("|") if (part := entry.strip())))
