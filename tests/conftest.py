"""What every test may ask for: the repository, and the real pages next to it where they are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from network_guard import no_network

# A shared machine can stall for a while; work that grows with its square is caught by tests that count it.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
GUARD = Path(no_network.__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_NEEDS = {
    "shared": (SHARED.is_dir, "the folder ../shared"),
    "browser": (lambda: CHROMIUM, "the program chromium (.ci/run installs it)"),
    "virtuoso": (lambda: shutil.which("virtuoso-t"), "the program virtuoso-t (.ci/run installs it)"),
    "fuzz": (lambda: find_spec("atheris"), "the package atheris"),
}
"""Marker of tests -> whether what they need is there, and what that is."""


def pytest_configure() -> None:
    """Watch connections, here and in all that the tests start."""
    handle, name = tempfile.mkstemp(prefix="connections-", suffix=".log")
    os.close(handle)
    os.environ[no_network.LOG] = name
    paths = [str(GUARD), str(GUARD.parent), os.environ.get("PYTHONPATH")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    no_network.watch()


def pytest_unconfigure() -> None:
    """Remove the account of connections."""
    Path(os.environ[no_network.LOG]).unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Begin the account of connections anew for each test."""
    Path(os.environ[no_network.LOG]).write_text("")
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that connects to another machine, or, unless it is marked ``network``, to this one."""
    yield
    made = Path(os.environ[no_network.LOG]).read_text().splitlines()
    if item.get_closest_marker("network"):
        made = [line for line in made if line.startswith("refused")]
    assert not made, f"it opened connections: {made}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need what is not there; `pytest_terminal_summary` says so."""
    for marker in _absent():
        needing = [item for item in items if item.get_closest_marker(marker)]
        if needing:
            config.hook.pytest_deselected(items=needing)
            items[:] = [item for item in items if item not in needing]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out, and why.

    Not how many: with several processes, those that run the tests count them, and not the one that writes this.
    """
    for marker, needed in _absent().items():
        terminalreporter.write_line(f"the tests marked {marker} were left out: they need {needed}, which is not there")


def _absent() -> dict[str, str]:
    """Marker -> what its tests need and is not there."""
    return {marker: needed for marker, (is_there, needed) in _NEEDS.items() if not is_there()}


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, gold answers and the Thesaurus; only for tests marked ``shared``."""
    return SHARED
