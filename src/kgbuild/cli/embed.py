"""``kgbuild embed``: the schema.org JSON-LD of a drug, for web pages."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.printable import printable


class Options(TypedDict):
    """What click gives `embed`, by name."""

    drug: str | None
    more: tuple[Path, ...]
    into: tuple[Path, ...]
    named: str | None
    graph: Path
    dry_run: bool
    quiet: bool
    verbose: bool


@click.command()
@click.argument("drug", required=False)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="[PAGE...]")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PAGE",
    help="Put the element into this HTML file instead of printing it; may be given several times.",
)
@click.option("--drug", "named", metavar="DRUG", help="The drug that the files of --into are about.")
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    envvar=f"{PREFIX}GRAPH",
    help="A folder that 'kgbuild build' wrote, or a file of RDF.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done to the files, and do nothing.")
@settings_options
def embed(**options: Unpack[Options]) -> None:
    """Print the <script> element with what schema.org can say of DRUG (generic name, brand or NCIt code).

    With --into it is put into an HTML file, before the end of the head, or in the place of the one that kgbuild put
    there before; nothing else in the file is touched. There the drug may be left out: it is that of the element, or the
    one whose page has the file's canonical address.
    """
    if options["into"]:
        _embed_into_files(options)
        return
    drug = options["drug"] or options["named"]
    if drug is None or options["more"] or (options["drug"] and options["named"]):
        raise click.UsageError("name one drug, or give the files to put it into by --into")
    from kgbuild.embedding import script_of
    from kgbuild.explanation import find_drug
    from kgbuild.graphs import Graph, read_triples

    stated = Graph(read_triples(options["graph"]))
    click.echo(script_of(stated, find_drug(stated, drug)))


def _embed_into_files(options: Options) -> None:
    from kgbuild.embedding import embed_into
    from kgbuild.graphs import Graph, read_triples

    stated = Graph(read_triples(options["graph"]))
    also = [Path(options["drug"])] if options["drug"] else []
    for file in (*options["into"], *also, *options["more"]):
        done, iri = embed_into(file, stated, options["named"], dry_run=options["dry_run"])
        if not options["quiet"]:
            click.echo(printable(f"{file}: {done.value}{' (dry run)' if options['dry_run'] else ''}: {iri}"))
