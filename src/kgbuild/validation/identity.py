"""What SHACL core cannot say: that a concept's IRI, code and exact match agree.

Its constraints compare whole terms, never a part of one with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Triple

from kgbuild.model import Severity
from kgbuild.validation.violation import Violation
from kgbuild.vocabulary import EVS, NCIT, SKOS

SHAPE: Final = "Concept-identity"
"""As which violations of this rule are reported."""
_MESSAGE: Final = (
    "The IRI, the skos:notation and the skos:exactMatch of a concept hold one and the same NCIt code: "
    "take it from the page or the Thesaurus, and make the three agree."
)


def check_identity(triples: Iterable[Triple]) -> Iterator[Violation]:
    """Compare the code in the IRI of each NCIt concept with the codes stated of it.

    >>> from pyoxigraph import Literal, NamedNode
    >>> wrong = Triple(NamedNode(NCIT + "C22"), SKOS.NOTATION, Literal("C33"))
    >>> [(found.path, found.value) for found in check_identity([wrong])]
    [('skos:notation', '"C33"')]
    """
    labelled, coded = set(), set()
    for subject, predicate, value in triples:
        if predicate == SKOS.PREF_LABEL:
            labelled.add(subject.value)
        elif predicate == SKOS.NOTATION:
            coded.add(subject.value)
            if subject.value != NCIT + value.value:
                yield _violation(subject.value, "skos:notation", str(value))
        elif predicate == SKOS.EXACT_MATCH and not _agrees(subject.value, value.value):
            yield _violation(subject.value, "skos:exactMatch", value.value)
    for node in sorted(labelled - coded):
        if node.startswith(NCIT):
            yield _violation(node, "skos:notation", "")


def _agrees(subject: str, match: str) -> bool:
    """Whether the code at NCI is that of the IRI; other vocabularies have codes of their own (the shapes say which)."""
    return not match.startswith(EVS) or subject.removeprefix(NCIT) == match.removeprefix(EVS)


def _violation(focus: str, path: str, value: str) -> Violation:
    return Violation(SHAPE, Severity.ERROR, focus, path, value, _MESSAGE)
