"""What follows from the pages, kept apart from what they say.

`shortcuts` makes one-step links from approved uses, `terms` the slice of the
Thesaurus that the graph names, `dataset` the description of it all.
"""

from __future__ import annotations

from kgbuild.derived.dataset import Edition, dataset_triples
from kgbuild.derived.shortcuts import derived_triples
from kgbuild.derived.terms import Terms, term_triples, used_codes

__all__ = ["Edition", "Terms", "dataset_triples", "derived_triples", "term_triples", "used_codes"]
