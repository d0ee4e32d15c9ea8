"""What a build prints at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgbuild.cli.layout import columns, counted, table, wrapped
from kgbuild.model import Severity
from kgbuild.printable import printable
from kgbuild.reporting import Report

if TYPE_CHECKING:
    from kgbuild.explanation import Account

FEW = 5
"""Up to so many drugs are shown whole; of more, the counts only."""

_NARROW = 16
"""Width of the names of a drug's facts."""


def summary(report: Report, accounts: list[Account] | None) -> Iterator[str]:
    """The lines of the summary: each drug where there are few (else None), then what was read, found and validated."""
    wide = columns()
    for account in accounts or ():
        yield from _drug(account, wide)
        yield ""
    yield from table(_rows(report))


def _drug(account: Account, wide: int) -> Iterator[str]:
    """One drug: code, brands, status, REMS, and every use in words."""
    yield printable(f"{account.name}  {account.code or '(no NCIt code)'}")
    shown = (("status", "status"), ("brand", "brand"), ("components", "components"), ("REMS", "REMS"))
    for name, kind in shown:
        words = ", ".join(fact.words for fact in account.of(kind))
        yield from _row(name, words or "-", wide) if words or kind != "components" else ()
    uses = account.of("use")
    yield from _row("uses", str(len(uses)), wide)
    for number, use in enumerate(uses, start=1):
        codes = f" ({', '.join(use.use.codes)})" if use.use and use.use.codes else ""
        condition, _, rest = use.words.partition("; ")
        words = f"{condition}{codes}{'; ' if rest else ''}{rest}"
        yield from wrapped(words, wide, f"{number:>4}  ", "      ")


def _row(name: str, words: str, wide: int) -> list[str]:
    return wrapped(words, wide, f"  {name:<{_NARROW - 4}}", " " * min(_NARROW - 2, wide // 2))


def _rows(report: Report) -> Iterator[tuple[str, str | int]]:
    """Name and number of everything counted."""
    for kind, count in report.kinds.items():
        yield "pages set aside" if kind == "other" else f"{kind} pages", count
    if report.unreadable:
        yield "files not read", len(report.unreadable)
    for fact, count in report.facts.items():
        yield f"facts: {fact}", count
    if report.words:
        yield "words of uses unread", f"{report.unread} of {report.words}"
    yield "ungrounded names", len(report.ungrounded)
    yield "triples", report.triples
    yield "warnings", report.count(Severity.WARNING)
    yield "SHACL", _shacl(report)


def _shacl(report: Report) -> str:
    if not report.is_checked:
        return "not run"
    if report.conforms:
        return "conforms"
    return f"{counted(sum(found.shacl for found in report.findings), 'result')}, does not conform"
