"""A page as a web page: its front matter in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.addresses import host, web_address
from kgbuild.model import MetadataValue
from kgbuild.notations import is_day, language_tag
from kgbuild.triple_lines import Statement, literal
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary.written import DCTERMS, KG, PROV, SCHEMA, XSD

_OF_NCI = re.compile(r"(?:^|\.)cancer\.gov$")
_TEXTS: Final[Mapping[str, str]] = {
    "title": SCHEMA.NAME,
    "license": DCTERMS.LICENSE,
    "source": DCTERMS.SOURCE,
    "citation": DCTERMS.BIBLIOGRAPHIC_CITATION,
    "audienceLevel": KG.AUDIENCE_LEVEL,
    "sourceType": KG.SOURCE_TYPE,
    "reviewFrequency": KG.REVIEW_FREQUENCY,
    "version": KG.VERSION,
    "status": KG.PAGE_STATUS,
    "tags": SCHEMA.KEYWORDS,
    "cancerTypes": KG.CANCER_TYPE,
}
"""Key of the front matter -> what its texts are called in the graph."""


def web_page_triples(scope: Scope) -> Iterator[Statement]:
    """The page, what it is about, and its front matter.

    An address that is not one of NCI's own pages, a date that is none and a
    language that is no tag stay out; `kgbuild.pages` has reported them.
    """
    page = scope.page_node
    yield from typed(page, (SCHEMA.MEDICAL_WEB_PAGE, PROV.ENTITY))
    yield page, KG.SHA256, literal(scope.page.sha256)
    if scope.subject is not None:
        yield page, SCHEMA.ABOUT, str(scope.subject)
    metadata = scope.page.metadata
    for key, predicate in _TEXTS.items():
        for value in _values(metadata, key):
            yield page, predicate, literal(value)
    for value in _values(metadata, "url"):
        address = web_address(value)
        if address and _OF_NCI.search(host(address)):
            yield page, SCHEMA.URL, str(NamedNode(address))
    for value in _values(metadata, "lastReviewed"):
        if is_day(value):
            yield page, SCHEMA.LAST_REVIEWED, literal(value, XSD.DATE)
    for value in _values(metadata, "language"):
        if tag := language_tag(value):
            yield page, SCHEMA.IN_LANGUAGE, literal(tag)


def _values(metadata: Mapping[str, MetadataValue], key: str) -> list[str]:
    """The texts of a front matter entry, without empty ones."""
    value = metadata.get(key, ())
    return [text for text in ((value,) if isinstance(value, str) else value) if text.strip()]
