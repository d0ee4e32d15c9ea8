"""The shapes, run by the engine ``shacl`` (Rust), which is no dependency: some twenty times faster, and young.

Source: https://pypi.org/project/shacl/ (0.3). It gives the results of pySHACL on
every example of a good and a bad graph; a test holds it to that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgbuild.errors import KgbuildError
from kgbuild.model import Severity
from kgbuild.triple_lines import lines_of, terms_of
from kgbuild.validation.engines import Checked
from kgbuild.validation.identity import check_identity
from kgbuild.validation.shape_files import read_shapes
from kgbuild.validation.violation import Violation
from kgbuild.vocabulary import KG, PREFIXES, RDF

_SHAPES: Final = "https://w3id.org/kgbuild/shapes#"
_SH: Final = "http://www.w3.org/ns/shacl#"
_SEVERITIES: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.NOTE}
_TYPE: Final = str(RDF.TYPE)
_IRI = re.compile(r"<([^<>]*)>")
_ALONE = re.compile(r"\((<[^<>]*>)\)")
"""A single step in brackets."""

_Aims = Mapping[str, Mapping[str, frozenset[str]]]
"""Local name of a shape -> kind of target, such as ``targetClass`` -> what it names, as lines write it."""


class FastValidator:
    """As `kgbuild.validation.Validator`, by another engine."""

    def __init__(self, folder: Path) -> None:
        """Name the folder where the shapes lie, as ``*.ttl``."""
        self._folder = folder

    def prepare(self) -> None:
        """Read the shapes now.

        Raises:
            KgbuildError: the engine is not installed, there are no shapes, or one cannot be read.
        """
        _ = self._engine, self._aims

    @cached_property
    def _text(self) -> str:
        """All shapes as one text of N-Triples; they hold blank nodes, whose labels are kept apart by file."""
        files = sorted(self._folder.glob("*.ttl"))
        if not files:
            raise KgbuildError(f"{self._folder}: no shapes here; name a folder that holds *.ttl")
        try:
            return "".join(f"{line} .\n" for line in lines_of(read_shapes(files)))
        except (OSError, SyntaxError) as error:
            raise KgbuildError(f"{self._folder}: the shapes cannot be read: {error}") from error

    @cached_property
    def _engine(self) -> Any:  # noqa: ANN401 - the engine ships no annotations
        try:
            import shacl
        except ImportError as error:
            raise KgbuildError(
                "the engine 'shacl' is not installed; install kgbuild[fast], or take the engine 'pyshacl'"
            ) from error
        try:
            return shacl.Shapes.from_text(self._text, "nt")
        except ValueError as error:
            raise KgbuildError(f"{self._folder}: the shapes cannot be read: {error}") from error

    @cached_property
    def _aims(self) -> _Aims:
        aims: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in parse(self._text, format=RdfFormat.N_TRIPLES):
            subject, predicate = quad.subject, quad.predicate.value
            if isinstance(subject, NamedNode) and predicate.startswith(f"{_SH}target"):
                aims[_local(subject.value)][predicate.removeprefix(_SH)].add(str(quad.object))
        return {name: {kind: frozenset(named) for kind, named in found.items()} for name, found in aims.items()}

    def check(self, triples: Iterable[Triple]) -> Checked:
        """Hold the shapes against triples, which must state the types and labels of all nodes they name.

        Raises:
            KgbuildError: see `prepare`.
        """
        stated = list(triples)
        lines = lines_of(stated)
        report = self._engine.validate_text("".join(f"{line} .\n" for line in lines), "nt")
        found = set(check_identity(stated))
        found.update(_violation(result) for result in report.results)
        return Checked(tuple(sorted(found)), self._focus(lines))

    def _focus(self, lines: Iterable[str]) -> dict[str, int]:
        """How many nodes each shape is aimed at; classes are taken as stated, since nothing is inferred."""
        subjects: defaultdict[str, set[str]] = defaultdict(set)
        objects: defaultdict[str, set[str]] = defaultdict(set)
        members: defaultdict[str, set[str]] = defaultdict(set)
        for subject, predicate, value in map(terms_of, lines):
            subjects[predicate].add(subject)
            objects[predicate].add(value)
            if predicate == _TYPE:
                members[value].add(subject)
        places = {"targetClass": members, "targetSubjectsOf": subjects, "targetObjectsOf": objects}
        counted = {}
        for name, aims in self._aims.items():
            nodes = set(aims.get("targetNode", ()))
            nodes.update(*(places[kind].get(each, ()) for kind in places for each in aims.get(kind, ())))
            counted[name] = len(nodes)
        return counted


def _violation(result: Any) -> Violation:  # noqa: ANN401 - the engine ships no annotations
    focus, value = _shown(result.focus_node), _shown(result.value or "")
    if focus.startswith(KG.NAMESPACE):  # aimed at a term, such as kg:ApprovedUse: the value is the node at fault
        focus, value = value, focus
    path = _path(result.path or "")
    shape = _local(_shown(result.source_shape))
    return Violation(shape, _SEVERITIES[result.severity], focus, path, value, result.message)


def _shown(term: str) -> str:
    """An IRI as it is, a literal as N-Triples writes it."""
    return term[1:-1] if term.startswith("<") else term


def _local(iri: str) -> str:
    return iri.removeprefix(_SHAPES)


def _path(written: str) -> str:
    """A path with the prefixes of ours, without the brackets that it needs only where it is part of another."""
    short = _IRI.sub(lambda found: _prefixed(found[1]), _ALONE.sub(r"\1", written))
    return short[1:-1] if short.startswith("(") and short.endswith(")") else short


def _prefixed(iri: str) -> str:
    names = (f"{name}:{iri[len(space) :]}" for name, space in PREFIXES.items() if iri.startswith(space))
    return next(names, f"<{iri}>")
