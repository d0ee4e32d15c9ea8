"""Where the folders lie that ship with the program: the ontology, the shapes, the lexicon."""

from __future__ import annotations

from pathlib import Path

from kgbuild.errors import ResourceError

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """Find a folder of the package, or in a checkout the one at the top of the repository.

    Args:
        name: ``ontology``, ``shapes`` or ``lexicon``.

    Raises:
        ResourceError: there is none; the installation is damaged.

    >>> folder("ontology").is_dir()
    True
    """
    for place in (_PACKAGE / name, _CHECKOUT / name):
        if place.is_dir():
            return place
    raise ResourceError(f"{_PACKAGE / name}: this folder should have come with kgbuild; install kgbuild again")
