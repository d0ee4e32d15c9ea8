"""What a graph says of one drug: each fact in words, with the sentences that state it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pyoxigraph import NamedNode

from kgbuild.explanation.uses import Use, label, plain, use_of
from kgbuild.graphs import Graph
from kgbuild.report_lines import ReadWords, UseLine
from kgbuild.vocabulary import KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS, code_of

_STATUS = ("FDA Approved", "No longer available in the U.S.")
"""Words of the pages beside which the approval status stands."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a page."""

    text: str
    """As the file has them, markup included."""
    page: str
    """IRI of the page's address where the page gives one, else of the page."""
    start: int
    """Code points of the file before it."""
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact."""

    kind: str
    """Such as ``brand``, ``REMS`` or ``use``."""
    words: str
    quotes: tuple[Quote, ...]
    rule: str = ""
    """The extractor that reads such facts."""
    use: Use | None = None
    """The parts of a use."""
    read: tuple[ReadWords, ...] = ()
    """Words of the quotes with the rules that read them; of a use only where the build's report tells."""
    unread: tuple[ReadWords, ...] = ()
    """Of a use: the words that no rule read."""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is stated of a drug or combination."""

    iri: str
    name: str
    code: str
    """NCIt code; empty where it has none."""
    statements: tuple[Statement, ...]

    def of(self, kind: str) -> tuple[Statement, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.statements if fact.kind == kind)


def account_of(graph: Graph, drug: NamedNode, lines: Mapping[str, UseLine] = MappingProxyType({})) -> Account:
    """Tell what a graph says of a drug, the uses last, in the order of the page.

    Args:
        graph: the graph.
        drug: a drug or combination of it.
        lines: IRI of a use -> how its sentences were read (`kgbuild.build_reports`).
    """
    name = graph.word(drug, SCHEMA.NON_PROPRIETARY_NAME) or label(graph, drug)
    uses = sorted(_uses(graph, drug, lines), key=_place)
    return Account(drug.value, name, code_of(drug) or "", (*_plain_facts(graph, drug), *uses))


def _plain_facts(graph: Graph, drug: NamedNode) -> Iterator[Statement]:
    """What is said of the drug as a whole, each fact with the quotes of its pages that hold its words."""
    pages = graph.subjects(SCHEMA.ABOUT, drug)
    quotes = _quotes(graph, drug, pages)
    for spoken in graph.words(drug, KG.PRONUNCIATION):
        yield Statement("pronunciation", spoken, (), "names")
    for status in graph.nodes(drug, KG.APPROVAL_STATUS):
        yield _told(Statement("status", plain(status), quotes, "approvals"), _STATUS)
    for brand in graph.nodes(drug, KG.HAS_BRAND):
        name = label(graph, brand)
        yield _told(Statement("brand", name, quotes, "brands"), [name])
    for group in graph.nodes(drug, KG.DRUG_CLASS):
        yield _told(Statement("class", label(graph, group), quotes, "drug_classes"), names_of_node(graph, group))
    if parts := graph.nodes(drug, KG.HAS_COMPONENT):
        words = " + ".join(label(graph, part) for part in parts)
        named = [name for part in parts for name in names_of_node(graph, part)]
        yield _told(Statement("components", words, quotes, "components"), named)
    for programme in graph.nodes(drug, KG.REQUIRES_REMS):
        address = [node.value for node in graph.nodes(programme, SCHEMA.URL)] + graph.words(programme, SCHEMA.URL)
        name = label(graph, programme)
        words = " ".join([name, *(f"<{iri}>" for iri in address)])
        yield _told(Statement("REMS", words, _quotes(graph, programme, pages), "rems"), [name], always=True)
    yield from _places(graph, drug, pages)


def _told(fact: Statement, names: Iterable[str], *, always: bool = False) -> Statement:
    """A fact with those of its quotes that hold one of its names, and the names marked.

    Args:
        fact: with all quotes that may state it.
        names: what to look for, whatever its case.
        always: whether a quote stays that holds none of them.
    """
    quotes: list[Quote] = []
    read: list[ReadWords] = []
    for quote in fact.quotes:
        places = [match.span() for name in names for match in re.finditer(re.escape(name), quote.text, re.IGNORECASE)]
        read += [ReadWords(fact.rule, quote.text[a:b], quote.start + a, quote.start + b) for a, b in places]
        quotes += [quote] if places or always else []
    return replace(fact, quotes=tuple(quotes), read=tuple(sorted(set(read), key=lambda piece: piece.start)))


def _places(graph: Graph, drug: NamedNode, pages: list[NamedNode]) -> Iterator[Statement]:
    """Which pages are about the drug, what they say of it as a whole, and where they send their readers."""
    for page in pages:
        yield from (Statement("source", address, ()) for address in _addresses(graph, page))
    for kind, predicate in (("label", SCHEMA.PRESCRIBING_INFO), ("see also", RDFS.SEE_ALSO)):
        yield from (Statement(kind, node.value, (), "references") for node in graph.nodes(drug, predicate))
    if not pages:
        others = ", ".join(_users(graph, drug)) or "none"
        yield Statement("page", f"none is about it; uses that name it are those of: {others}", ())


def _users(graph: Graph, agent: NamedNode) -> list[str]:
    """Names of the drugs in whose uses an agent is a partner, a prior therapy or the like."""
    near = {agent, *graph.referring(agent)}
    uses = near.union(*(graph.referring(node) for node in near if graph.nodes(node, RDF.TYPE) == [KG.THERAPY_OPTION]))
    return sorted({label(graph, drug) for use in uses for drug in graph.nodes(use, KG.INDICATION_OF) if drug != agent})


def _uses(graph: Graph, drug: NamedNode, lines: Mapping[str, UseLine]) -> Iterator[Statement]:
    for node in graph.nodes(drug, KG.HAS_INDICATION):
        use = use_of(graph, node)
        line = lines.get(node.value)
        read, unread = (line.read, line.unread) if line else ((), ())
        yield Statement("use", use.words, _quotes(graph, node), "indications", use, read, unread)


def _place(use: Statement) -> tuple[str, int, str]:
    """Where a use's most specific sentence stands, so that uses come as on the page."""
    first = max(use.quotes, key=lambda quote: quote.start, default=None)
    return (first.page, first.start, use.words) if first else ("", 0, use.words)


def _quotes(graph: Graph, fact: NamedNode, pages: list[NamedNode] | None = None) -> tuple[Quote, ...]:
    """The words that a fact is derived from; of some pages only, where a fact is shared between drugs."""
    found = [_quote(graph, node, pages) for node in graph.nodes(fact, PROV.WAS_DERIVED_FROM)]
    return tuple(sorted((quote for quote in found if quote), key=lambda quote: (quote.page, quote.start, quote.end)))


def _quote(graph: Graph, node: NamedNode, pages: list[NamedNode] | None) -> Quote | None:
    sources = graph.nodes(node, OA.HAS_SOURCE)
    if not sources or (pages is not None and sources[0] not in pages):
        return None
    parts: dict[NamedNode, str] = {}
    for selector in graph.nodes(node, OA.HAS_SELECTOR):
        parts.update((kind, word) for kind in (OA.EXACT, OA.START, OA.END) if (word := graph.word(selector, kind)))
    address = next(iter(_addresses(graph, sources[0])), sources[0].value)
    return Quote(parts.get(OA.EXACT, ""), address, int(parts.get(OA.START, 0)), int(parts.get(OA.END, 0)))


def _addresses(graph: Graph, page: NamedNode) -> list[str]:
    return [node.value for node in graph.nodes(page, SCHEMA.URL)] + graph.words(page, SCHEMA.URL)


def names_of_node(graph: Graph, node: NamedNode) -> list[str]:
    """Every label of a node, the longest first."""
    found = {word for predicate in (SKOS.PREF_LABEL, SKOS.ALT_LABEL) for word in graph.words(node, predicate)}
    return sorted(found, key=lambda word: (-len(word), word))


def names_of(graph: Graph) -> Iterator[tuple[NamedNode, str]]:
    """Every drug and combination with each of its names: generic name, brands, labels, code."""
    drugs = {node for kind in (KG.DRUG, KG.COMBINATION) for node in graph.instances(kind)}
    for predicate in (
        SCHEMA.NON_PROPRIETARY_NAME,
        SCHEMA.PROPRIETARY_NAME,
        SKOS.PREF_LABEL,
        SKOS.ALT_LABEL,
        SKOS.NOTATION,
    ):
        yield from ((node, word) for node, word in graph.named(predicate) if node in drugs)
