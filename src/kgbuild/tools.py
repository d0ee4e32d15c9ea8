"""What a build is told, and what it opens once and uses for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgbuild.editions import editions
from kgbuild.exports import read_context
from kgbuild.resources import folder
from kgbuild.terminology import TermIndex
from kgbuild.validation import Engine, Shapes, open_shapes
from kgbuild.vocabulary import DEFAULT_BASE, Identifiers


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told; small, so that it can be sent to workers."""

    base: str = DEFAULT_BASE
    """Under which instances are named."""
    ontology: Path = field(default_factory=lambda: folder("ontology"))
    shapes: Path = field(default_factory=lambda: folder("shapes"))
    engine: Engine = Engine.PYSHACL
    """Who holds the shapes against the graph."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What is opened once and used for every page."""

    terms: TermIndex
    validator: Shapes
    engine: Engine
    ids: Identifiers
    versions: Mapping[str, str] = field(hash=False)
    """See `kgbuild.editions`."""
    context: Mapping[str, Any] = field(hash=False)
    """Of the JSON-LD that is written."""

    @classmethod
    def open(cls, settings: Settings) -> Tools:
        """Open the terminology and the shapes.

        Raises:
            KgbuildError: one of them is damaged, or the base is no IRI.
        """
        return cls(
            terms=TermIndex.open(settings.ontology),
            validator=open_shapes(settings.engine, settings.shapes),
            engine=settings.engine,
            ids=Identifiers(settings.base),
            versions=editions(settings.ontology),
            context=read_context(settings.ontology / "context.jsonld"),
        )
