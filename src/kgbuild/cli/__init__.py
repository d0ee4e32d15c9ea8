"""Arguments in, exit code out: the only place that prints and exits."""

from __future__ import annotations

import click

from kgbuild import __version__


@click.group()
@click.version_option(__version__, prog_name="kgbuild")
def main() -> None:
    """Build a knowledge graph of oncology drugs from NCI's pages."""
