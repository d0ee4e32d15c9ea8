"""A page's triples and the shapes -> violations.

SHACL core by pySHACL (or by a faster engine), one page at a time, plus the one
rule that SHACL core cannot say (`identity`). An engine is loaded when its shapes
are first needed, not by this module. Nothing is inferred, imported or fetched.
"""

from __future__ import annotations

from kgbuild.validation.engines import Engine, Shapes, open_shapes
from kgbuild.validation.validator import Validator
from kgbuild.validation.violation import Violation

__all__ = ["Engine", "Shapes", "Validator", "Violation", "open_shapes"]
