"""What SHACL core cannot say: that a concept's IRI, code and exact match agree.

Its constraints compare whole terms, never a part of one with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kgbuild.model import Severity
from kgbuild.triple_lines import Statement, bare
from kgbuild.validation.violation import Violation
from kgbuild.vocabulary import EVS, NCIT
from kgbuild.vocabulary.written import SKOS

SHAPE: Final = "Concept-identity"
"""As which violations of this rule are reported."""
_LOOKED_AT: Final = frozenset((SKOS.PREF_LABEL, SKOS.NOTATION, SKOS.EXACT_MATCH))
_MESSAGE: Final = (
    "The IRI, the skos:notation and the skos:exactMatch of a concept hold one and the same NCIt code: "
    "take it from the page or the Thesaurus, and make the three agree."
)


def check_identity(statements: Iterable[Statement]) -> Iterator[Violation]:
    """Compare the code in the IRI of each NCIt concept with the codes stated of it.

    >>> wrong = (f"<{NCIT}C22>", SKOS.NOTATION, '"C33"')
    >>> [(found.path, found.value) for found in check_identity([wrong])]
    [('skos:notation', '"C33"')]
    """
    labelled, coded = set(), set()
    for subject, predicate, value in statements:
        if predicate not in _LOOKED_AT:
            continue
        if predicate == SKOS.PREF_LABEL:
            labelled.add(subject)
        elif predicate == SKOS.NOTATION:
            coded.add(subject)
            if bare(subject) != NCIT + bare(value):
                yield _violation(subject, "skos:notation", value)
        elif not _agrees(bare(subject), bare(value)):
            yield _violation(subject, "skos:exactMatch", bare(value))
    for node in sorted(labelled - coded):
        if bare(node).startswith(NCIT):
            yield _violation(node, "skos:notation", "")


def _agrees(subject: str, match: str) -> bool:
    """Whether the code at NCI is that of the IRI; other vocabularies have codes of their own (the shapes say which)."""
    return not match.startswith(EVS) or subject.removeprefix(NCIT) == match.removeprefix(EVS)


def _violation(focus: str, path: str, value: str) -> Violation:
    return Violation(SHAPE, Severity.ERROR, bare(focus), path, value, _MESSAGE)
