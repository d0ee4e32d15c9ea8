"""Letters without which a pattern cannot match: looked for first, since a search for them is a hundred times cheaper.

Nothing is ever missed by it: where a pattern's own text does not show such letters, it is tried everywhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache

_ODD_CASE = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
"""Letters that patterns without regard to case take for i and s, though lower case does not make them so."""
_HAS_CASE = re.compile(r"\\.|\(\?P[<=]\w+|(?P<letters>[A-Z]+)", re.DOTALL)
_MINDS_CASE = re.compile(r"\(\?\w*-\w*i")
"""What a pattern has that minds case in a part of itself: it cannot be in lower case."""
_LETTERS = re.compile("[a-z0-9]+")
EDGES = (r"(?<![\w·])", r"(?![\w·])")
"""What stands in a pattern where a word begins and where it ends."""
_OFTEN = r"(?:[?*+]|\{[\d,]*\})[?+]?"
_TOKEN = re.compile(
    rf"(?P<blank>(?:[ ,-]|\\s)\+?(?![?*+{{])|{'|'.join(map(re.escape, EDGES))})"
    r"|(?P<letters>[A-Za-z0-9]+(?![A-Za-z0-9?*+{])|[A-Za-z0-9]+(?=[A-Za-z0-9]))"
    r"|(?P<open>\((?:\?(?:P<\w+>|[aiLmsux-]*:|(?P<side>.)))?)"
    rf"|(?P<close>\)(?P<maybe>[?*]|\{{(?:0|,)[\d,]*\}})?(?:{_OFTEN})?)|(?P<bar>\|)"
    rf"|(?:\\x[0-9a-fA-F]{{2}}|\\u[0-9a-fA-F]{{4}}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)(?:{_OFTEN})?",
    re.DOTALL,
)

Keys = tuple[str, ...]


def folded(words: str) -> str:
    """Words in lower case, each letter in its place."""
    for odd, plain in () if words.isascii() else _ODD_CASE:
        words = words.replace(odd, plain)
    return words.lower()


@lru_cache(maxsize=1024)
def lowered(words: str) -> str:
    """Words as `Keyed.may_match` takes them: letters and figures, all else a blank, so that each word has two.

    >>> lowered("Stage II, HER2-positive")
    ' stage ii her2 positive '
    """
    return f" {' '.join(_LETTERS.findall(folded(words)))} "


class Keyed:
    """A pattern with its keys, compiled when it is tried first.

    One without regard to case is compiled in lower case, for words in lower case: that takes half the time, and
    finds twice as fast. So the words of its matches may be in lower case.
    """

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Find the keys of a pattern."""
        self.text = text
        self.flags = flags
        self._folds = bool(flags & re.IGNORECASE) and not _MINDS_CASE.search(text)
        self.keys = keys(text) or ("",)
        """Of which one stands in all words that the pattern matches; the empty one stands in any."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        if self._folds:
            return re.compile(_HAS_CASE.sub(_lower, self.text), self.flags & ~re.IGNORECASE)
        return re.compile(self.text, self.flags)

    def may_match(self, low: str) -> bool:
        """Whether the pattern can match anywhere in words, given as `lowered`."""
        for key in self.keys:  # noqa: SIM110 # runs for every pattern on every sentence; a generator takes twice as long
            if key in low:
                return True
        return False

    def search(self, words: str, low: str = "", *, start: int = 0) -> re.Match[str] | None:
        """The first match from a place on.

        Args:
            words: where to look.
            low: the same or more words as `lowered`; empty where the pattern is known to be likely.
            start: the place.
        """
        if low and not self.may_match(low):
            return None
        return self._pattern.search(folded(words) if self._folds else words, start)

    def finditer(self, words: str, low: str = "", *, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two places; see `search`."""
        if low and not self.may_match(low):
            return iter(())
        return self._pattern.finditer(folded(words) if self._folds else words, start, end)

    def match(self, words: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at a place."""
        return self._pattern.match(folded(words) if self._folds else words, start)


def _lower(piece: re.Match[str]) -> str:
    return piece[0].lower() if piece["letters"] else piece[0]


def keys(pattern: str) -> Keys:
    r"""Pieces of words as `lowered`, of which one stands in whatever a pattern matches; none where it shows none.

    >>> keys(r"\b(?:has|have)\s+spread(?:\s+far)?"), keys("tumou?rs?|cancers?"), keys(r"\d+|old")
    ((' spread',), ('tumo', 'cancer'), ())
    """
    tokens = _TOKEN.finditer(pattern)
    found, _, close = _alternatives(tokens, "")
    if close:
        return ()
    return tuple(key for key in dict.fromkeys(found) if not any(other in key for other in found if other != key))


_Tokens = Iterator[re.Match[str]]


def _alternatives(tokens: _Tokens, edge: str) -> tuple[Keys, bool, re.Match[str] | None]:
    """The keys of alternatives, none where one has none; whether a blank ends each; and the bracket behind them."""
    gathered: list[str] = []
    lacking, ends = False, True
    while True:
        best, run, token = _sequence(tokens, edge)
        gathered.extend(best)
        lacking = lacking or not best
        ends = ends and run[-1:] == " "
        if not token or token["close"]:
            return (() if lacking else tuple(gathered)), ends, token


def _sequence(tokens: _Tokens, edge: str) -> tuple[Keys, str, re.Match[str] | None]:
    """The best keys of what stands in a row, its last letters, and the bar or bracket behind it.

    Args:
        tokens: the pattern from here on.
        edge: a blank where it is known that a word begins here.
    """
    best: Keys = ()
    run = edge
    for token in tokens:
        if token["letters"]:
            run += token["letters"].lower()
        elif token["blank"]:
            run = run.rstrip() + " "
        elif token["close"] or token["bar"]:
            return _better(best, run), run, token
        else:
            best = _better(best, run)
            edge = " " if run[-1:] == " " else ""
            run = ""
            if token["open"]:
                inside, ends, close = _alternatives(tokens, edge)
                maybe = token["side"] or not close or close["maybe"]
                best = best if maybe else max(best, inside, key=_worth)
                run = " " if ends and not token["side"] and (edge or not maybe) else ""
    return _better(best, run), run, None


def _better(keys: Keys, run: str) -> Keys:
    """The keys, or the letters of a run where fewer sentences hold them."""
    return max(keys, (run,), key=_worth) if run.strip() else keys


def _worth(keys: Keys) -> tuple[int, int]:
    """How few sentences hold one of the keys: the longer, then the fewer."""
    return min(map(len, keys), default=0), -len(keys)
