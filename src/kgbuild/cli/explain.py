"""``kgbuild explain``: each fact of a drug with the sentence that states it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.layout import columns, wrapped
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.reporting import printable

if TYPE_CHECKING:
    from kgbuild.explanation import Account, Statement


_MARKUP = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)|\*\*|^[-*] +", re.MULTILINE)


@click.command()
@click.argument("drug")
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    envvar=f"{PREFIX}GRAPH",
    help="A folder that 'kgbuild build' wrote, or a file of RDF.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    envvar=f"{PREFIX}FORMAT",
    help="Text for people, JSON for programs.",
)
@settings_options
def explain(drug: str, graph: Path, format_: str, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - every command has -q and -v; this one says its answer only
    """Show what the graph says of DRUG (generic name, brand or NCIt code), with the sentences that say so."""
    from kgbuild.explanation import Graph, read_triples
    from kgbuild.explanation import explain as account_of

    account = account_of(Graph(read_triples(graph)), drug)
    if format_ == "json":
        click.echo(as_json(account), nl=False)
    else:
        for line in as_lines(account, columns()):
            click.echo(line)


def as_json(account: Account) -> bytes:
    """The account as indented JSON; its form is that of `kgbuild.explanation.Account`."""
    import orjson

    return orjson.dumps(account, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_lines(account: Account, wide: int) -> list[str]:
    """The account for a terminal: each fact, below it its sentences and where they stand."""
    lines = [printable(f"{account.name}  {account.code or account.iri}")]
    for fact in account.statements:
        lines += ["", *wrapped(f"{fact.kind}: {fact.words}", wide, "  ", "    "), *_quoted(fact, wide)]
    return lines


def _quoted(fact: Statement, wide: int) -> list[str]:
    lines: list[str] = []
    for quote in fact.quotes:
        lines += wrapped(f"“{without_markup(quote.text)}”", wide, "    ", "     ")
        lines += wrapped(f"{quote.page} [{quote.start}:{quote.end}]", wide, "      ", "      ")
    return lines


def without_markup(text: str) -> str:
    """The words of a page as a reader sees them; for people only, the graph has them as they are.

    >>> without_markup("- **[Anemia](/x?id=1)** caused by [MDS](https://x.example/a_(b)).")
    'Anemia caused by MDS.'
    """
    return _MARKUP.sub(lambda found: found["words"] or "", text).strip()
