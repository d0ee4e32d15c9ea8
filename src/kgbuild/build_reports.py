"""``report.json`` read back: what later commands need of a build beside its graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgbuild.errors import GraphError
from kgbuild.report_lines import ListLine, ReadWords, UseLine
from kgbuild.staging import settle

FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Missed:
    """A sentence on uses that was not understood."""

    line: int
    words: str
    """As the file has them."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page of a build."""

    path: str
    slug: str
    title: str
    code: str
    uses: tuple[UseLine, ...]
    listed: tuple[ListLine, ...]
    missed: tuple[Missed, ...]
    words: int
    """Content words of its statements on uses."""
    unread: int
    """Those of them that no rule read."""


def read_report(graph: Path) -> tuple[SavedPage, ...] | None:
    """The pages of the report that stands beside a graph; None where there is none.

    Args:
        graph: the folder that a build wrote, or a file in it.

    Raises:
        GraphError: the report cannot be read, or is of another edition of kgbuild.
        OutputError: see `staging.settle`.
    """
    import orjson

    file = (graph if graph.is_dir() else graph.parent) / FILE
    settle(file.parent)
    if not file.is_file():
        return None
    try:
        report = orjson.loads(file.read_bytes())
        missed = _missed(report["problems"])
        return tuple(_page(page, missed.get(page["path"], ())) for page in report["pages"])
    except OSError as error:
        raise GraphError(f"{file}: {error.strerror}; build again") from error
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(f"{file}: this is no report of this edition of kgbuild ({error}); build again") from error


def need_report(graph: Path) -> tuple[SavedPage, ...]:
    """As `read_report`, where there must be one.

    Raises:
        GraphError: there is none, or it cannot be read.
    """
    pages = read_report(graph)
    if pages is None:
        raise GraphError(f"{graph}: no {FILE} stands there; name the folder that 'kgbuild build' wrote")
    return pages


def _missed(problems: list[dict[str, Any]]) -> dict[str, tuple[Missed, ...]]:
    found: dict[str, tuple[Missed, ...]] = {}
    for problem in problems:
        if problem["code"] in {"unread-sentence", "unread-indication", "overlong-sentence"}:
            missed = Missed(problem["line"] or 1, problem["sentence"])
            found[problem["page"]] = (*found.get(problem["page"], ()), missed)
    return found


def _page(page: dict[str, Any], missed: tuple[Missed, ...]) -> SavedPage:
    return SavedPage(
        path=page["path"],
        slug=page["slug"],
        title=page["title"],
        code=page["code"],
        uses=tuple(_use(use) for use in page["uses"]),
        listed=tuple(ListLine(**{**entry, "brands": tuple(entry["brands"])}) for entry in page["listed"]),
        missed=missed,
        words=page["words"],
        unread=page["unread"],
    )


def _use(use: dict[str, Any]) -> UseLine:
    read = tuple(ReadWords(**each) for each in use["read"])
    unread = tuple(ReadWords(rule="", **each) for each in use["unread"])
    return UseLine(use["iri"], use["line"], use["statement"], read, unread)
