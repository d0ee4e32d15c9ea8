"""The page of a drug or combination."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.embedding import script_of
from kgbuild.explanation import Statement
from kgbuild.explanation.uses import label
from kgbuild.site.contents import Contents
from kgbuild.site.links import Elsewhere, Piece, thesaurus_page, web_address
from kgbuild.site.use_cards import Sentence, UseCard, sentences_of
from kgbuild.vocabulary import KG, SCHEMA, code_of

_HOSTS = (
    ("dailymed.nlm.nih.gov", "DailyMed: search for its labels"),
    ("medlineplus.gov", "MedlinePlus: about this drug, for patients"),
    ("cancer.gov/publications/dictionaries", "NCI Drug Dictionary"),
    ("clinical-trials", "NCI: clinical trials of this drug"),
)
"""Part of an address -> what the page there is."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of the drug as a whole."""

    title: str
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme without which the drug cannot be had."""

    name: Piece
    site: Elsewhere | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DrugPage:
    """All that stands on the page."""

    name: str
    is_combination: bool
    code: Elsewhere | None
    pronunciation: str
    programmes: tuple[Programme, ...]
    facts: tuple[Fact, ...]
    other_names: tuple[str, ...]
    approved: tuple[UseCard, ...]
    common: tuple[UseCard, ...]
    missed: tuple[str, ...]
    """Sentences on its uses that were not understood."""
    sources: tuple[Elsewhere, ...]
    """NCI's pages about it; none where no page of the graph is."""
    reviewed: str
    """Date of NCI's last review, as the page has it."""
    elsewhere: tuple[Elsewhere, ...]
    part_of: tuple[Piece, ...]
    """Combinations that contain it."""
    script: str
    """Its JSON-LD as a ``<script>`` element (`kgbuild.embedding`), which needs no escaping."""
    named_by: tuple[UseCard, ...]
    """Uses of other drugs that name it."""
    listed: tuple[Piece, ...]
    """Conditions under which NCI's lists have it."""


def drug_page(contents: Contents, drug: NamedNode) -> DrugPage:
    """Tell what the graph says of a drug or combination."""
    graph, names = contents.graph, contents.names
    account = contents.accounts.get(drug.value)
    said = account.statements if account else ()
    cards = contents.uses_of(drug)
    code = code_of(drug)
    own = names.names[drug.value]
    return DrugPage(
        name=own,
        is_combination=names.path(drug).startswith("combinations/"),
        code=thesaurus_page(code) if code else None,
        pronunciation=graph.word(drug, KG.PRONUNCIATION),
        programmes=tuple(_programmes(contents, drug, [fact for fact in said if fact.kind == "REMS"])),
        facts=tuple(_facts(contents, drug, said)),
        other_names=contents.other_names(drug),
        approved=tuple(card for card in cards if card.approved),
        common=tuple(card for card in cards if not card.approved),
        missed=contents.missed.get(drug.value, ()),
        sources=tuple(_sources(contents, drug)),
        reviewed=", ".join(
            d for page in graph.subjects(SCHEMA.ABOUT, drug) for d in graph.words(page, SCHEMA.LAST_REVIEWED)
        ),
        elsewhere=tuple(_elsewhere(said)),
        part_of=_by_name(contents, graph.subjects(KG.HAS_COMPONENT, drug)),
        script=script_of(graph, drug) if account else "",
        named_by=tuple(card for card in contents.uses_naming(drug) if card.drug.words != own),
        listed=_listed(contents, drug),
    )


def _facts(contents: Contents, drug: NamedNode, said: tuple[Statement, ...]) -> Iterator[Fact]:
    """Brands, status, class and parts, each with its sentences."""
    graph = contents.graph
    for kind, title in (("status", "Approval"), ("brand", "Brand names"), ("class", "Drug class")):
        told = [fact for fact in said if fact.kind == kind]
        if told:
            words = ", ".join(fact.words for fact in told)
            quotes = dict.fromkeys(quote for fact in told for quote in fact.quotes)
            yield Fact(title, (Piece(words[:1].upper() + words[1:]),), sentences_of(quotes))
    parts = graph.nodes(drug, KG.HAS_COMPONENT)
    if parts:
        quotes = dict.fromkeys(quote for fact in said if fact.kind == "components" for quote in fact.quotes)
        yield Fact("Made of", _by_name(contents, parts), sentences_of(quotes))


def _programmes(contents: Contents, drug: NamedNode, said: list[Statement]) -> Iterator[Programme]:
    for number, node in enumerate(contents.graph.nodes(drug, KG.REQUIRES_REMS)):
        quotes = said[number].quotes if said else ()  # a drug without a page or uses has no account
        name = Piece(contents.names.names[node.value], contents.names.path(node))
        yield Programme(name, programme_site(contents, node), sentences_of(quotes))


def programme_site(contents: Contents, programme: NamedNode) -> Elsewhere | None:
    """The programme's own web site, where it has one."""
    graph = contents.graph
    addresses = [node.value for node in graph.nodes(programme, SCHEMA.URL)] + graph.words(programme, SCHEMA.URL)
    found = next(filter(None, map(web_address, addresses)), "")
    return Elsewhere("The programme's web site", found) if found else None


def _sources(contents: Contents, drug: NamedNode) -> Iterator[Elsewhere]:
    graph = contents.graph
    for page in graph.subjects(SCHEMA.ABOUT, drug):
        addresses = [node.value for node in graph.nodes(page, SCHEMA.URL)] + graph.words(page, SCHEMA.URL)
        title = label(graph, page)
        yield from (Elsewhere(title, address) for address in map(web_address, addresses) if address)


def _elsewhere(said: tuple[Statement, ...]) -> Iterator[Elsewhere]:
    for fact in said:
        address = web_address(fact.words) if fact.kind in {"label", "see also"} else ""
        if address and fact.kind == "label":
            yield Elsewhere("DailyMed: the label with full prescribing information", address)
        elif address:
            yield Elsewhere(next((words for part, words in _HOSTS if part in address), address), address)


def _listed(contents: Contents, drug: NamedNode) -> tuple[Piece, ...]:
    graph = contents.graph
    lists = graph.subjects(KG.LISTS_DRUG, drug)
    return _by_name(contents, list({c for each in lists for c in graph.nodes(each, KG.HAS_CONDITION)}))


def _by_name(contents: Contents, nodes: list[NamedNode]) -> tuple[Piece, ...]:
    """Links to the pages of some nodes, by name."""
    names = contents.names
    found = [Piece(names.names.get(node.value) or label(contents.graph, node), names.path(node)) for node in nodes]
    return tuple(sorted(found, key=lambda piece: (piece.words.casefold(), piece.path)))
