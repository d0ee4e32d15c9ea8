"""State of the disease, and what is denied of it."""

from __future__ import annotations

import re

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.states import read_phrases

_DENIED = re.compile(r"\b(?:not|never|neither|nor)\s+(?:yet\s+|been\s+|in\s+)*$", re.IGNORECASE)
_DENIES = re.compile(r"(?:neither|nor)\b", re.IGNORECASE)


def read_statuses(passage: Passage) -> tuple[str, ...]:
    """The statuses of a passage, each once; one that is denied ("has not relapsed") as ``not:Relapsed``."""
    found: dict[str, None] = {}
    words = passage.words
    for value, match in read_phrases(passage, "statuses"):
        if value == "none":
            continue
        denied = _DENIED.search(words[: match.start()]) or _DENIES.match(match[0])
        found[f"not:{value}" if denied and not value.startswith("not:") else value] = None
    return tuple(found)
