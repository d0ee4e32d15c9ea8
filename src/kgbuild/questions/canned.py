"""The questions of ``queries/``: one file each, whose comments say what it asks and what it is told.

A parameter is a line ``VALUES ?name { UNDEF }`` of the query. A value takes the place of ``UNDEF`` as a whole term, so
that whatever it holds stays a value; without one the parameter stands open, and the question is of all there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kgbuild.errors import QueryError

_FOLDER = Path(__file__).parent.parent / "queries"
_PARAMETER = re.compile(r"# parameter: (?P<name>\w+) \((?P<kind>[a-z]+)\), such as (?P<example>.+)")
_OPEN = re.compile(r"VALUES \?(?P<name>\w+) \{ UNDEF \}")


class Kind(StrEnum):
    """What a parameter is a name of."""

    DRUG = "drug"
    CONDITION = "condition"
    AGENT = "agent"
    """A drug, combination or agent, as a therapy."""
    MARKER = "marker"
    VALUE = "value"
    """One of the graph's own values, such as ``Positive``; or a number or text."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be told."""

    name: str
    kind: Kind
    example: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its title and parameters."""

    name: str
    title: str
    more: str
    """What to know of the answer; may be empty."""
    parameters: tuple[Parameter, ...]
    text: str


def canned() -> tuple[Question, ...]:
    """All questions, by name."""
    return tuple(_read(file) for file in sorted(_FOLDER.glob("*.rq")))


def question_of(text: str, name: str = "") -> Question:
    r"""A query of anybody's as a question; a parameter without a comment is a value.

    >>> question_of("SELECT * { VALUES ?x { UNDEF } ?x ?y ?z }").parameters
    (Parameter(name='x', kind=<Kind.VALUE: 'value'>, example=''),)
    """
    comments = [line for line in text.split("\n") if line.startswith("#")]
    told = {found["name"]: found for line in comments if (found := _PARAMETER.fullmatch(line))}
    words = [line.removeprefix("#").strip() for line in comments if not _PARAMETER.fullmatch(line)]
    parameters = (
        Parameter(each, Kind(told[each]["kind"]), told[each]["example"])
        if each in told
        else Parameter(each, Kind.VALUE, "")
        for each in dict.fromkeys(match["name"] for match in _OPEN.finditer(text))
    )
    return Question(name, words[0] if words else "", " ".join(words[1:]), tuple(parameters), text)


def _read(file: Path) -> Question:
    return question_of(file.read_text(encoding="utf-8"), file.stem)


def check_known(question: Question, names: Iterable[str]) -> None:
    """Refuse a name that is no parameter.

    Raises:
        QueryError: names it, and the nearest that there is.
    """
    known = [parameter.name for parameter in question.parameters]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            advice = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'none'}"
            raise QueryError(f"{question.name or 'the query'} has no parameter {name!r}; {advice}")


def bound(question: Question, values: Mapping[str, NamedNode | Literal]) -> str:
    r"""The query with values in the place of its open parameters; a whole term each, written by the RDF library.

    >>> print(bound(question_of("SELECT * { VALUES ?x { UNDEF } }"), {"x": Literal('" } DROP ALL')}))
    SELECT * { VALUES ?x { "\" } DROP ALL" } }
    """

    def term(found: re.Match[str]) -> str:
        value = values.get(found["name"])
        return found[0] if value is None else f"VALUES ?{found['name']} {{ {value} }}"

    return _OPEN.sub(term, question.text)
