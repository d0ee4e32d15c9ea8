"""The text of a good page, and of the same page with one thing changed."""

from __future__ import annotations

from kgbuild.model import Page, Problem

URL = "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib"
ENTRIES = f"""\
title: Examplinib - NCI
url: {URL}
language: en
lastReviewed: '2025-12-30'
license: public_domain
citation: NCI, 2025
tags:
- treatment
"""
BODY = "\n# Examplinib - NCI\n\n# Examplinib\n\n## Use in Cancer\n\nExamplinib is approved to treat:\n\n- **Anemia**.\n"


def written(entries: str = ENTRIES, body: str = BODY) -> str:
    """The text of a file."""
    return f"---\n{entries}---\n{body}"


def changed(key: str, value: str) -> str:
    """The good page with one entry's value replaced."""
    lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in ENTRIES.splitlines()]
    return written("\n".join(lines) + "\n")


def codes(found: list[Page | Problem]) -> list[tuple[str, str]]:
    """The name shown with the slug of each page, and with the code of each problem."""
    return [(item.path, item.slug) if isinstance(item, Page) else (item.page, item.code) for item in found]
