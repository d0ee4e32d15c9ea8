"""Of which edition a build is: versions of the program, the ontology and the Thesaurus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kgbuild import __version__
from kgbuild.errors import ResourceError

ONTOLOGY, THESAURUS = "kgbuild ontology", "NCI Thesaurus"
_VERSION_INFO = re.compile(r'owl:versionInfo "([^"\n]+)"')


def editions(ontology: Path) -> Mapping[str, str]:
    """Name of each part -> version.

    Args:
        ontology: the folder with ``kgbuild.ttl``, and with ``release.txt``, whose one line names the release of the
            Thesaurus that the tables beside it were cut from.

    Raises:
        ResourceError: one of the two cannot be read or names no version.
    """
    stated = _VERSION_INFO.search(_text(ontology / "kgbuild.ttl"))
    release = _text(ontology / "release.txt").strip()
    if not stated or not release:
        raise ResourceError(f"{ontology}: kgbuild.ttl or release.txt names no version; install kgbuild again")
    return {"kgbuild": __version__, ONTOLOGY: stated[1], THESAURUS: release}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(f"{file}: cannot be read ({error.strerror}); install kgbuild again") from error
