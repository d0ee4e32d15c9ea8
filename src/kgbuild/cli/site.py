"""``kgbuild site``: a web site for people."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.layout import counted
from kgbuild.cli.places import Folder
from kgbuild.cli.settings import PREFIX, settings_options


@click.command()
@click.argument(
    "graph",
    type=click.Path(path_type=Path),
    default=Path("output"),
    envvar=f"{PREFIX}GRAPH",
    metavar="[OUT]",
)
@click.option(
    "-o",
    "--output",
    "site",
    type=Folder(),
    default=None,
    envvar=f"{PREFIX}SITE",
    help="The folder to write, by default `site` in the folder of the graph; an earlier site there is replaced.",
)
@settings_options
def site(graph: Path, site: Path | None, quiet: bool, **_: bool) -> None:
    """Write static pages of a graph: of a build (folder OUT, by default output), or of a file of RDF.

    They need no server: open index.html. They hold a page for each drug, combination, condition and REMS programme, a
    search, a picture of the graph and a box for SPARQL, and load nothing from elsewhere.
    """
    from kgbuild.site import write_site

    target = site if site is not None else (graph if graph.is_dir() else graph.parent) / "site"
    pages = write_site(graph, target)
    if not quiet:
        click.echo(f"{counted(pages, 'page')} written to {target}; open {target / 'index.html'}")
