"""Settings that hold for every command: ``kgbuild.toml``, then ``KGBUILD_*``, then flags; the later wins."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import click

from kgbuild.errors import ConfigurationError

FILE = "kgbuild.toml"
PREFIX = "KGBUILD_"

_TYPES: Mapping[str, tuple[type, ...]] = {
    "pages": (list,),
    "output": (str,),
    "graph": (str,),
    "index": (str,),
    "site": (str,),
    "base": (str,),
    "also": (str,),
    "jobs": (int,),
    "scheduler": (str,),
    "strict": (bool,),
    "fresh": (bool,),
    "validation": (str,),
    "quiet": (bool,),
    "verbose": (bool,),
    "format": (str,),
    "on": (str,),
    "timeout": (int,),
    "store": (str,),
    "endpoint": (str,),
    "query_endpoint": (str,),
    "auth": (str,),
    "credentials": (str,),
    "ca_file": (str,),
}
"""Every key of the file, and of the environment in capitals behind `PREFIX`, with what it may hold."""
_ELSEWHERE = {
    "KGBUILD_CONFIG",
    "KGBUILD_TRACEBACK",
    "KGBUILD_UPDATE_GOLDEN",
    # Secrets of `load --auth`: they stand in no file that others can read, and in no flag.
    "KGBUILD_USER",
    "KGBUILD_PASSWORD",
    "KGBUILD_TOKEN",
}
_WORDS = {list: "a list of texts", str: "a text", int: "a whole number", bool: "true or false"}

Command = TypeVar("Command", bound=Callable[..., object])


def read_settings(path: Path) -> dict[str, object]:
    """Read a configuration file.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, has an unknown key, or a value of another type.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: this is not TOML: {error}") from error
    for key, value in settings.items():
        _check(path, key, value)
    return settings


def _check(path: Path, key: str, value: object) -> None:
    if key not in _TYPES:
        raise ConfigurationError(f"{path}: unknown key {key!r}; {_nearest(key, list(_TYPES))}")
    if type(value) not in _TYPES[key] or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
        raise ConfigurationError(f"{path}: {key} is {value!r}; write {_WORDS[_TYPES[key][0]]}")


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse a variable that looks like ours and means nothing.

    Raises:
        ConfigurationError: names it and the nearest that there is.
    """
    known = {PREFIX + key.upper() for key in _TYPES} | _ELSEWHERE
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            raise ConfigurationError(f"unknown environment variable {name}; {_nearest(name, sorted(known))}")


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}"


def _load(context: click.Context, _: click.Parameter, given: str | None) -> None:
    """Make the file's settings the defaults of the options that are not given."""
    check_environment(os.environ)
    path = Path(given or FILE)
    if given is None and not path.is_file():
        return
    known = {parameter.name for parameter in context.command.params}
    context.default_map = {key: value for key, value in read_settings(path).items() if key in known}


def settings_options(command: Command) -> Command:
    """Give a command ``--config``, ``--quiet`` and ``--verbose``."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, envvar=f"{PREFIX}VERBOSE", help="Say more on standard error."),
        click.option("-q", "--quiet", is_flag=True, envvar=f"{PREFIX}QUIET", help="Say errors only."),
        click.option(
            "--config",
            type=click.Path(dir_okay=False),
            is_eager=True,
            expose_value=False,
            callback=_load,
            envvar=f"{PREFIX}CONFIG",
            help=f"Read settings from this file instead of {FILE}.",
        ),
    ):
        command = option(command)
    return command
