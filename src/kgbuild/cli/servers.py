"""Options of commands that talk to a server: who asks, and whose certificates are trusted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from kgbuild.cli.settings import PREFIX

if TYPE_CHECKING:
    from kgbuild.stores import Connection, Endpoint, Patience

FILE = click.Path(dir_okay=False, path_type=Path)

Command = TypeVar("Command", bound=Callable[..., object])


class ServerOptions(TypedDict):
    """What click gives for `server_options`, by name."""

    auth: str | None
    credentials: Path | None
    ca_file: Path | None
    insecure_http: bool


def server_options(command: Command) -> Command:
    """Give a command ``--auth``, ``--credentials``, ``--ca-file`` and ``--insecure-http``."""
    for option in (
        click.option("--insecure-http", is_flag=True, help="Send credentials over plain http to another machine."),
        click.option("--ca-file", type=FILE, envvar=f"{PREFIX}CA_FILE", help="Trust these certificates (PEM) only."),
        click.option(
            "--credentials",
            type=FILE,
            envvar=f"{PREFIX}CREDENTIALS",
            help="Read them from this file (TOML, mode 600) instead.",
        ),
        click.option(
            "--auth",
            type=click.Choice(["basic", "digest", "bearer"]),
            envvar=f"{PREFIX}AUTH",
            help="Tell an endpoint who asks: KGBUILD_USER and KGBUILD_PASSWORD, or KGBUILD_TOKEN.",
        ),
    ):
        command = option(command)
    return command


def connection_to(place: Endpoint, options: ServerOptions, patience: Patience) -> Connection:
    """A connection on which nothing was sent yet; credentials go with it only where `--auth` says so.

    Raises:
        click.UsageError: credentials would go in clear to another machine, or are given for nothing.
        StoreError: they, or the certificates, cannot be used.
    """
    from kgbuild.stores import Connection, Scheme, authorisation, read_credentials

    auth = None
    if options["auth"]:
        if place.is_open_to_listeners and not options["insecure_http"]:
            raise click.UsageError(
                f"{place.graphs} is plain http, where others can listen, so that no credentials are sent;"
                " give an address with https, or --insecure-http if the way is safe"
            )
        auth = authorisation(Scheme(options["auth"]), read_credentials(options["credentials"], os.environ))
    elif options["credentials"]:
        raise click.UsageError("--credentials needs --auth basic, digest or bearer")
    return Connection(auth, options["ca_file"], patience)
