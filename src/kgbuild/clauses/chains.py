"""Phrases of earlier treatments that share one name: "did not respond to, or cannot be treated with, A"."""

from __future__ import annotations

import re

from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import likely, phrases

_NEXT = re.compile(r",?\s*(?:\bor\b\s*)?(?:\b(?:who|whose|that|which)\s+)?(?<=[\s,])(?=\w)")
_OR = re.compile(r",?\s+or\s+(?:(?:who|whose|that)\s+)?$")
_NEAR = 200
"""Characters before a phrase in which the one that it follows ends."""


def chained(passage: Passage, at: int) -> int:
    """The place behind further phrases that follow one another from a place on, before the name that they share."""
    while joint := _NEXT.match(passage.words, at):
        ends = [m.end() for p in likely("priors", passage.low) if (m := p.pattern.match(passage.words, joint.end()))]
        if not ends:
            break
        at = max(ends)
    return at


def follows_another(words: str, at: int) -> bool:
    """Whether the phrase at a place is the last of several; the first of them says what became of the treatment."""
    joint = _OR.search(words, max(0, at - _NEAR), at)
    before = words[max(0, at - _NEAR) : joint.start()] if joint else ""
    return bool(joint) and any(
        match.end() == len(before) for phrase in phrases("priors") for match in phrase.pattern.finditer(before)
    )
