"""Twice as much to read takes about twice the work: nothing grows with the square of a page or of a build.

Work is counted, not timed: the lines of Python that run, loops inside a line included. What regular expressions and
other C code do cannot be counted that way; for it, the least of several CPU times must stay well below what the
square of four times as much would take.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from made_up_pages import write_pages

from kgbuild.model import Page, Problem
from kgbuild.pages import read_pages
from kgbuild.pipeline import assemble, read_page, write
from kgbuild.plain_markdown import _address
from kgbuild.tools import Settings, Tools

TWICE = 2.3
FOUR_TIMES = 8.0
"""Of CPU time: half the square, twice what would be right; a busy machine stays between."""

_POPUP = "/Common/PopUps/popDefinition.aspx?id={}&version=Patient&language=English"
_HEAD = """---
citation: NCI, 2025
language: en
lastReviewed: '2025-06-01'
license: public_domain
source: NCI
title: {title}
url: https://www.cancer.gov/about-cancer/treatment/drugs/examplinib
{metadata}---

# {title}
"""
_PAGE = """
(eg-ZAM-plih-nib)

US Brand Name(s)

{brands}

FDA Approved

Yes

## Use in Cancer

Examplinib is approved to treat:

{uses}

Examplinib is also being studied in the treatment of other types of cancer.

{more}
"""
_DISEASE = f"**[Mantle cell lymphoma]({_POPUP.format(445048)})**"
_USE = f"- {_DISEASE} that came back after treatment with [bortezomib]({_POPUP.format(269133)})."


def drug(uses: str = _USE, brands: str = "Exemplar", more: str = "", metadata: str = "") -> str:
    """A page of one drug."""
    head = _HEAD.format(title="Examplinib", metadata=metadata)
    return head + _PAGE.format(uses=uses, brands=brands, more=more)


def listed(count: int) -> str:
    """A page of a list."""
    title = "Drugs Approved for Melanoma"
    entries = [f"- [Exemplar{i} (Examplinib{i})](/about-cancer/treatment/drugs/examplinib{i})" for i in range(count)]
    return _HEAD.format(title=title, metadata="") + f"\n##\n\n{title}\n\n" + "\n".join(entries) + "\n"


def each(count: int, form: str, joint: str = "\n") -> str:
    """So many of something, each with its number and with letters of its own in place of ``{}`` and ``@``."""
    names = ("".join(chr(ord("a") + int(digit)) for digit in str(number)) for number in range(count))
    return joint.join(form.replace("{}", str(number)).replace("@", name) for number, name in enumerate(names))


SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "sections": (60, lambda n: drug(more=each(n, "## Part {}\n\nRead [this](https://example.org/{}).", "\n\n"))),
    "bullets": (12, lambda n: drug(each(n, f"{_USE} It is given with drug@nib."))),
    "bullets under one": (12, lambda n: drug(f"- {_DISEASE}. It is used:\n" + each(n, "- with drug@nib in adults"))),
    "nested bullets": (5, lambda n: drug("\n".join(f"{'  ' * i}- **Sarcoma {i}**. It is used:" for i in range(n)))),
    "names in a sentence": (10, lambda n: drug(f"{_USE} It is given with " + each(n, "drug@nib", ", ") + ".")),
    "sentences in a bullet": (12, lambda n: drug(f"{_USE} " + each(n, "It is used with drug@nib in adults.", " "))),
    "words in a line": (120, lambda n: drug(more="word " * n)),
    "words in a line that is too long": (3000, lambda n: drug(more="word " * n)),
    "words in a bullet that is too long": (3000, lambda n: drug(_USE + " word" * n)),
    "links in a paragraph": (12, lambda n: drug(more=each(n, "[word](https://example.org/{})", " "))),
    "sentences that are not understood": (
        200,
        lambda n: drug(more=each(n, "Read [this](https://example.org/{}).", "\n\n")),
    ),
    "brands": (60, lambda n: drug(brands=each(n, "Brand@", "\n\n"))),
    "brands in one paragraph": (60, lambda n: drug(brands=each(n, "Brand@"))),
    "labels": (150, lambda n: drug(brands=each(n, "Brand@\n\nFDA Approved\n\nYes\n\nUS Brand Name(s)", "\n\n"))),
    "footnotes": (40, lambda n: drug(f"{_USE}¹", more=each(n, "¹This use {} is under way.", "\n\n"))),
    "rows of a table": (50, lambda n: drug(more="|  |  |\n| --- | --- |\n" + each(n, "| **A** | = [Drug@](/x/{}) |"))),
    "entries of a list": (40, listed),
    "quote marks": (500, lambda n: drug(more=">" * n + " deep")),
    "open brackets": (400, lambda n: drug(more="[" * n)),
    "open emphasis": (200, lambda n: drug(more="*a_" * n)),
    "entities": (100, lambda n: drug(more="&amp; " * n)),
    "cancer types in the front matter": (200, lambda n: drug(metadata="cancerTypes:\n" + each(n, "- type{}") + "\n")),
    "words in the front matter": (2000, lambda n: drug(metadata="tags:\n- " + "word " * n + "\n")),
}
"""What a page may have much of -> how many to begin with, and the page with so many."""


@pytest.fixture(scope="module")
def tools() -> Tools:
    """Opened once; a page is read beforehand, so that what is made at first use is there."""
    return Tools.open(Settings())


def steps(work: Callable[[], object]) -> int:
    """Lines that run, a loop inside a line at each turn, with the calls and the steps of generators."""
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def seconds(work: Callable[[], object]) -> float:
    """The least CPU time of five."""
    spans = []
    for _ in range(5):
        gc.collect()
        began = time.process_time()
        work()
        spans.append(time.process_time() - began)
    return min(spans)


def reading(text: str, folder: Path, tools: Tools) -> Callable[[], object]:
    """Reading a page from its file to its validated triples, nothing of it remembered."""
    (folder / "page.md").write_text(text, encoding="utf-8")

    def read() -> None:
        _address.cache_clear()
        (page,) = read_pages([str(folder / "page.md")])
        assert isinstance(page, Page | Problem)
        read_page(page, tools)

    read()
    return read


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_much_of_a_page_is_twice_the_work(shape: str, tmp_path: Path, tools: Tools) -> None:
    few, text = SHAPES[shape]
    once, twice = (steps(reading(text(count), tmp_path, tools)) for count in (few, 2 * few))
    assert twice < TWICE * once


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_as_much_of_a_page_is_far_from_the_square(shape: str, tmp_path: Path, tools: Tools) -> None:
    few, text = SHAPES[shape]
    once, more = (seconds(reading(text(count), tmp_path, tools)) for count in (2 * few, 8 * few))
    assert more < FOUR_TIMES * once


def test_twice_as_many_pages_are_twice_the_work(tmp_path: Path, tools: Tools) -> None:
    write_pages(tmp_path / "pages", 120)
    results = [read_page(page, tools) for page in read_pages([str(tmp_path / "pages")])]

    def assembled(count: int) -> Callable[[], object]:
        return lambda: write(assemble(results[:count], tools), tmp_path / "output")

    counted = [steps(assembled(count)) for count in (30, 60, 120)]
    assert counted[1] < TWICE * counted[0]
    assert counted[2] < TWICE * counted[1]
    assert seconds(assembled(120)) < FOUR_TIMES * seconds(assembled(30))


def test_work_that_grows_with_the_square_is_found() -> None:
    def square(count: int) -> Callable[[], object]:
        return lambda: [sum(range(i)) for i in range(count) for _ in range(count)]

    assert steps(square(200)) > TWICE * steps(square(100))
