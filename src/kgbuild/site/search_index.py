"""What the search box looks in: every page, by all its names."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kgbuild.site.contents import Contents
from kgbuild.site.page_names import KINDS
from kgbuild.vocabulary import SCHEMA, code_of

_SINGULAR = {"drugs": "drug", "combinations": "combination", "conditions": "condition", "programmes": "REMS programme"}


def search_index(contents: Contents) -> list[list[str | list[str]]]:
    """Name, kind, page, brands and other names of everything that has a page, by kind and name."""
    return [
        [contents.names.names[node.value], _SINGULAR[kind], contents.names.path(node), *_others(contents, node)]
        for kind in KINDS
        for node in contents.names.of(kind)
    ]


def _others(contents: Contents, node: NamedNode) -> Iterator[list[str]]:
    """Its brands; then its code and other names."""
    yield contents.graph.words(node, SCHEMA.PROPRIETARY_NAME)
    yield [*filter(None, [code_of(node)]), *contents.other_names(node)]
