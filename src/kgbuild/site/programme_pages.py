"""The page of a REMS programme."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.site.contents import Contents
from kgbuild.site.drug_pages import programme_site
from kgbuild.site.links import Elsewhere, Piece
from kgbuild.site.use_cards import Sentence, sentences_of
from kgbuild.vocabulary import KG


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """All that stands on the page."""

    name: str
    site: Elsewhere | None
    drugs: tuple[tuple[Piece, tuple[Sentence, ...]], ...]
    """The drugs that it is for, by name, with what NCI says."""


def programme_page(contents: Contents, programme: NamedNode) -> ProgrammePage:
    """Tell what the graph says of a programme."""
    names = contents.names
    drugs = []
    for drug in contents.graph.subjects(KG.REQUIRES_REMS, programme):
        account = contents.accounts.get(drug.value)
        programmes = contents.graph.nodes(drug, KG.REQUIRES_REMS)
        said = account.of("REMS")[programmes.index(programme)].quotes if account else ()
        drugs.append((Piece(names.names[drug.value], names.path(drug)), sentences_of(said)))
    by_name = tuple(sorted(drugs, key=lambda drug: drug[0].words.casefold()))
    return ProgrammePage(names.names[programme.value], programme_site(contents, programme), by_name)
