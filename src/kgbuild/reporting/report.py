"""What a build found, as one noun that text, JSON and HTML are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kgbuild.model import PageKind, Severity
from kgbuild.report_lines import DrugLine, ListLine, UseLine
from kgbuild.reporting.findings import Finding


@dataclass(frozen=True, slots=True)
class PageLine:
    """One page that was read."""

    path: str
    slug: str
    sha256: str
    kind: PageKind
    reason: str
    """Why it is of this kind."""
    title: str
    code: str
    """NCIt code of what it is about; empty where there is none."""
    facts: Mapping[str, int] = field(hash=False)
    """Name of a kind of fact -> how many the page states."""
    drug: DrugLine | None = None
    """What the page is about; None for lists."""
    uses: tuple[UseLine, ...] = ()
    listed: tuple[ListLine, ...] = ()
    words: int = 0
    """Words of the statements on uses that say something by themselves."""
    unread: int = 0
    """Those of them that no rule read; all, where a sentence was not understood."""


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """Words that no concept, or no single one, was found for."""

    role: str
    words: str
    candidates: tuple[str, ...]
    """Codes that fit equally; empty where none fits."""
    pages: tuple[str, ...]
    """Paths, sorted."""


@dataclass(frozen=True, slots=True)
class Grounding:
    """Words that a concept was found for, or one that comprises what they mean."""

    role: str
    words: str
    code: str
    how: str
    """One of `kgbuild.concept.WAYS`."""
    confidence: Decimal
    """From 0 to 1."""
    pages: tuple[str, ...]
    """Paths, sorted."""


@dataclass(frozen=True)
class Report:
    """A whole build, in the order of its input."""

    versions: Mapping[str, str]
    """Name of what the build is made with -> its version."""
    pages: tuple[PageLine, ...]
    findings: tuple[Finding, ...]
    groundings: tuple[Grounding, ...]
    ungrounded: tuple[Ungrounded, ...]
    triples: int
    """Distinct statements of all named graphs."""
    engine: str = "pyshacl"
    """Who held the shapes against the graph; ``none``: nobody did."""

    @property
    def is_checked(self) -> bool:
        """Whether the shapes were held against the graph."""
        return self.engine != "none"

    @cached_property
    def conforms(self) -> bool:
        """Whether no shape found an error."""
        return not any(found.shacl and found.severity is Severity.ERROR for found in self.findings)

    @cached_property
    def unreadable(self) -> tuple[Finding, ...]:
        """What made an input be left out: errors at files of which no page came, and names of no file.

        A name that is missing is shown as it was given, which may be how a page of a folder is shown.
        """
        read = {page.path for page in self.pages}
        return tuple(
            found
            for found in self.findings
            if found.severity is Severity.ERROR
            and not found.shacl
            and (found.path not in read or found.code == "no-such-file")
        )

    @cached_property
    def set_aside(self) -> tuple[PageLine, ...]:
        """Pages that are read, and not about drugs."""
        return tuple(page for page in self.pages if page.kind is PageKind.OTHER)

    @cached_property
    def kinds(self) -> Mapping[str, int]:
        """Kind of page -> how many, in the order of `PageKind`; kinds without a page left out."""
        counted = Counter(page.kind for page in self.pages)
        return {kind.value: counted[kind] for kind in PageKind if counted[kind]}

    @cached_property
    def facts(self) -> Mapping[str, int]:
        """Kind of fact -> how many, by name."""
        counted: Counter[str] = Counter()
        for page in self.pages:
            counted.update(page.facts)
        return dict(sorted(counted.items()))

    @cached_property
    def words(self) -> int:
        """Content words of all statements on uses."""
        return sum(page.words for page in self.pages)

    @cached_property
    def unread(self) -> int:
        """Those of them that no rule read."""
        return sum(page.unread for page in self.pages)

    def count(self, severity: Severity) -> int:
        """How many findings are as grave as this."""
        return sum(found.severity is severity for found in self.findings)
