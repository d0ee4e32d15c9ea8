"""Letters without which a pattern cannot match: looked for first, since a search for them is a hundred times cheaper.

Nothing is ever missed by it: where a pattern's own text does not show such letters, it is tried everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ODD_CASE = re.compile("[ſKİı]")
"""Letters outside ASCII that patterns without regard to case take for s, k and i."""
_TOKEN = re.compile(
    r"(?P<letters>[A-Za-z]+(?![A-Za-z?*+{])|[A-Za-z]+(?=[A-Za-z]))"
    r"|(?P<group>\((?P<kind>\?(?:P<\w+>|<?[=!]|[aiLmsux-]*:|[#P(]))?)"
    r"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
_REPEATED = re.compile(r"(?P<maybe>[?*]|\{(?:0|,)[\d,]*\})\??|(?:\+|\{[\d,]*\})\??")
"""What says how often the piece before it stands, perhaps never."""
_SIDE = {"?=", "?!", "?<=", "?<!", "?#", "?P", "?("}
"""Groups that hold nothing of a match, or that are not looked into."""

Keys = tuple[str, ...]


def lowered(words: str) -> str:
    """Words as `Keyed.may_match` takes them; empty where lower case does not tell what a pattern would match."""
    return "" if _ODD_CASE.search(words) else words.lower()


@dataclass(frozen=True, slots=True)
class Keyed:
    """A pattern with its keys."""

    pattern: re.Pattern[str]
    keys: Keys

    @classmethod
    def of(cls, pattern: re.Pattern[str]) -> Keyed:
        """Find the keys of a pattern."""
        return cls(pattern, keys(pattern.pattern))

    def may_match(self, low: str) -> bool:
        """Whether the pattern can match anywhere in words, given as `lowered`; True where that is not known."""
        if not low or not self.keys:
            return True
        for key in self.keys:  # noqa: SIM110 # runs for every pattern on every sentence; a generator takes twice as long
            if key in low:
                return True
        return False

    def search(self, words: str, low: str) -> re.Match[str] | None:
        """The first match, as of the pattern."""
        return self.pattern.search(words) if self.may_match(low) else None

    def finditer(self, words: str, low: str) -> Iterator[re.Match[str]]:
        """All matches, as of the pattern."""
        return self.pattern.finditer(words) if self.may_match(low) else iter(())


def keys(pattern: str) -> Keys:
    r"""Pieces in lower case, of which one stands in whatever a pattern matches; none where its text does not show any.

    >>> keys(r"\b(?:has|have)\s+spread(?:\s+far)?"), keys("tumou?rs?|cancers?"), keys(r"\d+|old")
    (('spread',), ('tumo', 'cancer'), ())
    """
    found, end = _alternatives(pattern, 0)
    if end < len(pattern):
        return ()
    distinct = dict.fromkeys(found)
    return tuple(key for key in distinct if not any(other in key for other in distinct if other != key))


def _alternatives(pattern: str, at: int) -> tuple[Keys, int]:
    """The keys of alternatives up to the bracket that closes them, and its place; none where one has none."""
    gathered: list[str] = []
    lacking = False
    while True:
        best, at = _sequence(pattern, at)
        gathered.extend(best)
        lacking = lacking or not best
        if at >= len(pattern) or pattern[at] == ")":
            return (() if lacking else tuple(gathered)), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[Keys, int]:
    """The best keys of what stands in a row, up to a bar or a closing bracket, and the place of that."""
    best: Keys = ()
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        token = _TOKEN.match(pattern, at)
        assert token is not None  # its last alternative takes any character
        at = token.end()
        inside: Keys = ()
        if token["group"]:
            inside, at = _alternatives(pattern, at)
            at += 1
            inside = () if token["kind"] in _SIDE else inside
        repeated = _REPEATED.match(pattern, at)
        at = repeated.end() if repeated else at
        single = token[0] if repeated and len(token[0]) == 1 and token[0].isascii() and token[0].isalpha() else ""
        present = not (repeated and repeated["maybe"])
        run += (token["letters"] or single).lower() if present else ""
        best = _better(best, (run,) if run else ())
        if not token["letters"]:
            run = ""
        if inside and present:
            best = _better(best, inside)
    return best, at


def _better(one: Keys, other: Keys) -> Keys:
    """The keys that fewer sentences hold: the longer, then the fewer."""
    return max(one, other, key=lambda found: (min(map(len, found), default=0), -len(found)))
