"""Days and language tags: one answer to what a graph can use, for whoever reports and whoever writes."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?P<rest>(?:-[A-Za-z0-9]{2,8}){0,3})")


def is_day(text: str) -> bool:
    """Whether this is a day of the calendar, as xsd:date writes it.

    >>> is_day("2025-12-30"), is_day("2024-13-45"), is_day("20251230"), is_day("0000-00-00")
    (True, False, False, False)
    """
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def language_tag(text: str) -> str | None:
    """The language tag that a text is, its language in lower case as is usual; None where it is none.

    >>> language_tag("EN"), language_tag("en-US"), language_tag("English")
    ('en', 'en-US', None)
    """
    found = _TAG.fullmatch(text)
    return found["language"].lower() + found["rest"] if found else None
