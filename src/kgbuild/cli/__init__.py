"""Arguments in, exit code out: the only place that prints and exits."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from kgbuild import __version__
from kgbuild.cli.build import build
from kgbuild.cli.check import check
from kgbuild.cli.embed import embed
from kgbuild.cli.endings import ReaderGoneError, ending_of, replace_closed_streams
from kgbuild.cli.explain import explain
from kgbuild.cli.load import load
from kgbuild.cli.query import query
from kgbuild.cli.site import site
from kgbuild.cli.stats import stats
from kgbuild.cli.terms import terms
from kgbuild.cli.validate import validate

__all__ = ["commands", "main"]

_HELP = """Build a knowledge graph of oncology drugs from the drug pages of the National Cancer Institute.

\b
Exit codes: 0 fine; 1 the data does not conform; 2 wrong usage or configuration;
3 some input could not be read (the rest was); 4 internal error; 130 interrupted.
"""


class _Commands(click.Group):
    """Tells a reader that has enough from an error: click would end with 1, which means something else here."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error


@click.group(cls=_Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kgbuild")
def commands() -> None:
    """Hold the commands."""


commands.add_command(build)
commands.add_command(check)
commands.add_command(embed)
commands.add_command(explain)
commands.add_command(query)
commands.add_command(load)
commands.add_command(site)
commands.add_command(stats)
commands.add_command(terms)
commands.add_command(validate)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and end the process with its exit code."""
    replace_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(ending_of(lambda: commands.main(arguments, prog_name="kgbuild", standalone_mode=False)))
