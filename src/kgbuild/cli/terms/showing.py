"""``kgbuild terms show``: what is known of a code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.layout import columns, wrapped
from kgbuild.cli.settings import settings_options
from kgbuild.cli.terms.sources import opened, say_json, source_options, text_of
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.lookup import Entry, Relative, Terms

MAPPINGS = "mappings"
"""Folder of ``ontology/`` that holds mapping sets."""


@click.command()
@click.argument("code")
@source_options
@settings_options
def show(code: str, as_json: bool, index: Path | None, **_: bool) -> Exit:
    """Show the concept CODE (such as C2668): names, types, what stands above and below it, cross-references."""
    from kgbuild.lookup import entry
    from kgbuild.resources import folder

    code = text_of(code)
    with opened(index) as terms:
        found = entry(terms, code.strip(), folder("ontology") / MAPPINGS)
        if found is None:
            _say_nothing(code, terms, is_slice=index is None)
            return Exit.USAGE
        if as_json:
            say_json(found)
        else:
            for line in _lines(found, columns()):
                click.echo(line)
    return Exit.FINE


def _lines(found: Entry, wide: int) -> Iterator[str]:
    concept = found.concept
    yield from wrapped(f"{concept.code}  {concept.label}", wide, "", "    ")
    rows = (
        ("retired", "yes" if concept.is_retired else "no"),
        ("kind", concept.kind),
        ("status", concept.status.replace("|", ", ")),
        ("display name", concept.display.replace("|", ", ")),
        ("semantic types", ", ".join(concept.types)),
        ("synonyms", " | ".join(concept.synonyms)),
        ("source", found.source),
    )
    for name, words in rows:
        if words:
            yield from wrapped(words, wide, f"  {name:<16}", " " * min(18, wide // 2))
    yield from _relatives("children", found.children, wide)
    yield from _relatives("parents, and what is above them", found.ancestors, wide)
    if found.references:
        yield "  cross-references"
    for one in found.references:
        words = f"{one.predicate} {one.identifier}" if one.is_subject else f"{one.identifier} {one.predicate} this"
        yield from wrapped(f"{words}  {one.label} ({one.mapping_set})", wide, "    ", "      ")


def _relatives(name: str, relatives: tuple[Relative, ...], wide: int) -> Iterator[str]:
    """Concepts, indented by their distance; what stands twice is not followed again."""
    if relatives:
        yield f"  {name}"
    for one in relatives:
        label = one.label or "(no concept of this source)"
        indent = " " * min(2 + 2 * one.depth, wide // 2)
        yield from wrapped(f"{one.code}  {label}{' (see above)' if one.is_repeated else ''}", wide, indent, indent)


def _say_nothing(code: str, terms: Terms, *, is_slice: bool) -> None:
    from kgbuild.lookup import nearest_codes
    from kgbuild.releases import is_code

    wanted = code.strip().upper()
    meant = terms.record(wanted)
    if meant:
        advice = f"did you mean {wanted} ({meant.label})?"
    elif not is_code(wanted):
        advice = f"a code is C and digits, such as C2668; names are looked up by: kgbuild terms find {code.strip()!r}"
    elif is_slice:
        advice = "only what drug pages name ships with kgbuild: import a release and add --index"
    else:
        advice = "a later release may have it"
    click.echo(printable(f"kgbuild: there is no {code.strip()!r} in the {terms.source}; {advice}"), err=True)
    for near in nearest_codes(terms, wanted) if is_code(wanted) and not meant else ():
        click.echo(printable(f"  near: {near.code}  {near.label}"), err=True)
