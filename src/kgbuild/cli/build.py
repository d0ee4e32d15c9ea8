"""``kgbuild build``: pages in, graph and report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.places import Folder, existing, refuse_to_mix
from kgbuild.cli.progress import progress
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.model import Severity

if TYPE_CHECKING:
    from kgbuild.pipeline import Build, Settings
    from kgbuild.reporting import Report

SHOWN = 20
"""Warnings that are printed unless all are asked for; errors always are."""


class Options(TypedDict):
    """What click gives `build`, by name."""

    pages: tuple[str, ...]
    output: Path
    jobs: int
    base: str | None
    strict: bool
    dry_run: bool
    quiet: bool
    verbose: bool


@click.command()
@click.argument("pages", nargs=-1, envvar=f"{PREFIX}PAGES")
@click.option(
    "-o",
    "--output",
    type=Folder(),
    default=Path("output"),
    show_default=True,
    envvar=f"{PREFIX}OUTPUT",
    help="The folder to write.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    envvar=f"{PREFIX}JOBS",
    help="Processes to read pages with; 0 (the default) is one for each processor.",
)
@click.option("--base", envvar=f"{PREFIX}BASE", help="IRI under which instances are named; ends in / or #.")
@click.option(
    "--strict",
    is_flag=True,
    envvar=f"{PREFIX}STRICT",
    help="Write nothing if a file cannot be read, and let warnings count as errors.",
)
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@settings_options
def build(**options: Unpack[Options]) -> int:
    """Read PAGES (files, folders, globs, - for standard input; by default the folder seeds) and write the graph.

    Writes graph.ttl, graph.jsonld, graph.nq, report.json, report.html and manifest.json.
    """
    inputs = existing(options["pages"] or ("seeds",))
    refuse_to_mix(inputs, options["output"])
    from kgbuild.pipeline import Settings, write

    settings = Settings(options["base"]) if options["base"] else Settings()
    built = _built(inputs, settings, options)
    report = built.report
    code = _exit(report, strict=options["strict"])
    writes = bool(report.pages) and not options["dry_run"] and not (options["strict"] and code)
    _say_findings(report, options, writes=writes)
    if not report.pages:
        click.echo("kgbuild: no page could be read, so nothing is written; the reasons stand above", err=True)
        return Exit.UNREADABLE
    written = options["output"] if writes else None
    if written:
        write(built, written)
    if not options["quiet"]:
        _say_summary(built, written)
    return code


def _built(inputs: list[str], settings: Settings, options: Options) -> Build:
    from kgbuild.pages import read_pages
    from kgbuild.scale_out import build as build_pages
    from kgbuild.scale_out import processors

    with progress("reading pages", hidden=options["quiet"]) as seen:
        return build_pages(read_pages(inputs), settings, workers=options["jobs"] or processors(), seen=seen)


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


def _say_summary(built: Build, output: Path | None) -> None:
    from itertools import chain

    from kgbuild.cli.summary import FEW, summary
    from kgbuild.explanation import accounts
    from kgbuild.graphs import Graph
    from kgbuild.model import PageKind

    about = [page for page in built.report.pages if page.kind in {PageKind.DRUG, PageKind.COMBINATION}]
    few = len(about) <= FEW
    graph = Graph(chain.from_iterable(triples for _, triples in built.graphs) if few else ())
    for line in summary(built.report, accounts(graph) if few else None):
        click.echo(line)
    click.echo(f"written to {output}" if output else "nothing was written")
