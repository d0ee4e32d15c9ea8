"""The attributes of a tag."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

BLANKS: Final = "\t\n\f\r "
"""White space of HTML; regular expressions would count others."""

_BETWEEN = re.compile(f"[{BLANKS}/]*")
_NAME = re.compile(f"[^{BLANKS}/>][^{BLANKS}/>=]*")
_EQUALS = re.compile(f"[{BLANKS}]*=[{BLANKS}]*")
_BARE = re.compile(f"[^{BLANKS}>]*")


def attributes_at(text: str, place: int) -> tuple[dict[str, str], int | None, bool]:
    """Read what stands behind the name of a tag.

    Source: HTML Living Standard, 13.2.5.32 to 13.2.5.40.

    Returns:
        The attributes, by name in lower case, the first of a name; where the tag ends, or None for one that nothing
        ends; and whether it ends with ``/>``.

    >>> attributes_at("<a Href='x>y' b=c d>z", 2)
    ({'href': 'x>y', 'b': 'c', 'd': ''}, 20, False)
    """
    found: dict[str, str] = {}
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if place >= len(text):
            return found, None, False
        if text[place] == ">":
            return found, place + 1, text[place - 1] == "/" and bool(between and between[0])
        name = _NAME.match(text, place)
        assert name is not None  # neither blank, slash nor > stands there
        value, place = _value_at(text, name.end())
        found.setdefault(name[0].lower(), value)


def _value_at(text: str, place: int) -> tuple[str, int]:
    """The value behind an attribute's name, if there is one, and where it ends."""
    equals = _EQUALS.match(text, place)
    if not equals:
        return "", place
    place = equals.end()
    if text[place : place + 1] in {'"', "'"}:
        end = text.find(text[place], place + 1)
        return (unescape(text[place + 1 : end]), end + 1) if end >= 0 else ("", len(text))
    bare = _BARE.match(text, place)
    return (unescape(bare[0]), bare.end()) if bare else ("", place)
