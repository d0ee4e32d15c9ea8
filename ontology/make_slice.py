"""Cut what oncology drug pages name out of an NCI Thesaurus FLAT release.

Usage: ``python ontology/make_slice.py FOLDER [-o ontology]``, where FOLDER holds
``Thesaurus.FLAT.zip`` (or ``Thesaurus.txt``) and, where there are any,
``drug_names.tsv``, ``drug_classes.tsv``, ``cdr.tsv`` and ``xrefs.tsv``. Writes ``ncit.tsv``
(one concept a line, sorted by code) and ``names.tsv`` (one key a line, sorted by
bytes), from the release and from ``placed.tsv``. Columns: see ``ontology/README.md``.

Run it again with the same input and the same bytes come out.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kgbuild.naming import normalise

sys.path.insert(0, str(Path(__file__).parent))
from slice_rules import KIND_BY_ANCESTOR, NAMED, Kind, is_class, is_code_named, is_dropped, kind_by_name, usable_names

RETIRED_ROOT = "C28428"
COLUMNS = 8


@dataclass(slots=True)
class Row:
    """One concept of the release."""

    code: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    types: tuple[str, ...]
    retired: bool
    kind: Kind | None = None

    @property
    def label(self) -> str:
        """NCIt's preferred name."""
        return self.names[0]


@dataclass(slots=True)
class Release:
    """A release and the tables that stand beside it; codes throughout."""

    rows: dict[str, Row]
    code_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    brands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    registered: set[str] = field(default_factory=set)
    xrefs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def ancestors(self, code: str) -> set[str]:
        """All codes above a code."""
        seen: set[str] = set()
        waiting = list(self.rows[code].parents)
        while waiting:
            parent = waiting.pop()
            if parent not in seen and parent in self.rows:
                seen.add(parent)
                waiting.extend(self.rows[parent].parents)
        return seen


def read_release(folder: Path) -> Release:
    """Read the FLAT file and the tables beside it; a wrong column count is an error."""
    release = Release(dict(_read_rows(folder)))
    for code, kind, name in _table(folder / "drug_names.tsv"):
        (release.brands if kind == "brand_name" else release.code_names)[code].add(name)
    for code, ancestor in _table(folder / "drug_classes.tsv"):
        release.classes[code].append(ancestor)
    release.registered = {code for _, code in _table(folder / "cdr.tsv")}
    for code, target, _ in _table(folder / "xrefs.tsv"):
        release.xrefs[code].add(target.split(":")[0])
    return release


def _read_rows(folder: Path) -> Iterator[tuple[str, Row]]:
    """The FLAT file's concepts. Source: NCIt download page, README of the FLAT file."""
    for number, line in enumerate(_flat_lines(folder), start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < COLUMNS:
            raise SystemExit(f"line {number}: {len(cells)} columns where a FLAT release has {COLUMNS} or 9")
        code, _, parents, names, _, _, status, types = cells[:COLUMNS]
        yield code, Row(code, _split(names), _split(parents), _split(types), status == "Retired_Concept")


def _flat_lines(folder: Path) -> Iterator[str]:
    """Lines of the release, zipped or not."""
    archive = folder / "Thesaurus.FLAT.zip"
    if not archive.exists():
        yield from (folder / "Thesaurus.txt").open(encoding="utf-8", newline="\n")
        return
    with zipfile.ZipFile(archive) as opened, opened.open("Thesaurus.txt") as raw:
        yield from io.TextIOWrapper(raw, encoding="utf-8", newline="\n")


def _table(path: Path) -> Iterator[list[str]]:
    """Rows below the heading of a tab-separated table; none where there is no such file."""
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (line.split("\t") for line in lines[1:] if not line.startswith("#"))


def _split(cell: str) -> tuple[str, ...]:
    """The parts of a pipe-separated cell, without empty ones and repetitions."""
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def place(release: Release, placed: dict[str, Kind]) -> None:
    """Give every concept that pages may name its kind; the others stay without."""
    below = Counter(code for row in release.rows.values() for code in row.parents)
    for row in release.rows.values():
        above = release.ancestors(row.code)
        row.retired = row.retired or (bool(row.parents) and all(_is_retired(release, p) for p in row.parents))
        if row.code in placed:
            row.kind = placed[row.code]
        elif row.retired or is_dropped(row.label):
            row.kind = Kind.RETIRED if row.retired and row.code in release.registered else None
        else:
            row.kind = _kind(release, row, above, is_family=below[row.code] > 1)


def _is_retired(release: Release, code: str) -> bool:
    """Whether a parent is one of the Thesaurus's branches of retired concepts."""
    return code == RETIRED_ROOT or RETIRED_ROOT in (release.ancestors(code) if code in release.rows else ())


def _kind(release: Release, row: Row, above: set[str], *, is_family: bool) -> Kind | None:
    """A concept's kind by branch, then by type and tables, then by the form of its name."""
    branch = next((kind for code, kind in KIND_BY_ANCESTOR if code in above or code == row.code), None)
    xrefs = release.xrefs.get(row.code, set())
    if branch is Kind.DRUG or (branch is None and (row.code in release.brands or row.code in release.classes)):
        is_sold = row.code in release.brands or row.code in release.registered or "Pharmacologic Substance" in row.types
        is_one = not is_class(row.label, row.types, is_family=is_family, is_sold=is_sold)
        branch = Kind.DRUG if is_one else Kind.CLASS
    if branch is Kind.MARKER and NAMED[Kind.CONDITION].search(row.label):
        branch = Kind.FINDING
    if branch is None and "HGNC" in xrefs:
        branch = Kind.GENE
    if branch is None and "DOID" in xrefs and row.label[:1].isupper():
        branch = Kind.CONDITION
    return branch or kind_by_name(row.label, row.types, registered=row.code in release.registered, xrefs=xrefs)


def cut(release: Release) -> dict[str, Row]:
    """The concepts with a kind, and everything above them."""
    chosen = {row.code for row in release.rows.values() if row.kind not in {None, Kind.BRANCH}}
    chosen -= {code for code in chosen if _is_unnamed(release, release.rows[code])}
    above = {code for start in chosen for code in release.ancestors(start)}
    return {code: release.rows[code] for code in sorted(chosen | above, key=lambda code: int(code[1:]))}


def _is_unnamed(release: Release, row: Row) -> bool:
    """Whether a drug has its maker's code for a name, and no other."""
    return row.kind is Kind.DRUG and is_code_named(row.label) and len(names_of(release, row)) == 1


def concept_lines(release: Release, rows: dict[str, Row]) -> Iterator[str]:
    """Lines of ``ncit.tsv``: code, kind, label, synonyms, semantic types, parents.

    A synonym that is the preferred name of another concept of the kind is left out:
    as a label it would make two concepts look like one.
    """
    yield "code\tkind\tlabel\tsynonyms\ttypes\tparents"
    preferred = {(normalise(row.label), row.kind) for row in rows.values()}
    for row in sorted(rows.values(), key=lambda row: row.code):
        names = names_of(release, row)[1:]
        synonyms = "|".join(name for name in names if (normalise(name), row.kind) not in preferred)
        parents = "|".join(sorted(parent for parent in row.parents if parent in rows))
        yield "\t".join((row.code, row.kind or Kind.BRANCH, row.label, synonyms, "|".join(row.types), parents))


def name_lines(release: Release, rows: dict[str, Row]) -> Iterator[str]:
    """Lines of ``names.tsv``: key, code, ``p`` for a preferred name or ``s`` for a synonym."""
    lines = {
        (normalise(name), row.code, "s" if index else "p")
        for row in rows.values()
        if row.kind not in {None, Kind.RETIRED, Kind.BRANCH}
        for index, name in enumerate(names_of(release, row))
    }
    yield "key\tcode\trank"
    yield from sorted(("\t".join(line) for line in lines), key=str.encode)


def names_of(release: Release, row: Row) -> list[str]:
    """The preferred name first, then the synonyms that a page could print, one for each key."""
    if row.kind in {None, Kind.RETIRED, Kind.BRANCH}:
        return [row.label]
    hidden = release.code_names.get(row.code, set()) - release.brands.get(row.code, set())
    by_key = {normalise(row.label): row.label}
    for name in usable_names(row.names[1:], row.kind or Kind.BRANCH):
        if name not in hidden:
            by_key.setdefault(normalise(name), name)
    by_key.pop("", None)
    return list(by_key.values())


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines that end alike on every system."""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the arguments, cut, write, and say how much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder that holds the Thesaurus release")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    placed = {code: Kind(kind) for code, _, kind, _ in _table(Path(__file__).parent / "placed.tsv")}
    release = read_release(arguments.folder)
    place(release, placed)
    rows = cut(release)
    write(arguments.output / "ncit.tsv", concept_lines(release, rows))
    write(arguments.output / "names.tsv", name_lines(release, rows))
    sys.stdout.write(f"{len(rows)} of {len(release.rows)} concepts\n")


if __name__ == "__main__":
    main()
