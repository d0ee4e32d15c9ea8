"""Entries of lists: "Examplia (Examplinib)", "Examplinib (Examplia, Examplia XR)", "Examplinib"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kgbuild.addresses import last_segment
from kgbuild.concept import Mention
from kgbuild.extractors._reading import drug_page, mention
from kgbuild.model import Page, Text

_SHORTEST = 4
"""Letters of the shortest word that can tell whose address a link is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The drug of an entry, and the brands beside it."""

    drug: Mention
    brands: tuple[str, ...] = ()


def named_alone(entries: Iterable[Text], page: Page) -> Mapping[str, set[str]]:
    """Address -> keys of the names that stand alone, without brackets, on entries that lead there."""
    found: dict[str, set[str]] = {}
    for text in entries:
        if _bracket(text.plain) is None:
            found.setdefault(_address(text, page) or "", set()).add(_key(text.plain))
    return found


def read_entry(text: Text, page: Page, alone: Mapping[str, set[str]]) -> Entry | None:
    """Read an entry; None where it has two names and nothing tells which is the generic one.

    Args:
        text: the entry's words, in one link or in several that broke one name apart.
        page: the page it stands on.
        alone: see `named_alone`.
    """
    address = _address(text, page)
    opening = _bracket(text.plain)
    if opening is None:
        return _entry(text, (0, len(text.plain)), address, ())
    places = [(0, opening), (opening + 1, len(text.plain) - 1)]
    names = [text.plain[start:end] for start, end in places]
    scores = [_likeness(name, address) for name in names]
    if all(scores):  # the bracket belongs to the name, as in "Examplinib (Topical)"
        return _entry(text, (0, len(text.plain)), address, ())
    if not any(scores):
        known = alone.get(address or "", set())
        scores = [int(_key(name) in known) for name in names]
    if scores[0] == scores[1]:
        return None
    generic, brands = (0, 1) if scores[0] > scores[1] else (1, 0)
    return _entry(text, places[generic], address, tuple(_brands(names[brands])))


def _bracket(words: str) -> int | None:
    """Where the bracket opens that closes at the end of the words; None where none does, or nothing stands before it.

    >>> _bracket("Examplia (Examplinib (Recombinant)-abcd)"), _bracket("Examplinib (Recombinant)-abcd")
    (9, None)
    """
    depth = 0
    for i in range(len(words) - 1, 0, -1):
        depth += (words[i] == ")") - (words[i] == "(")
        if depth == 0:
            return i if words[i] == "(" else None
    return None


def _entry(text: Text, place: tuple[int, int], address: str | None, brands: tuple[str, ...]) -> Entry | None:
    name = mention(text, *place)
    return Entry(Mention(_spaced(name.text), name.span, name.glossary, address), brands) if name else None


def _spaced(name: str) -> str:
    """A name whose links broke apart, with its brackets round and its blanks where they belong."""
    return re.sub(r"(?<=\w)\(", " (", name.replace("[", "(").replace("]", ")"))


def _brands(words: str) -> Iterable[str]:
    return (brand.strip() for brand in re.split(r"[,;]\s+", words) if brand.strip())


def _address(text: Text, page: Page) -> str | None:
    """The drug page that the entry leads to; of several, the one whose address is most like the entry's words."""
    found = [address for link in text.links if (address := drug_page(link, page))]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda address: (_shared(text.plain, address), -found.index(address)))


def _likeness(name: str, address: str | None) -> int:
    """Letters of the words of a name that stand in an address."""
    if address is None:
        return 0
    slug = _key(last_segment(address))
    return sum(len(word) for word in map(_key, name.split()) if len(word) >= _SHORTEST and word in slug)


def _shared(words: str, address: str) -> int:
    """How far an address runs through words, from its beginning, wherever it begins in them."""
    slug, letters = _key(last_segment(address)), _key(words)
    return next((n for n in range(len(slug), 0, -1) if slug[:n] in letters), 0)


@lru_cache(maxsize=1024)
def _key(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())
