"""Which drug a page is of, told by the address that it gives itself."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kgbuild.errors import EmbeddingError
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, RDF, SCHEMA

_NAME_IT = "name the drug with --drug"


def drug_of_page(graph: Graph, addresses: Sequence[str], name: str) -> NamedNode:
    """The drug or combination that the page of one of these addresses is about.

    Args:
        graph: what `kgbuild build` wrote.
        addresses: the page's `canonical` link and `og:url`.
        name: of the file, for errors.

    Raises:
        EmbeddingError: the page has no address, or one of no drug, or those of several.
    """
    if not addresses:
        message = "has no block of kgbuild, no canonical link and no og:url that could tell its drug"
        raise EmbeddingError(f"{name}: {message}; {_NAME_IT}")
    known = _drugs_by_address(graph)
    drugs = sorted({drug for address in addresses for drug in known.get(_key(address), ())})
    match drugs:
        case [iri]:
            return NamedNode(iri)
        case []:
            near = get_close_matches(_key(addresses[0]), known, n=1)
            hint = f" (the nearest is {near[0]})" if near else ""
            raise EmbeddingError(f"{name}: {addresses[0]} is the address of no drug of the graph{hint}; {_NAME_IT}")
        case several:
            raise EmbeddingError(f"{name}: its address is that of several drugs: {', '.join(several)}; {_NAME_IT}")


def _drugs_by_address(graph: Graph) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for page in graph.instances(SCHEMA.MEDICAL_WEB_PAGE):
        drugs = {drug.value for drug in graph.nodes(page, SCHEMA.ABOUT) if _is_told_of(graph, drug)}
        for address in graph.nodes(page, SCHEMA.URL):
            known.setdefault(_key(address.value), set()).update(drugs)
    return {address: drugs for address, drugs in known.items() if drugs}


def _is_told_of(graph: Graph, node: NamedNode) -> bool:
    return not {KG.DRUG, KG.COMBINATION}.isdisjoint(graph.nodes(node, RDF.TYPE))


def _key(address: str) -> str:
    """What makes two addresses one page: host and path, without the case of the host and a last slash.

    >>> _key("http://WWW.cancer.gov/drugs/lenalidomide/?a=b#use")
    'www.cancer.gov/drugs/lenalidomide'
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # a host in brackets that is no IPv6 address
        return address
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}"
