"""Whether a sentence speaks of the drug that the page is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kgbuild.extractors import brands
from kgbuild.extractors._reading import Kept
from kgbuild.facts import BrandNames
from kgbuild.model import Document

_THIS = re.compile(
    r"^this (?:[\w-]+ ){0,3}(?:drug|medicine|treatment|therapy|vaccine|combination|co-?pack)$", re.IGNORECASE
)
_PRONOUN = re.compile(r"^it$", re.IGNORECASE)
_PADDING = re.compile(r"^the\s+|\s+co-?pack$", re.IGNORECASE)
_JOINT = re.compile(r"\band\b|\+|/", re.IGNORECASE)


class Subject(Enum):
    """Of what a sentence speaks."""

    DRUG = "the drug of the page, by a name of its own"
    PRONOUN = "what the sentence before spoke of"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Names:
    """The names by which a page calls its drug, as keys."""

    title: str
    brands: frozenset[str]

    def subject(self, words: str) -> Subject:
        """Say of what the words that open a sentence speak.

        The drug's own names are the title, its beginning where only a salt is left out ("Examplinib" for "Examplinib
        mesylate", but not the first of two drugs), and its brands.

        >>> names = Names("examplinib mesylate", frozenset({"examplia"}))
        >>> [names.subject(words).name for words in ("Examplinib", "The antibody", "This drug", "It")]
        ['DRUG', 'OTHER', 'DRUG', 'PRONOUN']
        """
        if _PRONOUN.match(words.strip()):
            return Subject.PRONOUN
        said = _key(words)
        rest = self.title.removeprefix(said + " ")
        is_beginning = rest != self.title and not _JOINT.search(rest)
        own = said == self.title or is_beginning or said in self.brands or _THIS.match(words.strip())
        return Subject.DRUG if own else Subject.OTHER


@Kept
def own_names(document: Document) -> Names:
    """The names that the page gives its drug."""
    said = (name.text for fact in brands.read(document) if isinstance(fact, BrandNames) for name in fact.names)
    return Names(_key(document.title.plain) if document.title else "", frozenset(_key(name) for name in said))


def _key(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|[+/]", _PADDING.sub("", words).casefold()))
