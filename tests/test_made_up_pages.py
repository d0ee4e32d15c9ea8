"""The pages that benchmarks are run on: always the same bytes, read without errors, and as large as real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from made_up_names import drug_name
from made_up_pages import page, write_pages

from kgbuild.documents import parse_document
from kgbuild.extraction import extract
from kgbuild.facts import BrandNames
from kgbuild.grounding import ground
from kgbuild.indication import Indication
from kgbuild.model import Page, PageKind, Problem
from kgbuild.pages import read_pages
from kgbuild.pipeline import build
from kgbuild.provenance import quote_triples
from kgbuild.tools import Settings, Tools
from kgbuild.triples import Scope, page_triples

COUNT = 201


def test_the_same_seed_gives_the_same_bytes_of_any_number_of_pages(tmp_path: Path) -> None:
    write_pages(tmp_path / "few", 5, seed=3)
    write_pages(tmp_path / "more", 9, seed=3)
    few = {path.name: path.read_bytes() for path in (tmp_path / "few").iterdir()}
    more = {path.name: path.read_bytes() for path in (tmp_path / "more").iterdir()}
    assert few.items() <= more.items()
    assert page(0, seed=3) != page(0, seed=4)


def test_no_two_pages_share_an_address_or_a_title_and_no_two_drugs_a_brand() -> None:
    texts = [page(number) for number in range(2 * COUNT)]
    heads = [dict(line.split(": ", 1) for line in text.splitlines() if ": " in line) for text in texts]
    assert len({head["url"] for head in heads}) == len(texts)
    brands = [brand for number in range(2_000) for brand in drug_name(number).brands]
    assert len(set(brands)) == len(brands)


def test_they_are_read_without_errors_and_conform(tmp_path: Path) -> None:
    write_pages(tmp_path, 60)
    report = build(read_pages([str(tmp_path)]), Tools.open(Settings())).report
    assert report.tally.conforms
    codes = {finding.code for finding in report.findings}
    # The drugs do not exist, so that no Thesaurus has them; the rest are names such as "other drugs".
    assert codes <= {"code-outside-slice", "unknown-term", "broader-term", "unread-words", "idle-shape"}
    kinds = Counter(line.kind for line in report.pages)
    assert set(kinds) >= {PageKind.DRUG, PageKind.COMBINATION, PageKind.LIST}
    assert kinds[PageKind.DRUG] > report.tally.pages / 2


def measured(pages: Iterable[Page | Problem], tools: Tools) -> dict[str, float]:
    """The mean of what the cost of a page depends on."""
    found: Counter[str] = Counter()
    for each in pages:
        assert isinstance(each, Page)
        reading = extract(parse_document(each))
        triples = [*page_triples(Scope(ground(reading, tools.terms), tools.ids)), *quote_triples(reading, tools.ids)]
        uses = [fact for fact in reading.facts if isinstance(fact, Indication)]
        found["pages"] += 1
        found["bytes"] += len(each.text.encode())
        found["links"] += each.text.count("](")
        found["bullets"] += each.text.count("\n- ")
        found["uses"] += len(uses)
        found["brands"] += sum(len(fact.names) for fact in reading.facts if isinstance(fact, BrandNames))
        found["partners"] += sum(len(option.partners) for use in uses for option in use.options)
        found["quotes"] += sum(len(use.quote) for use in uses)
        found["triples"] += len(triples)
    return {name: count / found["pages"] for name, count in found.items()}


@pytest.mark.shared
def test_they_are_of_the_size_of_real_pages(tmp_path: Path, shared: Path) -> None:
    write_pages(tmp_path, COUNT)
    tools = Tools.open(Settings())
    real = measured(read_pages([str(shared / "corpus" / "nci-drugs")]), tools)
    made = measured(read_pages([str(tmp_path)]), tools)
    assert {name: made[name] for name in ("bytes", "links", "bullets")} == pytest.approx(
        {name: real[name] for name in ("bytes", "links", "bullets")}, rel=0.15
    )
    assert made == pytest.approx(real, rel=0.25)
