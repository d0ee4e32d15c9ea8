"""What a shape found, free of any RDF library's types."""

from __future__ import annotations

from dataclasses import dataclass

from kgbuild.model import Severity


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One result of a validation."""

    shape: str
    """Local name of the shape that was tripped, such as ``Indication-condition``."""
    severity: Severity
    focus: str
    """IRI of the node that is wrong."""
    path: str
    """Of the shape, as SPARQL writes it, such as ``kg:therapyOption/kg:partner``; empty for the node itself."""
    value: str
    """The value that is wrong: an IRI as it is, a literal as N-Triples writes it; empty where none is to blame."""
    message: str
    """What is wrong, and what to do."""
