"""Keywords that one reader of SPARQL sees and another does not.

Oxigraph's parser takes no words apart before it reads them, so that ``true SERVICE`` without the blank and
``FILTER(?a<?b)SERVICE?s#>`` call a service, although a reader of words sees one word there and an address here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgbuild.errors import QueryError
from kgbuild.questions.tokens import Token, TokenKind, place, tokens

_LETTERS = re.compile("service|from", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_SPECIAL = {'"', "'", "\\", "\n", "\r"}


def refuse_disguises(text: str) -> None:
    """Refuse a query that another parser could read as one with SERVICE or FROM.

    Raises:
        QueryError: says what is refused, and where.
    """
    found = tokens(text)
    _refuse_escapes(text, found)
    if not _LETTERS.search(text):
        return
    for token in found:
        if token.kind is TokenKind.IRI and (")" in token.text or "'" in token.text):
            where = place(text, token.start)
            raise QueryError(f"{token.text} at {where} can be read as a comparison; write %29 for ), %27 for '")
        hidden = token.text if token.kind is TokenKind.WORD else token.text.partition(":")[0]
        if token.kind in {TokenKind.WORD, TokenKind.NAME} and (said := _LETTERS.search(hidden)):
            where = place(text, token.start)
            raise QueryError(f"{token.text} at {where} can be read as {said[0].upper()}, refused; write it apart")


def _refuse_escapes(text: str, found: Sequence[Token]) -> None:
    """Some engines read the escape of a letter as the letter wherever it stands, others only in strings."""
    inside = [(token.start, token.start + len(token.text)) for token in found if token.kind is TokenKind.STRING]
    for match in _ESCAPE.finditer(text):
        in_string = any(start < match.start() < end for start, end in inside)
        number = int(match[0].lstrip("\\uU"), 16)
        meant = chr(number) if number <= 0x10FFFF else "\\"
        if not in_string or meant in _SPECIAL:
            raise QueryError(f"the query has {match[0]} at {place(text, match.start())}; write the character itself")
