"""CPU time of each stage of one build in one process, the time of what a stage calls counted there and not twice.

Usage: ``python benchmarks/stages.py PAGES``; prints JSON: stage -> seconds, in the order of the build.

The functions that `kgbuild.pipeline` calls are wrapped in place, so that what is measured is the build itself; one
that is no longer there is named on standard error and counted with what is left over.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import GeneratorType
from typing import Any

_REST = "the rest: report lines, clashes"
_ASSEMBLY = "assembly: sorting, labels, derived, terms, dataset"
_STAGES = {
    "read_page": _REST,
    "parse_document": "documents (Markdown)",
    "extract": "extraction",
    "ground": "grounding",
    "page_triples": "triples, quotes and their check",
    "quote_triples": "triples, quotes and their check",
    "misquotes": "triples, quotes and their check",
    "lines_of": "triples, quotes and their check",
    "used_codes": _ASSEMBLY,
    "derived_triples": _ASSEMBLY,
    "assemble": _ASSEMBLY,
    "write_all": "N-Quads, Turtle, JSON-LD, files",
    "as_json": "report as JSON and HTML",
    "as_html": "report as JSON and HTML",
}
"""Function in `kgbuild.pipeline` -> stage."""
_OPENING = "imports, terminology, shapes"
_READING = "reading files, front matter"
_VALIDATION = "validation (pySHACL)"
_ORDER = (_OPENING, _READING, *(s for s in dict.fromkeys(_STAGES.values()) if s != _REST), _VALIDATION, _REST)


class Clock:
    """CPU time by stage; while a stage calls another, only the inner one's runs."""

    def __init__(self) -> None:
        """Begin with what Python and the imports of this script have taken already."""
        self.spent = dict.fromkeys(_ORDER, 0.0)
        self._open: list[str] = [_OPENING]
        self._since = 0.0

    @contextmanager
    def within(self, stage: str) -> Iterator[None]:
        """Count what happens inside for a stage."""
        self._turn()
        self._open.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """The function, what it yields gathered, its time counted."""

        def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 # passes through what it wraps
            with self.within(stage):
                result = function(*given, **named)
                return tuple(result) if isinstance(result, GeneratorType) else result

        return call


def measured(pages: str) -> dict[str, float]:
    """Build from the pages, into a folder that is removed; stage -> seconds."""
    clock = Clock()
    from kgbuild import pipeline
    from kgbuild.pages import read_pages
    from kgbuild.tools import Settings, Tools

    for name, stage in _STAGES.items():
        if hasattr(pipeline, name):
            setattr(pipeline, name, clock.timed(getattr(pipeline, name), stage))
        else:
            print(f"kgbuild.pipeline has no {name} any more: correct benchmarks/stages.py", file=sys.stderr)
    tools = Tools.open(Settings())
    shapes: Any = type(tools.validator)
    shapes.check = clock.timed(shapes.check, _VALIDATION)
    with clock.within(_READING):
        read = list(read_pages([pages]))
    with clock.within(_REST), tempfile.TemporaryDirectory() as output:
        results = (pipeline.read_page(page, tools) for page in read)
        pipeline.write(pipeline.assemble(results, tools), Path(output))
    return clock.spent


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1]), indent=1))
