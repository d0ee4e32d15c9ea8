"""Fetches the browser libraries that ``kgbuild site`` ships, at the versions that the table names, byte for byte.

Run ``python scripts/vendor.py`` after a change of ``src/kgbuild/site/vendored/vendored.toml``; it needs npm. A package
whose bytes are not those of the table (``integrity``), or a file of another SHA-256, is refused. Nothing is altered;
WebAssembly is compressed with gzip, which the browser undoes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "src" / "kgbuild" / "site" / "vendored"


def main() -> None:
    """Fetch every library of the table and write its files."""
    table = tomllib.loads((FOLDER / "vendored.toml").read_text(encoding="utf-8"))
    for library in table["library"]:
        with tempfile.TemporaryDirectory() as folder:
            package = fetched(f"{library['name']}@{library['version']}", Path(folder))
            check(library, package)
            write(library, package)
        print(f"{library['name']} {library['version']}: {', '.join(f['name'] for f in library['file'])}")


def fetched(package: str, folder: Path) -> Path:
    """The archive that the registry has under a name and version."""
    command = ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a fixed command with names of our table
    (archive,) = folder.glob("*.tgz")
    return archive


def check(library: dict[str, Any], archive: Path) -> None:
    """Hold an archive against the digest of the table."""
    seen = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if seen != library["integrity"]:
        sys.exit(f"{library['name']}: the package has {seen}, the table {library['integrity']}; find out why")


def write(library: dict[str, Any], archive: Path) -> None:
    """Take the files of the table out of an archive."""
    with tarfile.open(archive) as members:
        for file in library["file"]:
            member = members.extractfile(f"package/{file['path']}")
            content = member.read() if member else b""
            if (seen := hashlib.sha256(content).hexdigest()) != file["sha256"]:
                sys.exit(f"{library['name']}: {file['path']} has SHA-256 {seen}, the table {file['sha256']}")
            packed = gzip.compress(content, 9, mtime=0) if file["name"].endswith(".gz") else content
            (FOLDER / file["name"]).write_bytes(packed)


if __name__ == "__main__":
    main()
