"""``kgbuild check``: NCI's lists against the uses and brands that the drugs' own pages state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.layout import columns, counted, wrapped
from kgbuild.cli.settings import PREFIX, settings_options

if TYPE_CHECKING:
    from kgbuild.checking import BrandCheck, ListCheck


@click.command()
@click.argument(
    "graph",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    envvar=f"{PREFIX}GRAPH",
    metavar="[OUT]",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@settings_options
def check(graph: Path, as_json: bool, **_: bool) -> None:
    """Hold the lists of a build (folder OUT, by default output) against its drug pages.

    Every drug that a list names under a cancer, and whose page was built, should state a use in that cancer or in one
    below it in the NCI Thesaurus; and the brands beside a drug should be those of its page. What either side lacks is
    printed with the sentence. NCI's lists lag behind its pages, so that a difference need not be an error.
    """
    from kgbuild.checking import check_brands, check_lists, read_built, read_scopes
    from kgbuild.resources import folder

    built = read_built(graph)
    lists, brands = check_lists(built, read_scopes(folder("ontology"))), check_brands(built)
    if as_json:
        import orjson

        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        click.echo(orjson.dumps(_entries(lists, brands), option=options), nl=False)
        return
    for line in (*_list_lines(lists, columns()), *_brand_lines(brands, columns())):
        click.echo(line)


def _entries(lists: ListCheck, brands: BrandCheck) -> dict[str, object]:
    return {
        "recall": round(lists.recall, 4),
        "listed": len(lists.pairs),
        "found": len(lists.pairs) - len(lists.missing),
        "missing": [asdict(pair) for pair in lists.missing],
        "unlisted": [asdict(use) for use in lists.unlisted],
        "brands": {
            "listed": brands.listed,
            "found": brands.found,
            "missing": [asdict(pair) for pair in brands.missing],
            "unlisted": [asdict(pair) for pair in brands.unlisted],
        },
    }


def _list_lines(lists: ListCheck, wide: int) -> Iterator[str]:
    pairs, missing = counted(len(lists.pairs), "listed drug"), lists.missing
    yield f"{len(lists.pairs) - len(missing)} of {pairs} with a use in that cancer ({100 * lists.recall:.1f} %)"
    for pair in missing:
        words = f"{pair.page}:{pair.line}: {pair.drug} is listed for {' or '.join(pair.conditions)}; its page states:"
        yield from wrapped(words, wide, "  ", "    ")
        for sentence in pair.uses or ("no use",):
            yield from wrapped(f"“{sentence}”", wide, "      ", "       ")
    yield f"{counted(len(lists.unlisted), 'approved use')} in a cancer whose list lacks the drug"
    for use in lists.unlisted:
        yield from wrapped(f"{use.drug}: {use.condition}, list of {use.list_condition}", wide, "  ", "    ")
        yield from wrapped(f"“{use.sentence}”", wide, "      ", "       ")


def _brand_lines(brands: BrandCheck, wide: int) -> Iterator[str]:
    from kgbuild.explanation import without_markup

    yield f"{brands.found} of {counted(brands.listed, 'listed brand')} on the drug's page"
    for pair in brands.missing:
        yield from wrapped(f"{pair.page}:{pair.line}: {pair.brand} of {pair.drug}", wide, "  ", "    ")
        yield from wrapped(f"“{without_markup(pair.sentence)}”", wide, "      ", "       ")
    yield f"{counted(len(brands.unlisted), 'brand')} of drug pages on no list that has the drug"
    for pair in brands.unlisted:
        yield from wrapped(f"{pair.brand} of {pair.drug} (its page: {pair.sentence})", wide, "  ", "    ")
