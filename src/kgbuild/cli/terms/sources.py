"""Where ``terms find`` and ``terms show`` look: the shipped slice, or an imported release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kgbuild.cli.settings import PREFIX

if TYPE_CHECKING:
    from kgbuild.lookup import Terms

Command = TypeVar("Command", bound=Callable[..., object])


def source_options(command: Command) -> Command:
    """Give a command ``--index`` and ``--json``."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="For programs."),
        click.option(
            "--index",
            type=click.Path(path_type=Path),
            envvar=f"{PREFIX}INDEX",
            help="An index that 'kgbuild terms import' wrote; without it the terms that come with kgbuild.",
        ),
    ):
        command = option(command)
    return command


def text_of(argument: str) -> str:
    """An argument as text: bytes of the command line that are no UTF-8 become question marks."""
    return argument.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def opened(index: Path | None) -> Iterator[Terms]:
    """Open the one or the other."""
    from kgbuild.lookup import ReleaseTerms, SliceTerms
    from kgbuild.resources import folder

    if index is None:
        yield SliceTerms.open(folder("ontology"))
    else:
        with ReleaseTerms.open(index) as terms:
            yield terms


def say_json(value: object) -> None:
    """Print a value for programs."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), nl=False)
