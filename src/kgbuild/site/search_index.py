"""What the search box looks in: every page, by all its names."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kgbuild.site.contents import Contents
from kgbuild.site.page_names import KINDS
from kgbuild.vocabulary import SCHEMA, SKOS, code_of

_SINGULAR = {"drugs": "drug", "combinations": "combination", "conditions": "condition", "programmes": "REMS programme"}


def search_index(contents: Contents) -> list[list[str | list[str]]]:
    """Name, kind, page, brands and other names of everything that has a page, by kind and name."""
    return [
        [contents.names.names[node.value], _SINGULAR[kind], contents.names.path(node), *_others(contents, node)]
        for kind in KINDS
        for node in contents.names.of(kind)
    ]


def _others(contents: Contents, node: NamedNode) -> Iterator[list[str]]:
    """Its brands; then its code and other names, without those that differ in case only."""
    graph = contents.graph
    yield graph.words(node, SCHEMA.PROPRIETARY_NAME)
    words = [word for kind in (SKOS.PREF_LABEL, SKOS.ALT_LABEL, SCHEMA.NAME) for word in graph.words(node, kind)]
    own = contents.names.names[node.value].casefold()
    others = {word.casefold(): word for word in words if word.casefold() != own}
    yield [*filter(None, [code_of(node)]), *(others[key] for key in sorted(others))]
