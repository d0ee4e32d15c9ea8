"""Names for made-up pages: drugs that do not exist, and real names of diseases and treatments with their glossary ids.

The real names come from ``ontology/``, so that they are grounded as those of real pages are; which disease a made-up
drug treats, and with what, is invented.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_ONTOLOGY = _HERE.parent / "ontology"
WORDS: dict[str, list[str]] = tomllib.loads((_HERE / "made_up_words.toml").read_text(encoding="utf-8"))
_SALTS = (*[""] * 7, " hydrochloride", " mesylate", " acetate")
_BRANDS = (1, 1, 1, 1, 1, 1, 1, 2, 1, 0, 1, 1, 3, 1, 1, 1, 1, 1, 1, 3)
"""How many a drug has."""
_STRIDE = 61_813
"""Prime to the number of names, so that neighbours differ and no name comes twice."""
_LISTED = re.compile(r"[A-Z][a-z]{4,14}(?:mab|nib|tin|cel|ide|ine|one|lib|ate)")
_POPUP = "/Common/PopUps/popDefinition.aspx?id={}&version=Patient&language=English"


@dataclass(frozen=True, slots=True)
class DrugName:
    """A made-up drug: how it is written, spoken and sold."""

    name: str
    """In lower case, with its salt."""
    spoken: str
    """As in ``zor-VEK-a-tinib``."""
    brands: tuple[str, ...]

    @property
    def title(self) -> str:
        """Each word with a capital."""
        return self.name.title()

    @property
    def slug(self) -> str:
        """The last part of the page's address; a salt is written together with its base."""
        return self.name.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its entry in NCI's glossary."""

    words: str
    glossary: str

    @property
    def linked(self) -> str:
        """The words as a link to the entry."""
        return f"[{self.words}]({_POPUP.format(self.glossary)})"


def drug_name(number: int) -> DrugName:
    """The drug of a number from 0; another one for each below about 90,000.

    >>> drug_name(1) == drug_name(1), len({drug_name(number).name for number in range(20_000)})
    (True, 20000)
    """
    place = number * _STRIDE
    parts = []
    for choices in (WORDS["first"], WORDS["second"], WORDS["third"], WORDS["stems"]):
        place, chosen = divmod(place, len(choices))
        parts.append(choices[chosen])
    first, second, third, stem = parts
    name = first + second + third + stem
    salt = _SALTS[number % len(_SALTS)] if stem not in {"mab", "leucel"} else ""
    if name in _real_names():  # a drug of this name exists
        name += "ex"
    end = WORDS["brand_ends"][WORDS["stems"].index(stem)]
    sold = (f"{second}{first}{third}{end}", f"{first}{second}{third}{end}", f"{second}{first}{third}{end} Rapid")
    brands = tuple(brand[0].upper() + brand[1:] for brand in sold[: _BRANDS[number % len(_BRANDS)]])
    return DrugName(name + salt, f"{first}-{second.upper()}-{third}-{stem}", brands)


@lru_cache(maxsize=1)
def _real_names() -> frozenset[str]:
    with (_ONTOLOGY / "names.tsv").open(encoding="utf-8") as lines:
        return frozenset(line.partition("\t")[0] for line in lines)


@lru_cache(maxsize=1)
def terms() -> dict[str, Term]:
    """Name -> glossary entry, of all that ``ontology/`` knows."""
    with (_ONTOLOGY / "mappings" / "glossary.sssom.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        found = [Term(row["subject_label"], row["subject_id"].rpartition(":")[2]) for row in rows]
    return {term.words: term for term in found}


@lru_cache(maxsize=1)
def listed_drugs() -> tuple[str, ...]:
    """Real generic names of one word, for list pages, where NCI names drugs that have pages elsewhere."""
    return tuple(_listed())


def _listed() -> Iterator[str]:
    with (_ONTOLOGY / "ncit.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["kind"] == "drug" and _LISTED.fullmatch(row["label"]):
                yield row["label"]
