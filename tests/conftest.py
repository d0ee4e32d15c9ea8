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
    "shared": (SHARED.is_dir(), "the folder ../shared"),
    "browser": (CHROMIUM is not None, "the program chromium"),
}
"""Marker -> whether what its tests need is there, and what that is."""
_DESELECTED = pytest.StashKey[dict[str, int]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose needs are not there; `pytest_terminal_summary` says so."""
    config.stash[_DESELECTED] = {}
    for marker, (is_there, _) in _NEEDS.items():
        needing = [item for item in items if not is_there and item.get_closest_marker(marker)]
        if needing:
            config.hook.pytest_deselected(items=needing)
            items[:] = [item for item in items if item not in needing]
        config.stash[_DESELECTED][marker] = len(needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests were left out, and why."""
    for marker, left_out in config.stash.get(_DESELECTED, {}).items():
        if left_out:
            needed = _NEEDS[marker][1]
            terminalreporter.write_line(f"{left_out} tests that need {needed} were left out: it is not there")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, gold answers and the Thesaurus; only for tests marked ``shared``."""
    return SHARED
