"""Requests to a server that are tried again where that may help, and whose failures say what to do.

Only requests that can be repeated without harm go this way: PUT, DELETE (RFC 9110, section 9.2.2) and queries.
Redirections are not followed, so that nothing is sent where nobody asked for it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from kgbuild.errors import StoreError
from kgbuild.stores.answers import Answer, refusal
from kgbuild.stores.endpoints import LOOPBACK

if TYPE_CHECKING:
    import httpx

    from kgbuild.stores.credentials import Authorisation

FIRST_WAIT = 0.5
"""Seconds before the second attempt; each further wait is twice as long."""
LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more is not waited for."""
LARGEST_ANSWER = 64 << 20
"""Bytes; the counts of some 200,000 graphs."""
RESULTS = "application/sparql-results+json"
"""The media type of rows, and of yes and no."""
_CONNECT = 20.0
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers that another attempt may mend."""
_FINE = frozenset({200, 201, 204})

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for."""

    retries: int = 4
    timeout: float = 120.0
    """Seconds for an answer to begin, and again for it to end."""
    said: Callable[[str], object] = field(default=lambda _: None, repr=False)
    """Told of each further attempt, for people."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    method: str
    address: str
    what: str
    """What it is about, for people."""
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    tells_who: bool = True
    """Whether credentials go with it."""
    fine: frozenset[int] = _FINE
    """Answers that are no failure."""


def query_request(address: str, what: str, text: str, accept: str = RESULTS, *, tells_who: bool = True) -> Request:
    """A query. Source: SPARQL 1.1 Protocol, section 2.1.2, "query via POST with URL-encoded parameters".

    Args:
        address: that takes queries.
        what: the request is about, for people.
        text: of the query.
        accept: the media type of the answer.
        tells_who: whether credentials go with it.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    return Request("POST", address, what, urlencode({"query": text}).encode(), headers, tells_who)


class BrokenAnswerError(Exception):
    """An attempt failed, and another may not; says why."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        """Take the seconds that the server asks to wait, if it does."""
        super().__init__(why)
        self.wait = wait


class Connection:
    """An HTTP client for one server; certificates are verified."""

    def __init__(self, auth: Authorisation | None, ca_file: Path | None, patience: Patience) -> None:
        """Open nothing yet.

        Args:
            auth: what is shown to the server.
            ca_file: certificates to trust instead of the usual ones.
            patience: how long it is waited for.

        Raises:
            StoreError: the file of certificates cannot be used.
        """
        import httpx

        self._auth = auth
        self._patience = patience
        timeout = httpx.Timeout(patience.timeout, connect=min(patience.timeout, _CONNECT))
        verify = _verification(ca_file)
        # A proxy of the environment would take what is meant for this machine, credentials included, elsewhere.
        direct = httpx.HTTPTransport(verify=verify)
        mounts = {f"all://{f'[{host}]' if ':' in host else host}": direct for host in LOOPBACK}
        self._client = httpx.Client(verify=verify, timeout=timeout, mounts=mounts, follow_redirects=False)

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def ask(self, request: Request, read: Callable[[Answer], Read]) -> Read:
        """Ask until an answer comes that can be read.

        Args:
            request: what is asked.
            read: makes of a fine answer what is wanted, or raises `BrokenAnswerError`.

        Raises:
            StoreError: the server refuses, or every attempt failed.
        """
        for attempt in range(self._patience.retries):
            try:
                return read(self._accepted(request))
            except BrokenAnswerError as error:
                wait = FIRST_WAIT * 2**attempt if error.wait is None else error.wait
                if wait > LONGEST_WAIT:
                    message = f"{request.what}: {error}, and asks to wait for {wait:.0f} seconds; run again then"
                    raise StoreError(message) from error
                self._patience.said(f"{request.what}: {error}; trying again in {wait:g} seconds")
                time.sleep(wait)
        try:
            return read(self._accepted(request))
        except BrokenAnswerError as error:
            tries = self._patience.retries + 1
            tried = f"{tries} attempts" if tries > 1 else "1 attempt"
            raise StoreError(f"{request.what}: {error} ({tried}); see to the server, then run again") from error

    def _accepted(self, request: Request) -> Answer:
        """One attempt."""
        answer = self._answer(request)
        if answer.status in request.fine and not answer.is_page:
            return answer
        if answer.status in _PASSING:
            wait = seconds_to_wait(answer.headers.get("retry-after", ""), datetime.now(UTC))
            raise BrokenAnswerError(f"the server answers {answer.status}{answer.words()}", wait)
        raise StoreError(f"{request.what}: {refusal(answer, has_told_who=bool(self._auth and request.tells_who))}")

    def _answer(self, request: Request) -> Answer:
        with (
            _translated(request.what),
            self._client.stream(
                request.method,
                request.address,
                content=request.body,
                headers=dict(request.headers),
                auth=self._auth if request.tells_who else None,
            ) as answer,
        ):
            text = self._text(answer)
            return Answer(answer.status_code, text, {name.lower(): value for name, value in answer.headers.items()})

    def _text(self, answer: httpx.Response) -> str:
        """The body, unless it drips or never ends."""
        end = time.monotonic() + self._patience.timeout
        read = bytearray()
        for chunk in answer.iter_bytes():
            read += chunk
            if time.monotonic() > end:
                raise BrokenAnswerError(f"the answer has not ended within {self._patience.timeout:g} seconds")
            if len(read) > LARGEST_ANSWER:
                raise BrokenAnswerError(f"the answer is longer than {LARGEST_ANSWER} bytes")
        return read.decode("utf-8", "replace")


def seconds_to_wait(asked: str, now: datetime) -> float | None:
    """Read ``Retry-After``: seconds or a date; None where there is none. Source: RFC 9110, section 10.2.3.

    >>> seconds_to_wait("7", datetime.now(UTC))
    7.0
    >>> seconds_to_wait("Wed, 21 Oct 2015 07:28:00 GMT", datetime(2015, 10, 21, 7, 27, 30, tzinfo=UTC))
    30.0
    >>> seconds_to_wait("soon", datetime.now(UTC)) is None
    True
    """
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    try:
        then = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())


def _verification(ca_file: Path | None) -> ssl.SSLContext | bool:
    if ca_file is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError as error:
        raise StoreError(f"{ca_file}: holds no certificates that can be read ({error}); give a PEM file") from error


@contextmanager
def _translated(what: str) -> Iterator[None]:
    """The library's errors as ours: what another attempt may mend, and what it may not."""
    import httpx

    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError) as error:
        raise StoreError(f"{what}: cannot be asked ({type(error).__name__}); correct the address") from error
    except httpx.TimeoutException as error:
        raise BrokenAnswerError(f"no answer came in time ({type(error).__name__})") from error
    except httpx.HTTPError as error:
        if "CERTIFICATE" in str(error).upper():
            message = f"its certificate is not trusted ({error}); nothing was sent; a private CA is named by --ca-file"
            raise StoreError(f"{what}: {message}") from error
        raise BrokenAnswerError(f"the connection failed ({str(error) or type(error).__name__})") from error
