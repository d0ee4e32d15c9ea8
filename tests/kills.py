"""Builds that are killed at random moments: ``python tests/kills.py 100`` runs a hundred of them and counts.

Each begins with the output of an old build, is killed, interrupted or finds the disk full while it makes a new one, and
must leave the old output or the new one, whole. The next run must succeed and give the bytes of one that nobody killed.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from example_pages import named, written
from kgbuild.kept_pages import FILE as KEPT

FILES: Final = ("graph.ttl", "graph.jsonld", "graph.nq", "report.json", "report.html", "manifest.json")
WAYS: Final = ("SIGKILL", "SIGINT", "full disk")
_ENVIRONMENT: Final = {key: value for key, value in os.environ.items() if not key.startswith("KGBUILD_")}
_LETTERS: Final = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Scene:
    """The pages of an old and of a new build, and what each gives."""

    folder: Path
    old: dict[str, str]
    new: dict[str, str]
    seconds: float
    """How long the new build takes."""

    @property
    def output(self) -> Path:
        """Where both write."""
        return self.folder / "output"


def scene(folder: Path, pages: int = 80) -> Scene:
    """Write the pages and build both."""
    names = [f"{a}{b}{c}linib" for a in _LETTERS for b in "ae" for c in _LETTERS][:pages]
    new = {f"{name}.md": named(name) for name in names}
    written(folder / "new", new)
    written(folder / "old", {name: text.replace("It is given alone", "It is given") for name, text in new.items()})
    outputs = []
    for name in ("old", "new"):
        started = time.monotonic()
        finished(start(folder, name, folder / f"of-{name}"))
        outputs.append(hashes(folder / f"of-{name}"))
    return Scene(folder, outputs[0], outputs[1], time.monotonic() - started)


def start(folder: Path, pages: str, output: Path) -> subprocess.Popen[bytes]:
    """A build of its own session, so that an interrupt reaches its workers too, as a terminal's does."""
    command = [sys.executable, "-m", "kgbuild", "build", "-q", "-j", "2", str(folder / pages), "-o", str(output)]
    return subprocess.Popen(
        command,
        env=_ENVIRONMENT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - nothing here has threads
    )


def _heed_interrupts() -> None:
    """Whoever runs in the background of a shell has interrupts ignored, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit code and standard error of a build, once it and its workers are gone."""
    try:
        _, said = process.communicate(timeout=120)
    finally:
        process.kill()
    return process.returncode, said.decode()


def hashes(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 of everything in a folder, hidden or not, but for what is kept to be faster."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(KEPT)
    }


def restore(of: Scene) -> None:
    """Put the old output back."""
    shutil.rmtree(of.output, ignore_errors=True)
    shutil.copytree(of.folder / "of-old", of.output)


def end_at_random(of: Scene, way: str, chance: random.Random) -> tuple[int, str]:
    """Start the new build over the old output, and end it at a random moment, every other time while it writes."""
    restore(of)
    process = start(of.folder, "new", of.output)
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0, of.seconds))
    else:
        while process.poll() is None and not list(of.output.glob(".kgbuild-*.new")):
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.02))
    if process.poll() is None:
        _end(process, way, chance)
    return finished(process)


def _end(process: subprocess.Popen[bytes], way: str, chance: random.Random) -> None:
    match way:
        case "SIGKILL":
            process.kill()
        case "SIGINT":
            os.killpg(process.pid, signal.SIGINT)
        case _:
            size = chance.randrange(100_000)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))


def what_is_left(of: Scene) -> str:
    """``old``, ``new``, or ``ready`` (some of the new files have moved, the others stand ready); or AssertionError."""
    held = hashes(of.output)
    visible = {name: held[name] for name in FILES}
    if visible in (of.old, of.new):
        return "old" if visible == of.old else "new"
    ready = {Path(name).name.partition(" ")[2]: digest for name, digest in held.items() if ".ready/" in name}
    assert ready, f"a mixture: {visible}"
    assert {**visible, **ready} == of.new, f"a mixture: {visible}, {ready}"
    return "ready"


def run(of: Scene, times: int, seed: int) -> Counter[str]:
    """End so many builds, and hold what each leaves, and the next run, against what is right."""
    chance, counts = random.Random(seed), Counter[str]()  # noqa: S311 - nothing secret
    for turn in range(times):
        way = WAYS[turn % len(WAYS)]
        code, said = end_at_random(of, way, chance)
        left = what_is_left(of)
        counts[f"{way}: exit {code}, {left}"] += 1
        counts["tracebacks"] += "Traceback" in said
        assert code != 0 or left == "new"
        again, said = finished(start(of.folder, "new", of.output))
        assert again == 0, said
        assert hashes(of.output) == of.new
    return counts


def main() -> None:
    """Print how each ended."""
    with tempfile.TemporaryDirectory() as folder:
        of = scene(Path(folder))
        for line, count in sorted(run(of, int(sys.argv[1]), seed=int((sys.argv[2:] or ["1"])[0])).items()):
            sys.stdout.write(f"{count:4}  {line}\n")


if __name__ == "__main__":
    main()
