"""The pages against each other: NCI's lists of drugs by cancer against the uses that the drugs' own pages state."""

from __future__ import annotations

from kgbuild.checking.brands import BrandCheck, BrandPair, check_brands
from kgbuild.checking.built import Built, read_built
from kgbuild.checking.lists import ListCheck, Pair, Unlisted, check_lists
from kgbuild.checking.scopes import read_scopes

__all__ = [
    "BrandCheck",
    "BrandPair",
    "Built",
    "ListCheck",
    "Pair",
    "Unlisted",
    "check_brands",
    "check_lists",
    "read_built",
    "read_scopes",
]
