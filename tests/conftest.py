"""What every test may ask for: the repository, and the real pages next to it where they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A shared machine can stall for a while; work that grows with its square is caught by tests that count it.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_NEEDS = {
    "shared": (SHARED.is_dir, "the folder ../shared"),
    "browser": (lambda: CHROMIUM, "the program chromium (.ci/run installs it)"),
    "virtuoso": (lambda: shutil.which("virtuoso-t"), "the program virtuoso-t (.ci/run installs it)"),
}
"""Marker of tests -> whether what they need is there, and what that is."""
_DESELECTED = pytest.StashKey[dict[str, int]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need what is not there; `pytest_terminal_summary` says so."""
    left_out = config.stash.setdefault(_DESELECTED, {})
    for marker, (is_there, needed) in _NEEDS.items():
        if is_there():
            continue
        needing = [item for item in items if item.get_closest_marker(marker)]
        if needing:
            config.hook.pytest_deselected(items=needing)
            items[:] = [item for item in items if item not in needing]
            left_out[needed] = len(needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests were left out, and why."""
    for needed, left_out in config.stash.get(_DESELECTED, {}).items():
        terminalreporter.write_line(f"{left_out} tests that need {needed} were left out: it is not there")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, gold answers and the Thesaurus; only for tests marked ``shared``."""
    return SHARED
