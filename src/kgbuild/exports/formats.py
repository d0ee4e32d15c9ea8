"""The one table of graph formats: name, file, media type, and what a parser calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation of the graph."""

    name: str
    extension: str
    media_type: str
    iri: str
    """Source: https://www.w3.org/ns/formats/"""
    rdf_format: RdfFormat

    @property
    def file_name(self) -> str:
        """The file of a build's output, such as ``graph.ttl``."""
        return f"graph.{self.extension}"


_W3 = "http://www.w3.org/ns/formats/"
TURTLE: Final = Format("Turtle", "ttl", "text/turtle", f"{_W3}Turtle", RdfFormat.TURTLE)
N_QUADS: Final = Format("N-Quads", "nq", "application/n-quads", f"{_W3}N-Quads", RdfFormat.N_QUADS)
JSON_LD: Final = Format("JSON-LD", "jsonld", "application/ld+json", f"{_W3}JSON-LD", RdfFormat.JSON_LD)

FORMATS: Final[tuple[Format, ...]] = (TURTLE, N_QUADS, JSON_LD)


def format_of(extension: str) -> Format | None:
    """The format of a file's extension, with or without its dot.

    >>> format_of(".ttl").media_type
    'text/turtle'
    >>> format_of("csv") is None
    True
    """
    return next((each for each in FORMATS if each.extension == extension.lstrip(".").lower()), None)
