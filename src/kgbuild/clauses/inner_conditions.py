"""Diseases that a clause inside a bullet names for itself: "in adults whose rectal cancer has spread"."""

from __future__ import annotations

import re
from dataclasses import replace

from kgbuild.clauses.disease_names import split_names
from kgbuild.clauses.diseases import HEAD, is_disease
from kgbuild.clauses.keywords import Keyed
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention

_GENERIC = re.compile(
    rf"^(?:{wording('disease_state')}[\s,]+(?:or\s+|and\s+)?)*{wording('any_disease')}$", re.IGNORECASE
)
_HISTOLOGY = re.compile(r"^(?:non-?)?(?:squamous(?: cell)?|adeno|large cell) ?(?:carcinoma|cancer)s?$", re.IGNORECASE)
"""A kind of tissue that narrows the disease above it."""
_TISSUE = re.compile(r"^(?:non-?)?squamous(?:[- ]cell)?\s+", re.IGNORECASE)
_SIGN = re.compile(r"\b(?:metastas[ei]s|lesions?)$", re.IGNORECASE)
"""What a disease brings with it, rather than another one."""
_WORD_OF_NAME = rf"(?!{wording('not_in_disease')}\b)[\w'’·/–-]+[\s,]+"
_OF_THE = r"(?:\s+of\s+the\s+\w+(?:\s+and\s+neck)?)?"
_ONE_NAME = rf"(?:{_WORD_OF_NAME}){{0,9}}?\b{HEAD}{_OF_THE}"
_USED_FOR = (
    r"^\W*(?:it\s+is\s+used\s+|(?:alone|by\s+itself|with|in\s+combination\s+with|as)\b[^.;:]*?\s)?"
    r"for\s+(?:the\s+treatment\s+of\s+)?"
)
"""What a bullet may begin with before the disease that it is about: "with chemotherapy for ..."."""
_NAMED_IN = Keyed(
    rf"(?:\b{wording('names_disease')}\s+|{_USED_FOR})(?P<name>{_ONE_NAME}(?:,?\s+or\s+{_ONE_NAME})*)\b", re.IGNORECASE
)
_NO_NAME = re.compile(r"[\s·,]*(?:(?:and|or|the|their|a|an|newly|in|is|phase|other|same)[\s·,]+)*", re.IGNORECASE)
_SMALL_WORDS = frozenset({"of", "the"})


def read_named(passage: Passage, known: tuple[Mention, ...], short: dict[str, str]) -> tuple[Mention, ...]:
    """Diseases that a clause inside a bullet names for itself ("whose rectal cancer has spread").

    Args:
        passage: the words, from which statuses, markers and stages have been taken.
        known: the diseases of the bullets above; naming one of them again, or the
            disease in general, is nothing new.
        short: abbreviations explained on the page.
    """
    for match in _NAMED_IN.finditer(passage.words, passage.low):
        start, end = match.span("name")
        start = max(start, passage.words.rfind(TAKEN, start, end) + 1)
        lead = _NO_NAME.match(passage.words, start, end)
        start = lead.end() if lead else start
        mentions = split_names(passage, start, end) if start < end else []
        fresh = [m for m in mentions if not _is_known(m.text, known, short) and not _SIGN.search(m.text)]
        passage.note(start, max(end, start))
        if fresh and len(fresh) == len(mentions):
            passage.take(start, end)
            return tuple(fresh)
    return ()


def is_another(text: str, known: tuple[Mention, ...], short: dict[str, str]) -> bool:
    """Whether words name a disease that is none of the known ones, nor disease in general."""
    return is_disease(text) and not _is_known(text, known, short)


def is_any_disease(text: str) -> bool:
    """Whether words stand for disease in general.

    >>> is_any_disease("metastatic cancer"), is_any_disease("rectal cancer")
    (True, False)
    """
    return bool(_GENERIC.match(text))


def expanded(mention: Mention, short: dict[str, str]) -> Mention:
    """A mention that is an abbreviation, under the words that the page explains it by."""
    words = " ".join(short.get(word, word) for word in mention.text.split())
    return replace(mention, text=words)


def _is_known(text: str, known: tuple[Mention, ...], short: dict[str, str]) -> bool:
    text = " ".join(short.get(word, word) for word in text.split())
    if _GENERIC.match(text) or (known and _HISTOLOGY.match(text)):
        return True
    words = _key(_TISSUE.sub("", text))
    return any(words == _key(m.text) or words <= _key(m.text) for m in known) or (
        len(text.split()) == 1 and text.isupper()
    )


def _key(text: str) -> frozenset[str]:
    return frozenset(
        word.rstrip("s").casefold() for word in re.findall(r"\w+", text) if word.casefold() not in _SMALL_WORDS
    )
