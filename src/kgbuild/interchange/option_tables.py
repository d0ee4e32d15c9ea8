"""The tables of uses: one row an option of an indication, its alternatives and its quotes beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.alternatives import Member, group_words, members_of
from kgbuild.interchange.concepts import Place, key_of, keys_of, local, name_of, names_of, places
from kgbuild.interchange.options import Option, options_of
from kgbuild.interchange.tables import Column, Table, Value
from kgbuild.vocabulary import KG


@dataclass(frozen=True, slots=True)
class UseRow:
    """An option with the graph that tells of it."""

    graph: Graph
    option: Option

    def nodes(self, predicate: NamedNode) -> list[NamedNode]:
        """What the use is joined to."""
        return self.graph.nodes(self.option.use, predicate)

    def of_option(self, predicate: NamedNode) -> list[NamedNode]:
        """What the option itself is joined to."""
        return self.graph.nodes(self.option.node, predicate) if self.option.node else []

    def word(self, predicate: NamedNode) -> str:
        """The literal that the use has here, or an empty text."""
        return self.graph.word(self.option.use, predicate)

    def markers(self, predicate: NamedNode) -> list[NamedNode]:
        """The first value of each biomarker criterion here, in the order of the criteria."""
        found = (self.graph.nodes(criterion, predicate) for criterion in self.nodes(KG.BIOMARKER))
        return [node for nodes in found for node in nodes[:1]]

    def marker_words(self, predicate: NamedNode) -> list[str]:
        """The literal of each biomarker criterion here, empty where it has none."""
        return [self.graph.word(criterion, predicate) for criterion in self.nodes(KG.BIOMARKER)]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A use with one of the quotes that state it."""

    use: NamedNode
    place: Place


def _rows(graph: Graph) -> Iterator[UseRow]:
    return (UseRow(graph, option) for option in options_of(graph))


def _quotes(graph: Graph) -> Iterator[QuoteRow]:
    for use in graph.instances(KG.INDICATION):
        yield from (QuoteRow(use, place) for place in places(graph, use))


def _keys(predicate: NamedNode) -> Callable[[UseRow], Value]:
    return lambda row: keys_of(row.nodes(predicate))


def _names(predicate: NamedNode) -> Callable[[UseRow], Value]:
    return lambda row: names_of(row.graph, row.nodes(predicate))


def _locals(predicate: NamedNode) -> Callable[[UseRow], Value]:
    return lambda row: [local(node) for node in row.nodes(predicate)]


def _number(predicate: NamedNode) -> Callable[[UseRow], Value]:
    return lambda row: row.word(predicate) or None


def _places(part: Callable[[Place], str]) -> Callable[[UseRow], Value]:
    return lambda row: [part(place) for place in places(row.graph, row.option.use)]


def _pages(row: UseRow) -> Value:
    return sorted({place.page for place in places(row.graph, row.option.use)})


def _option(row: UseRow) -> Value:
    return row.option.node.value if row.option.node else None


def _linked(name: str, one: str, words: str, predicate: NamedNode) -> tuple[Column[UseRow], Column[UseRow]]:
    """Two columns for what a use is joined to: names, and keys in the same order.

    Args:
        name: of the first column.
        one: the same in the singular, which the second is called by.
        words: what stands there.
        predicate: what joins the two.
    """
    return (
        Column(name, f"Names of {words}", _names(predicate), "list"),
        Column(f"{one}_ids", f"NCIt code, or IRI where there is none, of each of {name}", _keys(predicate), "list"),
    )


USES: Final[Table[UseRow]] = Table(
    "uses",
    "One row an option of an indication. Options of one indication are alternatives; an indication whose page does not "
    "say what the drug is given with has one row without option",
    _rows,
    (
        Column("drug", "Name of the drug or combination", lambda row: name_of(row.graph, row.option.drug)),
        Column("drug_id", "Its NCIt code, or IRI where there is none", lambda row: key_of(row.option.drug)),
        *_linked("conditions", "condition", "what is treated or prevented", KG.HAS_CONDITION),
        *_linked("causes", "cause", "what causes the condition, where the page says", KG.CAUSED_BY),
        Column("basis", "ApprovedUse or CommonUse", _locals(KG.BASIS), "list"),
        Column("intent", "Treat, Prevent, Manage, Diagnose or Other", _locals(KG.INTENT), "list"),
        Column("options", "How many options the indication has", lambda row: row.option.of, "integer"),
        Column("option_number", "Which of them this is, from 1", lambda row: row.option.number or None, "integer"),
        Column(
            "alone",
            "Whether this option is the drug alone; empty where the page does not say",
            lambda row: row.option.alone,
            "boolean",
        ),
        Column(
            "partners",
            "Names of what is given together with the drug",
            lambda row: names_of(row.graph, row.option.partners),
            "list",
        ),
        Column(
            "partner_ids",
            "NCIt code, or IRI where there is none, of each of partners",
            lambda row: keys_of(row.option.partners),
            "list",
        ),
        Column(
            "then_alone",
            "Whether the drug goes on alone afterwards; empty where there is no option",
            lambda row: None if row.option.node is None else "true" in row.graph.words(row.option.node, KG.THEN_ALONE),
            "boolean",
        ),
        Column(
            "undecided_partners",
            "Drugs that the use names in a part that was not understood",
            lambda row: row.graph.words(row.option.use, KG.UNDECIDED_PARTNER),
            "list",
        ),
        Column("settings", "Such as Maintenance or Adjuvant, of the whole use", _locals(KG.SETTING), "list"),
        Column(
            "option_settings",
            "The same, of this option only",
            lambda row: [local(node) for node in row.of_option(KG.SETTING)],
            "list",
        ),
        *_linked("prior_therapies", "prior_therapy", "what patients were given before; no partners", KG.PRIOR_THERAPY),
        Column("min_prior_therapies", "At least so many", _number(KG.MIN_PRIOR_THERAPIES), "integer"),
        Column("max_prior_therapies", "At most so many", _number(KG.MAX_PRIOR_THERAPIES), "integer"),
        *_linked("no_prior_therapies", "no_prior_therapy", "what patients never had before", KG.NO_PRIOR_THERAPY),
        *_linked("responded", "responded", "what the disease did not get worse after", KG.RESPONDED),
        *_linked("ineligible_for", "ineligible_for", "what patients cannot have", KG.INELIGIBLE_FOR),
        Column(
            "biomarkers",
            "Names of the markers asked for",
            lambda row: names_of(row.graph, row.markers(KG.MARKER)),
            "list",
        ),
        Column(
            "biomarker_ids",
            "NCIt code, or IRI where there is none, of each of biomarkers",
            lambda row: keys_of(row.markers(KG.MARKER)),
            "list",
        ),
        Column(
            "biomarker_polarities",
            "Positive, Negative or Unknown, of each of biomarkers",
            lambda row: [local(node) for node in row.markers(KG.POLARITY)],
            "list",
        ),
        Column(
            "biomarker_levels",
            "Such as low, of each of biomarkers; empty where ungraded",
            lambda row: row.marker_words(KG.LEVEL),
            "list",
        ),
        Column(
            "biomarker_alterations",
            "Such as mutation, of each of biomarkers; may be empty",
            lambda row: row.marker_words(KG.ALTERATION),
            "list",
        ),
        Column(
            "disease_statuses", "Such as Relapsed; all hold, but see alternatives", _locals(KG.DISEASE_STATUS), "list"
        ),
        Column("not_disease_statuses", "What the disease is not", _locals(KG.NOT_DISEASE_STATUS), "list"),
        Column("stages", "Such as IIIA", lambda row: row.graph.words(row.option.use, KG.STAGE), "list"),
        Column("disease_qualifiers", "Whatever else narrows the disease", _names(KG.DISEASE_QUALIFIER), "list"),
        Column(
            "alternatives",
            "Which biomarkers, statuses and prior therapies are alternatives: members of a group joined by 'or', "
            "with 'only if' before what one holds under; alternatives.tsv has their ids",
            lambda row: [group_words(row.graph, group) for group in row.nodes(KG.HAS_CRITERION_GROUP)],
            "list",
        ),
        Column("populations", "Adult, Child, Female, Male or Postmenopausal", _locals(KG.POPULATION), "list"),
        Column("min_age", "Years", _number(KG.MIN_AGE), "number"),
        Column("max_age", "Years", _number(KG.MAX_AGE), "number"),
        Column("approval_pathway", "AcceleratedApproval, or empty: silent", _locals(KG.APPROVAL_PATHWAY), "list"),
        Column(
            "brand_scope", "The brands that the use is approved for, where not all are", _names(KG.BRAND_SCOPE), "list"
        ),
        Column("statement", "The page's sentence", lambda row: row.word(KG.STATEMENT)),
        Column("pages", "Addresses of the pages", _pages, "list"),
        Column(
            "quote_starts", "Code points of the page's file before each quote", _places(lambda p: str(p.start)), "list"
        ),
        Column(
            "quote_ends", "Code points of the file up to the end of each quote", _places(lambda p: str(p.end)), "list"
        ),
        Column("indication", "IRI of the indication", lambda row: row.option.use.value),
        Column("option", "IRI of the option", _option),
    ),
    key=("indication", "option", "drug_id"),
    foreign=(("drug_id", "drugs"),),
)

QUOTES: Final[Table[QuoteRow]] = Table(
    "quotes",
    "The sentences that state each indication",
    _quotes,
    (
        Column("indication", "IRI of the indication", lambda row: row.use.value),
        Column("page", "Address of the page", lambda row: row.place.page),
        Column("start", "Code points of the page's file before the words", lambda row: row.place.start, "integer"),
        Column("end", "Code points of the file up to their end", lambda row: row.place.end, "integer"),
        Column("text", "The words as the file has them, markup included", lambda row: row.place.text),
    ),
    key=("indication", "page", "start", "end"),
)

ALTERNATIVES: Final[Table[Member]] = Table(
    "alternatives",
    "Which criteria of an indication are alternatives of each other",
    members_of,
    (
        Column("indication", "IRI of the indication", lambda row: row.use.value),
        Column("group", "IRI of the group", lambda row: row.group.value),
        Column("part", "any_of: an alternative; only_if: what the group holds under", lambda row: row.part),
        Column("kind", "biomarker, status or therapy", lambda row: row.kind),
        Column("member", "In words", lambda row: row.words),
        Column("member_id", "NCIt code of a therapy, IRI of anything else", lambda row: key_of(row.node)),
    ),
    key=("indication", "group", "part", "member_id"),
)
