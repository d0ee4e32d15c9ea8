"""Whatever a file holds, it is a page or a reason, and its graph is sound, of the model, and true to the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from example_pages import EXAMPLINIB
from fuzz import random_runs
from fuzz.drawn_pages import BEGINNINGS, DRUG, FRONT, PIECES, SEEDS, drawn
from fuzz.page_properties import Ontology, check_build, check_file, fast_tools
from kgbuild.tools import Settings, Tools

TESTS = Path(__file__).parents[1]
TOOLS = fast_tools()
ONTOLOGY = Ontology(TESTS.parent / "ontology" / "kgbuild.ttl")
USE = f"{FRONT}{DRUG}## Use in Cancer\n\n"

FOUND = {
    "braces in the page's address": EXAMPLINIB.replace("drugs/examplinib", "drugs/{examplinib}"),
    "a second number sign in an address": EXAMPLINIB.replace("drugs/examplinib", "drugs/examplinib#a#b"),
    "an address in angle brackets before a link": f"{USE}It (<https://x.org/>) is\nwith [Alphanib](/a) and more words.",
    "code over two lines": f"{USE}`in children \\\n`EGFR `platinum` \\\nof Examplinib.",
    "a backslash that escapes nothing": f"{USE}\\α is **bold** and approved.",
    "a tab before a line": f"{USE}Examplinib is approved to treat:\n\n- Anemia\n\tin adults (with more words behind).",
    "nothing behind an opening": f"{USE}Examplinib is approved to treat:\n\n- A.\n- did not get better with (HER2) \n",
}
"""Files that once ended a build with an internal error, or had words at wrong places."""


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_was_found_once_stays_fixed(text: str) -> None:
    result = check_file(text.encode(), TOOLS, ONTOLOGY)
    assert result is not None
    check_build(result, TOOLS, ONTOLOGY)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"way {seed[0]}")
def test_every_way_can_draw_a_page(seed: bytes) -> None:
    assert check_file(drawn(seed), TOOLS, ONTOLOGY)


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
PIECE = st.sampled_from(PIECES) | ANY_TEXT
WORDS = st.lists(PIECE, max_size=25).map("".join)
SCALARS = st.one_of(
    ANY_TEXT,
    st.sampled_from(["no", "123", "1.10", "12:30:45", "2024-13-45", "~", "[a, b]", "{a: b}", "*x", "&x y", "!!int 5"]),
    ANY_TEXT.map(lambda text: f'"{text}"'),
    st.integers(0, 0x10FFFF).map(lambda point: f'"\\U{point:08X}"'),
)
KEYS = (
    st.sampled_from(["title", "url", "language", "lastReviewed", "license", "citation", "tags", "version"]) | ANY_TEXT
)
FRONT_MATTER = st.lists(st.tuples(KEYS, SCALARS), max_size=8).map(
    lambda entries: "---\n" + "".join(f"{key}: {value}\n" for key, value in entries) + "---\n"
)
BODIES = st.tuples(st.sampled_from(BEGINNINGS), WORDS).map("".join)
SENTENCES = st.tuples(WORDS, WORDS).map(lambda said: f"{USE}Examplinib {said[0]}\n\n- {said[1]}\n")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The example page, with pieces put in, cut out, doubled or moved."""
    text = EXAMPLINIB
    for _ in range(draw(st.integers(1, 6))):
        at, size = draw(st.integers(0, len(text))), draw(st.integers(0, 80))
        cut, rest = text[at : at + size], text[at + size :]
        new = draw(st.sampled_from(["put in", "cut out", "double", "move"]))
        middle = {"put in": draw(PIECE) + cut, "cut out": "", "double": cut * 2, "move": ""}[new]
        text = text[:at] + middle + rest + (cut if new == "move" else "")
    return text


FILES = st.one_of(
    st.binary(max_size=300),
    st.tuples(FRONT_MATTER, st.just(f"{DRUG}## Use in Cancer\n\nIt is approved to treat anemia.\n")).map("".join),
    BODIES.map(lambda body: FRONT + body),
    SENTENCES,
    damaged(),
)


@given(FILES)
@settings(max_examples=800)
@example(EXAMPLINIB)
def test_any_file_is_a_page_or_a_reason_and_its_graph_is_sound(file: str | bytes) -> None:
    check_file(file.encode() if isinstance(file, str) else file, TOOLS, ONTOLOGY)


@pytest.fixture(scope="module")
def tools() -> Tools:
    """With shapes."""
    return Tools.open(Settings())


@given(SENTENCES | damaged())
@settings(max_examples=100)
def test_any_page_comes_through_the_whole_build(tools: Tools, file: str) -> None:
    if result := check_file(file.encode(), tools, ONTOLOGY):
        check_build(result, tools, ONTOLOGY)


def test_files_drawn_at_random_are_pages_or_reasons() -> None:
    assert random_runs.run(1000, seed=3) > 150


@pytest.mark.fuzz
def test_the_fuzzer_finds_nothing_in_a_short_while(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fuzz.atheris_target", "--counts", str(tmp_path / "counts")]
    command += ["-runs=1000", "-seed=5", "-timeout=60", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "counts").read_text().startswith("1000 executions")
