"""Front matter as a graph can use it: clean texts, a sound address, a real date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from kgbuild.addresses import NCI, last_segment, web_address
from kgbuild.model import MetadataValue, Problem, Severity
from kgbuild.notations import is_day, language_tag
from kgbuild.pages.front_matter import FrontMatter

_SINGLE = frozenset(
    {"audienceLevel", "citation", "language", "lastReviewed", "license", "reviewFrequency"}
    | {"source", "sourceType", "status", "title", "url", "version"}
)
"""Keys whose value is one text; the others may hold several."""
_KNOWN = _SINGLE | {"cancerTypes", "tags"}
"""Keys that the graph has a place for."""
_PROVENANCE = ("license", "citation")
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
    left out of the entries; a ``lastReviewed`` that is no date stays, and no graph uses it. Both are reported, as are a
    missing licence or citation, and a key that the graph has no place for.

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
    if language_tag(str(language)) is None:
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
    if "lastReviewed" in entries and not is_day(str(entries["lastReviewed"])):
        seen = _short(entries["lastReviewed"])
        yield warn("bad-date", f"`lastReviewed` {seen} is no date and is not used; write YYYY-MM-DD", "lastReviewed")
    for key in _PROVENANCE:
        if not entries.get(key):
            yield warn("missing-provenance", f"`{key}` is missing: nobody can say whose words these are; add it")
    for key in entries:
        if key not in _KNOWN:
            yield Problem("unknown-key", Severity.NOTE, _unknown(key), path, line=front.lines[key])


def _unknown(key: str) -> str:
    near = get_close_matches(key, sorted(_KNOWN), n=1, cutoff=0.7)
    advice = f"did you mean `{near[0]}`?" if near else "leave it out, or ask for a place in the graph"
    return f"key {_short(key)} is none that is known and is not used; {advice}"


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
    if address is None or ".." in address.split("/"):
        return False
    return address.startswith(NCI + "/") and bool(last_segment(address))


def _short(value: MetadataValue) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "..."
