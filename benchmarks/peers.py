"""The rows of peers: the same records written as the same triples by kgbuild, rdflib and Morph-KGC.

What each does stands in `peer_writers`. The import of each is measured apart and taken off, since a process that
writes a hundred times more pays it once as well.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from child_runs import HERE, Variant, environment, measured, rounds, table

_SCRIPT = str(HERE / "peer_writers.py")
_IMPORTS = {
    "kgbuild": (sys.executable, "import json, pyoxigraph, kgbuild.exports.lines"),
    "rdflib": (sys.executable, "import json, rdflib"),
    "morph-kgc": ("", "import morph_kgc"),
}


def peer_table(pages: Path, morph: str | None, count: int) -> str:
    """Build the pages, make records of their uses, and let each write them.

    Args:
        pages: a folder.
        morph: a Python that has Morph-KGC; without one its row is left out.
        count: rounds.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured([sys.executable, "-m", "kgbuild", "build", str(pages), "-o", str(folder / "built"), "-q"])
        peers = folder / "peers"
        _step("records", str(folder / "built" / "graph.nq"), str(peers))
        _step("mapping", str(peers))
        variants, imports = _variants(peers, morph)
        found, bare = rounds(variants, count), rounds(imports, count)
        differing = json.loads(_step("differences", str(peers)))
    triples = differing.pop("triples")
    assert not any(differing.values()), f"they did not write the same triples: {differing}"
    rows = []
    base = 0.0
    for writer, runs in found.items():
        starts = bare[writer.partition(":")[0]]
        net = statistics.median(run.cpu - start.cpu for run, start in zip(runs, starts, strict=True))
        base = base or net
        seconds, start = (statistics.median(run.cpu for run in each) for each in (runs, starts))
        peak = statistics.median(run.peak for run in runs)
        shown = (f"{seconds:.2f}", f"{start:.2f}", f"{1e6 * net / triples:.1f}", f"{net / base:.1f}", f"{peak:.0f}")
        rows.append((writer, *shown))
    heads = (
        f"{triples:,} triples, {count} rounds",
        "CPU s",
        "of it import",
        "us a triple without import",
        "ratio",
        "peak MiB",
    )
    left_out = "" if morph else "\n\nMorph-KGC was left out: no `--peers PYTHON` that has it was given."
    return table(heads, rows) + left_out


def _variants(folder: Path, morph: str | None) -> tuple[list[Variant], list[Variant]]:
    writers = [
        Variant(f"{name}: {kind}", [sys.executable, _SCRIPT, name, str(folder), extension])
        for kind, extension in (("N-Triples", "nt"), ("Turtle", "ttl"))
        for name in ("kgbuild", "rdflib")
    ]
    imports = [
        Variant(name, [python or morph or "", "-c", words])
        for name, (python, words) in _IMPORTS.items()
        if python or morph
    ]
    if morph:
        writers.append(Variant("morph-kgc: N-Triples", [morph, "-m", "morph_kgc", str(folder / "morph.ini")]))
    return writers, imports


def _step(*arguments: str) -> str:
    """Run a step of `peer_writers` to its end; what it prints."""
    command = [sys.executable, _SCRIPT, *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout  # noqa: S603 # this program
