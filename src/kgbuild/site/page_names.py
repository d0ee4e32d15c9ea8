"""Which nodes of a graph have a page of the site, what the page is called, and the file that it is."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.explanation.uses import label
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, SCHEMA, clean_text, slug_of

KINDS: Mapping[str, NamedNode] = {
    "drugs": KG.DRUG,
    "combinations": KG.COMBINATION,
    "conditions": KG.CONDITION,
    "programmes": KG.REMS_PROGRAM,
}
"""Folder of the site -> the class of what has a page there; what is of two classes is in the first."""

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HASHED = re.compile(r".*-[0-9a-f]{16}")
_LONGEST = 60
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for devices, whatever their ending."""


@dataclass(frozen=True, slots=True)
class PageNames:
    """The pages of a site, by IRI."""

    names: Mapping[str, str]
    """IRI -> what a reader calls it."""
    paths: Mapping[str, str]
    """IRI -> file below the site's folder, such as ``drugs/lenalidomide.html``."""

    def path(self, node: NamedNode) -> str:
        """The page of a node; empty where it has none."""
        return self.paths.get(node.value, "")

    def of(self, kind: str) -> list[NamedNode]:
        """What has a page in a folder, by name."""
        found = [iri for iri, path in self.paths.items() if path.startswith(f"{kind}/")]
        return [NamedNode(iri) for iri in sorted(found, key=lambda iri: (self.names[iri].casefold(), iri))]


def page_names(graph: Graph) -> PageNames:
    """Name the page of every drug, combination, condition and programme."""
    names: dict[str, str] = {}
    paths: dict[str, str] = {}
    for kind, class_ in KINDS.items():
        found = {node.value: _name(graph, node) for node in graph.instances(class_) if node.value not in names}
        names |= found
        paths |= {iri: f"{kind}/{file}.html" for iri, file in file_names(found).items()}
    return PageNames(names, paths)


def file_names(names: Mapping[str, str]) -> dict[str, str]:
    """IRI -> a file name of small ASCII letters, digits and hyphens, which no other IRI has.

    A name that gives no such file name, or one that another has, gets a hash of its IRI; so does one that ends like it.

    >>> file_names({"urn:a": "Lenalidomide", "urn:b": "../../etc/x"})
    {'urn:a': 'lenalidomide', 'urn:b': 'etc-x'}
    >>> sorted(len(file) for file in file_names({"urn:a": "CON", "urn:b": "Twin", "urn:c": "twin"}).values())
    [20, 21, 21]
    """
    slugs = {iri: slug_of(name) for iri, name in names.items()}
    shared = Counter(slugs.values())
    return {iri: slug if _is_plain(slug) and shared[slug] == 1 else _hashed(slug, iri) for iri, slug in slugs.items()}


def _is_plain(slug: str) -> bool:
    fits = len(slug) <= _LONGEST and _PLAIN.fullmatch(slug) is not None
    return fits and slug not in _DEVICES and _HASHED.fullmatch(slug) is None


def _hashed(slug: str, iri: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", slug)[:_LONGEST].strip("-")
    return f"{words}-{hashlib.sha256(iri.encode()).hexdigest()[:16]}".lstrip("-")


def _name(graph: Graph, node: NamedNode) -> str:
    return clean_text(graph.word(node, SCHEMA.NON_PROPRIETARY_NAME) or label(graph, node)) or node.value
