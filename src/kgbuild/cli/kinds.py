"""Names with commas between them, of the files that a build writes for other tools."""

from __future__ import annotations

from difflib import get_close_matches

import click


def named_kinds(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """Some of `kgbuild.interchange.KINDS`, each once, sorted; for the callback of an option.

    Raises:
        click.BadParameter: a name is unknown; the nearest is told.
    """
    if not value:
        return ()
    from kgbuild.interchange import KINDS

    names = [name.strip() for name in value.split(",")]
    for name in names:
        if name not in KINDS:
            near = get_close_matches(name, KINDS, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"use some of {', '.join(KINDS)}"
            raise click.BadParameter(f"{name!r} is unknown; {advice}")
    return tuple(sorted(set(names)))
