"""Pages and findings entered one by one -> the report of a build."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from kgbuild.model import PageKind, Severity
from kgbuild.reporting.findings import Finding
from kgbuild.reporting.report import Grounding, PageLine, Report, SetAside, Tally, Ungrounded
from kgbuild.spools import Records

GroundingEntry = tuple[str, str, str, str, Decimal]
"""Role, words, code, way and confidence."""
UngroundedEntry = tuple[str, str, tuple[str, ...]]
"""Role, words, and the codes that fit equally."""

_Entry = TypeVar("_Entry", GroundingEntry, UngroundedEntry)


class Ledger:
    """Takes what pages gave, in their order, and holds of it only what all of them share."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kinds: Counter[PageKind] = Counter()
        self._facts: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()
        self._words = self._unread = self._shacl = self._violations = 0
        self._pages, self._findings = Records(PageLine), Records(Finding)
        self._errors: list[Finding] = []
        self._set_aside: list[SetAside] = []
        self._read: set[str] = set()
        self._groundings: defaultdict[GroundingEntry, list[str]] = defaultdict(list)
        self._ungrounded: defaultdict[UngroundedEntry, list[str]] = defaultdict(list)

    def page(
        self, line: PageLine, groundings: Iterable[GroundingEntry] = (), ungrounded: Iterable[UngroundedEntry] = ()
    ) -> None:
        """Enter a page that was read, and its mentions with a concept and without, each once."""
        self._pages.append(line)
        self._read.add(line.path)
        self._kinds[line.kind] += 1
        self._facts.update(line.facts)
        self._words += line.words
        self._unread += line.unread
        if line.kind is PageKind.OTHER:
            self._set_aside.append(SetAside(line.path, line.reason))
        for grounding in groundings:
            self._groundings[grounding].append(line.path)
        for missed in ungrounded:
            self._ungrounded[missed].append(line.path)

    def found(self, findings: Iterable[Finding]) -> None:
        """Enter findings."""
        for found in findings:
            self._findings.append(found)
            self._severities[found.severity] += 1
            self._shacl += found.shacl
            if found.severity is Severity.ERROR:
                self._violations += found.shacl
                self._errors += () if found.shacl else (found,)

    def close(self, triples: int, versions: Mapping[str, str], engine: str) -> Report:
        """The report; `triples` counts distinct ones, `engine` is that of SHACL."""
        unreadable = tuple(found for found in self._errors if self._is_unreadable(found))
        tally = Tally(
            kinds={kind: self._kinds[kind] for kind in PageKind},
            facts=dict(sorted(self._facts.items())),
            words=self._words,
            unread=self._unread,
            findings={severity: self._severities[severity] for severity in Severity},
            shacl=self._shacl,
            violations=self._violations,
            unreadable=len(unreadable),
            ungrounded=len(self._ungrounded),
            triples=triples,
            engine=engine,
        )
        return Report(
            versions=versions,
            tally=tally,
            pages=self._pages,
            findings=self._findings,
            unreadable=unreadable,
            set_aside=tuple(self._set_aside),
            groundings=tuple(Grounding(*entry, pages) for entry, pages in _sorted(self._groundings)),
            ungrounded=tuple(Ungrounded(*entry, pages) for entry, pages in _sorted(self._ungrounded)),
        )

    def _is_unreadable(self, error: Finding) -> bool:
        """Whether an input was left out: an error at a file of which no page came, or a name of no file.

        A name that is missing is shown as it was given, which may be how a page of a folder is shown.
        """
        return error.path not in self._read or error.code == "no-such-file"


def _sorted(places: Mapping[_Entry, list[str]]) -> list[tuple[_Entry, tuple[str, ...]]]:
    """Each entry with the paths of the pages that have it; both sorted."""
    return sorted((entry, tuple(sorted(paths))) for entry, paths in places.items())
