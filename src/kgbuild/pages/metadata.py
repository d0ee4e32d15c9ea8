"""Front matter as a graph can use it: clean texts, a sound address, a real date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kgbuild.addresses import NCI, last_segment, web_address
from kgbuild.model import MetadataValue, Problem, Severity
from kgbuild.pages.front_matter import FrontMatter

_SINGLE = frozenset(
    {"audienceLevel", "citation", "language", "lastReviewed", "license", "reviewFrequency"}
    | {"source", "sourceType", "status", "title", "url", "version"}
)
"""Keys whose value is one text; the others may hold several."""
_PROVENANCE = ("license", "citation")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BLANKS = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The entries that `Page.metadata` keeps, and what was noticed."""

    entries: Mapping[str, MetadataValue] = field(hash=False)
    problems: tuple[Problem, ...] = ()


def check_metadata(front: FrontMatter, path: str) -> Checked | Problem:
    """Clean the entries and look at those that mean something to a graph.

    Control and invisible characters go, line breaks become blanks. A ``url`` that is no sound address of cancer.gov is
    left out of the entries; a ``lastReviewed`` that is no date stays as text. Both are reported, as is a missing
    licence or citation.

    Returns:
        The entries, or the problem for which the page is rejected: a list where one text is meant, or a language tag
        that is none.
    """
    entries = {key: _clean(value) for key, value in front.entries.items()}
    several = [key for key, value in entries.items() if key in _SINGLE and not isinstance(value, str)]
    if several:
        key = several[0]
        message = f"`{key}` is a list; give it one text"
        return Problem("metadata-type", Severity.ERROR, message, path, line=front.lines[key])
    language = entries.get("language", "en")
    if not _LANGUAGE.fullmatch(str(language)):
        message = f"language {_short(language)} is no language tag; write one such as `en`"
        return Problem("bad-language", Severity.ERROR, message, path, line=front.lines["language"])
    problems = tuple(_notices(front, entries, path))
    if any(problem.code == "unsound-url" for problem in problems):
        del entries["url"]
    return Checked(entries, problems)


def _notices(front: FrontMatter, entries: Mapping[str, MetadataValue], path: str) -> Iterator[Problem]:
    def warn(code: str, message: str, key: str | None = None) -> Problem:
        return Problem(code, Severity.WARNING, message, path, line=front.lines.get(key, 1) if key else 1)

    for key, value in entries.items():
        if key != "url" and value != front.entries[key] and str(value).strip() != str(front.entries[key]).strip():
            yield warn("cleaned-metadata", f"`{key}` held control or invisible characters, which were left out", key)
    if "url" in entries and not _is_sound(front.entries["url"]):
        seen = _short(entries["url"])
        yield warn("unsound-url", f"`url` {seen} is no page of {NCI} and is not used; correct it", "url")
    if "lastReviewed" in entries and not _is_date(str(entries["lastReviewed"])):
        seen = _short(entries["lastReviewed"])
        yield warn(
            "bad-date", f"`lastReviewed` {seen} is no date and is kept as text; write YYYY-MM-DD", "lastReviewed"
        )
    for key in _PROVENANCE:
        if not entries.get(key):
            yield warn("missing-provenance", f"`{key}` is missing: nobody can say whose words these are; add it")


def _clean(value: MetadataValue) -> MetadataValue:
    if isinstance(value, tuple):
        return tuple(_clean_text(item) for item in value)
    return _clean_text(value)


def _clean_text(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value.strip()
    return _BLANKS.sub(" ", _UNSEEN.sub("", value)).strip()


def _is_sound(value: MetadataValue) -> bool:
    address = web_address(value) if isinstance(value, str) and not value.startswith("/") else None
    return address is not None and address.startswith(NCI + "/") and bool(last_segment(address))


def _is_date(text: str) -> bool:
    """Whether the text is a day of the calendar.

    >>> _is_date("2025-12-30"), _is_date("2024-13-45"), _is_date("20251230"), _is_date("0000-00-00")
    (True, False, False, False)
    """
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _short(value: MetadataValue) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "..."
