"""``kgbuild build``: pages in, graph and report out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.kinds import named_kinds
from kgbuild.cli.places import existing, place_to_write, refuse_to_mix
from kgbuild.cli.progress import progress
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.locks import exclusive
from kgbuild.model import Severity

if TYPE_CHECKING:
    from kgbuild.pipeline import Build
    from kgbuild.rebuilds import Rebuild
    from kgbuild.remote_output import RemoteFolder
    from kgbuild.reporting import Report
    from kgbuild.scale_out import Readers

SHOWN = 20
"""Warnings that are printed unless all are asked for; errors always are."""


class Options(TypedDict):
    """What click gives `build`, by name."""

    pages: tuple[str, ...]
    output: Path | RemoteFolder
    jobs: int
    scheduler: str | None
    base: str | None
    strict: bool
    dry_run: bool
    fresh: bool
    validation: str
    also: tuple[str, ...]
    quiet: bool
    verbose: bool


@click.command()
@click.argument("pages", nargs=-1, envvar=f"{PREFIX}PAGES")
@click.option(
    "-o",
    "--output",
    callback=place_to_write,
    metavar="DIRECTORY",
    default="output",
    show_default=True,
    envvar=f"{PREFIX}OUTPUT",
    help="The folder to write, or an address such as s3://bucket/folder (kgbuild[dask]).",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    envvar=f"{PREFIX}JOBS",
    help="Processes to read pages with; 0 (the default) is one for each processor.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    envvar=f"{PREFIX}SCHEDULER",
    help="Have a Dask cluster read the pages: the address of its scheduler, such as tcp://host:8786 (kgbuild[dask]).",
)
@click.option("--base", envvar=f"{PREFIX}BASE", help="IRI under which instances are named; ends in / or #.")
@click.option(
    "--strict",
    is_flag=True,
    envvar=f"{PREFIX}STRICT",
    help="Write nothing if a file cannot be read, and let warnings count as errors.",
)
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option(
    "--validation",
    type=click.Choice(["pyshacl", "shacl", "none"]),
    default="pyshacl",
    show_default=True,
    envvar=f"{PREFIX}VALIDATION",
    help="Who holds the SHACL shapes against the graph: shacl is the faster engine of the extra kgbuild[fast].",
)
@click.option(
    "--fresh",
    is_flag=True,
    envvar=f"{PREFIX}FRESH",
    help="Read all pages, also those that have not changed since the last build into the same folder.",
)
@click.option(
    "--also",
    default="",
    metavar="LIST",
    callback=named_kinds,
    envvar=f"{PREFIX}ALSO",
    help="Write files for other tools besides: tables, kgx, graphml; several with commas between.",
)
@settings_options
def build(**options: Unpack[Options]) -> int:
    """Read PAGES (files, folders, globs, - for standard input; by default the folder seeds) and write the graph.

    PAGES can be addresses as well, such as s3://bucket/folder, gs://bucket/*.md or hdfs://host/folder (kgbuild[dask]).

    Writes graph.ttl, graph.jsonld, graph.nq, report.json, report.html and manifest.json; with --also besides uses.tsv
    and other tables with datapackage.json (tables), kgx_nodes.tsv and kgx_edges.tsv (kgx), graph.graphml (graphml).
    """
    inputs = existing(options["pages"] or ("seeds",))
    refuse_to_mix(inputs, options["output"])
    with _folder(options) as folder:
        return _build(inputs, folder, options)


@contextmanager
def _folder(options: Options) -> Iterator[Path]:
    """The folder of this machine to build in, kept from others where something is to be written."""
    output, writes = options["output"], not options["dry_run"]
    if isinstance(output, Path):
        with exclusive(output) if writes else nullcontext():
            yield output
    else:
        with output.here(writes=writes, fresh=options["fresh"]) as folder:
            yield folder


def _build(inputs: list[str], folder: Path, options: Options) -> int:
    """Build, say what was found, write, say what was written."""
    from kgbuild.kept_pages import KeptPages
    from kgbuild.pages import read_pages
    from kgbuild.pipeline import Settings
    from kgbuild.rebuilds import Rebuild
    from kgbuild.validation import Engine
    from kgbuild.vocabulary import DEFAULT_BASE

    settings = Settings(options["base"] or DEFAULT_BASE, engine=Engine(options["validation"]))
    with KeptPages(folder, fresh=options["fresh"]) as kept:
        pages = Rebuild(list(read_pages(inputs)), settings, kept, folder, options["also"])
        unchanged = pages.unchanged()
        built = unchanged or _built(pages, options)
        code = _exit(built.report, strict=options["strict"])
        writes = bool(built.report.pages) and not options["dry_run"] and not (options["strict"] and code)
        _say_findings(built.report, options, writes=writes)
        if not built.report.pages:
            click.echo("kgbuild: no page could be read, so nothing is written; the reasons stand above", err=True)
            return Exit.UNREADABLE
        if writes and not unchanged:
            _write(pages, built)
            if not isinstance(options["output"], Path):
                options["output"].send(folder)
    if not options["quiet"]:
        _say_summary(built, options["output"], writes=writes)
    return code


def _built(pages: Rebuild, options: Options) -> Build:
    with progress("reading pages", hidden=options["quiet"]) as seen:
        return pages.build(_readers(options), seen)


def _readers(options: Options) -> int | Readers:
    """Who reads pages: so many processes, or a cluster."""
    from kgbuild.scale_out import processors

    if options["scheduler"] is None:
        return options["jobs"] or processors()
    from kgbuild.cluster import spread_on_cluster

    return partial(spread_on_cluster, address=options["scheduler"])


def _write(pages: Rebuild, built: Build) -> None:
    try:
        pages.write(built)
    except OSError as error:
        reason = f"{error.filename}: cannot be written ({error.strerror})"
        click.echo(f"kgbuild: {reason}; the graph is, but the next build will read all pages again", err=True)


def _say_findings(report: Report, options: Options, *, writes: bool) -> None:
    """Print what is wrong on standard error: all errors, then the first warnings; the rest and notes on request."""
    from kgbuild.reporting import as_text

    errors, warnings, notes = ([f for f in report.findings if f.severity is kind] for kind in Severity)
    if options["quiet"]:
        warnings, notes = [], []
    milder = [*warnings, *notes] if options["verbose"] else warnings[:SHOWN]
    for finding in (*errors, *milder):
        click.echo(as_text(finding), err=True)
    left_out = len(warnings) - len(milder)
    if left_out > 0:
        # Where nothing is written there is no report to see them in, or one of an earlier build.
        click.echo(f"... and {left_out} more: {'see report.html, or ' if writes else ''}add -v", err=True)


def _exit(report: Report, *, strict: bool) -> Exit:
    if not report.conforms or (strict and report.count(Severity.WARNING)):
        return Exit.DOES_NOT_CONFORM
    return Exit.UNREADABLE if report.unreadable else Exit.FINE


def _say_summary(built: Build, output: Path | RemoteFolder, *, writes: bool) -> None:
    from kgbuild.cli.summary import FEW, summary
    from kgbuild.explanation import accounts
    from kgbuild.graphs import Graph, read_triples
    from kgbuild.model import PageKind

    about = [page for page in built.report.pages if page.kind in {PageKind.DRUG, PageKind.COMBINATION}]
    few = len(about) <= FEW
    stated = built.triples() if built.graphs or not isinstance(output, Path) else read_triples(output)
    for line in summary(built.report, accounts(Graph(stated)) if few else None):
        click.echo(line)
    where = f"written to {output}" if built.graphs else f"{output} is as it must be: no page has changed"
    click.echo(where if writes else "nothing was written")
