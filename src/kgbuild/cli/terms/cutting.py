"""``kgbuild terms slice``: what drug pages name, cut out of a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.places import Folder, existing
from kgbuild.cli.settings import settings_options
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.model import Page
    from kgbuild.slicing import Slice


@click.command("slice")
@click.argument("release", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="INDEX")
@click.argument("printed", nargs=-1, metavar="[PAGES]...")
@click.option(
    "-o", "--output", "folder", type=Folder(), default=Path("ontology"), show_default=True, help="The folder to write."
)
@click.option(
    "--tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with drug_names.tsv, drug_classes.tsv, cdr.tsv, xrefs.tsv and placed.tsv, as far as there are "
    "any; by default that of INDEX. Without a placed.tsv there, the one that comes with kgbuild holds.",
)
@settings_options
def slice_(release: Path, printed: tuple[str, ...], folder: Path, tables: Path | None, **said: bool) -> Exit:
    """Cut ncit.tsv and names.tsv out of INDEX (which 'kgbuild terms import' wrote; or a release as NCI publishes it).

    The same input gives the same bytes. With PAGES, which codes the pages print and the slice lacks is told.
    """
    from kgbuild.resources import folder as shipped
    from kgbuild.slicing import cut, place, read_placed, read_release, write_tables

    inputs = existing(printed) if printed else []
    beside = tables or release.parent
    whole = read_release(release, beside)
    chosen = cut(whole, place(whole, read_placed((beside, shipped("ontology")))))
    write_tables(chosen, folder)
    pages, unread = _pages(inputs)
    for line in _missing(chosen, pages):
        click.echo(line)
    if not said["quiet"]:
        click.echo(f"{len(chosen.rows)} of {len(whole.rows)} concepts, written to {printable(str(folder))}", err=True)
    return Exit.UNREADABLE if unread else Exit.FINE


def _pages(inputs: list[str]) -> tuple[list[Page], int]:
    """The pages, and how many files could not be read, which is told."""
    from kgbuild.model import Page, Severity
    from kgbuild.pages import read_pages
    from kgbuild.reporting import as_text, find

    found = list(read_pages(inputs))
    rejected = [one for one in found if not isinstance(one, Page) and one.severity is Severity.ERROR]
    for problem in rejected:
        click.echo(as_text(find(problem)), err=True)
    return [one for one in found if isinstance(one, Page)], len(rejected)


def _missing(chosen: Slice, pages: list[Page]) -> list[str]:
    """Lines like a compiler's: where a code stands that the slice lacks, and whether the release has it."""
    from kgbuild.slicing import missing_codes

    lines = []
    for one in missing_codes(pages, chosen.rows):
        row = chosen.release.rows.get(one.code)
        where = f"the release calls it {row.label!r}; see placed.tsv" if row else "the release lacks it, too"
        lines.append(printable(f"{one.page}:{one.line}: {one.code} is not in the slice; {where}"))
    return lines
