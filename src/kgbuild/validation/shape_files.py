"""Files of shapes, read: nothing but SHACL Core, whoever runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Triple, parse

from kgbuild.errors import KgbuildError

_SH: Final = "http://www.w3.org/ns/shacl#"
_NOT_CORE: Final = frozenset(
    {"http://www.w3.org/2002/07/owl#imports"}
    | {_SH + name for name in ("js", "nodeValidator", "propertyValidator", "rule", "sparql", "target", "validator")}
)
"""What would fetch further files, or run queries and programs that could."""


def read_shapes(files: Iterable[Path]) -> Iterator[Triple]:
    """The triples of all files; blank nodes of two files are never one.

    Raises:
        OSError: a file cannot be read.
        SyntaxError: a file is not Turtle.
        KgbuildError: a file goes beyond SHACL Core.
    """
    for file in files:
        for quad in parse(path=file, rename_blank_nodes=True):
            if quad.predicate.value in _NOT_CORE:
                message = f"{quad.predicate} goes beyond SHACL Core; nothing is imported or run: take it out"
                raise KgbuildError(f"{file}: {message}")
            yield quad.triple
