"""Who holds the shapes against triples, and what each of them answers to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kgbuild.triple_lines import Statement
from kgbuild.validation.violation import Violation


class Engine(StrEnum):
    """The engines, by the names that a user gives."""

    PYSHACL = "pyshacl"
    """The reference."""
    SHACL = "shacl"
    """In Rust, an extra (``pip install kgbuild[fast]``); the tests hold it to the results of the reference."""
    NONE = "none"
    """Nothing is checked, and the report says so."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of holding the shapes against triples."""

    violations: tuple[Violation, ...]
    """Sorted, each once."""
    focus: Mapping[str, int] = field(hash=False)
    """Local name of every shape that has a target -> number of the nodes it looked at: with none in a whole build it
    guards nothing."""


class Shapes(Protocol):
    """The shapes, ready for page after page."""

    def prepare(self) -> None:
        """Read the shapes now, rather than when the first page comes."""

    def check(self, statements: Collection[Statement]) -> Checked:
        """Hold the shapes against statements, which must state the types and labels of all nodes they name."""


class Unchecked:
    """No engine: no violations, and no shape has looked at anything."""

    def prepare(self) -> None:
        """Do nothing."""

    def check(self, _: Collection[Statement]) -> Checked:
        """Find nothing."""
        return Checked((), {})


def open_shapes(engine: Engine, folder: Path) -> Shapes:
    """The shapes of a folder (``*.ttl``), for an engine; read when they are first needed."""
    if engine is Engine.PYSHACL:
        from kgbuild.validation.validator import Validator

        return Validator(folder)
    if engine is Engine.SHACL:
        from kgbuild.validation.fast import FastValidator

        return FastValidator(folder)
    return Unchecked()
