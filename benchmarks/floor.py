"""The floor that builds are measured against: python-frontmatter and all of markdown-it-py, nothing else.

Usage: ``python benchmarks/floor.py FOLDER``
"""

from __future__ import annotations

import sys
from pathlib import Path

import frontmatter
from markdown_it import MarkdownIt


def parse_all(folder: Path) -> int:
    """Read every page below a folder as these two libraries do; the number of pages."""
    parser = MarkdownIt("commonmark").enable("table")
    pages = sorted(folder.rglob("*.md"))
    for page in pages:
        parser.parse(frontmatter.loads(page.read_text(encoding="utf-8")).content)
    return len(pages)


if __name__ == "__main__":
    parse_all(Path(sys.argv[1]))
