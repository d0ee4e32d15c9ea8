"""The order of the stages, and nothing else.

pages -> documents -> extraction -> grounding -> triples + provenance -> validation -> derived -> exports
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import Triple

from kgbuild.accounting import PageResult, groundings, report_of, ungrounded, violated
from kgbuild.clashes import clashes_between, clashes_within
from kgbuild.derived import Census, Edition, dataset_triples, derived_triples, term_triples, used_codes
from kgbuild.documents import parse_document
from kgbuild.editions import editions
from kgbuild.exports import Colophon, read_context, write_all
from kgbuild.extraction import extract
from kgbuild.grounding import ground
from kgbuild.model import Page, Problem
from kgbuild.page_lines import page_line
from kgbuild.provenance import misquotes, quote_triples
from kgbuild.reporting import Report, as_html, as_json, by_place, find
from kgbuild.resources import folder
from kgbuild.terminology import TermIndex
from kgbuild.triple_lines import line_of, lines_of, terms_of, triples_of
from kgbuild.triples import Scope, page_triples
from kgbuild.validation import Engine, Shapes, open_shapes
from kgbuild.vocabulary import DEFAULT_BASE, Graph, Identifiers, settle_labels


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told; small, so that it can be sent to workers."""

    base: str = DEFAULT_BASE
    """Under which instances are named."""
    ontology: Path = field(default_factory=lambda: folder("ontology"))
    shapes: Path = field(default_factory=lambda: folder("shapes"))
    engine: Engine = Engine.PYSHACL
    """Who holds the shapes against the graph."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What is opened once and used for every page."""

    terms: TermIndex
    validator: Shapes
    engine: Engine
    ids: Identifiers
    versions: Mapping[str, str] = field(hash=False)
    """See `kgbuild.editions`."""
    context: Mapping[str, Any] = field(hash=False)
    """Of the JSON-LD that is written."""

    @classmethod
    def open(cls, settings: Settings) -> Tools:
        """Open the terminology and the shapes.

        Raises:
            KgbuildError: one of them is damaged, or the base is no IRI.
        """
        return cls(
            terms=TermIndex.open(settings.ontology),
            validator=open_shapes(settings.engine, settings.shapes),
            engine=settings.engine,
            ids=Identifiers(settings.base),
            versions=editions(settings.ontology),
            context=read_context(settings.ontology / "context.jsonld"),
        )


@dataclass(frozen=True, slots=True)
class Build:
    """The graphs of all pages and what follows from them, with the report."""

    report: Report
    graphs: tuple[Graph, ...]
    """Pages in the order of input, then what is derived, then the terms."""
    inputs: Mapping[str, str] = field(hash=False)
    """`Page.path` -> SHA-256 of the file."""
    tools: Tools

    def triples(self) -> Iterator[Triple]:
        """What all graphs state together; a triple of several graphs comes several times."""
        return triples_of(chain.from_iterable(lines for _, lines in self.graphs))


def build(pages: Iterable[Page | Problem], tools: Tools) -> Build:
    """Turn pages into a validated graph."""
    return assemble((read_page(page, tools) for page in pages), tools)


def read_page(page: Page | Problem, tools: Tools) -> PageResult:
    """Everything that one page says, needing no other page."""
    if isinstance(page, Problem):
        return PageResult(None, (find(page),))
    document = parse_document(page)
    reading = extract(document)
    grounded = ground(reading, tools.terms)
    scope = Scope(grounded, tools.ids)
    claims = (*page_triples(scope), *quote_triples(reading, tools.ids))
    lines = tuple(map(line_of, claims))
    problems = (*reading.problems, *grounded.problems, *clashes_within(grounded), *misquotes(page, claims))
    checked = tools.validator.check(claims)
    findings = [*(find(problem, page.text) for problem in problems), *violated(checked.violations, lines, page)]
    return PageResult(
        line=page_line(scope),
        findings=tuple(sorted(findings, key=by_place)),
        lines=lines,
        derived=tuple(map(line_of, derived_triples(claims))),
        codes=tuple(sorted(used_codes(claims))),
        groundings=tuple(groundings(grounded)),
        ungrounded=tuple(ungrounded(grounded)),
        focus=checked.focus,
    )


def assemble(results: Iterable[PageResult], tools: Tools) -> Build:
    """Put together what the pages say, in their order, and what follows from all of them."""
    read = tuple(results)
    pages = settle_labels((tools.ids.page_graph(r.line.slug), r.lines) for r in read if r.line and r.lines)
    derived = tuple(dict.fromkeys(chain.from_iterable(result.derived for result in read)))
    codes = frozenset(chain.from_iterable(result.codes for result in read))
    terms = tuple(lines_of(term_triples(codes, tools.terms)))
    known = {*chain.from_iterable(lines for _, lines in pages), *derived, *terms}
    dataset = tuple(lines_of(dataset_triples(Census.of(known), Edition(tools.versions), tools.ids)))
    follows = _validated((*derived, *dataset, *terms), tools)
    clashes = PageResult(None, tuple(clashes_between(result.line for result in read if result.line)))
    return Build(
        report=report_of((*read, clashes, follows), len(known.union(dataset)), tools.versions, tools.engine),
        graphs=(*pages, (tools.ids.derived_graph, (*derived, *dataset)), (tools.ids.terms_graph, terms)),
        inputs={result.line.path: result.line.sha256 for result in read if result.line},
        tools=tools,
    )


def _validated(follows: tuple[str, ...], tools: Tools) -> PageResult:
    """What the shapes find in that which no page says alone."""
    checked = tools.validator.check(tuple(map(terms_of, follows)))
    return PageResult(None, tuple(violated(checked.violations, follows, None)), focus=checked.focus)


def write(built: Build, output: Path, others: Mapping[str, bytes] = MappingProxyType({})) -> Mapping[str, str]:
    """Write the graph in every format, the report, other files by name, and the manifest, all or none.

    Returns:
        File name -> SHA-256.

    Raises:
        OutputError: the folder cannot be written; what was there is as before.
    """
    tools = built.tools
    colophon = Colophon(tools.ids, tools.context, built.inputs, tools.versions)
    reports = {"report.json": as_json(built.report), "report.html": as_html(built.report)}
    return write_all(output, built.graphs, colophon, {**reports, **others})
