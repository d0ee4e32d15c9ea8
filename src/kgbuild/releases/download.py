"""A release fetched from the web: what broke off is continued, and nothing is taken for whole that is not.

The part that has arrived is kept as ``FILE.part``, and beside it in ``FILE.part.json`` the address and the validator
(ETag or date) of what it is a part of. The server is asked for the rest under the condition that it is still the same
(RFC 9110, sections 13.1.5 and 14.2); otherwise it sends the whole anew. Certificates are verified.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kgbuild.errors import ReleaseError
from kgbuild.replacement import make_last, refuse_unusual, sync_folder

if TYPE_CHECKING:
    import httpx

LARGEST = 2 << 30
"""Bytes; a release has some ten million."""
ATTEMPTS = 4
"""How often a download is tried before the command gives up; it does so at once when nothing more has come."""
_TIMEOUT = 30.0
"""Seconds without a byte."""
_OK, _PARTIAL, _UNSATISFIABLE = 200, 206, 416
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True)
class Download:
    """What was fetched."""

    file: Path
    size: int
    """Bytes."""
    sha256: str
    resumed: bool
    """Whether a part of it had been there already, of this run or of an earlier one."""


@dataclass(slots=True)
class _Part:
    """The bytes that have arrived, and what they are a part of."""

    file: Path
    note: Path
    address: str
    validator: str = ""

    @property
    def size(self) -> int:
        return self.file.stat().st_size if self.file.is_file() else 0

    def headers(self) -> dict[str, str]:
        """Ask for the rest, if it is the rest of the same."""
        if not (self.size and self.validator):
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self.validator}

    def begin(self, validator: str) -> None:
        """Start anew."""
        self.validator = validator
        self.file.write_bytes(b"")
        self.note.write_text(json.dumps({"address": self.address, "validator": validator}), encoding="utf-8")


def file_name(address: str) -> str:
    """The name under which an address is kept.

    Raises:
        ReleaseError: the address is none that is fetched.

    >>> file_name("https://example.org/releases/Thesaurus.FLAT.zip?x=1")
    'Thesaurus.FLAT.zip'
    """
    _check(address)
    name = unquote(urlsplit(address).path).replace("\\", "/").rpartition("/")[2]
    return name if name.strip(".") and name.isprintable() else "Thesaurus.FLAT.zip"


def download(address: str, target: Path, said: Callable[[str], object] = lambda _: None) -> Download:
    """Fetch a file; a download that broke off, now or in an earlier run, is continued.

    Args:
        address: http or https; from https no redirection leads to http.
        target: where it is kept; a file that is there is replaced once the new one is whole.
        said: told what happens, for people.

    Raises:
        ReleaseError: the address is no good, or the server does not give the file; what has arrived is kept.
        OutputError: the target is no plain file.
    """
    _check(address)
    refuse_unusual(target)
    part = _part(address, target)
    resumed = False
    for attempt in range(ATTEMPTS):
        before = part.size if part.validator else 0
        try:
            resumed = _fetch(part) or resumed
            break
        except _BrokenOffError as error:
            told = f"{address}: broke off after {part.size} bytes ({error})"
            if attempt == ATTEMPTS - 1 or part.size == before:
                kept = f"kept in {part.file}: run the same command to continue" if part.size else "nothing has arrived"
                raise ReleaseError(f"{told}; {kept}") from error
            said(f"{told}; continuing")
        except OSError as error:
            raise ReleaseError(f"{part.file}: cannot be written ({error.strerror}); make room") from error
    return _kept(part, target, resumed=resumed)


class _BrokenOffError(Exception):
    """The connection ended before the file did, or there was none."""


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ReleaseError(f"{address}: is no address ({error}); correct it") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ReleaseError(f"{address}: is no address to fetch from; give one that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise ReleaseError("the address names a user or password, which is not sent; give one without")


def _part(address: str, target: Path) -> _Part:
    """What an earlier run has left of this address."""
    part = _Part(target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.part.json"), address)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        note = json.loads(part.note.read_text(encoding="utf-8")) if part.note.is_file() else {}
    except (OSError, ValueError):
        note = {}
    if isinstance(note, dict) and note.get("address") == address:
        part.validator = str(note.get("validator", ""))
    return part


def _fetch(part: _Part) -> bool:
    """Ask once and append what comes; tells whether the server went on where the part ends."""
    import httpx

    headers = {"Accept-Encoding": "identity", **part.headers()}
    with (
        _translated(part.address),
        httpx.Client(follow_redirects=True, timeout=_TIMEOUT) as client,
        client.stream("GET", part.address, headers=headers) as answer,
    ):
        _check_way(part.address, answer)
        resumes = _resumes(part, answer)
        if answer.status_code == _UNSATISFIABLE:
            return resumes
        if not resumes:
            part.begin(_validator(answer))
        _append(part, answer.iter_raw())
        return resumes


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """The library's errors as ours: what another attempt may mend, and what it may not."""
    import httpx

    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects, UnicodeError) as error:
        raise ReleaseError(f"{address}: cannot be fetched ({error}); correct the address") from error
    except httpx.HTTPError as error:
        if "CERTIFICATE" in str(error).upper():
            raise ReleaseError(f"{address}: its certificate is not trusted ({error}); nothing was fetched") from error
        raise _BrokenOffError(str(error) or type(error).__name__) from error


def _check_way(address: str, answer: httpx.Response) -> None:
    """Refuse an answer that came over a way that can be listened to, where one was asked for that cannot."""
    steps = [*(earlier.url for earlier in answer.history), answer.url]
    if address.startswith("https:") and any(step.scheme != "https" for step in steps):
        raise ReleaseError(f"{address}: leads to {answer.url}, which is not https; give the address that is meant")


def _resumes(part: _Part, answer: httpx.Response) -> bool:
    """Whether what comes is the rest of the part; else it is the whole.

    Raises:
        ReleaseError: it is neither.
    """
    place = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if answer.status_code == _PARTIAL and place and int(place[1]) == part.size:
        return True
    if answer.status_code == _UNSATISFIABLE and answer.headers.get("content-range") == f"bytes */{part.size}":
        return True
    if answer.status_code in {_PARTIAL, _UNSATISFIABLE}:
        # The server has another idea of what is there than we have.
        part.begin("")
        raise _BrokenOffError("the server does not go on where the part ends")
    if answer.status_code != _OK:
        raise ReleaseError(f"{part.address}: the server answers {answer.status_code} {answer.reason_phrase}")
    return False


def _validator(answer: httpx.Response) -> str:
    """What tells that the file is still the same: a strong ETag, else the date; a weak one is no proof."""
    tag = str(answer.headers.get("etag", ""))
    return tag if tag and not tag.startswith("W/") else str(answer.headers.get("last-modified", ""))


def _append(part: _Part, chunks: Iterator[bytes]) -> None:
    size = part.size
    with part.file.open("ab") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise ReleaseError(f"{part.address}: more than {LARGEST} bytes come; this is no release of NCIt")
            file.write(chunk)


def _kept(part: _Part, target: Path, *, resumed: bool) -> Download:
    """Give the whole its name."""
    with part.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    make_last(part.file)
    size = part.size
    part.file.replace(target)
    part.note.unlink(missing_ok=True)
    sync_folder(target.parent)
    return Download(target, size, sha256, resumed)
