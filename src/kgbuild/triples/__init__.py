"""Grounded readings -> triples: everything that one page claims, and nothing that another must tell.

Every node that a page uses gets its types and labels here, so that the graph
of a page can be validated alone. Pure: the same reading, the same triples.
"""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.model import PageKind
from kgbuild.triple_lines import Statement
from kgbuild.triples.drugs import drug_triples
from kgbuild.triples.indications import Use, indication_triples, uses
from kgbuild.triples.lists import list_triples
from kgbuild.triples.mentions import mention_triples
from kgbuild.triples.scope import Scope
from kgbuild.triples.web_pages import web_page_triples
from kgbuild.vocabulary import settle_page

__all__ = ["Scope", "Use", "page_triples", "uses"]


def page_triples(scope: Scope) -> Iterator[Statement]:
    """Everything that a page claims, each triple once; nothing for a page that is set aside.

    Quotes are referred to (`prov:wasDerivedFrom`); `kgbuild.provenance` says what they hold.
    """
    if scope.grounded.reading.document.kind is PageKind.OTHER:
        return
    said = dict.fromkeys(_said(scope))
    settled = settle_page(said)
    yield from said if settled is said else dict.fromkeys(settled)


def _said(scope: Scope) -> Iterator[Statement]:
    yield from web_page_triples(scope)
    yield from mention_triples(scope)
    if scope.subject is None:
        yield from list_triples(scope)
        return
    yield from drug_triples(scope, scope.subject)
    yield from indication_triples(scope, scope.subject)
