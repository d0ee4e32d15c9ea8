"""A build in a triple store: an Oxigraph folder, or any endpoint of the SPARQL 1.1 Graph Store Protocol.

`named_graphs` reads what is loaded, `plans` says what a store lacks of it. `folder` changes a store that is opened in
place; `sending` one behind an `endpoint`, by `protocol` over a `connection`, and keeps a `journal` of what was sent.
"""

from __future__ import annotations

from kgbuild.stores.answers import Answer
from kgbuild.stores.connection import RESULTS, Connection, Patience, query_request
from kgbuild.stores.credentials import Credentials, Scheme, authorisation, read_credentials
from kgbuild.stores.endpoints import Endpoint, endpoint
from kgbuild.stores.folder import is_store, load_folder
from kgbuild.stores.journal import Journal, journal_name, read_journal
from kgbuild.stores.named_graphs import NamedGraph, read_named_graphs
from kgbuild.stores.plans import Difference, Load, Plan
from kgbuild.stores.protocol import GraphStore
from kgbuild.stores.sending import Wishes, load_endpoint

__all__ = [
    "RESULTS",
    "Answer",
    "Connection",
    "Credentials",
    "Difference",
    "Endpoint",
    "GraphStore",
    "Journal",
    "Load",
    "NamedGraph",
    "Patience",
    "Plan",
    "Scheme",
    "Wishes",
    "authorisation",
    "endpoint",
    "is_store",
    "journal_name",
    "load_endpoint",
    "load_folder",
    "query_request",
    "read_credentials",
    "read_journal",
    "read_named_graphs",
]
