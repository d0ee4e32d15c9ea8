"""A store behind a SPARQL 1.1 endpoint: its answer is read whole or not at all."""

from __future__ import annotations

from kgbuild.errors import QueryError, StoreError
from kgbuild.questions.answers import Answer, Statements, Truth, read_json
from kgbuild.questions.reading import makes_triples
from kgbuild.stores import RESULTS, Connection, query_request
from kgbuild.stores import Answer as Reply

_TRIPLES = "application/n-triples"


class RemoteSource:
    """A graph on a server."""

    def __init__(self, address: str, connection: Connection) -> None:
        """Name the address that takes queries; nothing is sent yet."""
        self._address, self._connection = address, connection
        self._is_checked = False

    def ask(self, text: str) -> Answer:
        """Put a query that `reading.check_reading` let pass.

        Raises:
            QueryError: the server refuses it, cannot be reached, or its answer is cut off or none.
        """
        self._check_default_graph()
        return self._asked(text)

    def _check_default_graph(self) -> None:
        """Where only named graphs hold anything, a pattern outside `GRAPH` finds nothing, and seems to be answered."""
        if self._is_checked:
            return
        whole, named = (self._asked(f"ASK {pattern}") for pattern in ("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"))
        if isinstance(whole, Truth) and isinstance(named, Truth) and named.is_true and not whole.is_true:
            raise QueryError(
                f"{self._address}: its default graph is empty, all is in named graphs; have it take all of them "
                "together: Oxigraph by ?union-default-graph behind the address, Fuseki by its setting unionDefaultGraph"
            )
        self._is_checked = True

    def _asked(self, text: str) -> Answer:
        wanted = _TRIPLES if makes_triples(text) else RESULTS
        request = query_request(self._address, f"{self._address}: the query", text, wanted)
        try:
            reply = self._connection.ask(request, lambda found: found)
        except StoreError as error:
            raise QueryError(str(error)) from error
        return self._read(reply, wanted)

    def _read(self, reply: Reply, wanted: str) -> Answer:
        if reply.row_limit:
            told = f"the store leaves out rows beyond {reply.row_limit}"
            raise QueryError(f"{self._address}: {told}; make the query narrower")
        content = reply.text.encode()
        if wanted == RESULTS:
            return read_json(content)
        return Statements(_checked(content, self._address))


def _checked(content: bytes, address: str) -> bytes:
    """N-Triples that are whole: what is cut off does not parse, or lacks its last line end."""
    from pyoxigraph import RdfFormat, parse

    try:
        for _ in parse(content, format=RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        message = f"{address}: the answer is cut off or is no N-Triples ({error}); nothing of it is shown"
        raise QueryError(message) from error
    if content and not content.endswith(b"\n"):
        raise QueryError(f"{address}: the answer is cut off; nothing of it is shown")
    return content
