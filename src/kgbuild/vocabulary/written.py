"""The terms of the vocabularies as lines write them (`kgbuild.triple_lines`): ``KG.DRUG`` is a text in ``<>``.

What a page claims is made of these; who asks a graph takes the terms of
`kgbuild.vocabulary`.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from kgbuild.vocabulary import terms


class Written:
    """A class of `kgbuild.vocabulary.terms`, each of its terms as text under the same name."""

    def __init__(self, vocabulary: type) -> None:
        """Write the terms once."""
        vars(self).update((name, str(term)) for name, term in vars(vocabulary).items() if isinstance(term, NamedNode))

    def __getattr__(self, name: str) -> str:
        """No such term: what is there is found without this."""
        raise AttributeError(name)


DCTERMS: Final = Written(terms.DCTERMS)
KG: Final = Written(terms.KG)
OA: Final = Written(terms.OA)
PROV: Final = Written(terms.PROV)
RDF: Final = Written(terms.RDF)
RDFS: Final = Written(terms.RDFS)
SCHEMA: Final = Written(terms.SCHEMA)
SKOS: Final = Written(terms.SKOS)
XSD: Final = Written(terms.XSD)

_INDIVIDUALS: Final = {name: str(term) for name, term in terms.INDIVIDUALS.items()}


def individual(name: str) -> str:
    """The value of a local name such as ``Adult``.

    Raises:
        KeyError: see `kgbuild.vocabulary.individual`.

    >>> individual("Adult")
    '<https://w3id.org/kgbuild/ns#Adult>'
    """
    return _INDIVIDUALS[name]
