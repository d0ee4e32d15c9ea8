"""A query that only reads the graph it is put to: the others are refused before anything is asked.

The text is parsed, not searched, so that a word in a name or a comment means nothing. Source: SPARQL 1.1 Query
Language; the parser is rdflib's; what Oxigraph may read otherwise is refused as well (`disguises`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgbuild.errors import QueryError
from kgbuild.questions.disguises import refuse_disguises

_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_REFUSED = {
    "ServiceGraphPattern": "SERVICE asks another server",
    "DatasetClause": "FROM names another graph or address; the graphs are those of --on, and GRAPH chooses among them",
}
_COMMENT = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")
_WORD = re.compile(r"[A-Za-z]+")
LONGEST = 200_000
"""Characters of a query."""


def check_reading(text: str) -> None:
    """Refuse what is no read-only query of one graph.

    Raises:
        QueryError: it is an update, asks other servers or graphs, or is no SPARQL.
    """
    if len(text) > LONGEST:
        raise QueryError(f"the query has more than {LONGEST:,} characters; shorten it")
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        tree = parseQuery(text)
    except (ParseBaseException, RecursionError) as error:
        raise QueryError(_why(text, error)) from error
    for name in _names(tree):
        if name in _REFUSED:
            raise QueryError(f"{_REFUSED[name]}, which is refused: a query reads one graph and nothing else")
    refuse_disguises(text)


def makes_triples(text: str) -> bool:
    """Whether a query that can be parsed is a CONSTRUCT or DESCRIBE.

    >>> makes_triples("CONSTRUCT WHERE { ?s ?p ?o }"), makes_triples("ASK { ?construct ?p ?o }")
    (True, False)
    """
    from rdflib.plugins.sparql.parser import parseQuery

    return not {"ConstructQuery", "DescribeQuery"}.isdisjoint(_names(parseQuery(text)))


def _why(text: str, error: Exception) -> str:
    bare = _COMMENT.sub(lambda found: "" if found[0].startswith("#") else found[0], text)
    words = (word.upper() for word in _WORD.findall(bare.replace("PREFIX", "").replace("BASE", "")))
    if (first := next((word for word in words if word in _UPDATES), None)) and "SELECT" not in bare.upper():
        return f"{first} would change the graph, which is refused: a query only reads; write SELECT, ASK or CONSTRUCT"
    if isinstance(error, RecursionError):
        return "the query is nested too deep; simplify it"
    place = f"line {error.lineno}, column {error.col}" if hasattr(error, "lineno") and hasattr(error, "col") else ""
    return f"the query is no SPARQL{f' at {place}' if place else ''}; correct it there"


def _names(tree: object) -> Iterator[str]:
    """Names of all grammar nodes."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        name = getattr(node, "name", None)
        if isinstance(name, str):
            yield name
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            waiting.extend(node)
