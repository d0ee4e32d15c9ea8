"""``kgbuild terms find``: what a name means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.layout import columns, wrapped
from kgbuild.cli.settings import settings_options
from kgbuild.cli.terms.sources import opened, say_json, source_options, text_of
from kgbuild.concept import Role
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.lookup import Match, Terms


@click.command()
@click.argument("text")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Only what the name means as this.")
@click.option("--all", "everything", is_flag=True, help="Also retired concepts, and homonyms that no role means.")
@source_options
@settings_options
def find(text: str, role: str | None, everything: bool, as_json: bool, index: Path | None, **_: bool) -> Exit:
    """Show the concepts that the name TEXT means, the best first, and by which of their names.

    Case, number, dashes and the like do not count. TEXT may also be an id of NCI's glossary. Where nothing has the
    name, the nearest names are told and the exit code is 2.
    """
    from kgbuild.lookup import nearest

    text = text_of(text)
    with opened(index) as terms:
        asked = Role(role) if role else None
        found = terms.matches(text, asked, everything=everything)
        near = [] if found else nearest(terms, text, asked)
        if as_json:
            say_json({"text": text, "source": terms.source, "found": found, "nearest": near})
        for line in () if as_json else _lines(found, columns()):
            click.echo(line)
        if not found:
            _say_nothing(text, terms, near, is_code=terms.record(text.strip()) is not None)
    return Exit.FINE if found else Exit.USAGE


def _lines(found: list[Match], wide: int) -> Iterator[str]:
    """Each concept, and below it the name and what it is."""
    for match in found:
        what = match.kind or ", ".join(match.types) or "of no known kind"
        yield from wrapped(f"{match.code}  {match.label}  {what}", wide, "", "    ")
        roles = f"; as {', '.join(match.roles)}" if match.roles else ""
        yield from wrapped(f"{match.how.replace('-', ' ')} “{match.name}”{roles}", wide, "    ", "    ")


def _say_nothing(text: str, terms: Terms, near: list[Match], *, is_code: bool) -> None:
    advice = f"; it is a code: run 'kgbuild terms show {text.strip()}'" if is_code else ""
    click.echo(printable(f"kgbuild: nothing is called {text!r} in the {terms.source}{advice}"), err=True)
    for match in near:
        click.echo(printable(f"  near: {match.name}  {match.code}  {match.label}"), err=True)
