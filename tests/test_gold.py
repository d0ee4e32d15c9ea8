"""The graph of the real pages against what careful reading finds on them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from kgbuild.pages import read_pages
from kgbuild.pipeline import build, write
from kgbuild.tools import Settings, Tools

HERE = Path(__file__).parent
DEV = {
    "micro": 0.985,
    "aligned": 0.98,
    "exact": 0.93,
    "condition": 0.96,
    "partner": 0.95,
    "prior": 0.95,
    "brand": 0.98,
    "code": 0.98,
    "rems": 0.98,
    "component": 0.98,
    "fda_status": 0.98,
}
OWN = {"micro": 0.98, "aligned": 0.97, "exact": 0.9}
ANSWERS = {"own": "pages.jsonl", "drawn": "drawn.jsonl"}


@pytest.fixture(scope="module")
def graph(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("corpus")
    tools = Tools.open(Settings())
    write(build(read_pages([str(shared / "corpus" / "nci-drugs")]), tools), output)
    return output / "graph.ttl"


def scored(shared: Path, graph: Path, gold: Path) -> Mapping[str, float]:
    """The figures of the scoring tool, which reads the graph with rdflib."""
    figures = graph.parent / "score.json"
    tool = [sys.executable, str(shared / "tools" / "score.py"), str(graph), "--gold", str(gold), "--json", str(figures)]
    subprocess.run(tool, check=True, capture_output=True)
    found: Mapping[str, float] = json.loads(figures.read_text())
    return found


@pytest.mark.shared
@pytest.mark.parametrize(("gold", "least"), [("dev", DEV), ("own", OWN), ("drawn", OWN)])
def test_the_graph_says_what_careful_reading_finds(
    shared: Path, graph: Path, gold: str, least: Mapping[str, float]
) -> None:
    answers = shared / "gold" / "dev.jsonl" if gold == "dev" else HERE / "gold" / ANSWERS[gold]
    figures = scored(shared, graph, answers)
    assert figures["pages_absent"] == 0
    assert {name: figures[name] for name, bar in least.items() if figures[name] < bar} == {}
