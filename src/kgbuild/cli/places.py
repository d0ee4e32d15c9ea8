"""Where a build reads from and writes to: what is refused before anything is read."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.settings import PREFIX
from kgbuild.remote_files import is_remote, without_user

if TYPE_CHECKING:
    from kgbuild.remote_output import RemoteFolder

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
        if is_remote(os.fspath(value)):
            self.fail("this must be a folder of this machine; only kgbuild build writes to another one", param, ctx)
        return super().convert(value, param, ctx)


def place_to_write(ctx: click.Context, param: click.Parameter, name: str) -> Path | RemoteFolder:
    """Of an option: a folder to write, here or on another machine (`kgbuild.remote_files`)."""
    if is_remote(name):
        from kgbuild.remote_output import RemoteFolder

        return RemoteFolder(name)
    return Path(os.fsdecode(Folder().convert(name, param, ctx)))


def existing(pages: Sequence[str]) -> list[str]:
    """The inputs, if any of them points to something; those that do not are reported with the others' pages.

    Raises:
        click.UsageError: there is nothing where any of them points to.
    """
    missing = [page for page in pages if not _may_exist(page)]
    if len(missing) == len(pages):
        names = ", ".join(page or "''" for page in missing)
        raise click.UsageError(f"{names}: no such file or folder; give pages (*.md), or a folder or glob of them")
    return list(pages)


def _may_exist(page: str) -> bool:
    return page == "-" or is_remote(page) or os.path.lexists(page) or glob.has_magic(page)


def refuse_to_mix(pages: Sequence[str], output: Path | RemoteFolder) -> None:
    """Keep what is written out of the folders that are read.

    Raises:
        click.UsageError: a page lies in the folder that would be written, or the folder itself is an input.
    """
    from kgbuild.pages import Source, find_sources

    place = _place(output)
    beside = [page for page in pages if is_remote(page) == is_remote(place)]  # only there can they meet
    for page in beside:
        if _place(page) == place and (is_remote(page) or (os.path.lexists(page) and Path(page).is_dir())):
            raise _mixed(output, page)
    for found in find_sources(beside):
        if isinstance(found, Source) and found.path != "-" and _place(_parent(found.path)) == place:
            raise _mixed(output, found.path)


def _parent(name: str) -> str:
    return name.rpartition("/")[0] if is_remote(name) else str(Path(name).parent)


def _place(name: object) -> str:
    """A path without links, or an address without a user; equal for the same place."""
    given = str(name)
    return without_user(given).rstrip("/") if is_remote(given) else os.path.realpath(given)


def _mixed(output: Path | RemoteFolder, page: str) -> click.UsageError:
    return click.UsageError(f"-o {output}: pages are read from there ({page}); name another folder to write")
