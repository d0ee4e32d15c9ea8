"""What a graph says of one drug: each fact in words, with the sentences that state it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.explanation.graphs import Graph
from kgbuild.explanation.uses import Use, label, plain, use_of
from kgbuild.vocabulary import KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS, code_of


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
    use: Use | None = None
    """The parts of a use."""


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


def account_of(graph: Graph, drug: NamedNode) -> Account:
    """Tell what a graph says of a drug, the uses last, in the order of the page."""
    name = graph.word(drug, SCHEMA.NON_PROPRIETARY_NAME) or label(graph, drug)
    uses = sorted(_uses(graph, drug), key=_place)
    return Account(drug.value, name, code_of(drug) or "", (*_plain_facts(graph, drug), *uses))


def _plain_facts(graph: Graph, drug: NamedNode) -> Iterator[Statement]:
    pages = graph.subjects(SCHEMA.ABOUT, drug)
    for spoken in graph.words(drug, KG.PRONUNCIATION):
        yield Statement("pronunciation", spoken, ())
    for status in graph.nodes(drug, KG.APPROVAL_STATUS):
        yield Statement("status", plain(status), ())
    for brand in graph.nodes(drug, KG.HAS_BRAND):
        yield Statement("brand", label(graph, brand), _quotes(graph, brand, pages))
    for group in graph.nodes(drug, KG.DRUG_CLASS):
        yield Statement("class", label(graph, group), ())
    components = " + ".join(label(graph, part) for part in graph.nodes(drug, KG.HAS_COMPONENT))
    if components:
        yield Statement("components", components, ())
    for programme in graph.nodes(drug, KG.REQUIRES_REMS):
        address = [node.value for node in graph.nodes(programme, SCHEMA.URL)] + graph.words(programme, SCHEMA.URL)
        words = " ".join([label(graph, programme), *(f"<{iri}>" for iri in address)])
        yield Statement("REMS", words, _quotes(graph, programme, pages))
    yield from _places(graph, drug, pages)


def _places(graph: Graph, drug: NamedNode, pages: list[NamedNode]) -> Iterator[Statement]:
    """Which pages are about the drug, what they say of it as a whole, and where they send their readers."""
    for page in pages:
        yield from (Statement("source", address, ()) for address in _addresses(graph, page))
    for kind, predicate in (("label", SCHEMA.PRESCRIBING_INFO), ("see also", RDFS.SEE_ALSO)):
        yield from (Statement(kind, node.value, ()) for node in graph.nodes(drug, predicate))
    if stated := _quotes(graph, drug, pages):
        yield Statement("page", "what it says of names, status, class and components", stated)
    if not pages:
        others = ", ".join(_users(graph, drug)) or "none"
        yield Statement("page", f"none is about it; uses that name it are those of: {others}", ())


def _users(graph: Graph, agent: NamedNode) -> list[str]:
    """Names of the drugs in whose uses an agent is a partner, a prior therapy or the like."""
    near = {agent, *graph.referring(agent)}
    uses = near.union(*(graph.referring(node) for node in near if graph.nodes(node, RDF.TYPE) == [KG.THERAPY_OPTION]))
    return sorted({label(graph, drug) for use in uses for drug in graph.nodes(use, KG.INDICATION_OF) if drug != agent})


def _uses(graph: Graph, drug: NamedNode) -> Iterator[Statement]:
    for node in graph.nodes(drug, KG.HAS_INDICATION):
        use = use_of(graph, node)
        yield Statement("use", use.words, _quotes(graph, node), use)


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
