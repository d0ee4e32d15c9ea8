"""US brand names: one a line below "US Brand Name(s)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgbuild.concept import Mention
from kgbuild.extractors._labelled import BRANDS, labelled
from kgbuild.extractors._reading import mention, shortened, through, warning
from kgbuild.facts import BrandNames
from kgbuild.model import Document, Problem, Text

_BETWEEN = re.compile(r"\s*[,;]\s+")
_REMARK = re.compile(r"\s*(?:\([^()]*\)|[*†‡§¹²³]+)$")
_NO_NAME = re.compile(
    r"(?:none|n/?a|not (?:available|applicable)|no (?:us |u\.s\. )?brand.*|no longer.*)$", re.IGNORECASE
)
_LONGEST = 60


def read(document: Document) -> Iterator[BrandNames | Problem]:
    """Read the brand names; a page without the label has none.

    A line that is no name (a sentence, a link, "None") is reported: no name is made of it.
    """
    for found in labelled(document, BRANDS):
        names: list[Mention] = []
        for line in found.lines:
            if line.links and line.plain.endswith("."):
                break
            if not _is_name(line):
                message = f"{shortened(line.plain)} stands where a brand name should; correct the page"
                yield warning(document, "unread-brand", message, line.source)
            else:
                names.extend(_names(line))
        if names:
            unique = {name.text.casefold(): name for name in reversed(names)}
            kept = tuple(name for name in names if unique[name.text.casefold()] is name)
            yield BrandNames(kept, (through(found.label.span(0, 1), names[-1].span),))
        elif not found.lines:
            message = "no brand name stands under this label; add one or remove the label"
            yield warning(document, "unread-brand", message, found.label.source)


def _is_name(line: Text) -> bool:
    words = line.plain
    return not (line.links or words.endswith((".", ":")) or len(words) > _LONGEST or _NO_NAME.match(words))


def _names(line: Text) -> Iterator[Mention]:
    """The names of a line; a remark in brackets or a footnote mark behind a name is left out."""
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _BETWEEN.finditer(line.plain)), (len(line.plain), 0)]:
        words = line.plain[start:end]
        remark = _REMARK.search(words)
        name = mention(line, start, start + remark.start() if remark else end)
        start = following
        if name:
            yield name
