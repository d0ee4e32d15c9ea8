"""What holds of any file whatever: it is a page or a reason, and its graph is sound, of the model, and true to it."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple, parse

from graphs import files_of
from kgbuild import vocabulary
from kgbuild.accounting import PageResult
from kgbuild.addresses import web_address
from kgbuild.exports import FORMATS, Colophon
from kgbuild.markdown import blocks, read_inline
from kgbuild.model import Page, Problem, Severity
from kgbuild.pages import parse_page
from kgbuild.pipeline import assemble, read_page
from kgbuild.reporting import as_html, as_json, as_text, find
from kgbuild.tools import Settings, Tools
from kgbuild.triple_lines import triples_of
from kgbuild.validation import Engine
from kgbuild.vocabulary import DCTERMS, EVS, FOREIGN, KG, NCIT, RDF, RDFS, SCHEMA, XSD, is_code

LONGEST: Final = 2.0
"""Seconds of CPU that a page may take."""
_LEXICAL: Final = {
    XSD.INTEGER: re.compile(r"[+-]?[0-9]+"),
    XSD.DECIMAL: re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?"),
    XSD.BOOLEAN: re.compile(r"true|false"),
    XSD.DATE: re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"),
    XSD.STRING: re.compile(r".*", re.DOTALL),
    NamedNode(RDF.NAMESPACE + "langString"): re.compile(r".*", re.DOTALL),
}
_LEADS_OUT: Final = {RDFS.SEE_ALSO, SCHEMA.URL, SCHEMA.PRESCRIBING_INFO, DCTERMS.LICENSE, DCTERMS.SOURCE}
"""Properties whose values are addresses of the web."""
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_CONSTANTS: Final = {
    term
    for holder in vars(vocabulary).values()
    if isinstance(holder, type)
    for term in vars(holder).values()
    if isinstance(term, NamedNode)
}
"""Every term that the program can name."""


def fast_tools() -> Tools:
    """Everything that a build opens, but for the shapes: what they find is no fault of the program."""
    return Tools.open(Settings(engine=Engine.NONE))


class Ontology:
    """What ``ontology/kgbuild.ttl`` declares: kinds of terms, and the classes that a property belongs to."""

    def __init__(self, file: Path) -> None:
        """Read the ontology."""
        self.kinds: dict[NamedNode, set[str]] = defaultdict(set)
        said: dict[tuple[object, str], list[object]] = defaultdict(list)
        for quad in parse(path=file):
            said[quad.subject, quad.predicate.value].append(quad.object)
            if (
                quad.predicate == RDF.TYPE
                and isinstance(quad.subject, NamedNode)
                and isinstance(quad.object, NamedNode)
            ):
                self.kinds[quad.subject].add(str(quad.object).strip("<>").removeprefix(_OWL))

        def members(cell: object) -> Iterator[object]:
            while first := said[cell, RDF.NAMESPACE + "first"]:
                yield first[0]
                (cell,) = said[cell, RDF.NAMESPACE + "rest"]

        def classes(expression: object) -> set[object]:
            union = said[expression, _OWL + "unionOf"]
            named = set(members(union[0])) if union else {expression}
            return named | {term for term in self.kinds if named & {*said[term, RDFS.NAMESPACE + "subClassOf"]}}

        self.domains = {
            term: classes(found[0]) for term in self.kinds if (found := said[term, RDFS.NAMESPACE + "domain"])
        }


def check_file(data: bytes, tools: Tools, ontology: Ontology) -> PageResult | None:
    """Read a file as a build does and hold everything against the properties; what one page says, if it is a page.

    Raises:
        AssertionError: one of them does not hold; any other exception is a fault of the program as well.
    """
    started = time.process_time()
    found = list(parse_page(data, "fuzzed.md"))
    pages = [item for item in found if isinstance(item, Page)]
    problems = [item for item in found if isinstance(item, Problem)]
    shown = [line for problem in problems for line in as_text(find(problem, "")).splitlines()]
    assert all(line.isprintable() for line in shown), shown
    if not pages:
        assert any(p.severity is Severity.ERROR or p.code == "missing-front-matter" for p in problems), "no reason"
        return None
    (page,) = pages
    assert page.text.encode() == data
    result = read_page(page, tools)
    assert not [finding for finding in result.findings if finding.code == "misquote"], result.findings
    shown = [line for finding in result.findings for line in as_text(finding).splitlines()]
    assert all(line.isprintable() for line in shown), shown
    check_places(page)
    check_graph(result.lines, tools, ontology)
    spent = time.process_time() - started
    assert spent < LONGEST, f"{spent:.1f} s"
    return result


def check_places(page: Page) -> None:
    """Every character that a reader sees has its place in the file, in order; of an entity it is its end."""
    for piece in (piece for block in blocks(page) for piece in block.pieces if piece[0]):
        if text := read_inline(*piece):
            places = [page.text[place] for place in text.offsets]
            assert list(text.offsets) == sorted(text.offsets), text
            strange = [
                (seen, there)
                for seen, there in zip(text.plain, places, strict=True)
                if there not in (seen, ";") and not (seen.isspace() and there.isspace())
            ]
            assert not strange, (strange, text)


def check_graph(lines: tuple[str, ...], tools: Tools, ontology: Ontology) -> None:
    """Every format holds just the triples, to a strict parser, and all are of the model."""
    files = files_of([(tools.ids.page_graph("fuzzed"), lines)], Colophon(tools.ids, tools.context))
    triples = tuple(triples_of(lines))
    for form in FORMATS:
        read = {quad.triple for quad in parse(files[form.file_name], form.rdf_format)}
        assert read == set(triples), (form.file_name, read ^ set(triples))
    assert not (strays := list(stray(triples, tools, ontology))), strays


def check_build(result: PageResult, tools: Tools, ontology: Ontology) -> None:
    """What follows from a page is sound as well, and so is the report."""
    built = assemble([result], tools)
    lines = (line for graph in (tools.ids.derived_graph, tools.ids.terms_graph) for line in built.quads.of_graph(graph))
    triples = triples_of(lines)
    assert not (strays := list(_unknown(triples, tools, ontology))), strays
    assert b"".join(as_json(built.report))
    assert b"<script" not in as_html(built.report).lower()


def stray(triples: Iterable[Triple], tools: Tools, ontology: Ontology) -> Iterator[tuple[str, Triple]]:
    """The triples of a page that the model has no place for, with the reason."""
    triples = tuple(triples)
    types: dict[object, set[object]] = defaultdict(set)
    for triple in triples:
        if triple.predicate == RDF.TYPE:
            types[triple.subject].add(triple.object)
    yield from _unknown(triples, tools, ontology)
    for triple in triples:
        if triple.subject not in types:
            yield "subject without a type", triple
        if isinstance(triple.object, NamedNode) and tools.ids.owns(triple.object) and triple.object not in types:
            yield "object without a type", triple
        if (domain := ontology.domains.get(triple.predicate)) and not types[triple.subject] & domain:
            yield "outside the domain", triple


def _unknown(triples: Iterable[Triple], tools: Tools, ontology: Ontology) -> Iterator[tuple[str, Triple]]:
    """The triples with a term or value that nobody declared."""
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not (isinstance(subject, NamedNode) and _instance(subject, tools)):
            yield "subject", triple
        if predicate not in _CONSTANTS or (_ours(predicate) and not _is(predicate, "Property", ontology)):
            yield "predicate", triple
        if predicate == RDF.TYPE:
            if value not in _CONSTANTS or (_ours(value) and not _is(value, "Class", ontology)):
                yield "class", triple
        elif isinstance(value, Literal):
            if not (form := _LEXICAL.get(value.datatype)) or not form.fullmatch(value.value):
                yield "literal", triple
        elif not (isinstance(value, NamedNode) and _known(predicate, value, tools, ontology)):
            yield "object", triple


def _ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(KG.NAMESPACE)


def _is(term: object, kind: str, ontology: Ontology) -> bool:
    return isinstance(term, NamedNode) and any(each.endswith(kind) for each in ontology.kinds.get(term, ()))


def _instance(node: NamedNode, tools: Tools) -> bool:
    return tools.ids.owns(node) or (node.value.startswith(NCIT) and is_code(node.value.removeprefix(NCIT)))


def _known(predicate: NamedNode, node: NamedNode, tools: Tools, ontology: Ontology) -> bool:
    """Whether a node is an instance, a concept, a value of ours, or an address where one may be."""
    if _instance(node, tools) or node in _CONSTANTS or _is(node, "NamedIndividual", ontology):
        return True
    if predicate in _LEADS_OUT:
        return web_address(node.value) == node.value
    return node.value.startswith((EVS, *FOREIGN.values()))
