"""The wheel: what people install works without the repository, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, written


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel, and without the source: dependencies are those installed here."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python*/site-packages")
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    command += ["install", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    # A path file adds the folder of the dependencies, but does not run the path files in it: no way to our source.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def test_the_wheel_holds_ontology_shapes_and_lexicon(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    outside = [path for name in ("ontology", "shapes") for path in (root / name).rglob("*") if path.is_file()]
    outside = [path for path in outside if path.parent.name != "__pycache__"]
    source = root / "src" / "kgbuild"
    inside = [*source.rglob("*.toml"), *source.rglob("*.j2"), *source.glob("site/[av]*/*")]
    expected = {f"kgbuild/{path.relative_to(root).as_posix()}" for path in outside}
    expected |= {path.relative_to(root / "src").as_posix() for path in inside}
    assert len(outside) > 10
    assert expected <= names


def test_the_wheel_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 6_000_000


def test_the_wheel_is_the_same_twice(wheel: Path, root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_source_archive_is_the_same_twice_whoever_makes_it_where_and_when(root: Path, tmp_path: Path) -> None:
    made = []
    for number, (mask, zone) in enumerate([(0o022, "UTC"), (0o077, "Asia/Kathmandu")]):
        command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path / str(number))]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number)}
        subprocess.run([*command, str(root)], check=True, capture_output=True, env=environment, umask=mask)
        (archive,) = (tmp_path / str(number)).iterdir()
        made.append(archive.read_bytes())
    assert made[0] == made[1]


def test_every_locked_package_has_its_hashes_and_its_licence_on_the_page(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (root / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
        pinned = [line for line in lines if line and not line.lstrip().startswith("#")]
        assert len(pinned) > 20
        assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []
    done = subprocess.run(
        [sys.executable, "-c", "import licences; print(end=licences.page())"],
        cwd=root / "scripts",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (root / "docs" / "licences.md").read_text(encoding="utf-8")
    assert done.stdout == page, "packages changed: run python scripts/licences.py, then read the diff"


def test_nothing_that_comes_with_kgbuild_binds_its_users(root: Path) -> None:
    page = (root / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if " | run | " in line]
    assert len(rows) > 15
    assert [package for package, _, licence in rows if re.search(r"\bA?GPL|General Public", licence)] == []


def test_the_installed_wheel_builds_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    page = written(tmp_path / "elsewhere", {"examplinib.md": EXAMPLINIB}) / "examplinib.md"
    here = written(tmp_path / "here", {})
    command = [str(installed / "kgbuild"), "build", str(page), "-o", "out"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, done.stderr)
    assert "SHACL" in done.stdout
    assert {path.name for path in here.iterdir()} == {"out"}
    assert (here / "out" / "graph.ttl").stat().st_size > 1000


def test_the_installed_wheel_uses_no_file_of_the_repository(installed: Path, root: Path, tmp_path: Path) -> None:
    code = "import kgbuild.resources as r; print(*[r.folder(n) for n in ('ontology', 'shapes', 'lexicon')], sep='\\n')"
    command = [str(installed / "python"), "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    folders = [Path(line) for line in done.stdout.splitlines()]
    assert len(folders) == 3
    assert not [folder for folder in folders if not folder.is_relative_to(installed.parent)]
    assert not [folder for folder in folders if folder.is_relative_to(root)]
