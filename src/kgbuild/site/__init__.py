"""Graph -> a web site for people: static pages that need no server and load nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Triple

from kgbuild.build_reports import SavedPage, read_report
from kgbuild.graphs import Graph, graph_file, read_triples
from kgbuild.locks import exclusive
from kgbuild.site.contents import contents_of
from kgbuild.site.folders import refuse_others, replacing_folder
from kgbuild.site.scripts import assets
from kgbuild.site.writing import pages_of

__all__ = ["site_of", "write_site"]


def write_site(graph: Path, target: Path) -> int:
    """Write the site of a graph into a folder, which it replaces as a whole.

    Args:
        graph: a folder that a build wrote, or a file of RDF; a report beside it tells what was not understood.
        target: a folder that is not there, is empty, or is an earlier site.

    Returns:
        How many pages were written.

    Raises:
        GraphError: the graph or the report cannot be read.
        OutputError: the folder is something else, cannot be written, or is being written; then it is as before.
    """
    refuse_others(target, graph_file(graph))
    files = site_of(read_triples(graph), read_report(graph) or ())
    with exclusive(target), replacing_folder(target) as folder:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return sum(path.endswith(".html") for path in files)


def site_of(triples: Iterable[Triple], report: tuple[SavedPage, ...] = ()) -> Mapping[str, bytes]:
    """Every file of a site, by its path below the site's folder; the same graph gives the same bytes.

    Args:
        triples: the graph.
        report: the pages of the build's report, where there is one.
    """
    triples = tuple(triples)
    return dict(_files(triples, report))


def _files(triples: tuple[Triple, ...], report: tuple[SavedPage, ...]) -> Iterator[tuple[str, bytes]]:
    contents = contents_of(Graph(triples), report)
    yield from pages_of(contents)
    yield from assets(contents, triples)
