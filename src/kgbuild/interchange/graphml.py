"""A network as GraphML that Gephi, Cytoscape and igraph can open."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kgbuild.interchange.networks import Attribute, Network

GRAPHML: Final = "graph.graphml"
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, and the carriage return, which its readers change."""


def graphml(network: Network) -> bytes:
    """The network as XML; attributes keep their names and types, edges have their keys as ids.

    What XML cannot hold becomes U+FFFD. The writer is networkx's own: its other one, of lxml, would make the bytes
    depend on whether lxml is installed.
    """
    import networkx as nx
    from networkx.readwrite.graphml import GraphMLWriter

    readable: Network = nx.MultiDiGraph()
    for node, attributes in network.nodes(data=True):
        readable.add_node(node, **_readable(attributes))
    for start, end, key, attributes in network.edges(keys=True, data=True):
        readable.add_edge(start, end, key=key, **_readable(attributes))
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(readable)
    written = io.BytesIO()
    writer.dump(written)
    return written.getvalue()


def _readable(attributes: dict[str, Attribute]) -> dict[str, Attribute]:
    return {name: _xml(value) if isinstance(value, str) else value for name, value in attributes.items()}


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
