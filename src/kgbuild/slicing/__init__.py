"""The slice: what oncology drug pages name, cut out of a release of the NCI Thesaurus."""

from __future__ import annotations

from kgbuild.slicing.cutting import Slice, cut
from kgbuild.slicing.placing import place
from kgbuild.slicing.printed import Printed, missing_codes, printed_codes
from kgbuild.slicing.release import Release, read_placed, read_release
from kgbuild.slicing.rules import Kind, Traits, kind_by_rules
from kgbuild.slicing.tables import TABLES, write_tables

__all__ = [
    "TABLES",
    "Kind",
    "Printed",
    "Release",
    "Slice",
    "Traits",
    "cut",
    "kind_by_rules",
    "missing_codes",
    "place",
    "printed_codes",
    "read_placed",
    "read_release",
    "write_tables",
]
