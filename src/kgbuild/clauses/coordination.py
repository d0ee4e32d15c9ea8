"""Coordinated names: "A, B, and either C or D" as alternatives of what is taken together.

"or" binds tighter than "and": "pemetrexed and cisplatin or carboplatin" offers
cisplatin or carboplatin, each with pemetrexed. Where that rule would not decide
("A, B, or C and D", "A and B or C and D"), nothing is decided. "A, B, or both"
offers each, and the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import worded, wording

_JOINT = re.compile(
    r"\s*(?:[,;]\s*(?:and\s+|or\s+)?(?:either\s+)?|\s(?:and/or|and|or|plus)\s+(?:either\s+)?)(?:(?:with|the)\s+)?"
)
_STOP = worded(wording("behind_agents"))
_HARD_STOP = re.compile(
    f"(?<!\\s[A-Z])[.]|:|{TAKEN}|[,;]?\\s+(?:and\\s+|or\\s+)?(?:(?:together\\s+|along\\s+)?with|alone)\\s+(?!without)|$"
)
_DANGLING = re.compile(r"[,;]?\s+(?:and|or)[\s,]*$|[,;]\s*(?:and|or)?\s*$")
_LEADING = re.compile(
    r"\s*(?:(?:either|an?|another|the|any|some|certain|one|of|both|at least|most)\s+)*"
    r"(?:(?:chemotherapy |targeted therapy |immunotherapy |steroid |other )?(?:drugs?|medicines?)\s+(?=\w+\s*$))?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\band (?:hyaluronidase|vorhyaluronidase)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One name of a coordination, by its place in `Passage.words`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coordination:
    """Names and how they combine."""

    items: tuple[Item, ...]
    alternatives: tuple[tuple[Item, ...], ...]
    """Each alternative is what is taken together; empty where the wording does not decide."""
    end: int
    """Place behind the last name."""

    @property
    def is_choice(self) -> bool:
        """Whether the names are offered as alternatives."""
        return len(self.alternatives) > 1


def coordination(passage: Passage, start: int) -> Coordination:
    """The names that begin at a place of a passage, up to the word that ends the list.

    >>> from kgbuild.model import Page, Span, Text
    >>> plain = "with A1, B2, and either C3 or D4 in adults"
    >>> text = Text(plain, tuple(range(len(plain))), Span(0, len(plain)))
    >>> found = coordination(Passage(Page("p", "p", plain, "", 0), text, 0), 5)
    >>> [[plain[i.start : i.end] for i in option] for option in found.alternatives]
    [['A1', 'B2', 'C3'], ['A1', 'B2', 'D4']]
    """
    end = _end(passage, start)
    names, joints = _parts(passage, start, end)
    kept = [(item, joint) for item, joint in zip(names, joints, strict=True) if item is not None]
    items = [item for item, _ in kept]
    if not items:
        return Coordination((), (), start)
    joints = [joint for _, joint in kept]
    end = items[-1].end
    both = len(items) == 3 and passage.words[items[-1].start : end] == "both" and "or" in joints[-1]
    if both:
        return Coordination(tuple(items[:2]), ((items[0],), (items[1],), tuple(items[:2])), end)
    return Coordination(tuple(items), _combine(items, joints), end)


def _end(passage: Passage, start: int) -> int:
    """Where the list ends: the first word that cannot belong to a name, outside of links."""
    hard = _HARD_STOP.search(passage.words, start)
    limit = hard.start() if hard else len(passage.words)
    for match in _STOP.finditer(passage.words, start=start, end=limit):
        if not any(a.start < match.start() and match.end() < a.end for a in passage.text.links):
            limit = match.start()
            break
    words = passage.words[start:limit].rstrip()
    dangling = _DANGLING.search(words)
    return start + (dangling.start() if dangling else len(words))


def _parts(passage: Passage, start: int, end: int) -> tuple[list[Item | None], list[str]]:
    """The names, and before each the words that join it to the one before."""
    names: list[Item | None] = []
    joints: list[str] = [passage.words[start:end].lstrip().partition(" ")[0]]
    at = start
    for match in _JOINT.finditer(passage.words, start, end):
        if match.end() <= at or not match[0].strip() or _inside(passage, match):
            continue
        names.append(_item(passage, at, match.start()))
        joints.append(" ".join(match[0].split()))
        at = match.end()
    names.append(_item(passage, at, end))
    return names, joints


def _inside(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a joint is part of one name: within a link, or before an enzyme that a drug is mixed with."""
    if _GLUED.match(passage.words, match.start() + (match[0][:1].isspace())):
        return True
    return any(a.start < match.start() and match.end() < a.end for a in passage.text.links)


def _item(passage: Passage, start: int, end: int) -> Item | None:
    words = passage.words[start:end].rstrip(" ,;-")
    lead = _LEADING.match(words)
    skip = lead.end() if lead else 0
    skip += len(words[skip:]) - len(words[skip:].lstrip())
    return Item(start + skip, start + len(words)) if words[skip:].strip() else None


def _combine(items: list[Item], joints: list[str]) -> tuple[tuple[Item, ...], ...]:
    """Alternatives, from the items and the joint before each."""
    ors = [i for i, joint in enumerate(joints) if i and re.search(r"\bor\b", joint)]
    if not ors:
        return (tuple(items),)
    either = next((i for i, joint in enumerate(joints) if "either" in joint), None)
    first = either if either is not None else _first_choice(joints, ors)
    last = ors[-1]
    if any(re.search(r"\band\b", joint) for joint in joints[first + 1 : last + 1]):
        return ()
    common, tail = items[:first], items[last + 1 :]
    if tail and either is not None:
        return _with_company(items, joints, first, last)
    if tail and (any(joint == "," for joint in joints[first + 1 : last]) or (common and "," not in joints[last + 1])):
        return ()
    return tuple((*common, choice, *tail) for choice in items[first : last + 1])


def _with_company(items: list[Item], joints: list[str], first: int, last: int) -> tuple[tuple[Item, ...], ...]:
    """In "either A, B, or C and D" what is joined to the last alternative belongs to it alone.

    Behind two alternatives without a comma ("either A or B and C") it may belong to both: not decided.
    """
    if last - first < 2 or not joints[last].startswith(",") or any("," in joint for joint in joints[last + 1 :]):
        return ()
    common = items[:first]
    return (*((*common, choice) for choice in items[first:last]), (*common, *items[last:]))


def _first_choice(joints: list[str], ors: list[int]) -> int:
    """The first item of the choice, without an "either": before it only what is joined by "and"."""
    ands = [i for i, joint in enumerate(joints) if i and re.search(r"\b(?:and|plus)\b", joint)]
    before = [i for i in ands if i < ors[0]]
    if before:
        return before[-1]
    return 0
