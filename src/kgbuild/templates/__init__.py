"""Pages for a browser: templates in which whatever comes from the input is escaped."""

from __future__ import annotations

from pathlib import Path

from kgbuild.printable import printable

_FOLDER = Path(__file__).parent


def render(name: str, **values: object) -> bytes:
    """Fill in the template ``NAME.j2`` of this folder; the page is in UTF-8 and ends in a line feed.

    A name that the template uses and nobody gives is an error.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    return (environment.get_template(f"{name}.j2").render(values).rstrip() + "\n").encode()
