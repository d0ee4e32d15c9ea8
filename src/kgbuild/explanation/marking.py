"""The words of a quote as a reader sees them, with the rules that read each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kgbuild.explanation.account import Quote, Statement
from kgbuild.report_lines import ReadWords

_MARKUP = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)|\*\*|^[-*] +", re.MULTILINE)
_JOINING = "frames: "
"""Rules of what only holds a sentence together: named where nothing else has read the words."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words that the same rules read."""

    words: str
    rules: tuple[str, ...] = ()
    """Empty where none did."""
    unread: bool = False
    """Whether these words say something, and no rule read them."""


def without_markup(text: str) -> str:
    """The words of a page as a reader sees them; for people only, the graph has them as they are.

    >>> without_markup("- **[Anemia](/x?id=1)** caused by [MDS](https://x.example/a_(b)).")
    'Anemia caused by MDS.'
    """
    return "".join(text[place] for place in _seen(text)).strip()


def _seen(text: str) -> Iterator[int]:
    """Places of the characters that a reader sees."""
    at = 0
    for match in _MARKUP.finditer(text):
        yield from range(at, match.start())
        yield from range(*match.span("words") if match["words"] is not None else (0, 0))
        at = match.end()
    yield from range(at, len(text))


def segments(quote: Quote, fact: Statement) -> list[Segment]:
    """A quote of a fact in pieces.

    >>> quote = Quote("**Anemia** in adults", "p", 100, 120)
    >>> read = ReadWords("conditions", "Anemia", 102, 108), ReadWords("populations: Adult", "adults", 114, 120)
    >>> [(s.words, *s.rules) for s in segments(quote, Statement("use", "", (quote,), read=read))]
    [('Anemia', 'conditions'), (' in ',), ('adults', 'populations: Adult')]
    """
    rules: dict[int, list[str]] = {}
    for piece in _within(quote, fact.read):
        for place in range(piece.start - quote.start, piece.end - quote.start):
            rules.setdefault(place, []).append(piece.rule)
    unread = {place - quote.start for piece in _within(quote, fact.unread) for place in range(piece.start, piece.end)}
    marked = ((quote.text[place], _telling(rules.get(place, ())), place in unread) for place in _seen(quote.text))
    return [
        Segment("".join(char for char, _, _ in run), *key) for key, run in groupby(marked, key=lambda each: each[1:])
    ]


def _within(quote: Quote, pieces: Iterable[ReadWords]) -> Iterator[ReadWords]:
    """The pieces that stand in a quote; those of another page, or of an older build, do not."""
    for piece in pieces:
        start, end = piece.start - quote.start, piece.end - quote.start
        if 0 <= start < end <= len(quote.text) and quote.text[start:end] == piece.words:
            yield piece


def _telling(rules: Iterable[str]) -> tuple[str, ...]:
    """Each rule once, without those that only hold the sentence together where others read the same words."""
    found = tuple(sorted(set(rules)))
    return tuple(rule for rule in found if not rule.startswith(_JOINING)) or found


def words_by_rule(quote: Quote, fact: Statement) -> dict[str, list[str]]:
    """Rule -> the words of a quote that it read, in reading order; unread words stand under an empty rule."""
    seen = list(_seen(quote.text))
    found: dict[str, list[str]] = {}
    for piece in (*_within(quote, fact.read), *_within(quote, fact.unread)):
        first, last = piece.start - quote.start, piece.end - quote.start
        words = "".join(quote.text[place] for place in seen if first <= place < last)
        found.setdefault(piece.rule, []).append(" ".join(words.split()))
    return found
