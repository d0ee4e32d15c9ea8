"""``kgbuild build``: pages in, graph and report out."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.model import Severity

if TYPE_CHECKING:
    from kgbuild.pipeline import Build, Settings
    from kgbuild.reporting import Report

SHOWN = 20
"""Findings that are printed unless all are asked for."""


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
    type=click.Path(file_okay=False, path_type=Path),
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
    inputs = _existing(options["pages"] or ("seeds",))
    from kgbuild.pipeline import Settings, write

    settings = Settings(options["base"]) if options["base"] else Settings()
    built = _built(inputs, settings, options)
    report = built.report
    _say_findings(report, quiet=options["quiet"], verbose=options["verbose"])
    if not report.pages:
        click.echo("kgbuild: no page could be read, so nothing is written; the reasons stand above", err=True)
        return Exit.UNREADABLE
    code = _exit(report, strict=options["strict"])
    written = None if options["dry_run"] or (options["strict"] and code) else options["output"]
    if written:
        write(built, written)
    if not options["quiet"]:
        _say_summary(built, written)
    return code


def _existing(pages: tuple[str, ...]) -> list[str]:
    """The inputs, if there is something where each points to."""
    for page in pages:
        if page != "-" and not os.path.lexists(page) and not glob.has_magic(page):
            message = f"{page}: no such file or folder; give pages (*.md), or a folder or glob of them"
            raise click.UsageError(message)
    return list(pages)


def _built(inputs: list[str], settings: Settings, options: Options) -> Build:
    from kgbuild.pages import read_pages
    from kgbuild.scale_out import build as build_pages
    from kgbuild.scale_out import processors

    with _progress(hidden=options["quiet"] or not sys.stderr.isatty()) as seen:
        return build_pages(read_pages(inputs), settings, workers=options["jobs"] or processors(), seen=seen)


@contextmanager
def _progress(*, hidden: bool) -> Iterator[Callable[[int, int], object]]:
    """A bar on standard error that is told how many pages are read."""
    if hidden:
        yield lambda _done, _all: None
        return
    with click.progressbar(length=1, label="reading pages", file=sys.stderr) as bar:

        def seen(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield seen


def _say_findings(report: Report, *, quiet: bool, verbose: bool) -> None:
    """Print what is wrong on standard error: errors before warnings, notes only on request."""
    from kgbuild.reporting import as_text

    kinds = [Severity.ERROR] if quiet else [*Severity] if verbose else [Severity.ERROR, Severity.WARNING]
    found = [finding for kind in kinds for finding in report.findings if finding.severity is kind]
    shown = found if verbose else found[:SHOWN]
    for finding in shown:
        click.echo(as_text(finding), err=True)
    if len(found) > len(shown):
        click.echo(f"... and {len(found) - len(shown)} more: see report.html, or add -v", err=True)


def _exit(report: Report, *, strict: bool) -> Exit:
    if not report.conforms or (strict and report.count(Severity.WARNING)):
        return Exit.DOES_NOT_CONFORM
    return Exit.UNREADABLE if report.unreadable else Exit.FINE


def _say_summary(built: Build, output: Path | None) -> None:
    from itertools import chain

    from kgbuild.cli.summary import FEW, summary
    from kgbuild.explanation import Graph, accounts
    from kgbuild.model import PageKind

    about = [page for page in built.report.pages if page.kind in {PageKind.DRUG, PageKind.COMBINATION}]
    few = len(about) <= FEW
    graph = Graph(chain.from_iterable(triples for _, triples in built.graphs) if few else ())
    for line in summary(built.report, accounts(graph) if few else None):
        click.echo(line)
    click.echo(f"written to {output}" if output else "nothing was written")
