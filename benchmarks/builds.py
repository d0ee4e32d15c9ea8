"""What a build costs, as a Markdown table of ratios measured side by side in one run.

Usage: ``python benchmarks/builds.py [PAGES] [--sizes 5000,20000] [--rounds 5] [--peers PYTHON]``

PAGES is a folder of real pages; without it 201 made-up ones are taken. Each size is a folder of so many made-up pages.
Every figure is of processes of its own, all variants in turn in each round, so that none warms another and a busy
machine hits all alike: medians of CPU time (user and system, with all workers), and medians over the rounds of the
ratio to the floor of the same round. The floor is python-frontmatter and all of markdown-it-py over the same files,
imports included, and nothing else. See docs/performance.md for how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from child_runs import HERE, Run, Variant, cpu, environment, ratio, rounds, table
from peers import peer_table

_LARGE = 1_000
"""More pages than this are measured in fewer rounds."""
_COMPARED = 2_000
"""The most pages whose records are written by other tools: rdflib's Turtle takes minutes beyond."""
_MANY = 10_000
"""More pages than this are measured without the variants that tell nothing new there."""
_DAYS = 28


def python(*arguments: object) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *map(str, arguments)]


def build_command(pages: Path, output: Path, *more: str, validation: str = "pyshacl", jobs: int = 1) -> list[str]:
    """``kgbuild build`` with a validation, a number of processes and other flags."""
    arguments = (pages, "-o", output, "-q", "-j", jobs, "--validation", validation, *more)
    return python("-m", "kgbuild", "build", *arguments)


def has_shacl() -> bool:
    """Whether the faster engine is installed."""
    return find_spec("shacl") is not None


class Rebuild:
    """A folder that was built once, to be built again as it is, or with one page of all changed."""

    def __init__(self, pages: Path, folder: Path) -> None:
        """Copy the pages, so that they can be changed, and build them."""
        self.pages, self.output = folder / "pages", folder / "output"
        shutil.copytree(pages, self.pages)
        self._changed = min(self.pages.rglob("*.md"))
        self._text = self._changed.read_text(encoding="utf-8")
        self.build()

    def build(self) -> None:
        """Bring the output up to date, unmeasured."""
        subprocess.run(  # noqa: S603 # this program
            build_command(self.pages, self.output), env=environment(), check=False, capture_output=True
        )

    def change(self, number: int) -> None:
        """Make the output that of the last change, then change the date of one page."""
        self.build()
        date = f"2020-{number // _DAYS % 12 + 1:02}-{number % _DAYS + 1:02}"
        head, mark, rest = self._text.partition("lastReviewed: '")
        self._changed.write_text(f"{head}{mark}{date}{rest[10:]}", encoding="utf-8")


def whole_builds(pages: Path, folder: Path, *, few: bool) -> list[Variant]:
    """The variants that are compared with the floor, which comes first."""
    output, again = folder / "output", Rebuild(pages, folder / "again")

    def fresh(validation: str, jobs: int = 1) -> list[str]:
        return build_command(pages, output, "--fresh", validation=validation, jobs=jobs)

    variants = [
        Variant("floor: python-frontmatter and markdown-it-py", python(HERE / "floor.py", pages)),
        Variant("build without validation", fresh("none")),
        Variant("build without validation, -j 2", fresh("none", jobs=2)),
        Variant("build (pySHACL)", fresh("pyshacl")),
        Variant("build again, nothing changed", build_command(again.pages, again.output)),
    ]
    if few:
        return variants
    changed = Rebuild(pages, folder / "changed")
    if has_shacl():
        variants.insert(4, Variant("build (shacl)", fresh("shacl")))
    return [
        *variants,
        Variant("build (pySHACL), -j 2", fresh("pyshacl", jobs=2)),
        Variant("build again, one page changed", build_command(changed.pages, changed.output), changed.change),
    ]


def table_of_builds(pages: Path, count: int, *, few: bool) -> str:
    """The variants over one folder of pages."""
    number = len(list(pages.rglob("*.md")))
    with tempfile.TemporaryDirectory() as folder:
        found = rounds(whole_builds(pages, Path(folder), few=few), count)
    (floor, *_) = found.values()
    heads = (f"{number:,} pages", "CPU s", "ms a page", "x floor", "wall s", "peak MiB")
    return table(heads, [_row(name, runs, floor, number) for name, runs in found.items()])


def _row(name: str, runs: Sequence[Run], floor: Sequence[Run], pages: int) -> tuple[str, ...]:
    wall, peak = (statistics.median(values) for values in zip(*((run.wall, run.peak) for run in runs), strict=True))
    seconds = cpu(runs)
    times = f"{ratio(runs, floor):.2f}"
    return name, f"{seconds:.2f}", f"{1000 * seconds / pages:.2f}", times, f"{wall:.1f}", f"{peak:.0f}"


def table_of_stages(pages: Path, count: int) -> str:
    """The stages of one build, each against the floor measured in the same round."""
    number = len(list(pages.rglob("*.md")))
    floor, stages = [], []
    for _ in range(count):
        (runs,) = rounds([Variant("floor", python(HERE / "floor.py", pages))], 1).values()
        floor.append(runs[0].cpu)
        command = python(HERE / "stages.py", pages)
        shown = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout  # noqa: S603 # this program
        stages.append(json.loads(shown))
    rows = []
    for stage in stages[0]:
        seconds = statistics.median(found[stage] for found in stages)
        times = statistics.median(found[stage] / each for found, each in zip(stages, floor, strict=True))
        rows.append((stage, f"{seconds:.2f}", f"{1000 * seconds / number:.2f}", f"{times:.2f}"))
    return table((f"stage, {number:,} pages", "CPU s", "ms a page", "x floor"), rows)


def table_of_starts(count: int) -> str:
    """What the program takes before it reads anything."""
    variants = [
        Variant("`python -c pass`", python("-c", "pass")),
        Variant("`kgbuild --help`", python("-m", "kgbuild", "--help")),
        Variant("imports of the floor", python("-c", "import frontmatter, markdown_it")),
        Variant("imports of a build", python("-c", "import kgbuild.pages, kgbuild.pipeline, kgbuild.scale_out")),
        Variant("imports of pySHACL", python("-c", "import pyshacl")),
    ]
    found = rounds(variants, count)
    (bare, *_) = found.values()
    rows = [
        (
            name,
            f"{1000 * cpu(runs):.0f}",
            f"{ratio(runs, bare):.1f}",
            f"{statistics.median(run.peak for run in runs):.0f}",
        )
        for name, runs in found.items()
    ]
    return table(("start", "CPU ms", "x `python -c pass`", "peak MiB"), rows)


def machine(given: argparse.Namespace) -> str:
    """What the figures depend on, and how they were taken; nothing that names the machine."""
    known = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in known if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0))
    model = models[0] if models else platform.machine()
    system = f"{platform.system()}, Python {platform.python_version()}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {model}, {cores} cores, {system}; "
        f"load {os.getloadavg()[0]:.1f} at the start; medians of {given.rounds} rounds, above {_LARGE:,} pages of "
        f"{given.large_rounds}."
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pages", type=Path, nargs="?", help="a folder of real pages; by default 201 made-up ones")
    parser.add_argument("--sizes", default="5000,20000", help="numbers of made-up pages, with commas; '' for none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large-rounds", type=int, default=1, help=f"rounds above {_LARGE} pages")
    parser.add_argument("--peers", help="a Python that has morph-kgc")
    given = parser.parse_args()
    print(machine(given), flush=True)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        pages = given.pages or _made_up(made, 201)
        _say(table_of_starts(4 * given.rounds))
        _say(table_of_builds(pages, given.rounds, few=False))
        _say(table_of_stages(pages, given.rounds))
        for size in (int(size) for size in given.sizes.split(",") if size):
            count = given.large_rounds if size > _LARGE else given.rounds
            _say(table_of_builds(_made_up(made, size), count, few=size > _MANY))
            if size <= _COMPARED:
                _say(peer_table(made / str(size), given.peers, given.large_rounds))
            shutil.rmtree(made / str(size))
        _say(peer_table(pages, given.peers, given.rounds))


def _say(text: str) -> None:
    print(f"\n{text}", flush=True)


def _made_up(folder: Path, count: int) -> Path:
    """So many made-up pages, written by a process of their own so that this one stays small."""
    command = python(HERE / "made_up_pages.py", folder / str(count), count)
    subprocess.run(command, env=environment(), check=True)  # noqa: S603 # this program
    return folder / str(count)


if __name__ == "__main__":
    main()
