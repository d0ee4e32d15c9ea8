"""A page's triples and the shapes -> violations.

SHACL core by pySHACL, one page at a time, plus the one rule that SHACL core
cannot say (`identity`). rdflib and pySHACL are loaded by the first `Validator`,
not by this module. Nothing is inferred, imported or fetched.
"""

from __future__ import annotations

from kgbuild.validation.validator import Validator
from kgbuild.validation.violation import Violation

__all__ = ["Validator", "Violation"]
