"""What other vocabularies call a concept, by the mapping sets beside the ontology.

Any ``*.sssom.tsv`` of the folder is read, and none is needed.
Source: SSSOM, section "TSV serialisation": metadata as lines that begin with ``#``, then a heading and rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kgbuild.errors import TerminologyError

_SUFFIX = ".sssom.tsv"
_PREFIXES = ("NCIT:", "ncit:")


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A row of a mapping set, seen from the concept."""

    predicate: str
    """Such as ``skos:exactMatch``."""
    identifier: str
    """Such as ``DOID:1612``."""
    label: str
    """What the other vocabulary calls it; may be empty."""
    is_subject: bool
    """Whether the concept is the row's subject: then the predicate leads from it to the identifier, else back."""
    mapping_set: str
    """Name of the file without its ending."""


def cross_references(code: str, folder: Path) -> tuple[CrossReference, ...]:
    """All mappings of a concept.

    Args:
        code: such as ``C2668``.
        folder: with mapping sets; need not exist.

    Raises:
        TerminologyError: a mapping set cannot be read.
    """
    names = {prefix + code for prefix in _PREFIXES}
    found = (_seen(row, names, path) for path in sorted(folder.glob(f"*{_SUFFIX}")) for row in _rows(path, code))
    return tuple(reference for reference in found if reference)


def _rows(path: Path, code: str) -> Iterator[Mapping[str, str]]:
    """The heading's cells with those of each line in which the code occurs."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TerminologyError(f"{path}: cannot be read ({error}); correct or remove it") from error
    table = [line for line in lines if not line.startswith("#")]
    yield from csv.DictReader([*table[:1], *(line for line in table[1:] if code in line)], delimiter="\t")


def _seen(row: Mapping[str, str], names: set[str], path: Path) -> CrossReference | None:
    """The row from the concept's side; nothing where the code is part of a longer one."""
    is_subject = row.get("subject_id") in names
    if not is_subject and row.get("object_id") not in names:
        return None
    other = "object" if is_subject else "subject"
    identifier, label = row.get(f"{other}_id") or "", row.get(f"{other}_label") or ""
    return CrossReference(row.get("predicate_id") or "", identifier, label, is_subject, path.name.removesuffix(_SUFFIX))
