"""Nouns that end the name of a disease."""

from __future__ import annotations

import re

from kgbuild.clauses.phrases import wording

HEAD = wording("disease_noun")
HEAD_END = re.compile(rf"\b{HEAD}$", re.IGNORECASE)


def is_disease(text: str) -> bool:
    """Whether words end in a noun for a disease.

    >>> is_disease("follicular lymphoma"), is_disease("Chemotherapy before a transplant")
    (True, False)
    """
    return bool(HEAD_END.search(re.sub(r"\s+grade \w+$", "", text)))
