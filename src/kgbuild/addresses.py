"""What makes an address fit to stand in the graph or behind a link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

NCI = "https://www.cancer.gov"
"""The site whose pages are read, and against which their relative links are meant."""

_WRITTEN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][!#-;=?-_a-z~]*)?")
"""An absolute http(s) address in ASCII, without user, port, quotes, blanks, ``<>{}|^`\\``."""
_FORBIDDEN = re.compile(r"[\\^\[\]`]|%(?![0-9A-Fa-f]{2})|#[^#]*#")
_MAX_LENGTH = 2000


@lru_cache(maxsize=4096)
def web_address(target: str) -> str | None:
    """The absolute http(s) address that a link of an NCI page leads to.

    Args:
        target: as the page writes it; ``/path`` is meant on NCI's own site.

    Returns:
        The address, fit to be an IRI; None for anything else: another scheme, no host or
        one beginning with ``//``, a user or port before the path, a character or an escape
        that RFC 3987 does not allow.

    >>> web_address("/about-cancer/treatment/drugs/imatinib")
    'https://www.cancer.gov/about-cancer/treatment/drugs/imatinib'
    >>> web_address("//evil.example/x"), web_address("javascript:alert(1)"), web_address("https://a@www.cancer.gov/")
    (None, None, None)
    >>> web_address("https://rems.example.org/{x}"), web_address("https://rems.example.org/#a#b")
    (None, None)
    """
    if target.startswith("/") and not target.startswith("//"):
        target = NCI + target
    if len(target) > _MAX_LENGTH or not _WRITTEN.fullmatch(target) or _FORBIDDEN.search(target):
        return None
    return target


@lru_cache(maxsize=4096)
def host(address: str) -> str:
    """The host of a `web_address`, in lower case.

    >>> host("https://WWW.cancer.gov/x")
    'www.cancer.gov'
    """
    return urlsplit(address).netloc.lower()


@lru_cache(maxsize=4096)
def last_segment(address: str) -> str:
    """The last part of the path of a `web_address`, or an empty string.

    >>> last_segment("https://www.cancer.gov/drugs/imatinib/?page=1")
    'imatinib'
    """
    return urlsplit(address).path.rstrip("/").rpartition("/")[2]
