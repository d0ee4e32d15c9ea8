"""Words of the site that may lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kgbuild.vocabulary import is_code

_EVS = "https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/"
"""NCI's own page of a concept, by code."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, with the page of the site that they lead to."""

    words: str
    path: str = ""
    """File below the site's folder; empty where the words lead nowhere."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A link that leaves the site."""

    words: str
    address: str
    """http or https; see `web_address`."""


def web_address(text: str) -> str:
    r"""An address that a page may link to, or nothing: only http and https, with a host and without a user.

    >>> web_address("https://www.cancer.gov/x"), web_address("javascript://x/%0Aalert(1)"), web_address("//host/x")
    ('https://www.cancer.gov/x', '', '')
    >>> web_address("https://user@host/"), web_address("https://[bad"), web_address("https://a.example/\\x")
    ('', '', '')
    """
    if re.search(r"[\s\\<>\"'`{}|^\x00-\x1f\x7f]", text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc else ""


def thesaurus_page(code: str) -> Elsewhere | None:
    """NCI's page of a concept, where it has a code.

    >>> thesaurus_page("C2668").address
    'https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/C2668'
    """
    return Elsewhere(code, _EVS + code) if is_code(code) else None


def linked(words: str, paths: Mapping[str, str]) -> tuple[Piece, ...]:
    """Words in which the names of other pages lead there.

    Args:
        words: such as ``with rituximab``.
        paths: name -> page; of names that begin at one place the longest counts.

    >>> [(piece.words, piece.path) for piece in linked("with rituximab or alone", {"rituximab": "r.html"})]
    [('with ', ''), ('rituximab', 'r.html'), (' or alone', '')]
    """
    known = {name.casefold(): path for name, path in paths.items() if name and path}
    if not known:
        return (Piece(words),)
    names = "|".join(re.escape(name) for name in sorted(known, key=lambda name: (-len(name), name)))
    parts = re.split(rf"(?<!\w)({names})(?!\w)", words, flags=re.IGNORECASE)
    return tuple(Piece(part, known.get(part.casefold(), "") if n % 2 else "") for n, part in enumerate(parts) if part)
