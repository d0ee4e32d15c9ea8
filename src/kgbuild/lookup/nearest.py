"""What may have been meant by a name or code that there is not.

Only a few hundred names are compared, however many there are: those one slip of the pen away, those that begin alike,
and parts of the text that are names. Each is a question to a sorted table.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from string import ascii_lowercase, digits

from kgbuild.concept import Role
from kgbuild.lookup.records import Match, Record, Terms
from kgbuild.naming import normalise
from kgbuild.sorted_table import beginning_alike

MOST = 5
_LONGEST = 60
"""Letters of a name whose slips are tried: their number grows with it."""
_MOST_WORDS = 12
_ALIKE = 0.6
"""Least ratio of `difflib` at which two names are alike."""


def nearest(terms: Terms, text: str, role: Role | None = None) -> list[Match]:
    """Concepts whose names are most like the text, the best first; at most five.

    Args:
        terms: where to look.
        text: a name that nothing there has.
        role: only concepts that fit it.
    """
    key = normalise(text)
    found: dict[str, Match] = {}
    for near in get_close_matches(key, sorted({*_candidates(terms, key)}), n=4 * MOST, cutoff=_ALIKE):
        for match in terms.matches(near, role)[:1]:
            found.setdefault(match.code, match)
    return list(found.values())[:MOST]


def nearest_codes(terms: Terms, code: str) -> list[Record]:
    """Concepts whose codes are a slip of the pen away; at most five."""
    slips = dict.fromkeys("C" + number for number in _slips(code.strip()[1:], digits))
    found = (terms.record(slip) for slip in slips)
    return [record for record, _ in zip((record for record in found if record), range(MOST), strict=False)]


def _candidates(terms: Terms, key: str) -> Iterator[str]:
    if len(key) <= _LONGEST:
        yield from (slip for slip in _slips(key, f"{ascii_lowercase}{digits} ") if terms.has_key(slip))
    yield from beginning_alike(terms.keys_from, key)
    words = key.split()[:_MOST_WORDS]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            part = " ".join(words[start:end])
            if terms.has_key(part):
                yield part


def _slips(word: str, letters: str) -> Iterator[str]:
    """All wordings one letter left out, swapped with its neighbour, exchanged or added away.

    >>> list(_slips("ab", "c"))
    ['b', 'a', 'ba', 'cb', 'cab', 'ac', 'acb', 'abc']
    """
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, behind in cuts[:-1]:
        yield before + behind[1:]
    for before, behind in cuts[:-2]:
        yield before + behind[1] + behind[0] + behind[2:]
    for before, behind in cuts:
        yield from (before + letter + behind[1:] for letter in letters if behind)
        yield from (before + letter + behind for letter in letters)
