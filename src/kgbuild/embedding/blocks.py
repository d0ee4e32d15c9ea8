"""JSON-LD as an element that stands safely in any HTML: whatever a name holds, it stays a text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from pyoxigraph import NamedNode

from kgbuild.embedding.schema_org import data_of
from kgbuild.graphs import Graph

MARK: Final = "data-kgbuild"
"""The attribute by which an element of ours is known again; its value is the IRI of the drug."""
_UNSAFE = re.compile("[<>&\x7f]")


def script_of(graph: Graph, drug: NamedNode) -> str:
    """The whole ``<script>`` element of a drug or combination, in ASCII and on one line.

    An element of the type ``application/ld+json`` holds data; no browser runs it.
    """
    return f'<script type="application/ld+json" {MARK}="{escape(drug.value)}">{as_text(data_of(graph, drug))}</script>'


def as_text(data: Mapping[str, Any]) -> str:
    r"""JSON without any character that HTML or XML could take for markup, and in ASCII whatever the page's encoding.

    Source: HTML Standard, "Restrictions for contents of script elements": neither ``<!--`` nor ``</script`` may stand
    there; without ``<`` there can be none.

    >>> as_text({"name": "</script><!-- \u2028"})
    '{"name":"\\u003c/script\\u003e\\u003c!-- \\u2028"}'
    """
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
