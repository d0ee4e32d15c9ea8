"""Addresses of a triple store: where graphs are put, and where it is asked what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from kgbuild.errors import StoreError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names of this machine, by which nothing goes over a net."""
_GUESSES = (
    (r"/sparql-graph-crud(?:-auth)?", "/sparql"),  # Virtuoso
    (r"/rdf-graphs/service", ""),  # GraphDB, RDF4J: the repository itself
    (r"/sparql/gsp", "/sparql"),  # Neptune
    (r"/store", "/query"),  # Oxigraph
    (r"/(?:data|get)", "/query"),  # Fuseki
)
"""How the address of graphs ends, and with what that of queries does."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The two addresses of one store."""

    graphs: str
    """Of the SPARQL 1.1 Graph Store Protocol."""
    queries: str
    """Of the SPARQL 1.1 Protocol."""

    def of_graph(self, name: str) -> str:
        """Address of a named graph. Source: SPARQL 1.1 Graph Store HTTP Protocol, section 4.2.

        >>> Endpoint("http://localhost:7878/store", "").of_graph("https://example.org/g#1")
        'http://localhost:7878/store?graph=https%3A%2F%2Fexample.org%2Fg%231'
        """
        return f"{self.graphs}{'&' if urlsplit(self.graphs).query else '?'}graph={quote(name, safe='')}"

    @property
    def is_one_origin(self) -> bool:
        """Whether both are of one server, so that both may see the credentials."""
        graphs, queries = urlsplit(self.graphs), urlsplit(self.queries)
        return (graphs.scheme, graphs.netloc) == (queries.scheme, queries.netloc)

    @property
    def is_open_to_listeners(self) -> bool:
        """Whether what is sent goes over a net in clear."""
        parts = urlsplit(self.graphs)
        return parts.scheme == "http" and parts.hostname not in LOOPBACK


def endpoint(graphs: str, queries: str | None = None) -> Endpoint:
    """Take an address of graphs, and that of queries or what it probably is.

    Raises:
        StoreError: an address is none, or names a user or a graph, or that of queries cannot be guessed.

    >>> endpoint("http://localhost:3030/drugs/data").queries
    'http://localhost:3030/drugs/query'
    >>> endpoint("https://localhost:7200/repositories/drugs/rdf-graphs/service").queries
    'https://localhost:7200/repositories/drugs'
    """
    _check(graphs)
    if queries:
        _check(queries)
        return Endpoint(graphs, queries)
    parts = urlsplit(graphs)
    for ending, other in _GUESSES:
        if found := re.fullmatch(f"(.*){ending}/?", parts.path):
            return Endpoint(graphs, parts._replace(path=f"{found[1]}{other}").geturl())
    raise StoreError(f"{graphs}: it cannot be guessed where this store takes queries; add --query-endpoint URL")


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise StoreError(f"the address of the endpoint is none ({error}); correct it") from error
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            "the address of the endpoint names a user or password, which others could see; give one without, --auth,"
            " and KGBUILD_USER and KGBUILD_PASSWORD in the environment or a file of --credentials"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or not address.isprintable() or " " in address:
        raise StoreError(f"{address}: is no address of an endpoint; give one that begins with https://")
    if {"blazegraph", "bigdata"} & set(parts.path.split("/")):
        # Its PUT and DELETE mean something else, so that a graph's deletion could be that of everything.
        raise StoreError(f"{address}: Blazegraph does not speak the Graph Store Protocol; docs/stores.md tells the way")
    if parts.fragment or {"graph", "default"} & parse_qs(parts.query, keep_blank_values=True).keys():
        raise StoreError(f"{address}: names a graph; give the address of the store alone, without ?graph= or #")
