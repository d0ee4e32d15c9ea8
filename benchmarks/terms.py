"""How much ``kgbuild terms import`` and look-up cost, on a synthetic release or a given one.

Usage: ``python benchmarks/terms.py [FILE] [--concepts 400000] [--names 5000000] [--only-import]``. Without FILE a
release of so many concepts and names is made up (the same for the same seed): words of a Zipf-like distribution,
parents among the earlier concepts, some names of several concepts. Prints CPU seconds (process time), the peak of
resident memory of a process that does nothing else, and the means of look-ups by names in random order behind a round
that warms the file up.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kgbuild.lookup import ReleaseTerms, nearest
from kgbuild.releases import ReleaseIndex, import_release

_SYLLABLES = ("ba", "cor", "di", "fen", "ga", "hex", "lo", "mab", "nib", "ox", "pra", "qui", "ro", "sti", "tu", "vel")
_WORDS = 200_000
_LOOK_UPS = 100_000


def synthetic_lines(concepts: int, names: int, seed: int = 1) -> Iterator[str]:
    """Lines of a FLAT release."""
    chance = random.Random(seed)  # noqa: S311 # figures to measure with, no secrets

    def word() -> str:
        rank = int(_WORDS ** chance.random())
        return "".join(_SYLLABLES[(rank >> shift) % 16] for shift in (0, 4, 8, 12, 16))

    for number in range(1, concepts + 1):
        share = names * number // concepts - names * (number - 1) // concepts
        written = [" ".join(word() for _ in range(chance.randint(1, 4))) for _ in range(share)]
        written[0] = f"{written[0].capitalize()} {number}"
        parents = "|".join(f"C{chance.randint(1, number - 1)}" for _ in range(chance.randint(1, 2)) if number > 1)
        cells = (f"C{number}", f"<http://example.org/C{number}>", parents, "|".join(written), "A definition. " * 10)
        yield "\t".join((*cells, "", "", "Pharmacologic Substance", "")) + "\n"


def _import(release: Path, index: Path) -> None:
    began = time.process_time()
    imported = import_release(release, index)
    spent, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{imported.concepts} concepts, {imported.names} keys: {spent:.1f} s CPU, {peak:.0f} MiB at most")
    print(f"index {index.stat().st_size / 1e6:.0f} MB of {release.stat().st_size / 1e6:.0f} MB")


def _look_up(index: Path) -> None:
    began = time.perf_counter()
    opened = ReleaseIndex.open(index)
    print(f"opened in {1000 * (time.perf_counter() - began):.1f} ms")
    # All keys, so that the sample is one of the whole.
    keys = opened.keys_from("", 10**7)
    chance = random.Random(1)  # noqa: S311 # as above
    keys = chance.sample(keys, min(_LOOK_UPS, len(keys)))
    for _ in range(2):
        began = time.perf_counter()
        for key in keys:
            opened.by_key(key)
        spent = time.perf_counter() - began
    print(f"{len(keys)} names: {1e6 * spent / len(keys):.1f} us each")
    slipped = [key[:3] + key[4:] for key in keys if len(key) > 5][:20]
    with ReleaseTerms(opened) as terms:
        spans = []
        for key in slipped:
            began = time.perf_counter()
            nearest(terms, key)
            spans.append(time.perf_counter() - began)
    print(f"nearest names of {len(spans)} slips: {1000 * max(spans):.0f} ms at most")


def main() -> None:
    """Make up a release where none is given, import it and look up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("release", type=Path, nargs="?")
    parser.add_argument("--concepts", type=int, default=400_000)
    parser.add_argument("--names", type=int, default=5_000_000)
    parser.add_argument("--only-import", action="store_true", help="look nothing up")
    parser.add_argument("--step", choices=["import", "look-up"], help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "import":
        _import(given.release, given.index)
    elif given.step == "look-up":
        _look_up(given.index)
    else:
        with tempfile.TemporaryDirectory() as name:
            _measure(given, Path(name))


def _measure(given: argparse.Namespace, folder: Path) -> None:
    """Run each step in a process of its own."""
    release = given.release or folder / "Thesaurus.txt"
    if not given.release:
        with release.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(synthetic_lines(given.concepts, given.names))
    for step in ("import", "look-up")[: 1 if given.only_import else 2]:
        command = [sys.executable, __file__, str(release), "--step", step, "--index", str(folder / "terms.sqlite")]
        subprocess.run(command, check=True)  # noqa: S603 # this program itself


if __name__ == "__main__":
    main()
