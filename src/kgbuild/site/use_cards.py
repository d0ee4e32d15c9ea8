"""A use as the site shows it: its facts as words that lead to other pages, and the sentences that state them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.explanation import Quote, Statement, without_markup
from kgbuild.explanation.uses import Use, label
from kgbuild.graphs import Graph
from kgbuild.site.links import Piece, linked, web_address
from kgbuild.site.page_names import PageNames
from kgbuild.vocabulary import KG

HOW = ("option", "undecided", "setting")
"""The parts of a use that say how the drug is given."""
_TITLES: Mapping[str, str] = {
    "intent": "Purpose",
    "option": "How it is given",
    "undecided": "Not fully understood",
    "setting": "When",
    "prior": "Earlier treatment",
    "never": "Earlier treatment",
    "responded": "Earlier treatment",
    "ineligible": "Patients who",
    "disease": "The disease",
    "biomarker": "Markers",
    "alternatives": "One of",
    "patients": "Patients",
    "approval": "Approval",
    "brands": "Brands",
}
"""Parts of a use, in the order in which they are shown; the basis is said by the heading above."""
_NAMED = (KG.HAS_CONDITION, KG.CAUSED_BY, KG.PRIOR_THERAPY, KG.NO_PRIOR_THERAPY, KG.RESPONDED, KG.INELIGIBLE_FOR)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a page of NCI's says."""

    lines: tuple[str, ...]
    """As a reader sees them, without markup."""
    page: str
    """Its address; empty where the graph has none that a page may link to."""


@dataclass(frozen=True, slots=True)
class UseCard:
    """One use of a drug or combination."""

    drug: Piece
    title: tuple[Piece, ...]
    """The condition, and what causes it."""
    facts: tuple[tuple[str, tuple[Piece, ...]], ...]
    """Title and words of each."""
    how: tuple[Piece, ...]
    """How the drug is given; empty where NCI does not say."""
    others: tuple[Piece, ...]
    """The other facts on one line."""
    approved: bool
    """False for what is in common use."""
    alone: bool
    """Whether it can be given alone, or NCI does not say with what."""
    sentences: tuple[Sentence, ...]
    unread: tuple[str, ...]
    """Words of the sentences that no rule read; none where the build's report is not at hand."""
    conditions: tuple[NamedNode, ...]
    causes: tuple[NamedNode, ...]
    named: tuple[NamedNode, ...]
    """Everything else of the graph that the use names: partners, earlier treatment."""


def card_of(graph: Graph, names: PageNames, drug: NamedNode, fact: Statement) -> UseCard:
    """Show one use; `fact` must be one."""
    use = fact.use
    if use is None:
        raise ValueError(f"no use: {fact.kind}")
    node = NamedNode(use.iri)
    options = graph.nodes(node, KG.HAS_THERAPY_OPTION)
    partners = [partner for option in options for partner in graph.nodes(option, KG.PARTNER)]
    named = {*partners, *(agent for predicate in _NAMED[2:] for agent in graph.nodes(node, predicate))}
    paths = _paths(graph, names, use, [*named, *(each for kind in _NAMED[:2] for each in graph.nodes(node, kind))])
    parts = [(kind, linked(words.replace(".0 years", " years"), paths)) for kind, words in use.parts]
    return UseCard(
        drug=Piece(names.names[drug.value], names.path(drug)),
        title=linked(_capital(use.condition) or "A use whose condition was not understood", paths),
        facts=tuple(_facts(parts)),
        how=_joined(pieces for kind, pieces in parts if kind in HOW),
        others=_joined(pieces for kind, pieces in parts if kind in _TITLES and kind not in HOW),
        approved=KG.COMMON_USE not in graph.nodes(node, KG.BASIS),
        alone=_is_alone(graph, node, options),
        sentences=sentences_of(fact.quotes),
        unread=tuple(" ".join(without_markup(piece.words).split()) for piece in fact.unread),
        conditions=tuple(graph.nodes(node, KG.HAS_CONDITION)),
        causes=tuple(graph.nodes(node, KG.CAUSED_BY)),
        named=tuple(sorted(named, key=lambda each: each.value)),
    )


def sentences_of(quotes: Iterable[Quote]) -> tuple[Sentence, ...]:
    """Quotes as a reader sees them, those of one page together."""
    found: dict[str, list[str]] = {}
    for quote in quotes:
        found.setdefault(web_address(quote.page), []).extend(_lines(without_markup(quote.text)))
    return tuple(Sentence(tuple(lines), page) for page, lines in found.items() if lines)


def _lines(text: str) -> list[str]:
    r"""The lines of a text; one that goes on in small letters is no line of its own, but broken by the conversion.

    >>> _lines("US Brand Name(s)\n\nRevlimid"), _lines("Examplinib\n\nis approved to treat:")
    (['US Brand Name(s)', 'Revlimid'], ['Examplinib is approved to treat:'])
    """
    lines: list[str] = []
    for line in filter(None, (" ".join(each.split()) for each in text.splitlines())):
        lines[-1:] = [f"{lines[-1]} {line}"] if lines and line[0].islower() else [*lines[-1:], line]
    return lines


def _facts(parts: list[tuple[str, tuple[Piece, ...]]]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The parts by their titles, in the order of these."""
    titled: dict[str, list[tuple[Piece, ...]]] = {}
    for kind, title in _TITLES.items():
        titled.setdefault(title, []).extend(pieces for name, pieces in parts if name == kind)
    yield from ((title, _joined(found)) for title, found in titled.items() if found)


def _joined(found: Iterable[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """Several facts as one: "; " between them."""
    joined: list[Piece] = []
    for pieces in found:
        joined += [Piece("; ")] if joined else []
        joined += pieces
    return tuple(joined)


def _is_alone(graph: Graph, use: NamedNode, options: list[NamedNode]) -> bool:
    """As for `kg:approvedFor`: an option without partners, or nothing said of any."""
    if options:
        return any(not graph.nodes(option, KG.PARTNER) for option in options)
    return not graph.words(use, KG.UNDECIDED_PARTNER)


def _paths(graph: Graph, names: PageNames, use: Use, nodes: Iterable[NamedNode]) -> dict[str, str]:
    """What a use calls things -> their pages."""
    return {label(graph, node, use.statement): names.path(node) for node in nodes}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
