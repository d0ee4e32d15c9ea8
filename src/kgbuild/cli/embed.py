"""``kgbuild embed``: the JSON-LD of a drug for a web page, printed or put into HTML files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kgbuild.cli.places import graph_option
from kgbuild.cli.settings import settings_options
from kgbuild.errors import EmbeddingError, OutputError
from kgbuild.printable import printable

_STDIO = "-"
_WRITABLE = 0o222
_LARGEST = 20_000_000
"""Bytes of a page; those of NCI have a hundredth of it."""


@click.command()
@click.argument("names", nargs=-1, metavar="NAME | PAGE...")
@click.option(
    "--into",
    multiple=True,
    metavar="PAGE",
    help="Write the block into this HTML file, and into PAGE... as well; may be given several times.",
)
@click.option("--drug", help="The drug of the pages; else each tells its own.")
@graph_option
@click.option("--dry-run", is_flag=True, help="Write nothing; say which pages would change.")
@settings_options
def embed(names: tuple[str, ...], into: tuple[str, ...], drug: str | None, graph: Path, **flags: bool) -> None:
    """Print the JSON-LD of the drug NAME (generic name, brand or NCIt code) as a script for web pages.

    With --into it is put at the end of the head of HTML files, or replaces the block that an earlier call put there;
    nothing else of the files changes. Without --drug, the blocks that a page has are renewed; a page without one is
    that of the drug whose address its canonical link or og:url gives. Use - for a page on standard input, which goes
    to standard output.
    """
    if into:
        _write(_changed((*into, *names), drug, graph), dry_run=flags["dry_run"], quiet=flags["quiet"])
    else:
        _print_script(names, drug, graph, dry_run=flags["dry_run"])


def _print_script(names: Sequence[str], drug: str | None, graph: Path, *, dry_run: bool) -> None:
    """Print the block of one drug."""
    named = [*names, *([drug] if drug else [])]
    if len(named) != 1:
        raise click.UsageError("name one drug; to write into pages, give the first behind --into")
    if dry_run:
        raise click.UsageError("--dry-run goes with --into; without it nothing is written")
    from kgbuild.embedding import script_of
    from kgbuild.explanation import find_drug
    from kgbuild.graphs import Graph, read_triples

    triples = Graph(read_triples(graph))
    click.echo(script_of(triples, find_drug(triples, named[0])))


def _changed(pages: Sequence[str], drug: str | None, graph: Path) -> list[tuple[str, bytes, bytes]]:
    """Each page as it is and as it shall be; all are read before any is written.

    Raises:
        EmbeddingError: tells of every page that cannot take a block.
    """
    from kgbuild.embedding import embedded
    from kgbuild.explanation import find_drug
    from kgbuild.graphs import Graph, read_triples

    triples = Graph(read_triples(graph))
    node = find_drug(triples, drug) if drug else None
    changed: list[tuple[str, bytes, bytes]] = []
    refused: list[str] = []
    for page in dict.fromkeys(pages):
        try:
            content = _content(page)
            changed.append((page, content, embedded(triples, content, page, node)))
        except (EmbeddingError, OutputError) as error:
            refused.append(str(error))
    if refused:
        raise EmbeddingError("; ".join(refused))
    return changed


def _content(page: str) -> bytes:
    """The bytes of a page that may be replaced.

    Raises:
        EmbeddingError: it cannot be read or must not be written.
        OutputError: it is no plain file.
    """
    from kgbuild.replacement import refuse_unusual

    if page == _STDIO:
        return sys.stdin.buffer.read()
    file = Path(page)
    refuse_unusual(file)
    try:
        told = file.stat()
        if told.st_size > _LARGEST:
            raise EmbeddingError(f"{page}: has more than {_LARGEST:,} bytes; is this the page that is meant?")
        if not told.st_mode & _WRITABLE:
            raise EmbeddingError(f"{page}: is read-only and is left alone; allow it to be written")
        return file.read_bytes()
    except OSError as error:
        raise EmbeddingError(f"{page}: cannot be read ({error.strerror}); name an HTML file") from error


def _write(changed: Sequence[tuple[str, bytes, bytes]], *, dry_run: bool, quiet: bool) -> None:
    from kgbuild.replacement import replacing

    for page, before, after in changed:
        if page == _STDIO:
            click.echo(after, nl=False)
            continue
        if before != after and not dry_run:
            with replacing(Path(page), keep_rights=True) as file:
                file.write_bytes(after)
        if not quiet:
            done = "unchanged" if before == after else "would be written" if dry_run else "written"
            click.echo(printable(f"{page}: {done}"), err=True)
