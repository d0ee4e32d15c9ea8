"""Brands that lists and the A to Z list print beside a drug, against those of the drug's own page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.checking.built import Built
from kgbuild.naming import normalise
from kgbuild.vocabulary import SCHEMA


@dataclass(frozen=True, slots=True)
class BrandPair:
    """A brand and a drug, and which side has them."""

    brand: str
    drug: str
    """Its generic name."""
    iri: str
    page: str
    """Path of a list that has the pair; empty where none has it."""
    line: int
    sentence: str
    """The entry, as the file has it; for a brand that no list has, the brands of the drug's page."""


@dataclass(frozen=True, slots=True)
class BrandCheck:
    """The outcome for all brands of drugs whose page was built."""

    listed: int
    """Distinct pairs on the lists."""
    missing: tuple[BrandPair, ...]
    """On a list, and not on the drug's page."""
    unlisted: tuple[BrandPair, ...]
    """On the drug's page, and on no list that has the drug."""

    @property
    def found(self) -> int:
        """Pairs of the lists that the drugs' pages have too."""
        return self.listed - len(self.missing)


def check_brands(built: Built) -> BrandCheck:
    """Compare the pairs of both sides, whatever their spelling (`kgbuild.naming.normalise`)."""
    listed: dict[tuple[NamedNode, str], BrandPair] = {}
    known: defaultdict[NamedNode, set[str]] = defaultdict(set)
    for page, entry in built.entries():
        drug = built.subject(entry)
        for brand in entry.brands if drug else ():
            assert drug is not None  # the loop is empty otherwise
            known[drug].add(normalise(brand))
            pair = BrandPair(brand, built.name(drug), drug.value, page.path, entry.line, entry.words)
            listed.setdefault((drug, normalise(brand)), pair)
    missing = [pair for (drug, key), pair in listed.items() if key not in _own(built, drug)]
    unlisted = [pair for drug in known for pair in _unlisted(built, drug, known[drug])]
    return BrandCheck(len(listed), tuple(missing), tuple(unlisted))


def _own(built: Built, drug: NamedNode) -> set[str]:
    return {normalise(brand) for brand in built.graph.words(drug, SCHEMA.PROPRIETARY_NAME)}


def _unlisted(built: Built, drug: NamedNode, known: set[str]) -> Iterator[BrandPair]:
    brands = built.graph.words(drug, SCHEMA.PROPRIETARY_NAME)
    for brand in brands:
        if normalise(brand) not in known:
            yield BrandPair(brand, built.name(drug), drug.value, "", 0, ", ".join(brands))
