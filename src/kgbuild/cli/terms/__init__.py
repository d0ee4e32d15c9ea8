"""``kgbuild terms``: import a release of the NCI Thesaurus, look terms up, cut the slice."""

from __future__ import annotations

import click

from kgbuild.cli.terms.cutting import slice_
from kgbuild.cli.terms.finding import find
from kgbuild.cli.terms.importing import import_
from kgbuild.cli.terms.showing import show

__all__ = ["terms"]


@click.group()
def terms() -> None:
    """Import a release of the NCI Thesaurus, look names and codes up, cut what ships with kgbuild."""


for command in (find, import_, show, slice_):
    terms.add_command(command)
