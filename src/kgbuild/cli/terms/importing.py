"""``kgbuild terms import``: a release in, an index out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.layout import counted, table
from kgbuild.cli.settings import settings_options
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.releases import Imported

SHOWN = 20
"""Odd things of a kind that are printed unless all are asked for."""


@click.command("import")
@click.argument("release", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="INDEX",
    help="The index to write; an old one is replaced whole.",
)
@click.option("--url", help="Fetch the release from here first, into FILE, or else beside INDEX; http or https.")
@settings_options
def import_(release: Path | None, target: Path, url: str | None, quiet: bool, verbose: bool) -> None:
    """Read FILE, a FLAT release of the NCI Thesaurus (a Thesaurus.FLAT.zip, or its text, plain or gzip), for look-up.

    What is odd in the release (parents that are no concepts, concepts above themselves) is told and does not stop the
    import; a line that is broken does.
    """
    from kgbuild.releases import file_name, import_release

    if url and release is None:
        release = target.parent / file_name(url)
    if release is None:
        raise click.UsageError("name the FILE of a release, or its --url")
    if release.resolve() == target.resolve() or (release.exists() and target.exists() and release.samefile(target)):
        raise click.UsageError(f"-o {target}: this is the release itself; name another file")
    if url:
        release = _fetched(url, release, quiet=quiet)
    imported = import_release(release, target, url or "")
    if not quiet:
        _say_oddities(imported, len(imported.missing) + len(imported.cycles) if verbose else SHOWN)
        for line in table(_rows(imported)):
            click.echo(line)
        click.echo(f"written to {printable(str(target))}")


def _fetched(url: str, release: Path, *, quiet: bool) -> Path:
    from kgbuild.releases import download

    def say(words: str) -> None:
        if not quiet:
            click.echo(f"kgbuild: {printable(words)}", err=True)

    got = download(url, release, say)
    say(f"{got.file}: {got.size} bytes{' (continued)' if got.resumed else ''}, SHA-256 {got.sha256}")
    return got.file


def _rows(imported: Imported) -> list[tuple[str, str | int]]:
    return [
        ("concepts", imported.concepts),
        ("retired", imported.retired),
        ("names", imported.names),
        ("names of several concepts", imported.ambiguous),
        ("columns", imported.columns),
        ("SHA-256 of the release", imported.sha256),
    ]


def _say_oddities(imported: Imported, shown: int) -> None:
    """Tell what is odd on standard error; the first of each kind, or all."""
    missing = [f"{code} ({counted(children, 'concept')} below)" for code, children in imported.missing]
    knots = [" ".join(knot) for knot in imported.cycles]
    kinds = (("parent that is no concept", missing), ("set of concepts above themselves", knots))
    for what, oddities in kinds:
        for oddity in oddities[:shown]:
            click.echo(f"warning: {what}: {printable(oddity)}", err=True)
        if len(oddities) > shown:
            click.echo(f"warning: ... and {len(oddities) - shown} more of these: add -v", err=True)
