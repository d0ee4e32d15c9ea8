"""The stages together: one page, many pages, several processes; the same input gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, NOTHING_OF_DRUGS, UNTERMINATED, named, written
from kgbuild.accounting import violated
from kgbuild.explanation import explain
from kgbuild.graphs import Graph
from kgbuild.model import Page, Problem, Severity
from kgbuild.pages import read_pages
from kgbuild.pipeline import build, read_page, write
from kgbuild.scale_out import WORTHWHILE, Here, Workers
from kgbuild.scale_out import build as build_with
from kgbuild.tools import Settings, Tools
from kgbuild.triple_lines import triples_of
from kgbuild.validation import Violation
from kgbuild.vocabulary import KG

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.open(Settings())


def page(text: str, path: str = "examplinib.md") -> Page:
    front = text.index("\n---\n", 3) + 5
    return Page(path, path.removesuffix(".md"), text, sha256(text.encode()).hexdigest(), front)


def many(folder: Path) -> Path:
    """More pages than are read in one process."""
    names = [f"{first}{second}linib" for first in LETTERS[:9] for second in LETTERS[:8]]
    assert len(names) > WORTHWHILE
    return written(folder, {f"{name}.md": named(name) for name in names} | {"broken.md": UNTERMINATED})


def hashes(folder: Path) -> dict[str, str]:
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("[!.]*"))}


def test_the_seed_page_says_what_a_reader_reads(tools: Tools, root: Path) -> None:
    built = build(read_pages([str(root / "seeds")]), tools)
    account = explain(Graph(built.quads.triples()), "lenalidomide")
    assert account.code == "C2668"
    assert [fact.words for fact in account.of("brand")] == ["Revlimid"]
    assert account.of("REMS")[0].words.startswith("Revlimid REMS <https://")
    assert [fact.words.casefold() for fact in account.of("use")] == [
        "anemia caused by myelodysplastic syndromes; adults",
        "follicular lymphoma; with rituximab; adults",
        "mantle cell lymphoma; after at least 2 prior therapies, including bortezomib; refractory or relapsed; adults",
        "marginal zone lymphoma; with rituximab; adults",
        "multiple myeloma; with dexamethasone; adults",
        "multiple myeloma; alone; as maintenance therapy; after autologous stem cell transplant; adults",
    ]
    assert built.report.tally.conforms


def test_every_fact_of_a_page_is_quoted_from_it(tools: Tools) -> None:
    built = build([page(EXAMPLINIB)], tools)
    account = explain(Graph(built.quads.triples()), "Exemplar")
    quotes = [quote for fact in account.statements for quote in fact.quotes]
    assert len(account.of("use")) == 2
    assert all(fact.quotes for fact in account.of("use"))
    assert [EXAMPLINIB[quote.start : quote.end] for quote in quotes] == [quote.text for quote in quotes]


def test_a_page_that_is_not_about_drugs_is_set_aside_with_the_reason(tools: Tools) -> None:
    built = build([page(NOTHING_OF_DRUGS, "fatigue.md")], tools)
    (line,) = built.report.set_aside
    assert (line.path, built.report.tally.by_kind) == ("fatigue.md", {"other": 1})
    assert line.reason
    assert not built.report.tally.facts


def test_a_file_that_could_not_be_read_is_reported_and_costs_no_other(tools: Tools) -> None:
    problem = Problem("empty-file", Severity.ERROR, "it is empty; leave it out", "empty.md")
    built = build([problem, page(EXAMPLINIB)], tools)
    assert [found.path for found in built.report.unreadable] == ["empty.md"]
    assert list(built.inputs) == ["examplinib.md"]


def test_the_report_tells_how_each_name_came_to_its_concept_and_on_which_pages(tools: Tools) -> None:
    built = build([page(EXAMPLINIB, "b.md"), page(EXAMPLINIB, "a.md")], tools)
    found = {(entry.role, entry.code): entry for entry in built.report.groundings}
    partner = next(entry for entry in found.values() if entry.words == "rituximab")
    assert (partner.role, partner.how, partner.confidence) == ("agent", "preferred-name", Decimal("0.98"))
    assert partner.pages == ("a.md", "b.md")
    assert [(entry.role, entry.words) for entry in built.report.ungrounded] == [("drug", "Examplinib")]
    assert all(entry.how not in {"ambiguous", "unknown"} for entry in found.values())


def test_a_violation_is_shown_at_the_sentence_it_is_about(tools: Tools) -> None:
    text = page(EXAMPLINIB)
    result = read_page(text, tools)
    focus = next(str(t.subject)[1:-1] for t in triples_of(result.lines) if t.predicate == KG.HAS_THERAPY_OPTION)
    violation = Violation("Indication-condition", Severity.ERROR, focus, "kg:condition", "", "Name a condition.")
    (found,) = violated([violation], result.lines, text)
    assert (found.shacl, found.code, found.severity) == (True, "Indication-condition", Severity.ERROR)
    assert found.line == EXAMPLINIB[: EXAMPLINIB.index(found.sentence)].count("\n") + 1
    assert "lymphoma" in found.sentence or "myeloma" in found.sentence


def test_a_shape_that_looked_at_nothing_is_reported(tools: Tools) -> None:
    findings = build([page(EXAMPLINIB)], tools).report.findings
    idle = {found.message.partition(":")[0] for found in findings if found.code == "idle-shape"}
    assert "CancerTypeList" in idle
    assert not idle & {"Indication", "MedicalWebPage", "Dataset"}


def test_several_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    pages = list(read_pages([str(many(tmp_path / "pages"))]))
    told: list[int] = []
    alone = build_with(pages, Settings(), Here())
    together = build_with(pages, Settings(), Workers(Settings(), 3), seen=told.append)
    assert together.report.tally == alone.report.tally
    write(alone, tmp_path / "alone")
    write(together, tmp_path / "together")
    assert hashes(tmp_path / "alone") == hashes(tmp_path / "together")
    assert told == list(range(1, len(pages) + 1))


INTERRUPTED = """
import os, signal, sys
from kgbuild.cli.endings import ending_of
from kgbuild.pages import read_pages
from kgbuild.tools import Settings
from kgbuild.scale_out import Workers, build

def interrupt_all(done):
    os.killpg(0, signal.SIGINT)

sys.exit(ending_of(lambda: build(read_pages(sys.argv[1:]), Settings(), Workers(Settings(), 2), seen=interrupt_all)))
"""


def test_an_interrupt_ends_all_processes_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(many(tmp_path / "pages"))]
    # Workers hold the pipes too: reading to their ends waits for the last of them.
    done = subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, "kgbuild: interrupted\n")


def environments() -> Iterator[dict[str, str]]:
    yield {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}
    yield {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"}
    yield {"PYTHONHASHSEED": "7", "TZ": "America/Lima", "LC_ALL": "POSIX"}


def test_bytes_do_not_depend_on_hash_seed_locale_time_zone_order_or_folder(tmp_path: Path) -> None:
    pages = {f"{name}.md": named(name) for name in ("alphanib", "betanib", "gammanib")}
    seen = []
    for number, environment in enumerate(environments()):
        folder = written(tmp_path / f"folder-{number}", pages)
        inputs = [str(folder / name) for name in (reversed(pages) if number else pages)]
        command = [sys.executable, "-m", "kgbuild", "build", "-q", *inputs, "-o", str(tmp_path / f"out-{number}")]
        subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)
        seen.append(hashes(tmp_path / f"out-{number}"))
    assert len(seen[0]) == 6
    assert seen[1:] == [seen[0]] * 2


@pytest.mark.shared
def test_the_real_pages_are_recognised_and_conform(shared: Path) -> None:
    built = build_with(read_pages([str(shared / "corpus")]), Settings(), Workers(Settings(), 2))
    kinds = {kind: count for kind, count in built.report.tally.by_kind.items() if kind != "other"}
    assert kinds == {"drug": 146, "combination": 28, "list": 24, "index": 1}
    assert built.report.tally.conforms
    assert not {found.code for found in built.report.findings} & {"misquote", "idle-shape"}
