"""What a command costs: CPU time, wall time and the peak of resident memory of a process of its own.

Source of the figures: ``wait4``, which counts a process together with those that it has started and waited for. Linux
carries the size of the process that starts another over to that, so whoever measures must stay small: import nothing
heavy here.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FINE = 0
SOMETHING_UNREADABLE = 3
"""kgbuild's exit code where a file that is no page lies among them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    cpu: float
    """Seconds of user and system time."""
    wall: float
    """Seconds."""
    peak: float
    """MiB of the largest of its processes."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A command that is measured, and what is done before each run, unmeasured."""

    name: str
    command: Sequence[str]
    prepare: Callable[[int], object] = lambda _round: None
    """Told the number of the round, from 0."""


def environment() -> dict[str, str]:
    """The variables of a child: this repository's own code, compiled as when it is installed, the same hashes."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**given, "PYTHONPATH": str(HERE.parent / "src"), "PYTHONHASHSEED": "0"}


def measured(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    began = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 # the commands of the benchmarks
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode not in {FINE, SOMETHING_UNREADABLE}:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{said[-2000:]}")
    return Run(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def rounds(variants: Sequence[Variant], count: int) -> Mapping[str, Sequence[Run]]:
    """All variants in turn, so many times; each starts as often as any other when the machine is busy."""
    found: dict[str, list[Run]] = {variant.name: [] for variant in variants}
    for number in range(count):
        for variant in variants:
            variant.prepare(number)
            found[variant.name].append(measured(variant.command))
    return found


def cpu(runs: Sequence[Run]) -> float:
    """Median of the CPU seconds."""
    return statistics.median(run.cpu for run in runs)


def ratio(runs: Sequence[Run], floor: Sequence[Run]) -> float:
    """Median over the rounds of CPU time to that of another command in the same round."""
    return statistics.median(run.cpu / other.cpu for run, other in zip(runs, floor, strict=True))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, the first column to the left, the others to the right."""
    marks = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, marks, *rows))
