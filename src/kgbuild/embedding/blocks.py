"""JSON-LD as the text of a ``<script>`` element, whatever the names in it say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.embedding.schema_org import data_of
from kgbuild.graphs import Graph

MARK: Final = "data-kgbuild"
"""Attribute by which a block of ours is known again; it holds the IRI of the drug."""

_ESCAPES: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}


def script_of(graph: Graph, drug: NamedNode) -> str:
    """The whole ``<script type="application/ld+json">`` element of a drug, on one line and without a final one.

    It is ASCII, so that it stands in a file of any encoding that extends ASCII, and holds no ``<``, ``>`` or ``&``
    between its tags, so that it means the same in HTML, where a script ends at ``</script`` and ``<!--`` changes how it
    ends, and in XHTML, where it is markup like any other.

    Args:
        graph: what `kgbuild build` wrote.
        drug: a drug or combination of it (`kgbuild.explanation.find_drug`).
    """
    return (
        f'<script type="application/ld+json" {MARK}="{_attribute(drug.value)}">{json_of(data_of(graph, drug))}</script>'
    )


def json_of(data: Mapping[str, object]) -> str:
    r"""Compact JSON in ASCII that says nothing to a parser of HTML.

    >>> json_of({"name": "</script><!--\u2028 & é"})
    '{"name":"\\u003c/script\\u003e\\u003c!--\\u2028 \\u0026 \\u00e9"}'
    """
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPES)


def _attribute(iri: str) -> str:
    """An IRI between quotation marks, in ASCII."""
    return escape(iri).encode("ascii", "xmlcharrefreplace").decode("ascii")
