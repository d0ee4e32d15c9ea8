"""What a list page lists: its entries, gathered to the lists that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kgbuild.concept import Mention
from kgbuild.facts import Fact, ListedDrug
from kgbuild.indication import Intent
from kgbuild.model import Span


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: single drugs or combinations, under one condition (None in the A to Z list)."""

    condition: Mention | None
    intent: Intent
    combination: bool
    entries: tuple[ListedDrug, ...]
    quote: tuple[Span, ...]
    """One span for each run of entries that stand together on the page."""


def listings(facts: Iterable[Fact]) -> tuple[Listing, ...]:
    """Gather the entries of a page, in reading order, to its lists.

    Entries belong to one list where condition, intent and sort are alike,
    although other lists stand between them.
    """
    runs: dict[tuple[str | None, Intent, bool], list[tuple[ListedDrug, ...]]] = {}
    entries = (fact for fact in facts if isinstance(fact, ListedDrug))
    for key, run in groupby(entries, _list_of):
        runs.setdefault(key, []).append(tuple(run))
    return tuple(_listing(found) for found in runs.values())


def _list_of(entry: ListedDrug) -> tuple[str | None, Intent, bool]:
    condition = entry.condition.text.casefold() if entry.condition else None
    return condition, entry.intent, entry.combination


def _listing(runs: list[tuple[ListedDrug, ...]]) -> Listing:
    """The runs of one list, as one."""
    first = runs[0][0]
    spans = (_hull(run) for run in runs)
    quote = tuple(span for span in spans if span)
    return Listing(first.condition, first.intent, first.combination, tuple(e for run in runs for e in run), quote)


def _hull(entries: Iterable[ListedDrug]) -> Span | None:
    """From the first word quoted to the last; None where nothing is."""
    spans = [span for entry in entries for span in entry.quote]
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))
