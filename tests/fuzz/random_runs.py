"""Files drawn at random, without a fuzzer's guidance and faster: ``python -m fuzz.random_runs TIMES [SEED]``.

To be run in ``tests/``. Stops at the first file that breaks a property, and prints the bytes it was drawn from.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from fuzz.drawn_pages import drawn
from fuzz.page_properties import Ontology, check_build, check_file, fast_tools

EVERY = 16
"""One of so many pages puts a whole build together."""


def run(times: int, seed: int) -> int:
    """Hold so many files against the properties; how many were pages.

    Raises:
        AssertionError: one does not hold, or a page raised something else; the bytes are told.
    """
    tools, ontology = fast_tools(), Ontology(Path(__file__).parents[2] / "ontology" / "kgbuild.ttl")
    chance, pages = random.Random(seed), 0  # noqa: S311 - nothing secret
    for _ in range(times):
        data = chance.randbytes(chance.randrange(1, 60))
        try:
            result = check_file(drawn(data), tools, ontology)
            if result and pages % EVERY == 0:
                check_build(result, tools, ontology)
        except Exception as error:
            raise AssertionError(f"drawn from {data!r}: {error!r:.500}") from error
        pages += result is not None
    return pages


def main() -> None:
    """Print how many were pages."""
    times, seed = int(sys.argv[1]), int((sys.argv[2:] or ["1"])[0])
    sys.stdout.write(f"{times} executions, {run(times, seed)} pages, seed {seed}\n")


if __name__ == "__main__":
    main()
