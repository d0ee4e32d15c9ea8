"""Lines that do not fit into memory: the same comes back, wherever it lay, and little is held."""

from __future__ import annotations

import os
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.model import Severity
from kgbuild.reporting import Finding
from kgbuild.spools import Records, Sorter, Spool

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12), max_size=40)
MANY = 200_000


@given(LINES, st.integers(min_value=0, max_value=60))
def test_a_spool_gives_lines_back_in_their_order_as_often_as_is_wanted(lines: list[str], held: int) -> None:
    spool = Spool(held)
    for line in lines:
        spool.extend([line])
    assert list(spool) == list(spool) == lines
    assert [pair for pair in zip(spool, spool, strict=True) if pair[0] != pair[1]] == []


@given(st.lists(LINES, max_size=6), st.integers(min_value=0, max_value=60))
def test_a_sorter_gives_each_line_once_in_the_order_of_code_points(parts: list[list[str]], held: int) -> None:
    sorter = Sorter(held)
    for lines in parts:
        sorter.extend(lines)
    assert list(sorter) == list(sorter) == sorted({line for lines in parts for line in lines})


def test_lines_longer_than_what_is_read_at_once_come_back_whole() -> None:
    lines = [("\N{PILE OF POO}" * size) + "x" for size in (70_000, 1, 0, 16_384, 16_383)]
    spool = Spool(held=0)
    spool.extend(lines)
    assert list(spool) == lines


@given(st.lists(st.tuples(st.text(max_size=9), st.sampled_from(Severity), st.booleans()), max_size=9))
def test_records_come_back_equal_also_from_their_packed_form(given: list[tuple[str, Severity, bool]]) -> None:
    findings = [Finding(text, 1, None, severity, "c", text, shacl=shacl) for text, severity, shacl in given]
    records = Records(Finding)
    for finding in findings:
        records.append(finding)
    assert list(records) == findings
    assert list(Records(Finding, records.packed)) == findings


def spooled(lines: Iterator[str]) -> Iterator[str]:
    spool = Spool()
    spool.extend(lines)
    return iter(spool)


def sorted_lines(lines: Iterator[str]) -> Iterator[str]:
    sorter = Sorter()
    for line in lines:
        sorter.extend([line])
    assert all(one < other for one, other in pairwise(sorter))
    return iter(sorter)


@pytest.mark.parametrize("kept", [spooled, sorted_lines])
def test_little_is_held_of_much(kept: Callable[[Iterator[str]], Iterator[str]]) -> None:
    tracemalloc.start()
    try:
        count = sum(1 for _ in kept(f"{number * 7919 % MANY:06} {'x' * 150}" for number in range(MANY)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == MANY
    assert peak < 25_000_000  # of 41 million bytes of lines, each a string of its own


def test_the_file_has_no_name_that_could_be_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool(held=0)
    spool.extend(["a", "b"])
    assert os.listdir(tmp_path) == []  # noqa: PTH208 # as the shortest that says it
    assert list(spool) == ["a", "b"]
