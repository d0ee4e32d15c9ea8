"""What a build prints at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgbuild.cli.layout import columns, counted, table, wrapped
from kgbuild.model import Severity
from kgbuild.printable import printable
from kgbuild.reporting import Tally

if TYPE_CHECKING:
    from kgbuild.explanation import Account

FEW = 5
"""Up to so many drugs are shown whole; of more, the counts only."""

_NARROW = 16
"""Width of the names of a drug's facts."""


def summary(tally: Tally, accounts: list[Account] | None) -> Iterator[str]:
    """The lines of the summary: each drug where there are few (else None), then what was read, found and validated."""
    wide = columns()
    for account in accounts or ():
        yield from _drug(account, wide)
        yield ""
    yield from table(_rows(tally))


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


def _rows(tally: Tally) -> Iterator[tuple[str, str | int]]:
    """Name and number of everything counted."""
    for kind, count in tally.by_kind.items():
        yield "pages set aside" if kind == "other" else f"{kind} pages", count
    if tally.unreadable:
        yield "files not read", tally.unreadable
    for fact, count in tally.facts.items():
        yield f"facts: {fact}", count
    if tally.words:
        yield "words of uses unread", f"{tally.unread} of {tally.words}"
    yield "ungrounded names", tally.ungrounded
    yield "triples", tally.triples
    yield "warnings", tally.findings[Severity.WARNING]
    yield "SHACL", _shacl(tally)


def _shacl(tally: Tally) -> str:
    if not tally.is_checked:
        return "not run"
    return "conforms" if tally.conforms else f"{counted(tally.shacl, 'result')}, does not conform"
