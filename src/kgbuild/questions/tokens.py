"""A query as the words of SPARQL 1.1: what is a string, a comment or an address is never taken for a keyword.

Source: SPARQL 1.1 Query Language, section 19.8, the terminals of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kgbuild.errors import QueryError


class TokenKind(StrEnum):
    """What a token is."""

    BLANK = "blank"
    COMMENT = "comment"
    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    BLANK_NODE = "blank_node"
    NAME = "name"
    """A prefixed name."""
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    """A keyword, or the name of a function."""
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query."""

    kind: TokenKind
    text: str
    start: int
    """Code points of the query before it."""


_ESCAPED = r"\\."
_LOCAL = r"(?:[\w:\-]|\.(?=[\w:\-.%\\])|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"
_TOKEN = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<comment>\#[^\n\r]*)
    |(?P<string>'''(?:(?:'|'')?(?:[^'\\]|{_ESCAPED}))*'''|\"\"\"(?:(?:"|"")?(?:[^"\\]|{_ESCAPED}))*\"\"\"
        |'(?:[^'\\\n\r]|{_ESCAPED})*'|"(?:[^"\\\n\r]|{_ESCAPED})*")
    |(?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<blank_node>_:\w(?:[\w.\-]*[\w\-])?)
    |(?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:{_LOCAL})
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<mark>[!-/:-@\[-`{{-~])""",
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    r"""The tokens of a query, without blanks and comments.

    Raises:
        QueryError: a character that begins no token, such as a NUL.

    >>> [token.text for token in tokens("ASK { ?s <http://a.example/#x> '# no comment' } # one")]
    ['ASK', '{', '?s', '<http://a.example/#x>', "'# no comment'", '}']
    >>> [str(token.kind) for token in tokens(r"ex:a\#b 1SERVICE @en")]
    ['name', 'number', 'word', 'language']
    """
    return [token for token in _all(text) if token.kind not in {TokenKind.BLANK, TokenKind.COMMENT}]


def place(text: str, start: int) -> str:
    r"""Line and column of a place, as messages tell them.

    >>> place("ASK\n{ }", 4)
    '2:1'
    """
    before = text[:start]
    return f"{before.count(chr(10)) + 1}:{start - (before.rfind(chr(10)) + 1) + 1}"


def _all(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise QueryError(f"the query has {text[at]!r} at {place(text, at)}, which begins no word of SPARQL")
        yield Token(TokenKind(found.lastgroup), found[0], at)
        at = found.end()
