"""Who loads: credentials from the environment or a file that nobody else can read; they are never shown."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.errors import StoreError

if TYPE_CHECKING:
    import httpx

    Authorisation = httpx.Auth | Callable[[httpx.Request], httpx.Request]

USER, PASSWORD, TOKEN = "KGBUILD_USER", "KGBUILD_PASSWORD", "KGBUILD_TOKEN"
_KEYS = {"user", "password", "token"}
_OTHERS = 0o077
"""Rights of the group and of everybody."""


class Scheme(StrEnum):
    """How a server is told who asks. Source: RFC 7617, RFC 7616, RFC 6750."""

    BASIC = "basic"
    DIGEST = "digest"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token; what is not given is empty.

    >>> Credentials("dba", "secret")
    Credentials()
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def read_credentials(file: Path | None, environment: Mapping[str, str]) -> Credentials:
    """Read the file (TOML with `user` and `password`, or `token`), or else the variables `KGBUILD_USER` and so on.

    Raises:
        StoreError: the file cannot be read, may be read by others, or is of another form.
    """
    if file is None:
        return Credentials(environment.get(USER, ""), environment.get(PASSWORD, ""), environment.get(TOKEN, ""))
    try:
        rights = file.stat().st_mode
        if rights & _OTHERS:
            raise StoreError(f"{file}: may be read by others, so that it is not used; run chmod 600 {file}")
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); give a file with the credentials") from error
    except ValueError as error:  # not UTF-8 or no TOML; what stands there is not repeated
        raise StoreError(f'{file}: is no TOML; write user = "..." and password = "...", or token = "..."') from error
    if unknown := sorted(set(read) - _KEYS):
        raise StoreError(f"{file}: unknown key {unknown[0]!r}; use user and password, or token")
    if not all(isinstance(value, str) for value in read.values()):
        raise StoreError(f"{file}: a value is no text; write it in quotes")
    return Credentials(**read)


def authorisation(scheme: Scheme, credentials: Credentials) -> Authorisation:
    """What the HTTP client shows the server.

    Raises:
        StoreError: what the scheme needs is not given, or has characters that it cannot carry.
    """
    import httpx

    if scheme is Scheme.BEARER:
        return _bearer(_sendable(credentials.token, TOKEN))
    user, password = _sendable(credentials.user, USER), credentials.password
    if not password:
        raise StoreError(_lacking(PASSWORD))
    if scheme is Scheme.DIGEST:
        return httpx.DigestAuth(user, password)
    if ":" in user:
        raise StoreError(f"{USER} holds a colon, which basic authentication cannot carry; use another user")
    return httpx.BasicAuth(user, password)


def _bearer(token: str) -> Authorisation:
    def authorised(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return authorised


def _sendable(word: str, name: str) -> str:
    """A word that can stand in a header line; an error of the HTTP library would show it."""
    if not word:
        raise StoreError(_lacking(name))
    if not (word.isascii() and word.isprintable()) or '"' in word or word != word.strip():
        raise StoreError(f"{name} holds blanks at an end, quotes or control characters; correct it")
    return word


def _lacking(name: str) -> str:
    key = name.rpartition("_")[2].lower()
    return f'--auth needs {name} in the environment, or {key} = "..." in the file of --credentials'
