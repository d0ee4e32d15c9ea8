"""``kgbuild build`` with shapes that nothing is held against: what a build costs without SHACL.

Usage: ``python benchmarks/unvalidated_build.py`` and what stands behind ``kgbuild build``
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Triple

from kgbuild import pipeline
from kgbuild.cli import main
from kgbuild.validation import Violation


class NoValidator:
    """Finds nothing and looks at nothing."""

    def __init__(self, shapes: Path) -> None:
        """Take the folder of the shapes, and read none."""

    def validate(self, triples: Iterable[Triple]) -> list[Violation]:
        """No violations, whatever the triples."""
        del triples
        return []

    def focus_counts(self, triples: Iterable[Triple]) -> Mapping[str, int]:
        """No shape."""
        del triples
        return {}


if __name__ == "__main__":
    vars(pipeline)["Validator"] = NoValidator
    main(["build", *sys.argv[1:]])
