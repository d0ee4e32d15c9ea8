"""``kgbuild explain``: each fact of a drug with the sentence that states it, and how that was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.layout import columns, wrapped
from kgbuild.cli.places import graph_option
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.printable import printable

if TYPE_CHECKING:
    from kgbuild.build_reports import SavedPage
    from kgbuild.explanation import Account, Quote, Statement
    from kgbuild.report_lines import UseLine


@click.command()
@click.argument("drug", required=False)
@graph_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    envvar=f"{PREFIX}FORMAT",
    help="Text or a web page for people, JSON for programs.",
)
@click.option("--unread", is_flag=True, help="Show only the words that no rule read; without DRUG those of all pages.")
@settings_options
def explain(drug: str | None, graph: Path, format_: str, unread: bool, **_: bool) -> None:
    """Show what the graph says of DRUG (generic name, brand or NCIt code), with the sentences that say so.

    Under each sentence stand the words of it that a rule read, and the rule. They come from the report that the build
    wrote beside the graph; without it the sentences stand alone.
    """
    if drug is None and not unread:
        raise click.UsageError("name a drug, or ask for the --unread words of all pages")
    if unread:
        _say_unread(graph, drug, format_)
        return
    assert drug is not None  # checked above
    account = _account(graph, drug)
    if format_ == "json":
        click.echo(as_json(account), nl=False)
    elif format_ == "html":
        click.echo(as_html(account), nl=False)
    else:
        for line in as_lines(account, columns()):
            click.echo(line)


def _account(graph: Path, drug: str) -> Account:
    from kgbuild.build_reports import read_report
    from kgbuild.explanation import explain as account_of
    from kgbuild.graphs import Graph, read_triples

    triples = Graph(read_triples(graph))
    return account_of(triples, drug, _lines_of(read_report(graph) or ()))


def _lines_of(pages: tuple[SavedPage, ...]) -> Mapping[str, UseLine]:
    """IRI of a use -> how it was read."""
    return {use.iri: use for page in pages for use in page.uses}


def as_json(account: Account) -> bytes:
    """The account as indented JSON; its form is that of `kgbuild.explanation.Account`."""
    import orjson

    return orjson.dumps(account, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_html(account: Account) -> bytes:
    """The account as one page without scripts, the words that a rule read marked."""
    from kgbuild.explanation import segments, words_by_rule
    from kgbuild.templates import render

    return render("explanation.html", account=account, segments=segments, words_by_rule=words_by_rule)


def as_lines(account: Account, wide: int) -> list[str]:
    """The account for a terminal: each fact, below it its sentences, where they stand and what was read of them."""
    lines = [printable(f"{account.name}  {account.code or account.iri}")]
    for fact in account.statements:
        rule = f"  [{fact.rule}]" if fact.rule else ""
        lines += ["", *wrapped(f"{fact.kind}: {fact.words}{rule}", wide, "  ", "    ")]
        for quote in fact.quotes:
            lines += _quoted(quote, fact, wide)
    return lines


def _quoted(quote: Quote, fact: Statement, wide: int) -> Iterator[str]:
    """A sentence; the words that gave the fact stand behind the rule that read them."""
    from kgbuild.explanation import without_markup, words_by_rule

    yield from wrapped(f"“{without_markup(quote.text)}”", wide, "    ", "     ")
    for rule, words in words_by_rule(quote, fact).items():
        yield from wrapped(f"{rule or 'read by no rule'} <- {' | '.join(words)}", wide, "      ", "        ")
    yield from wrapped(f"{quote.page} [{quote.start}:{quote.end}]", wide, "      ", "      ")


def _say_unread(graph: Path, drug: str | None, format_: str) -> None:
    """Print the statements with words that no rule read, of one drug or of all pages."""
    from kgbuild.build_reports import need_report

    pages = need_report(graph)
    if drug is not None:
        iris = {fact.use.iri for fact in _account(graph, drug).of("use") if fact.use}
        pages = tuple(page for page in pages if any(use.iri in iris for use in page.uses))
    if format_ == "json":
        import orjson

        click.echo(orjson.dumps(_unread(pages), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), nl=False)
    elif format_ == "html":
        raise click.UsageError("--unread is told as text or json")
    else:
        for line in _unread_lines(pages, columns()):
            click.echo(line)


def _unread(pages: tuple[SavedPage, ...]) -> dict[str, object]:
    """The unread words as JSON: in all, and statement by statement."""
    return {
        "words": sum(page.words for page in pages),
        "unread": sum(page.unread for page in pages),
        "statements": [
            {
                "page": page.path,
                "line": use.line,
                "use": use.iri,
                "statement": use.statement,
                "unread": [w.words for w in use.unread],
            }
            for page in pages
            for use in page.uses
            if use.unread
        ],
        "notUnderstood": [
            {"page": page.path, "line": missed.line, "sentence": missed.words}
            for page in pages
            for missed in page.missed
        ],
    }


def _unread_lines(pages: tuple[SavedPage, ...], wide: int) -> Iterator[str]:
    from kgbuild.explanation import without_markup

    for page in pages:
        for use in page.uses:
            if use.unread:
                yield from wrapped(f"{page.path}:{use.line}: {' | '.join(w.words for w in use.unread)}", wide, "", "  ")
                yield from wrapped(f"“{use.statement}”", wide, "    ", "     ")
        for missed in page.missed:
            yield from wrapped(f"{page.path}:{missed.line}: the whole sentence", wide, "", "  ")
            yield from wrapped(f"“{without_markup(missed.words)}”", wide, "    ", "     ")
    words, unread = sum(page.words for page in pages), sum(page.unread for page in pages)
    share = f" ({100 * unread / words:.1f} %)" if words else ""
    yield f"{unread} of {words} words unread{share}"
