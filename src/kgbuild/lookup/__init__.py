"""What a name means and what a code is: in the shipped slice of the Thesaurus, or in an imported release."""

from __future__ import annotations

from kgbuild.lookup.cross_references import CrossReference, cross_references
from kgbuild.lookup.entries import Entry, Relative, entry
from kgbuild.lookup.nearest import nearest, nearest_codes
from kgbuild.lookup.records import Match, Record, Terms
from kgbuild.lookup.release_terms import ReleaseTerms
from kgbuild.lookup.slice_terms import SliceTerms

__all__ = [
    "CrossReference",
    "Entry",
    "Match",
    "Record",
    "Relative",
    "ReleaseTerms",
    "SliceTerms",
    "Terms",
    "cross_references",
    "entry",
    "nearest",
    "nearest_codes",
]
