"""The fuzzer: ``python -m fuzz.atheris_target [--counts FILE] [libFuzzer's options] [folders of seeds]`` in ``tests/``.

Every execution draws a file from the fuzzer's bytes (`drawn_pages`) and holds it against `page_properties`. Bytes whose
file breaks one are written to the current folder as ``crash-...``; with the fix, the file belongs into `test_fuzz`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kgbuild"], enable_loader_override=False):
    from fuzz.drawn_pages import SEEDS, drawn
    from fuzz.page_properties import Ontology, check_build, check_file, fast_tools

TOOLS = fast_tools()
ONTOLOGY = Ontology(Path(__file__).parents[2] / "ontology" / "kgbuild.ttl")
EVERY = 16
"""One of so many executions puts a whole build together, with its report."""


class Counts:
    """How many executions there were, how many of them read a page, and the longest; kept in a file if one is named."""

    def __init__(self, file: Path | None) -> None:
        """Begin at nothing."""
        self.file, self.runs, self.pages, self.longest = file, 0, 0, 0.0

    def add(self, data: bytes, *, page: bool, seconds: float) -> None:
        """Count one; the slowest is kept beside the counts."""
        self.runs += 1
        self.pages += page
        if seconds > self.longest and self.file:
            self.file.with_suffix(".slowest").write_bytes(data)
        self.longest = max(self.longest, seconds)
        if self.file and self.runs % 1000 == 0:
            self.file.write_text(f"{self.runs} executions, {self.pages} pages, longest {self.longest:.2f} s\n")


def main() -> None:
    """Run until libFuzzer has enough; without a folder, from our own seeds."""
    counts = Counts(Path(sys.argv[2]) if sys.argv[1:2] == ["--counts"] else None)
    options = sys.argv[3:] if counts.file else sys.argv[1:]

    def run(data: bytes) -> None:
        started = time.process_time()
        result = check_file(drawn(data), TOOLS, ONTOLOGY)
        if result and counts.runs % EVERY == 0:
            check_build(result, TOOLS, ONTOLOGY)
        counts.add(data, page=result is not None, seconds=time.process_time() - started)

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / str(number)).write_bytes(seed)
        folders = [] if any(Path(option).is_dir() for option in options) else [folder]
        atheris.Setup([sys.argv[0], "-max_len=400", "-len_control=0", *options, *folders], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
