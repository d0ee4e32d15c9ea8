"""What decides, besides the pages, what a build gives: the program, its folders, Python and some libraries."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

PROGRAM = Path(__file__).parent
"""The folder of the program itself."""
_LIBRARIES = (
    *("markdown-it-py", "mdurl", "msgspec", "pyoxigraph", "pyshacl", "python-frontmatter", "pyyaml", "rdflib", "shacl"),
)
"""Libraries of which another version might give something else."""


def versions() -> list[str]:
    """Of Python and of the libraries that a result depends on.

    >>> versions()[0].split(".")[0]
    '3'
    """
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = [platform.python_version()]
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):  # shacl is an extra
            found.append(f"{name} {version(name)}")
    return found
