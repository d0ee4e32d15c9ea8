"""Pages for a browser: templates in which whatever comes from the input is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.printable import printable

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent


def render(name: str, **values: object) -> bytes:
    """Fill in the template ``NAME.j2`` of this folder; the page is in UTF-8 and ends in a line feed.

    Every text is escaped, and written so that nothing of it is hidden (`printable`). A name that the template uses and
    nobody gives is an error.
    """
    return (_environment().get_template(f"{name}.j2").render(values).rstrip() + "\n").encode()


@cache
def _environment() -> Environment:
    """Templates are parsed once: a site has hundreds of pages of one form."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    return environment


def _shown(value: object) -> object:
    """A text as `printable` has it; markup of a template's own stays as it is."""
    return printable(value) if type(value) is str else value
