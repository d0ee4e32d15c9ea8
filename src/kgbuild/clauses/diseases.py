"""Nouns that end the name of a disease."""

from __future__ import annotations

import re
from functools import lru_cache

from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.phrases import wording

HEAD = wording("disease_noun")
_SYMPTOM = re.compile(rf"\b{wording('symptom')}$", re.IGNORECASE)
_ANYWHERE = re.compile(rf"\b{HEAD}\b", re.IGNORECASE)
HEAD_END = re.compile(rf"\b{HEAD}$", re.IGNORECASE)


_KEYED_END = Keyed(HEAD_END.pattern, re.IGNORECASE)
_GRADE = re.compile(r"\s+grade \w+$")


@lru_cache(maxsize=4096)
def is_disease(text: str) -> bool:
    """Whether words end in a noun for a disease.

    >>> is_disease("follicular lymphoma"), is_disease("Chemotherapy before a transplant")
    (True, False)
    """
    return _KEYED_END.may_match(lowered(text)) and bool(HEAD_END.search(_GRADE.sub("", text)))


def has_disease(text: str) -> bool:
    """Whether words hold a noun for a disease anywhere.

    >>> has_disease("carcinoma of unknown origin"), has_disease("adults")
    (True, False)
    """
    return bool(_ANYWHERE.search(text))


def is_symptom(text: str) -> bool:
    """Whether words name what a treatment can bring on, rather than a disease of its own.

    >>> is_symptom("Nausea"), is_symptom("breast cancer")
    (True, False)
    """
    return bool(_SYMPTOM.search(text))
