"""A problem or a violation at the line where a person can see it."""

from __future__ import annotations

from dataclasses import dataclass

from kgbuild.model import Lines, Problem, Severity, Span
from kgbuild.printable import printable, width

_AHEAD, _LONGEST = 24, 96
"""Characters of a line shown before the marked words, and in all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a report says of one place."""

    path: str
    """`Page.path`."""
    line: int | None
    """One-based; None where the whole file is meant."""
    column: int | None
    """One-based, in code points."""
    severity: Severity
    code: str
    """A problem's code, or the name of the shape."""
    message: str
    excerpt: str = ""
    """The line of the file, or the part of it around the words that are meant."""
    marked: tuple[int, int] | None = None
    """Where those words stand in `excerpt`."""
    sentence: str = ""
    """The words meant, whole, as the file has them."""
    shacl: bool = False
    """Whether a shape found it."""

    @property
    def place(self) -> str:
        """Such as ``examplinib.md:8:3``; editors open it."""
        return ":".join([printable(self.path), *(str(n) for n in (self.line, self.column) if n is not None)])


def by_place(finding: Finding) -> tuple[int, int, str]:
    """The order of findings within a file: as they stand in it, those about the whole first."""
    return finding.line or 0, finding.column or 0, finding.code


def find(problem: Problem, text: str = "", *, shacl: bool = False) -> Finding:
    """Look up the place of a problem.

    Args:
        problem: what is wrong.
        text: the `Page.text` that its span means; empty for a file that could not be read.
        shacl: whether a shape found it; the code is then the shape's name.
    """
    if problem.span is None or problem.span.end > len(text):
        return Finding(problem.page, problem.line, None, problem.severity, problem.code, problem.message, shacl=shacl)
    span = problem.span
    lines = Lines(text)
    line = lines.line(span.start)
    start = lines.starts[line - 1]
    end = lines.starts[line] if line < len(lines.starts) else len(text)
    excerpt, marked = _cut(text[start:end].rstrip("\r\n"), Span(span.start - start, span.end - start))
    return Finding(
        path=problem.page,
        line=line,
        column=span.start - start + 1,
        severity=problem.severity,
        code=problem.code,
        message=problem.message,
        excerpt=excerpt,
        marked=marked,
        sentence=text[span.start : span.end],
        shacl=shacl,
    )


def _cut(line: str, span: Span) -> tuple[str, tuple[int, int]]:
    """Cut a long line down to what stands around the words meant."""
    first = max(0, span.start - _AHEAD) if len(line) > _LONGEST else 0
    last = min(len(line), first + _LONGEST)
    before = "…" if first else ""
    after = "…" if last < len(line) else ""
    marked = (span.start - first + len(before), min(span.end, last) - first + len(before))
    return before + line[first:last] + after, marked


def as_text(finding: Finding) -> str:
    r"""Show a finding as a compiler would, the words that are meant underlined.

    >>> page = "## Use in Cancer\n- Wibble sarcoma\n"
    >>> problem = Problem("unknown-term", Severity.WARNING, "no such concept", "a.md", Span(19, 33))
    >>> print(as_text(find(problem, page)))
    a.md:2:3: warning[unknown-term]: no such concept
        - Wibble sarcoma
          ^^^^^^^^^^^^^^
    """
    first = f"{finding.place}: {finding.severity}[{finding.code}]: {printable(finding.message)}"
    if finding.marked is None:
        return first
    start, end = finding.marked
    ahead, meant = finding.excerpt[:start], finding.excerpt[start:end]
    marks = " " * width(ahead) + "^" * max(1, width(meant))
    return f"{first}\n    {printable(finding.excerpt)}\n    {marks}"
