"""N-Quads files with named graphs as a build names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

BASE = "https://w3id.org/kgbuild/id/graph/"
FOREIGN = "https://example.org/of-somebody-else"

Content = Mapping[str, Sequence[str]]
"""Name of a graph behind the base -> objects of its triples, as N-Triples writes them."""

CONTENT: Content = {
    "derived": ['"2025-06-01"^^<http://www.w3.org/2001/XMLSchema#date>'],
    "page/a": ['"na\u00efve \\"quoted\\" \\\\u0041\\n"@en', "<https://example.org/o?a=1&b=2>", '"x"', '"x"@en'],
    "page/b": [
        '"18.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ],
    "terms": ['"\U0001f600 \u65e5\u672c"', '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'],
}
"""Whatever a literal of a build may be."""


def lines(content: Content) -> list[str]:
    return [
        f"<https://example.org/s> <https://example.org/p> {value} <{BASE}{name}> .\n"
        for name, values in content.items()
        for value in values
    ]


def written(file: Path, content: Content = CONTENT) -> Path:
    """Write the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(lines(content)), encoding="utf-8")
    return file


def many(graphs: int, triples: int, mark: str) -> Content:
    """A content that takes a while to load."""
    names = ("derived", "terms", *(f"page/{n}" for n in range(graphs)))
    return {name: [f'"{mark} {number}"' for number in range(triples)] for name in names}
