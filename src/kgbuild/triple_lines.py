"""Triples as lines of N-Triples, without the full stop: what travels between processes, is kept, sorted and written.

A line costs less than the three terms of a triple, compares in the order in
which files are written, and is told apart from all others by its text alone.
Source: RDF 1.1 N-Triples, canonical form, https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

_END = " .\n"

Statement = tuple[str, str, str]
"""Subject, predicate and object, each as a line writes it: what a page's claims are until they are lines. pyoxigraph's
terms cost a microsecond a triple to make, and as much again to be asked and written."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def literal(text: str, datatype: str = "") -> str:
    r"""A literal as a line writes it.

    >>> literal("page 1"), literal('a "b"')
    ('"page 1"', '"a \\"b\\""')
    >>> literal("2", "<http://www.w3.org/2001/XMLSchema#integer>")
    '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    # pyoxigraph knows what is to be escaped; most texts hold nothing that could be.
    plain = text.isprintable() and '"' not in text and "\\" not in text
    written = f'"{text}"' if plain else str(Literal(text))
    return f"{written}^^{datatype}" if datatype else written


def english(text: str) -> str:
    """A literal in English as a line writes it.

    >>> english("a drug")
    '"a drug"@en'
    """
    return f"{literal(text)}@en"


line_of: Final[Callable[[Statement], str]] = " ".join
"""The line of a statement; `terms_of` is the way back."""


def lines_of(triples: Iterable[Triple]) -> list[str]:
    """The line of each triple, in their order.

    >>> from pyoxigraph import Literal, NamedNode
    >>> lines_of([Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c .", language="en"))])
    ['<urn:a> <urn:b> "c ."@en']
    """
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert written is not None  # it is None only where a file to write to is given
    # Line ends within a literal are escaped, so that this ends a statement and nothing else.
    return written.decode().split(_END)[:-1]


def statements_of(triples: Iterable[Triple]) -> Iterator[Statement]:
    """The statement of each triple, in their order."""
    return map(terms_of, lines_of(triples))


def triples_of(lines: Iterable[str]) -> Iterator[Triple]:
    """The triple of each line, in their order."""
    text = "".join(line + _END for line in lines)
    return (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))


def terms_of(line: str) -> Statement:
    """Subject, predicate and object, as the line writes them.

    >>> terms_of('<urn:a> <urn:b> "c d"')
    ('<urn:a>', '<urn:b>', '"c d"')
    """
    subject, predicate, value = line.split(" ", 2)
    return subject, predicate, value


def literal_parts(term: str) -> tuple[str, str | None, str | None]:
    r"""Text, language and datatype of a literal as N-Triples writes it.

    >>> literal_parts(r'"a \"b\"\u0000"@en')
    ('a "b"\x00', 'en', None)
    >>> literal_parts('"2"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('2', None, 'http://www.w3.org/2001/XMLSchema#integer')
    """
    body, _, tail = term.rpartition('"')
    text = _ESCAPE.sub(_unescaped, body[1:]) if "\\" in body else body[1:]
    return text, tail[1:] if tail.startswith("@") else None, tail[3:-1] if tail.startswith("^^") else None


def bare(term: str) -> str:
    """The IRI, the text or the label of a term, without what a line writes around it.

    >>> bare("<urn:a>"), bare('"a"@en'), bare("_:a")
    ('urn:a', 'a', 'a')
    """
    match term[0]:
        case "<":
            return term[1:-1]
        case '"':
            return literal_parts(term)[0]
        case _:
            return term.removeprefix("_:")


def _unescaped(found: re.Match[str]) -> str:
    """The character of an escape. Source: RDF 1.1 N-Triples, production ECHAR and UCHAR."""
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
