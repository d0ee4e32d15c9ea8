"""Sentences that say what a list, or the sentence itself, is about: "... is approved to treat adults with:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import phrases, worded, wording
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
_OTHER_FORM = re.compile(r"^(?:This form|For )")
_FORM = worded(r"is an? (?:[\w-]+ )*?form of")
_PRONOUN = re.compile(r"\W*(?:It|They|This drug)\b")
_PREPARES = worded("as (?:an? )?conditioning (?:treatment|therapy|regimen)")
"""What is said of uses already named: "It is used as a conditioning treatment to prepare patients for a transplant"."""
_APPROVED = worded("(?:is|are) (?:also )?approved")
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
    opens = opens_list(words)
    if _PRONOUN.match(words) and _PREPARES.search(words):
        return Sort.QUALIFIER
    first_that_fits = (
        (_DENIED, Sort.DENIED),
        (_ACCELERATED, Sort.USE if opens and _intent(words) else Sort.ACCELERATED),
        (_FORM, Sort.ASIDE),
        (_STUDIED, Sort.UNREAD if _APPROVED.search(words) else Sort.ASIDE),
        (_BRANDS, Sort.BRAND_SCOPE),
        (_OTHER_FORM, Sort.ASIDE),
        (_USED, Sort.USE if _intent(words) or (opens and not _PRONOUN.match(words)) else _qualifier(words)),
        (_ASIDE, Sort.ASIDE),
    )
    return next((sort for pattern, sort in first_that_fits if pattern.search(words)), Sort.UNREAD)


def _qualifier(words: str) -> Sort:
    if _ASIDE.search(words) and not re.match(rf"{_PRONOUN.pattern}\s+(?:is|are)\s+(?:used|given)\b", words):
        return Sort.ASIDE
    return Sort.QUALIFIER


def _intent(words: str) -> bool:
    used = _USED.search(words)
    return any(p.pattern.search(words, used.end() if used else 0) for p in phrases("intents"))


@lru_cache(maxsize=1024)
def is_accelerated(plain: str) -> bool:
    """Whether a sentence says that FDA's Accelerated Approval Program is the way of approval."""
    return bool(_ACCELERATED.search(plain)) and not _DENIED.search(plain)


@lru_cache(maxsize=1024)
def is_no_use(plain: str) -> bool:
    """Whether a sentence says that something is not approved, or only studied.

    >>> is_no_use("It is being studied in children."), is_no_use("It is used in children.")
    (True, False)
    """
    words = " ".join(plain.split())
    return bool(_DENIED.search(words) or _STUDIED.search(words))


def opens_list(plain: str) -> bool:
    """Whether a sentence ends in a colon.

    >>> opens_list("It is used:"), opens_list("It is used.")
    (True, False)
    """
    return bool(_CLOSE.search(plain))


def read_lead(passage: Passage) -> Lead | None:
    """Intent and basis of a sentence; None where it states no intent. Its words of intent are taken."""
    used = _USED.search(passage.words)
    if not used:
        return None
    hits = [
        (m.start(), -m.end(), p.value) for p in phrases("intents") if (m := p.pattern.search(passage.words, used.end()))
    ]
    if not hits and (not opens_list(passage.words) or _PRONOUN.match(passage.words)):
        return None
    start, longest, value = min(hits, default=(used.start(), -used.end(), Intent.TREAT.value))
    behind = -longest
    basis = Basis.APPROVED if re.search(r"\bapproved\b", passage.words[:behind], re.IGNORECASE) else Basis.COMMON
    passage.note(*used.span())
    passage.note(start, behind)
    return Lead(tuple(Intent(part) for part in value.split("+")), basis, behind)
