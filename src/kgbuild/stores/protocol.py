"""A store behind the SPARQL 1.1 Graph Store HTTP Protocol: a named graph a request.

PUT replaces a graph, so that a second one changes nothing. Source: https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import json
from functools import partial

from kgbuild.errors import StoreError
from kgbuild.stores.answers import Answer
from kgbuild.stores.connection import BrokenAnswerError, Connection, Request, query_request
from kgbuild.stores.endpoints import Endpoint
from kgbuild.stores.named_graphs import NamedGraph

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {filter}}} GROUP BY ?g"


class GraphStore:
    """Asks and changes one store."""

    def __init__(self, endpoint: Endpoint, connection: Connection) -> None:
        """Send nothing yet."""
        self.endpoint = endpoint
        self._connection = connection

    def counts(self, base: str) -> dict[str, int]:
        """Triples of each named graph whose IRI begins with `base`, which may be empty.

        Raises:
            StoreError: it cannot be known.
        """
        only = f'FILTER(STRSTARTS(STR(?g), "{base}")) ' if base else ""
        address = self.endpoint.queries
        # Credentials for the store are not shown to another server.
        tells_who = self.endpoint.is_one_origin
        what = f"{address}: counting triples"
        request = query_request(address, what, _COUNTS.format(filter=only), tells_who=tells_who)
        return self._connection.ask(request, partial(_counts, self.endpoint.queries))

    def put(self, graph: NamedGraph) -> None:
        """Replace a graph, or make it.

        Raises:
            StoreError: the store does not take it.
        """
        what = f"{graph.name} ({graph.size} triples)"
        headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
        request = Request("PUT", self.endpoint.of_graph(graph.name), what, graph.body(), headers)
        self._connection.ask(request, lambda _: None)

    def delete(self, name: str) -> None:
        """Remove a graph; one that is not there is no error.

        Raises:
            StoreError: the store does not do so.
        """
        fine = frozenset({200, 202, 204, 404})
        request = Request("DELETE", self.endpoint.of_graph(name), f"deleting {name}", fine=fine)
        self._connection.ask(request, lambda _: None)


def _counts(address: str, answer: Answer) -> dict[str, int]:
    if answer.row_limit:
        raise StoreError(
            f"{address}: the store leaves out results beyond {answer.row_limit} rows, so that graphs cannot be"
            " counted; raise its limit (ResultSetMaxRows in virtuoso.ini)"
        )
    try:
        rows = json.loads(answer.text)["results"]["bindings"]
        return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
    except (ValueError, KeyError, TypeError) as error:
        # Oxigraph reports a timeout by cutting the answer off behind status 200.
        raise BrokenAnswerError(
            f"what comes is no SPARQL result, or only a part of one ({type(error).__name__})"
        ) from error
