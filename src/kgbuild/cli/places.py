"""Where a build reads from and writes to: what is refused before anything is read."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

import click

from kgbuild.cli.settings import PREFIX

graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    envvar=f"{PREFIX}GRAPH",
    help="A folder that 'kgbuild build' wrote, or a file of RDF.",
)
"""Of commands that read a graph."""


class Folder(click.Path):
    """A folder to write; an empty name, which would mean the current folder, is refused."""

    name = "directory"

    def __init__(self) -> None:
        """Accept what is no file; it need not exist."""
        super().__init__(file_okay=False, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Take the name as a path."""
        if not os.fspath(value):
            self.fail("the name is empty; write . for the current folder", param, ctx)
        return super().convert(value, param, ctx)


def existing(pages: Sequence[str]) -> list[str]:
    """The inputs, if any of them points to something; those that do not are reported with the others' pages.

    Raises:
        click.UsageError: there is nothing where any of them points to.
    """
    missing = [page for page in pages if page != "-" and not os.path.lexists(page) and not glob.has_magic(page)]
    if len(missing) == len(pages):
        names = ", ".join(page or "''" for page in missing)
        raise click.UsageError(f"{names}: no such file or folder; give pages (*.md), or a folder or glob of them")
    return list(pages)


def refuse_to_mix(pages: Sequence[str], output: Path) -> None:
    """Keep what is written out of the folders that are read.

    Raises:
        click.UsageError: a page lies in the folder that would be written, or the folder itself is an input.
    """
    from kgbuild.pages import Source, find_sources

    place = os.path.realpath(output)
    for page in pages:
        if os.path.lexists(page) and Path(page).is_dir() and os.path.realpath(page) == place:
            raise _mixed(output, page)
    for found in find_sources(pages):
        if isinstance(found, Source) and found.path != "-" and os.path.realpath(Path(found.path).parent) == place:
            raise _mixed(output, found.path)


def _mixed(output: Path, page: str) -> click.UsageError:
    return click.UsageError(f"-o {output}: pages are read from there ({page}); name another folder to write")
