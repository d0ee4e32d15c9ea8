"""``kgbuild build``: pages in, graph and report out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice
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
    from collections.abc import Iterable

    from kgbuild.assembly import Build
    from kgbuild.packing import Outcome
    from kgbuild.rebuilds import Rebuild
    from kgbuild.remote_output import RemoteFolder
    from kgbuild.reporting import Finding, Report, Tally
    from kgbuild.scale_out import Readers
    from kgbuild.tools import Settings

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
    from kgbuild.pages.inputs import PageFiles
    from kgbuild.rebuilds import Rebuild
    from kgbuild.tools import Settings
    from kgbuild.validation import Engine
    from kgbuild.vocabulary import DEFAULT_BASE

    settings = Settings(options["base"] or DEFAULT_BASE, engine=Engine(options["validation"]))
    with KeptPages(folder, fresh=options["fresh"]) as kept:
        rebuild = Rebuild(PageFiles(inputs), settings, kept, folder, options["also"])
        built: Build | None = None
        found: Report | Outcome | None = rebuild.unchanged()
        if found is None:
            built = _built(rebuild, settings, options)
            found = built.report
        tally = found.tally
        code = _exit(tally, strict=options["strict"])
        writes = bool(tally.pages) and not options["dry_run"] and not (options["strict"] and code)
        _say_findings(tally, found.findings, options, writes=writes)
        if not tally.pages:
            click.echo("kgbuild: no page could be read, so nothing is written; the reasons stand above", err=True)
            return Exit.UNREADABLE
        if writes and built:
            _write(rebuild, built, folder, options)
        if not options["quiet"]:
            _say_summary(tally, built, folder, options["output"], writes=writes)
    return code


def _built(rebuild: Rebuild, settings: Settings, options: Options) -> Build:
    with progress("reading pages", hidden=options["quiet"]) as seen:
        return rebuild.build(_readers(settings, options), seen)


def _readers(settings: Settings, options: Options) -> int | Readers:
    """Who reads pages: so many processes, or a cluster."""
    if options["scheduler"] is None:
        return _jobs(options)
    from kgbuild.cluster import Cluster

    return Cluster(settings, options["scheduler"])


def _jobs(options: Options) -> int:
    from kgbuild.scale_out import processors

    return options["jobs"] or processors()


def _write(rebuild: Rebuild, built: Build, folder: Path, options: Options) -> None:
    try:
        rebuild.write(built, _jobs(options))
    except OSError as error:
        reason = f"{error.filename}: cannot be written ({error.strerror})"
        click.echo(f"kgbuild: {reason}; the graph is, but the next build will read all pages again", err=True)
    if not isinstance(options["output"], Path):
        options["output"].send(folder)


def _say_findings(tally: Tally, findings: Iterable[Finding], options: Options, *, writes: bool) -> None:
    """Print what is wrong on standard error: all errors, then the first warnings; the rest and notes on request."""
    from kgbuild.reporting import as_text

    most: dict[Severity, int | None] = {Severity.ERROR: None, Severity.WARNING: SHOWN, Severity.NOTE: 0}
    if options["quiet"]:
        most[Severity.WARNING] = 0
    elif options["verbose"]:
        most = dict.fromkeys(Severity)
    for severity, limit in most.items():
        if tally.findings[severity] and limit != 0:
            alike = (finding for finding in findings if finding.severity is severity)
            for finding in islice(alike, limit):
                click.echo(as_text(finding), err=True)
    left_out = tally.findings[Severity.WARNING] - SHOWN
    if left_out > 0 and not options["quiet"] and not options["verbose"]:
        # Where nothing is written there is no report to see them in, or one of an earlier build.
        click.echo(f"... and {left_out} more: {'see report.html, or ' if writes else ''}add -v", err=True)


def _exit(tally: Tally, *, strict: bool) -> Exit:
    if not tally.conforms or (strict and tally.findings[Severity.WARNING]):
        return Exit.DOES_NOT_CONFORM
    return Exit.UNREADABLE if tally.unreadable else Exit.FINE


def _say_summary(tally: Tally, built: Build | None, folder: Path, output: object, *, writes: bool) -> None:
    """Print what the build found, or the last one if this found nothing new."""
    from kgbuild.cli.summary import FEW, summary
    from kgbuild.explanation import accounts
    from kgbuild.graphs import Graph, read_triples
    from kgbuild.model import PageKind

    few = tally.kinds[PageKind.DRUG] + tally.kinds[PageKind.COMBINATION] <= FEW
    stated = (built.quads.triples() if built else read_triples(folder)) if few else ()
    for line in summary(tally, accounts(Graph(stated)) if few else None):
        click.echo(line)
    where = f"written to {output}" if built else f"{output} is as it must be: no page has changed"
    click.echo(where if writes else "nothing was written")
