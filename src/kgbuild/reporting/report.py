"""What a build found, as one noun that text, JSON and HTML are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kgbuild.model import PageKind, Severity
from kgbuild.report_lines import DrugLine, ListLine, UseLine
from kgbuild.reporting.findings import Finding
from kgbuild.spools import Records


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


@dataclass(frozen=True, slots=True)
class SetAside:
    """A page that is read, and not about drugs."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a build found."""

    kinds: Mapping[PageKind, int] = field(hash=False)
    """Every kind of page -> how many."""
    facts: Mapping[str, int] = field(hash=False)
    """Name of a kind of fact -> how many, by name."""
    words: int
    """Content words of all statements on uses."""
    unread: int
    """Those of them that no rule read."""
    findings: Mapping[Severity, int] = field(hash=False)
    """Every severity -> how many."""
    shacl: int
    """Findings by a shape."""
    violations: int
    """Those of them that are errors."""
    unreadable: int
    """Inputs that were left out."""
    ungrounded: int
    """Pairs of a role and words that no concept, or no single one, was found for."""
    triples: int
    """Distinct statements of all named graphs."""
    engine: str
    """Who held the shapes against the graph; ``none``: nobody did."""

    @property
    def pages(self) -> int:
        """Pages that were read."""
        return sum(self.kinds.values())

    @property
    def by_kind(self) -> dict[str, int]:
        """Kind of page -> how many, in the order of `PageKind`; kinds without a page left out."""
        return {kind.value: count for kind, count in self.kinds.items() if count}

    @property
    def is_checked(self) -> bool:
        """Whether the shapes were held against the graph."""
        return self.engine != "none"

    @property
    def conforms(self) -> bool:
        """Whether no shape found an error."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class Report:
    """A whole build, in the order of its input."""

    versions: Mapping[str, str] = field(hash=False)
    """Name of what the build is made with -> its version."""
    tally: Tally
    pages: Records[PageLine]
    findings: Records[Finding]
    unreadable: tuple[Finding, ...]
    """What made an input be left out."""
    set_aside: tuple[SetAside, ...]
    groundings: tuple[Grounding, ...]
    ungrounded: tuple[Ungrounded, ...]
