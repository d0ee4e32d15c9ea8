"""The box for SPARQL: Oxigraph as WebAssembly and the graph, as scripts that a page can load from a file."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Triple

from kgbuild.errors import ResourceError
from kgbuild.site.script_constants import assigned
from kgbuild.vocabulary import PREFIXES

_EXPORTED = (
    (re.compile(r"^export (?=class |function )", re.MULTILINE), ""),
    (re.compile(r"^export \{ initSync, __wbg_init as default \};$", re.MULTILINE), ""),
    (re.compile(r"\bimport\.meta\.url\b"), "self.location.href"),
)
"""What makes Oxigraph's script a module, and what stands instead: a page opened from a file has no workers of modules.

The address is asked for only where no WebAssembly is given, and it is always given here.
"""


SECONDS = 20
"""How long a question may take."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question to begin with."""

    title: str
    query: str


EXAMPLES = (
    Example(
        "Drugs for any lymphoma",
        "SELECT DISTINCT ?drug {\n"
        "  ?d (kg:approvedFor|kg:approvedInCombinationFor)/skos:broader* ncit:C3208 ;\n"
        "     skos:prefLabel ?drug .\n"
        "} ORDER BY ?drug",
    ),
    Example(
        "What a drug is approved for, in NCI's words",
        "SELECT ?statement {\n"
        '  ?d schema:nonProprietaryName "lenalidomide" ;\n'
        "     kg:indication ?use .\n"
        "  ?use kg:statement ?statement .\n"
        "} ORDER BY ?statement",
    ),
    Example(
        "Drugs that need a REMS programme",
        "SELECT ?drug ?programme {\n"
        "  ?d kg:requiresREMS ?p ; skos:prefLabel ?drug .\n"
        "  ?p schema:name ?programme .\n"
        "} ORDER BY ?drug",
    ),
    Example(
        "Conditions with the most approved drugs",
        "SELECT ?condition (COUNT(DISTINCT ?d) AS ?drugs) {\n"
        "  ?d kg:approvedFor|kg:approvedInCombinationFor ?c .\n"
        "  ?c skos:prefLabel ?condition .\n"
        "} GROUP BY ?condition ORDER BY DESC(?drugs) ?condition LIMIT 20",
    ),
    Example(
        "Immunotherapy used with a platinum compound",
        "SELECT DISTINCT ?drug ?partner {\n"
        "  ?d (skos:broader|skos:broadMatch)* ncit:C308 ;\n"
        "     kg:usedWith ?p ; skos:prefLabel ?drug .\n"
        "  ?p (skos:broader|skos:broadMatch)* ncit:C1450 ;\n"
        "     skos:prefLabel ?partner .\n"
        "} ORDER BY ?drug ?partner",
    ),
)


def prefixes() -> str:
    """The declarations that the box puts before a query.

    >>> prefixes().splitlines()[0]
    'PREFIX kg: <https://w3id.org/kgbuild/ns#>'
    """
    return "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())


def engine_script(module: str, wasm: bytes, worker: str) -> bytes:
    """A classic script that holds the worker's code, and Oxigraph's WebAssembly.

    Args:
        module: Oxigraph's ``web.js``, which is a module.
        wasm: its WebAssembly, compressed with gzip.
        worker: our code behind it.

    Raises:
        ResourceError: the module is not of the form that is known; another version was put in its place.
    """
    code = module
    for pattern, instead in _EXPORTED:
        code, found = pattern.subn(instead, code)
        if not found:
            raise ResourceError(f"oxigraph.web.js lacks {pattern.pattern!r}; run scripts/vendor.py")
    return assigned("KGBUILD_ENGINE", {"code": f"{code}\n{worker}", "wasm": base64.b64encode(wasm).decode()})


def graph_script(triples: Iterable[Triple]) -> bytes:
    """A classic script that holds the triples as N-Triples, sorted and compressed."""
    lines = sorted({f"{triple} .\n" for triple in triples})
    packed = gzip.compress("".join(lines).encode(), 9, mtime=0)
    return assigned("KGBUILD_GRAPH", base64.b64encode(packed).decode())
