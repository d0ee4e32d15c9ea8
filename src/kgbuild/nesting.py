"""Nested bullets, recovered from how they are worded.

The conversion to Markdown laid every list flat. NCI sets the disease in bold
and opens a list below it with a colon ("It is used:"); what follows belongs
under it until a bullet of an outer kind comes. A page that kept its nesting is
taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kgbuild.model import Bullet, Text

_CONTINUES = re.compile(r"^it is (?:also )?(?:used|given)\b", re.IGNORECASE)
_OPENS = re.compile(r":\W*$")
_PURPOSE = re.compile(r"(?:Treat|Prevent|Diagnose|Detect|Help|Lower|Reduce|Relieve|Manage|Keep|Stop|Slow|Delay)\s")
_GOES_ON = re.compile(r"[;,] (?:or|and)$")


@dataclass(slots=True)
class _Open:
    """A bullet still taking children."""

    text: Text
    depth: int
    children: list[_Open] = field(default_factory=list)

    def closed(self) -> Bullet:
        return Bullet(self.text, tuple(child.closed() for child in self.children))


def nested(items: Sequence[tuple[int, Text]]) -> tuple[Bullet, ...]:
    """The tree of a run of bullets given as (depth in the Markdown, text), in reading order."""
    root: list[_Open] = []
    trail: list[_Open] = []
    for depth, text in items:
        bullet = _Open(text, depth)
        del trail[_level(trail, bullet) :]
        (trail[-1].children if trail else root).append(bullet)
        trail.append(bullet)
    return tuple(bullet.closed() for bullet in root)


def _level(trail: list[_Open], new: _Open) -> int:
    """How many bullets of the trail (outermost first) stay open above the new one."""
    if not trail:
        return 0
    last = trail[-1]
    if new.depth != last.depth:
        return sum(open_.depth < new.depth for open_ in trail)
    if is_bold(new.text) or is_purpose(new.text) or (len(trail) == 1 and not _may_hold(last, new)):
        return 0
    if _OPENS.search(last.text.plain) or (len(trail) == 1):
        return len(trail)
    return _sibling_of(trail, new)


def _may_hold(top: _Open, new: _Open) -> bool:
    """Whether an outermost bullet takes the new one as its child."""
    if _OPENS.search(top.text.plain):
        return True
    if is_bold(top.text):
        return not is_bold(new.text)
    return bool(_CONTINUES.match(new.text.plain)) and not _CONTINUES.match(top.text.plain)


def _sibling_of(trail: list[_Open], new: _Open) -> int:
    """The level whose bullets are worded as the new one is."""
    last = trail[-1]
    group = trail[-2].children if len(trail) > 1 else []
    if _GOES_ON.search(last.text.plain):
        return len(trail) - 1
    closed = len(group) > 1 and bool(_GOES_ON.search(group[-2].text.plain))
    start = len(trail) - (2 if closed and len(trail) > _DEEP else 1)
    for level in range(start, 0, -1):
        if _kind(trail[level].text) == _kind(new.text):
            return level
    return start


_SORTS = {
    "regimen": re.compile(r"(?:alone|with|as|by itself|before|after|first)\b", re.IGNORECASE),
    "people": re.compile(r"(?:in|for|to|who|whose|when|that|is|has)\b", re.IGNORECASE),
}
"""What a bullet can begin with, beside the name of a disease or a drug."""
_DEEP = 2
"""A trail this long still holds a sub-bullet that can take what comes behind an "or" list."""


def is_bold(text: Text) -> bool:
    """Whether the words begin in bold."""
    return bool(text.bold) and text.bold[0].start == 0


def is_purpose(text: Text) -> bool:
    """Whether the words begin, in the imperative, with what the drug is for: "Prevent nausea"."""
    return bool(_PURPOSE.match(text.plain))


def _kind(text: Text) -> tuple[bool, str]:
    """Bullets of one level begin alike: with a capital letter or without, and with words of one sort."""
    sort = next((name for name, words in _SORTS.items() if words.match(text.plain)), "name")
    return text.plain[:1].isupper(), sort
