"""The codes that pages print, held against a slice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kgbuild.model import Page

_PRINTED = re.compile(r"/clinical-trials/intervention/(?P<code>C\d+)\b")
"""The link by which a drug page names its drug."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A code at its place on a page."""

    code: str
    page: str
    line: int
    """Counted from 1."""


def printed_codes(page: Page) -> Iterator[Printed]:
    """The codes of the links to clinical trials, each once a page, at the first place."""
    seen = set()
    for match in _PRINTED.finditer(page.text):
        if match["code"] not in seen:
            seen.add(match["code"])
            yield Printed(match["code"], page.path, page.line_of(match.start()))


def missing_codes(pages: Iterable[Page], codes: Collection[str]) -> list[Printed]:
    """Which printed codes are not among those of a slice, in the order of the pages."""
    return [printed for page in pages for printed in printed_codes(page) if printed.code not in codes]
