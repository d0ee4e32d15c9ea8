"""A build in a triple store: an Oxigraph folder, or any endpoint of the SPARQL 1.1 Graph Store Protocol.

`named_graphs` reads what is loaded, `plans` says what a store lacks of it. `folder` changes a store that is opened in
place; `sending` one behind an `endpoint`, by `protocol` over a `connection`, and keeps a `journal` of what was sent.
"""

from __future__ import annotations

from kgbuild.stores.answers import Answer
from kgbuild.stores.connection import Connection, Patience, Request
from kgbuild.stores.credentials import Credentials, Scheme, authorisation, read_credentials
from kgbuild.stores.endpoints import Endpoint, endpoint
from kgbuild.stores.folder import load_folder
from kgbuild.stores.journal import Journal, journal_name, read_journal
from kgbuild.stores.named_graphs import NamedGraph, read_named_graphs
from kgbuild.stores.plans import Difference, Load, Plan
from kgbuild.stores.protocol import GraphStore
from kgbuild.stores.sending import Wishes, load_endpoint

__all__ = [
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
    "Request",
    "Scheme",
    "Wishes",
    "authorisation",
    "endpoint",
    "journal_name",
    "load_endpoint",
    "load_folder",
    "read_credentials",
    "read_journal",
    "read_named_graphs",
]
