"""Brands that a use is approved for: "This use is approved for the Avastin and Mvasi brands"."""

from __future__ import annotations

import re

from kgbuild.clauses.coordination import coordination
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import worded, wording
from kgbuild.concept import Mention

_SCOPE = worded(rf"{wording('brand_scope')}(?: the)?(?=[^.;]*?\bbrands?\b)")
_BRAND_WORD = re.compile(r",?\s+brands?\b(?:\s+names?)?(?:\s+of\s+[^.;]*)?", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*The (?P<brands>[A-Z][^.;]*?) brands? of [^.;]*? (?=is|are)")


def read_brand_scope(passage: Passage) -> tuple[Mention, ...]:
    """The brands that a sentence restricts its use to; empty where it does not.

    >>> from kgbuild.model import Page, Span, Text
    >>> plain = "This use is approved for the Aaa and Bbb brands of examplinib."
    >>> text = Text(plain, tuple(range(len(plain))), Span(0, len(plain)))
    >>> [m.text for m in read_brand_scope(Passage(Page("p", "p", plain, "", 0), text, 0))]
    ['Aaa', 'Bbb']
    """
    if match := _SCOPE.search(passage.words, passage.low):
        start = match.end()
    elif match := _SUBJECT.search(passage.words):
        start = match.start("brands")
    else:
        return ()
    close = _BRAND_WORD.search(passage.words, start)
    if not close:
        return ()
    end = close.end() if "brands" not in match.groupdict() else close.start() + len(" brand")
    behind = passage.words[close.start() :]
    passage.words = passage.words[: close.start()] + "." + behind[1:]
    names = coordination(passage, start).items
    mentions = tuple(passage.mention(name.start, name.end) for name in names)
    passage.take(match.start(), end)
    return mentions
