"""List pages: which drugs stand under which condition, kept apart from indications.

The A to Z list has no condition: its page mentions its drugs, no more. The
brands that lists print beside a drug are not stated of it, since a drug's own
page names its brands; they stand in the list's quote.
"""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.concept import Mention, Role
from kgbuild.listings import Listing, listings
from kgbuild.triple_lines import Statement
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary.written import KG, SCHEMA, individual


def list_triples(scope: Scope) -> Iterator[Statement]:
    """All lists of a page."""
    for listing in listings(scope.facts):
        if listing.condition is None:
            yield from _mentioned(scope, listing)
        else:
            yield from _listed(scope, listing, listing.condition)


def _listed(scope: Scope, listing: Listing, condition: Mention) -> Iterator[Statement]:
    """A list under a condition; combinations are a list of their own."""
    disease = scope.node(Role.CONDITION, condition)
    variant = f"{listing.intent.casefold()}{'-combinations' if listing.combination else ''}"
    node = str(scope.ids.listing(scope.page, disease, variant))
    yield from typed(node, (KG.CANCER_TYPE_LIST,))
    yield node, KG.HAS_CONDITION, str(disease)
    yield node, KG.INTENT, individual(listing.intent)
    yield from scope.described(Role.CONDITION, condition)
    yield from scope.quoted(node, listing.quote)
    yield from _drugs(scope, listing, node, KG.LISTS_DRUG)


def _mentioned(scope: Scope, listing: Listing) -> Iterator[Statement]:
    """Entries that stand under no condition."""
    yield from scope.quoted(scope.page_node, listing.quote)
    yield from _drugs(scope, listing, scope.page_node, SCHEMA.MENTIONS)


def _drugs(scope: Scope, listing: Listing, node: str, predicate: str) -> Iterator[Statement]:
    for entry in listing.entries:
        kind = "combination" if listing.combination or scope.kind(Role.DRUG, entry.drug) == "combination" else "drug"
        described = scope.described(Role.DRUG, entry.drug, kind)
        yield node, predicate, described[0][0]
        yield from described
