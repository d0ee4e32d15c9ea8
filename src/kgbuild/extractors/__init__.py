"""The extractors, in the order they run.

To add one: write ``extractors/NAME.py`` with a function ``read``, list it here,
and give it a corpus in ``tests/corpus/NAME.md``. A test fails until all three
exist. Modules that begin with an underscore are parts of an extractor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kgbuild.extractors import (
    approvals,
    brands,
    components,
    drug_classes,
    indications,
    lists,
    names,
    references,
    rems,
)
from kgbuild.facts import Fact
from kgbuild.model import Document, Problem

Extractor = Callable[[Document], Iterator[Fact | Problem]]

EXTRACTORS: tuple[Extractor, ...] = (
    names.read,
    brands.read,
    approvals.read,
    references.read,
    drug_classes.read,
    components.read,
    rems.read,
    indications.read,
    lists.read,
)
