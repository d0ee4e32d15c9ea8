"""Facts that cannot all be right become warnings with the sentences of both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, named, written
from kgbuild.model import Page, Severity
from kgbuild.pages import read_pages
from kgbuild.pipeline import build
from kgbuild.reporting import Finding
from kgbuild.tools import Settings, Tools

OTHER = named("otherinib")
CODED = EXAMPLINIB + (
    "\n[Find Clinical Trials for Examplinib]"
    "(https://www.cancer.gov/research/participate/clinical-trials/intervention/{})\n"
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.open(Settings())


def clashes(tools: Tools, folder: Path, pages: dict[str, str]) -> list[Finding]:
    report = build(read_pages([str(written(folder, pages))]), tools).report
    return [found for found in report.findings if found.code.startswith("clash-")]


def test_pages_that_agree_clash_in_nothing(tools: Tools, tmp_path: Path) -> None:
    assert clashes(tools, tmp_path, {"a.md": EXAMPLINIB, "b.md": OTHER}) == []


def test_one_brand_of_two_drugs(tools: Tools, tmp_path: Path) -> None:
    (found,) = clashes(tools, tmp_path, {"a.md": EXAMPLINIB, "b.md": OTHER.replace("Otherinibar\n", "Exemplar\n", 1)})
    assert (found.code, found.severity, found.path) == ("clash-brand", Severity.WARNING, "b.md")
    assert found.sentence.endswith("Exemplar")
    assert 'a.md:19: "US Brand Name(s) Exemplar"' in found.message


def test_a_drug_approved_and_no_longer_available(tools: Tools, tmp_path: Path) -> None:
    gone = EXAMPLINIB.replace("Yes", "No longer available in the U.S.").replace(
        "drugs/examplinib", "drugs/examplinib-2"
    )
    (found,) = clashes(tools, tmp_path, {"a.md": EXAMPLINIB, "b.md": gone})
    assert (found.code, found.path) == ("clash-approval", "b.md")
    assert "NoLongerAvailableInUS here and FDAApproved there" in found.message
    assert "FDA Approved Yes" in found.message


def test_two_codes_for_one_name(tools: Tools, tmp_path: Path) -> None:
    second = CODED.format("C900002").replace("treatment/drugs/examplinib", "treatment/drugs/examplinib-2")
    found = clashes(tools, tmp_path, {"a.md": CODED.format("C900001"), "b.md": second})
    assert "clash-code" in [each.code for each in found]
    assert all("NCIT_C900001" in each.message for each in found if each.code == "clash-code")


def test_a_partner_that_is_the_drug_itself(tools: Tools, tmp_path: Path) -> None:
    itself = EXAMPLINIB.replace("It is given with rituximab.", "It is given with examplinib.")
    (found,) = clashes(tools, tmp_path, {"a.md": CODED.replace(EXAMPLINIB, itself).format("C1702")})
    assert found.code == "clash-partner"


def test_a_partner_that_the_drug_is_made_of(tools: Tools, tmp_path: Path) -> None:
    made = EXAMPLINIB.replace(
        "Examplinib is only available",
        "Examplinib is a combination of rituximab and dexamethasone.\n\nExamplinib is only available",
    )
    (found,) = clashes(tools, tmp_path, {"a.md": made})
    assert (found.code, found.sentence) == ("clash-partner", "It is given with rituximab.")
    assert "Examplinib is a combination of rituximab and dexamethasone." in found.message


@pytest.mark.parametrize(
    ("denied", "clashing"),
    [
        ("Examplinib is not approved to treat multiple myeloma.", ["clash-approval"]),
        ("Examplinib is not approved to treat multiple myeloma in children.", []),
        ("Examplinib is not approved to treat melanoma.", []),
    ],
)
def test_a_use_that_another_sentence_denies(tools: Tools, tmp_path: Path, denied: str, clashing: list[str]) -> None:
    page = EXAMPLINIB.replace("Examplinib is only available", f"{denied}\n\nExamplinib is only available")
    found = clashes(tools, tmp_path, {"a.md": page})
    assert [each.code for each in found] == clashing
    assert all(denied in each.message for each in found)


def test_a_report_keeps_what_pages_say_of_the_drug_as_a_whole(tools: Tools, tmp_path: Path) -> None:
    (page,) = (page for page in read_pages([str(written(tmp_path, {"a.md": EXAMPLINIB}))]) if isinstance(page, Page))
    (line,) = build([page], tools).report.pages
    assert line.drug is not None
    assert [brand.words for brand in line.drug.brands] == ["Exemplar"]
    assert line.drug.status is not None
    assert line.drug.status.line == page.line_of(EXAMPLINIB.index("FDA Approved"))
