"""Sentences that say what a list, or the sentence itself, is about: "... is approved to treat adults with:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import likely, worded, wording
from kgbuild.indication import Basis, Intent


class Sort(Enum):
    """What a sentence of "Use in Cancer" does."""

    USE = auto()
    """States a use, or opens a list of uses."""
    QUALIFIER = auto()
    """Says more of the uses above it."""
    BRAND_SCOPE = auto()
    ACCELERATED = auto()
    DENIED = auto()
    """Says that something is not approved."""
    ASIDE = auto()
    """Studies, other forms, availability: no use."""
    UNREAD = auto()


_STUDIED = worded(wording("studied"))
_DENIED = worded(wording("denied"))
_ACCELERATED = worded(wording("accelerated"))
_ASIDE = worded(wording("aside"))
_BRANDS = worded(wording("brand_scope"))
_USED = worded(wording("used"))
_OTHER_FORM = Keyed(r"^(?:This form|For )")
_FORM = worded(r"is an? (?:[\w-]+ )*?form of")
_PRONOUN = re.compile(r"\W*(?:It|They|This drug)\b")
_PREPARES = worded("as (?:an? )?conditioning (?:treatment|therapy|regimen)")
"""What is said of uses already named: "It is used as a conditioning treatment to prepare patients for a transplant"."""
_APPROVED = worded("(?:is|are) (?:also )?approved")
_SORTS = {
    _DENIED: Sort.DENIED,
    _ACCELERATED: Sort.ACCELERATED,
    _FORM: Sort.ASIDE,
    _STUDIED: Sort.ASIDE,
    _BRANDS: Sort.BRAND_SCOPE,
    _OTHER_FORM: Sort.ASIDE,
    _USED: Sort.USE,
    _ASIDE: Sort.ASIDE,
}
"""The first that fits tells what a sentence does, if nothing else in it says otherwise."""
_CLOSE = re.compile(r":\W*$")


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lead sentence says of the list below it."""

    intents: tuple[Intent, ...]
    basis: Basis
    behind: int
    """Place behind the words of intent, where the condition of the sentence itself may begin."""


@lru_cache(maxsize=1024)
def sort_of(plain: str) -> Sort:
    """What a sentence does.

    >>> sort_of("Examplinib is approved to treat:"), sort_of("Examplinib is also being studied.")
    (<Sort.USE: 1>, <Sort.ASIDE: 6>)
    """
    words = " ".join(plain.split())
    low = lowered(words)
    if _PRONOUN.match(words) and _PREPARES.search(words, low):
        return Sort.QUALIFIER
    fits = next((pattern for pattern in _SORTS if pattern.search(words, low)), None)
    if fits is _ACCELERATED and opens_list(words) and _intent(words):
        return Sort.USE
    if fits is _STUDIED and _APPROVED.search(words, low):
        return Sort.UNREAD
    if fits is _USED and not _intent(words) and (not opens_list(words) or _PRONOUN.match(words)):
        return _qualifier(words)
    return _SORTS[fits] if fits else Sort.UNREAD


def _qualifier(words: str) -> Sort:
    if _ASIDE.search(words, lowered(words)) and not re.match(
        rf"{_PRONOUN.pattern}\s+(?:is|are)\s+(?:used|given)\b", words
    ):
        return Sort.ASIDE
    return Sort.QUALIFIER


def _intent(words: str) -> bool:
    low = lowered(words)
    used = _USED.search(words, low)
    return any(p.pattern.search(words, start=used.end() if used else 0) for p in likely("intents", low))


@lru_cache(maxsize=1024)
def is_accelerated(plain: str) -> bool:
    """Whether a sentence says that FDA's Accelerated Approval Program is the way of approval."""
    low = lowered(plain)
    return bool(_ACCELERATED.search(plain, low)) and not _DENIED.search(plain, low)


@lru_cache(maxsize=1024)
def is_no_use(plain: str) -> bool:
    """Whether a sentence says that something is not approved, or only studied.

    >>> is_no_use("It is being studied in children."), is_no_use("It is used in children.")
    (True, False)
    """
    words = " ".join(plain.split())
    low = lowered(words)
    return bool(_DENIED.search(words, low) or _STUDIED.search(words, low))


def opens_list(plain: str) -> bool:
    """Whether a sentence ends in a colon.

    >>> opens_list("It is used:"), opens_list("It is used.")
    (True, False)
    """
    return bool(_CLOSE.search(plain))


def read_lead(passage: Passage) -> Lead | None:
    """Intent and basis of a sentence; None where it states no intent. Its words of intent are taken."""
    used = _USED.search(passage.words, passage.low)
    if not used:
        return None
    hits = [
        (m.start(), -m.end(), phrase.value)
        for phrase in likely("intents", passage.low)
        if (m := phrase.pattern.search(passage.words, start=used.end()))
    ]
    if not hits and (not opens_list(passage.words) or _PRONOUN.match(passage.words)):
        return None
    start, longest, value = min(hits, default=(used.start(), -used.end(), Intent.TREAT.value))
    behind = -longest
    basis = Basis.APPROVED if re.search(r"\bapproved\b", passage.words[:behind], re.IGNORECASE) else Basis.COMMON
    passage.note(*used.span())
    passage.note(start, behind)
    return Lead(tuple(Intent(part) for part in value.split("+")), basis, behind)
