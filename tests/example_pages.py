"""Pages in the form of the National Cancer Institute's, about drugs that do not exist."""

from __future__ import annotations

from pathlib import Path

_POPUP = "/Common/PopUps/popDefinition.aspx?id={}&version=Patient&language=English"

EXAMPLINIB = f"""---
citation: NCI, 2025
language: en
lastReviewed: '2025-06-01'
license: public_domain
source: NCI
title: Examplinib - NCI
url: https://www.cancer.gov/about-cancer/treatment/drugs/examplinib
---

# Examplinib - NCI

# Examplinib

(eg-ZAM-plih-nib)

This page contains brief information about examplinib.

US Brand Name(s)

Exemplar

FDA Approved

Yes

## Use in Cancer

Examplinib is approved to treat adults with:

- **[Mantle cell lymphoma]({_POPUP.format(445048)})** that came back after one other treatment. \
It is given with rituximab.
- **[Multiple myeloma]({_POPUP.format(45793)})**. It is given alone.

Examplinib is only available as part of a special program called Exemplar REMS \
([Risk Evaluation and Mitigation Strategies](https://rems.example.org/exemplar)).

Examplinib is also being studied in the treatment of other types of cancer.
"""

NOTHING_OF_DRUGS = """---
citation: NCI, 2025
license: public_domain
source: NCI
title: Coping with Fatigue - NCI
url: https://www.cancer.gov/about-cancer/coping/fatigue
---

# Coping with Fatigue

Rest when you are tired.
"""

UNTERMINATED = "---\ntitle: Broken - NCI\n\n# Broken\n"


def named(name: str) -> str:
    """The page of another drug, with its own address and brand."""
    page = EXAMPLINIB.replace("Examplinib", name.capitalize()).replace("examplinib", name)
    return page.replace("Exemplar", f"{name.capitalize()}ar")


def written(folder: Path, pages: dict[str, str]) -> Path:
    """A folder with these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
