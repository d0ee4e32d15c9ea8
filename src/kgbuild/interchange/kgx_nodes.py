"""Nodes of KGX: drugs, treatments, conditions and populations as Biolink Model 4 names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.interchange.concepts import GIVEN, above, local, name_of
from kgbuild.interchange.kgx_identifiers import PREFIX, curie_of, foreign_curie
from kgbuild.interchange.options import Option, options_of
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS, ncit, slug_of

DRUG: Final = "biolink:Drug"
CHEMICAL: Final = "biolink:ChemicalEntity"
TREATMENT: Final = "biolink:Treatment"
DISEASE: Final = "biolink:Disease"
FEATURE: Final = "biolink:PhenotypicFeature"
EITHER: Final = "biolink:DiseaseOrPhenotypicFeature"
POPULATION: Final = "biolink:PopulationOfIndividualOrganisms"

_SUBSTANCES: Final = ncit("C1908")
"""Drug, Food, Chemical or Biomedical Material."""
_BRANCHES: Final = ((ncit("C2991"), DISEASE), (ncit("C3367"), FEATURE))
"""Disease or Disorder, which Biolink gives as exactly its Disease, and Finding."""
_PATIENTS: Final = {
    "Adult": "adults",
    "Child": "children",
    "Female": "women",
    "Male": "men",
    "Postmenopausal": "postmenopausal",
}


@dataclass(frozen=True, slots=True)
class KgxNode:
    """One line of ``kgx_nodes.tsv``; its fields are Biolink's slots."""

    id: str
    category: str
    name: str
    provided_by: str
    iri: str = ""
    synonym: tuple[str, ...] = ()
    xref: tuple[str, ...] = ()
    has_drug: tuple[str, ...] = ()


@dataclass(eq=False)
class Nodes:
    """The nodes of a graph, and the category of each.

    Args:
        graph: what a build states, with the terms.
        base: under which instances are named.
    """

    graph: Graph
    base: str

    def all(self) -> Iterator[KgxNode]:
        """Every node, each once."""
        for node in sorted(self._named, key=lambda node: node.value):
            yield self._described(node)
        for option in options_of(self.graph):
            if is_treatment(option):
                yield self._treatment(option)
        populations = {self.population(use) for use in self.graph.instances(KG.INDICATION)} - {None}
        for words in sorted(filter(None, populations)):
            yield KgxNode(population_id(words), POPULATION, words, "infores:kgbuild")

    @cached_property
    def _named(self) -> frozenset[NamedNode]:
        """Drugs, combinations, agents, conditions, and all that is above these."""
        given = {node for kind in GIVEN for node in self.graph.instances(kind)}
        return frozenset(given | self.conditions)

    @cached_property
    def conditions(self) -> frozenset[NamedNode]:
        """Conditions and all that is above them."""
        stated = self.graph.instances(KG.CONDITION)
        return frozenset(wider for condition in stated for wider in above(self.graph, condition))

    def category(self, node: NamedNode) -> str:
        """What Biolink calls a node of ours."""
        types = self.graph.nodes(node, RDF.TYPE)
        if KG.DRUG in types:
            return DRUG
        if KG.COMBINATION in types:
            return TREATMENT
        wider = above(self.graph, node)
        if KG.AGENT in types:
            return CHEMICAL if _SUBSTANCES in wider else TREATMENT
        found = [category for branch, category in _BRANCHES if branch in wider]
        return found[0] if len(found) == 1 else EITHER

    def id(self, node: NamedNode) -> str:
        """The compact IRI of a node."""
        return curie_of(node, self.base)

    def parts(self, option: Option) -> tuple[NamedNode, ...]:
        """What is given together: the drug first, then its partners."""
        return (option.drug, *(partner for partner in option.partners if partner != option.drug))

    def population(self, use: NamedNode) -> str | None:
        """The patients of a use, such as "adults and children from 12 years"; None where the page is silent."""
        groups = [_PATIENTS.get(local(node), local(node)) for node in self.graph.nodes(use, KG.POPULATION)]
        ages = [f"from {age} years" for age in self.graph.words(use, KG.MIN_AGE)]
        ages += [f"to {age} years" for age in self.graph.words(use, KG.MAX_AGE)]
        words = [" and ".join(groups)] if groups else ["patients"] if ages else []
        return " ".join([*words, *ages]) or None

    def _described(self, node: NamedNode) -> KgxNode:
        name = name_of(self.graph, node)
        labels = (SKOS.PREF_LABEL, SKOS.ALT_LABEL, SCHEMA.PROPRIETARY_NAME)
        others = {word for predicate in labels for word in self.graph.words(node, predicate)} - {name}
        mapped = (SKOS.EXACT_MATCH, SKOS.CLOSE_MATCH)
        xrefs = {foreign_curie(each) for predicate in mapped for each in self.graph.nodes(node, predicate)}
        category = self.category(node)
        components = self.graph.nodes(node, KG.HAS_COMPONENT) if category == TREATMENT else []
        return KgxNode(
            id=self.id(node),
            category=category,
            name=name,
            provided_by="infores:kgbuild",
            iri=node.value,
            synonym=tuple(sorted(others)),
            xref=tuple(sorted(filter(None, xrefs))),
            has_drug=self._drugs(components),
        )

    def _treatment(self, option: Option) -> KgxNode:
        drug, *partners = (name_of(self.graph, part) for part in self.parts(option))
        undecided = self.graph.words(option.use, KG.UNDECIDED_PARTNER) if not option.partners else []
        words = f"{drug} with {' and '.join([*partners, *undecided])}" + (" (not understood)" if undecided else "")
        after = " and then alone" if option.node and "true" in self.graph.words(option.node, KG.THEN_ALONE) else ""
        return KgxNode(
            id=self.id(option.key),
            category=TREATMENT,
            name=words + after,
            provided_by="infores:kgbuild",
            iri=option.key.value,
            has_drug=self._drugs(self.parts(option)),
        )

    def _drugs(self, parts: Iterable[NamedNode]) -> tuple[str, ...]:
        """Those of some parts that are drugs, which alone the slot may hold."""
        return tuple(sorted(self.id(part) for part in parts if self.category(part) == DRUG))


def is_treatment(option: Option) -> bool:
    """Whether an option is a combination, so that what is said of it is not said of the drug alone."""
    return bool(option.partners) or (option.node is None and not option.whole)


def population_id(words: str) -> str:
    """The id of a population, made of the words."""
    return f"{PREFIX}:population.{slug_of(words)}"
