"""``kgbuild query``: ask a graph, by a question that stands ready or by SPARQL."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Unpack

import click

from kgbuild.cli.layout import columns, table, wrapped
from kgbuild.cli.servers import ServerOptions, connection_to, server_options
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.errors import QueryError

if TYPE_CHECKING:
    from kgbuild.questions import Answer, Question


class Options(ServerOptions):
    """What click gives `query`, by name."""

    question: str | None
    on: str
    values: tuple[str, ...]
    form: str
    timeout: int
    listed: bool
    quiet: bool
    verbose: bool


class Asked(Protocol):
    """A graph that can be asked."""

    def ask(self, text: str) -> Answer:
        """The answer to a query."""


@click.command()
@click.argument("question", required=False, metavar="QUERY|NAME|FILE.rq|-")
@click.option(
    "--on",
    default="output",
    show_default=True,
    envvar=f"{PREFIX}ON",
    help="A folder that 'kgbuild build' wrote, a file of RDF, a store in a folder, or a SPARQL endpoint's address.",
)
@click.option("--with", "values", multiple=True, metavar="NAME=VALUE", help="The value of a parameter of the question.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "turtle"]),
    default="table",
    show_default=True,
    help="A table for people; CSV, TSV and JSON as SPARQL defines them; Turtle for CONSTRUCT.",
)
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    envvar=f"{PREFIX}TIMEOUT",
    help="Seconds after which a question is given up.",
)
@click.option("--list", "listed", is_flag=True, help="Show the questions that stand ready, and what they are told.")
@server_options
@settings_options
def query(**options: Unpack[Options]) -> None:
    """Put a question to a graph: a NAME of --list, a FILE.rq, - for standard input, or SPARQL itself.

    A parameter takes a generic name, brand or NCIt code, as everywhere; without a value it stands for all. Nothing is
    changed, and nothing else is asked: updates, SERVICE and FROM are refused.
    """
    from kgbuild.questions import canned

    if options["listed"]:
        for line in _ready(canned(), columns()):
            click.echo(line)
        return
    if options["question"] is None:
        raise click.UsageError("give a question: a name of --list, a file, - or SPARQL")
    question = _question(options["question"])
    with _source(options) as source:
        _say(_answer(question, options, source), options)


def _answer(question: Question, options: Options, source: Asked) -> Answer:
    from kgbuild.questions import bound, check_known, check_reading, value_of

    known = {parameter.name: parameter for parameter in question.parameters}
    typed = dict(map(_pair, options["values"]))
    check_known(question, typed)
    check_reading(question.text)
    return source.ask(bound(question, {name: value_of(known[name], value, source) for name, value in typed.items()}))


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name or not value:
        raise click.UsageError(f"--with {given}: write NAME=VALUE, such as --with asked='multiple myeloma'")
    return name, value


def _question(given: str) -> Question:
    """A question by its name, from a file, from standard input, or as it stands."""
    from difflib import get_close_matches

    from kgbuild.questions import canned, question_of

    ready = {question.name: question for question in canned()}
    if given in ready:
        return ready[given]
    if given == "-":
        return question_of(sys.stdin.read(), "standard input")
    if given.endswith((".rq", ".sparql")) or ("{" not in given and Path(given).is_file()):
        try:
            return question_of(Path(given).read_text(encoding="utf-8"), given)
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{given}: cannot be read ({error}); give a file with a query") from error
    if "{" not in given:
        near = get_close_matches(given, ready, n=1)
        advice = f"did you mean {near[0]}?" if near else "'kgbuild query --list' shows those that stand ready"
        raise QueryError(f"{given!r} is no question that stands ready, no file and no SPARQL; {advice}")
    return question_of(given)


def _source(options: Options) -> AbstractContextManager[Asked]:
    if options["on"].startswith(("http://", "https://")):
        return _remote(options)
    from kgbuild.questions import LocalSource

    return LocalSource(Path(options["on"]), options["timeout"])


@contextmanager
def _remote(options: Options) -> Iterator[Asked]:
    from kgbuild.questions import RemoteSource
    from kgbuild.stores import Patience, endpoint

    place = endpoint(options["on"], options["on"])  # checks the address
    connection = connection_to(place, options, Patience(retries=0, timeout=options["timeout"]))
    try:
        yield RemoteSource(place.queries, connection)
    finally:
        connection.close()


def _ready(questions: tuple[Question, ...], wide: int) -> Iterator[str]:
    for question in questions:
        yield from wrapped(f"{question.name}: {question.title}", wide, "", "    ")
        if question.more:
            yield from wrapped(question.more, wide, "    ", "    ")
        for parameter in question.parameters:
            yield f"    --with {parameter.name}='{parameter.example}'  ({parameter.kind})"


def _say(answer: Answer, options: Options) -> None:
    from kgbuild.questions import Table, written
    from kgbuild.questions.formats import rows_for_people

    if options["form"] == "table" and isinstance(answer, Table):
        for line in table(rows_for_people(answer)):
            click.echo(line)
        if not options["quiet"]:
            click.echo(f"{len(answer.rows)} rows", err=True)
        return
    click.echo(written(answer, options["form"]), nl=False)
