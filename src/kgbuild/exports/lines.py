"""Sorted statements -> N-Quads and Turtle, piece by piece.

Turtle is written here and not by pyoxigraph, which would have to parse every
line first: that alone took longer than all formats together take now. What the
two write is the same (`tests/test_exports.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from kgbuild.quads import Node, Quads
from kgbuild.vocabulary import RDF, XSD

_PIECE = 2_000
"""Lines, or nodes, that are written at once."""
_TYPE = str(RDF.TYPE)
_SLASH = "\\/"
"""As Turtle escapes it in a short name."""
_BARE = {
    str(XSD.BOOLEAN): re.compile("true|false"),
    str(XSD.INTEGER): re.compile("[+-]?[0-9]+"),
    str(XSD.DECIMAL): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
"""Datatype -> what Turtle reads as it without being told. Source: RDF 1.1 Turtle, section 2.5."""


def n_quads(quads: Quads) -> Iterator[bytes]:
    """The statements of every graph."""
    lines = (f"{entry.replace(' ', '> ', 1)} .\n" for entry in quads.entries)
    yield from _joined(lines)


def _joined(texts: Iterable[str]) -> Iterator[bytes]:
    """The texts in larger pieces, in UTF-8."""
    piece: list[str] = []
    for text in texts:
        piece.append(text)
        if len(piece) == _PIECE:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()


def turtle(quads: Quads, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """All graphs as one: sorted by subject, types first, a blank line between subjects."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    yield head.encode()
    shortened = _shortening(prefixes)
    yield from _joined(_node(node, shortened) for node in quads.nodes())


def _node(node: Node, shortened: Callable[[str], str]) -> str:
    """All that is said of one subject."""
    subject, about = node
    types: list[str] = []
    others: list[str] = []
    before = ""
    for line in about:
        predicate, _, value = line.partition(" ")
        if predicate == _TYPE:
            types.append(shortened(value))
        elif predicate == before:
            others[-1] += f" , {shortened(value)}"
        else:
            others.append(f"{shortened(predicate)} {shortened(value)}")
            before = predicate
    if types:
        others.insert(0, f"a {' , '.join(types)}")
    return f"\n{shortened(subject)} " + " ;\n\t".join(others) + " .\n"


def _shortening(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    """What writes a term of N-Triples as Turtle does, with the longest prefix that fits."""
    names = {iri: name for name, iri in prefixes.items()}
    spaces = "|".join(re.escape(iri) for iri in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"<({spaces})((?:[A-Za-z0-9_][A-Za-z0-9_/-]*)?)>")

    @lru_cache(maxsize=1 << 14)
    def shortened(term: str) -> str:
        if term.startswith('"'):
            return _literal(term, shortened) if term.endswith(">") else term
        found = pattern.fullmatch(term)
        return f"{names[found[1]]}:{found[2].replace('/', _SLASH)}" if found else term

    return shortened


def _literal(term: str, shortened: Callable[[str], str]) -> str:
    """A literal with a datatype."""
    text, _, datatype = term.rpartition("^^")
    bare = _BARE.get(datatype)
    return text[1:-1] if bare and bare.fullmatch(text, 1, len(text) - 1) else f"{text}^^{shortened(datatype)}"
