"""The order of the stages, and nothing else.

pages -> documents -> extraction -> grounding -> triples + provenance -> validation -> derived -> exports
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from kgbuild.accounting import PageResult, groundings, ungrounded, violated
from kgbuild.assembly import Assembly, Build
from kgbuild.clashes import clashes_within
from kgbuild.derived import derived_triples, used_codes
from kgbuild.documents import parse_document
from kgbuild.exports import Colophon, write_all
from kgbuild.extraction import extract
from kgbuild.grounding import ground
from kgbuild.model import Page, Problem
from kgbuild.page_lines import page_line
from kgbuild.provenance import misquotes, quote_triples
from kgbuild.reporting import as_html, as_json, by_place, find
from kgbuild.tools import Tools
from kgbuild.triple_lines import line_of
from kgbuild.triples import Scope, page_triples
from kgbuild.writing import Content


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
    assembly = Assembly(tools)
    for result in results:
        assembly.take(result)
    return assembly.build()


def write(
    built: Build, output: Path, others: Mapping[str, Content] = MappingProxyType({}), *, processes: int = 1
) -> Mapping[str, str]:
    """Write the graph in every format, the report, other files by name, and the manifest, all or none.

    So many `processes` may write at once.

    Returns:
        File name -> SHA-256.

    Raises:
        OutputError: the folder cannot be written; what was there is as before.
    """
    tools = built.tools
    colophon = Colophon(tools.ids, tools.context, built.inputs, tools.versions)
    reports: dict[str, Content] = {"report.json": as_json(built.report), "report.html": as_html(built.report)}
    return write_all(output, built.quads, colophon, {**reports, **others}, processes=processes)
