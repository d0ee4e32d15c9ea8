"""What NCI's lists by cancer comprise beyond the hierarchy of the Thesaurus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode

from kgbuild.sorted_table import SortedTable
from kgbuild.vocabulary import ncit

SCOPE_COLUMNS = ("code", "label", "includes", "included", "why")


def read_scopes(ontology: Path) -> Mapping[NamedNode, frozenset[NamedNode]]:
    """Concept of a list's heading -> further concepts that the list is about, by ``list_scopes.tsv``.

    NCI lists drugs by organ, the Thesaurus places many tumors by their cells: urothelial carcinoma
    is not below bladder cancer there.

    Raises:
        TerminologyError: the table is absent, or has other columns.
    """
    found: dict[NamedNode, set[NamedNode]] = {}
    for code, _, included, *_ in SortedTable.open(ontology / "list_scopes.tsv", SCOPE_COLUMNS).rows():
        found.setdefault(ncit(code), set()).add(ncit(included))
    return {heading: frozenset(concepts) for heading, concepts in found.items()}
