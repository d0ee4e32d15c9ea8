"""``kgbuild check``: what NCI's lists and its drug pages have, and the other side lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from example_pages import EXAMPLINIB, named, written
from kgbuild.checking import read_scopes
from kgbuild.cli import main
from kgbuild.concept import Grounded, Role
from kgbuild.resources import folder
from kgbuild.terminology import TermIndex
from kgbuild.vocabulary import ncit

DRUGS = "/about-cancer/treatment/drugs"
LIST = f"""---
citation: NCI, 2025
language: en
lastReviewed: '2025-06-01'
license: public_domain
source: NCI
title: Drugs Approved for Lymphoma - NCI
url: https://www.cancer.gov{DRUGS}/lymphoma
---

# Drugs Approved for Lymphoma

This page lists cancer drugs approved by the Food and Drug Administration (FDA) for lymphoma.

## Drugs Approved for Non-Hodgkin Lymphoma

- [Exemplar (Examplinib)]({DRUGS}/examplinib)
- [Otheria (Examplinib)]({DRUGS}/examplinib)
- [Absentinib]({DRUGS}/absentinib)

## Drugs Approved for Melanoma

- [Examplinib]({DRUGS}/examplinib)

## Drugs Approved for Bladder Cancer

- [Urothelinib]({DRUGS}/urothelinib)

## Drugs Approved for Multiple Myeloma and Other Plasma Cell Neoplasms

- [Boneinib]({DRUGS}/boneinib)
"""
USES = (
    EXAMPLINIB.index("Examplinib is approved to treat adults with:"),
    EXAMPLINIB.index("Examplinib is only available"),
)


def page(name: str, use: str) -> str:
    """The page of a drug with one use."""
    text = EXAMPLINIB[: USES[0]] + use + "\n\n" + EXAMPLINIB[USES[1] :]
    text = text.replace("Examplinib", name.capitalize()).replace("examplinib", name)
    return text.replace("Exemplar", f"{name.capitalize()}ar")


PAGES = {
    "examplinib.md": EXAMPLINIB,
    "unlistinib.md": named("unlistinib"),
    "urothelinib.md": page("urothelinib", "Urothelinib is approved to treat:\n\n- **Urothelial carcinoma**."),
    "boneinib.md": page(
        "boneinib", "Boneinib is approved to treat:\n\n- **Hypercalcemia** caused by multiple myeloma."
    ),
    "lymphoma.md": LIST,
}


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    return int(ending.value.code or 0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("check")
    assert run("build", str(written(top / "pages", PAGES)), "-o", str(top / "out"), "-q") == 0
    return top / "out"


@pytest.fixture
def checked(built: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    assert run("check", str(built), "--json") == 0
    told: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return told


def test_pairs_count_once_and_only_where_the_drug_s_page_was_built(checked: dict[str, Any]) -> None:
    assert (checked["listed"], checked["found"], checked["recall"]) == (4, 3, 0.75)


def test_a_listed_drug_without_such_a_use_is_told_with_both_sides(checked: dict[str, Any]) -> None:
    (missing,) = checked["missing"]
    assert (missing["drug"], missing["conditions"]) == ("examplinib", ["Melanoma"])
    assert (missing["page"], missing["line"]) == ("lymphoma.md", LIST[: LIST.index("- [Examplinib]")].count("\n") + 1)
    assert missing["sentence"] == f"[Examplinib]({DRUGS}/examplinib)"
    assert any(sentence.startswith("Mantle cell lymphoma") for sentence in missing["uses"])


def test_an_approved_use_whose_list_lacks_the_drug_is_told_with_its_sentence(checked: dict[str, Any]) -> None:
    told = {use["drug"]: (use["condition"], use["list_condition"]) for use in checked["unlisted"]}
    assert told["unlistinib"] == ("Mantle Cell Lymphoma", "Non-Hodgkin Lymphoma")
    assert "examplinib" in told  # its multiple myeloma is on no list
    assert all(use["sentence"] for use in checked["unlisted"])


def test_brands_are_compared_both_ways(checked: dict[str, Any]) -> None:
    brands = checked["brands"]
    assert (brands["listed"], brands["found"]) == (2, 1)
    assert [(pair["brand"], pair["drug"]) for pair in brands["missing"]] == [("Otheria", "examplinib")]
    assert brands["unlisted"] == []


def test_text_shows_the_same(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(built)) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith("3 of 4 listed drugs with a use in that cancer (75.0 %)")
    assert "examplinib is listed for Melanoma; its page states:" in shown
    assert "1 of 2 listed brands on the drug's page" in shown


def test_a_folder_that_holds_no_build_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(tmp_path)) == 2
    assert "no report.json stands there" in capsys.readouterr().err


def test_every_scope_names_concepts_by_their_own_names() -> None:
    terms = TermIndex.open(folder("ontology"))
    lines = (folder("ontology") / "list_scopes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert lines == sorted(lines)
    for code, label, included, name, why in rows:
        concepts = [terms.concept(each) for each in (code, included)]
        assert [concept.label for concept in concepts if concept] == [label, name]
        assert why
    headings = read_scopes(folder("ontology"))
    assert headings[ncit("C4912")] == {ncit("C4030")}
    assert isinstance(terms.find("urothelial carcinoma", Role.CONDITION), Grounded)


@pytest.mark.shared
def test_nearly_every_pair_of_the_real_lists_is_found(
    shared: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("build", str(shared / "corpus"), "-o", str(tmp_path / "out"), "-q") == 0
    assert run("check", str(tmp_path / "out"), "--json") == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["listed"] > 150
    assert told["recall"] >= 0.97
