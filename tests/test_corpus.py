"""Every extractor against its corpus; and that none stands without one."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_format import FOLDER, Case, cases, document, shown
from kgbuild import extractors
from kgbuild.concept import Mention
from kgbuild.extractors import EXTRACTORS
from kgbuild.facts import BrandNames, Components, DrugClass, Fact, GenericName, ListedDrug
from kgbuild.model import Document, Problem

READERS = {reader.__module__.rpartition(".")[2]: reader for reader in EXTRACTORS}
CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases(path.stem)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.corpus}: {case.title}")
def test_corpus(case: Case) -> None:
    page = case.document()
    assert [shown(found, page.page.text) for found in READERS[case.corpus](page)] == list(case.expected)


def test_every_extractor_is_listed_and_has_a_corpus() -> None:
    modules = {path.stem for path in Path(extractors.__path__[0]).glob("[!_]*.py")}
    assert len(READERS) == len(EXTRACTORS)
    assert set(READERS) == modules == {path.stem for path in FOLDER.glob("*.md")}


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_a_corpus_has_a_positive_a_negative_and_a_reported_example(name: str) -> None:
    expected = [case.expected for case in cases(name)]
    assert any(lines and not lines[0].startswith("!") for lines in expected)
    assert () in expected
    assert any(line.startswith("!") for lines in expected for line in lines)


SNIPPETS = st.sampled_from(
    [case.body + "\n\n" for case in CASES]
    + ["## ", "(", "[", "](", "**", "- ", "\r\n", "| ", "US Brand Name(s)\n\n", "FDA Approved\n\n", "\u200b", "é", "."]
)


def _mentions(found: Fact) -> Iterator[Mention]:
    match found:
        case GenericName(name=name) | DrugClass(name=name):
            yield name
        case BrandNames(names=names) | Components(drugs=names):
            yield from names
        case ListedDrug(drug=drug, condition=condition):
            yield drug
            yield from (condition,) if condition else ()
        case _:
            pass


def _found(page: Document) -> Iterator[Fact | Problem]:
    for reader in EXTRACTORS:
        yield from reader(page)


@given(st.lists(SNIPPETS, max_size=8).map("".join))
def test_whatever_a_page_says_every_place_lies_in_it_and_holds_the_words(body: str) -> None:
    page = document("# Examplinib\n\n" + body)
    text = page.page.text
    for found in _found(page):
        spans = ([found.span] if found.span else []) if isinstance(found, Problem) else list(found.quote)
        assert all(page.page.body <= span.start < span.end <= len(text) for span in spans)
        if isinstance(found, Problem):
            continue
        assert spans
        for name in _mentions(found):
            words = text[name.span.start : name.span.end]
            assert words[0] == name.text[0]
            assert set(name.text) - set(" ()") <= set(words)


NOISE = {
    "brackets": "[" * 50_000,
    "stars": "*a_" * 20_000,
    "quotes": "> " * 20_000,
    "asides": "(word )" * 50_000,
    "classes": "it is a type of x " * 5_000,
    "commas": "a, " * 20_000,
}


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what takes more CPU time than that, so that a slow pattern fails instead of hanging."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_no_page_takes_long(noise: str) -> None:
    use = f"## Use in Cancer\n\nIt is approved to treat:\n\n- {noise}\n"
    page = document(f"# Examplinib\n\nUS Brand Name(s)\n\n{noise}\n\nExamplinib {noise}\n\n{use}")
    with _at_most(2):
        list(_found(page))
