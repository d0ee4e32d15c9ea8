"""The shapes, run by the engine ``shacl`` (Rust), which is no dependency: half the time of pySHACL, and young.

Source: https://pypi.org/project/shacl/ (0.3). It gives the results of pySHACL on
every example of a good and a bad graph; a test holds it to that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from kgbuild.errors import KgbuildError
from kgbuild.model import Severity
from kgbuild.triple_lines import Statement, bare, lines_of, terms_of
from kgbuild.validation.engines import Checked
from kgbuild.validation.identity import check_identity
from kgbuild.validation.shape_files import read_shapes
from kgbuild.validation.violation import Violation
from kgbuild.vocabulary import KG, PREFIXES
from kgbuild.vocabulary.written import RDF

_SHAPES: Final = "https://w3id.org/kgbuild/shapes#"
_SH: Final = "http://www.w3.org/ns/shacl#"
_SEVERITIES: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.NOTE}
_TYPE: Final = RDF.TYPE
_NODE: Final = "targetNode"
_IRI = re.compile(r"<([^<>]*)>")
_ALONE = re.compile(r"\((<[^<>]*>)\)")
"""A single step in brackets."""

_Aims = Mapping[str, tuple[frozenset[str], tuple[tuple[str, str], ...]]]
"""Local name of a shape -> the nodes that it names itself; kinds of target, such as ``targetClass``, and what each
names. All terms as lines write them."""


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
    def _lines(self) -> list[str]:
        """All shapes as lines; they hold blank nodes, whose labels are kept apart by file."""
        files = sorted(self._folder.glob("*.ttl"))
        if not files:
            raise KgbuildError(f"{self._folder}: no shapes here; name a folder that holds *.ttl")
        try:
            return lines_of(read_shapes(files))
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
            return shacl.Shapes.from_text("".join(f"{line} .\n" for line in self._lines), "nt")
        except ValueError as error:
            raise KgbuildError(f"{self._folder}: the shapes cannot be read: {error}") from error

    @cached_property
    def _aims(self) -> _Aims:
        aims: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, value in map(terms_of, self._lines):
            if subject.startswith("<") and predicate.startswith(f"<{_SH}target"):
                aims[_local(bare(subject))].append((bare(predicate).removeprefix(_SH), value))
        return {name: (_named(found), tuple(aim for aim in found if aim[0] != _NODE)) for name, found in aims.items()}

    def check(self, statements: Collection[Statement]) -> Checked:
        """Hold the shapes against statements, which must give the types and labels of all nodes they name.

        Raises:
            KgbuildError: see `prepare`.
        """
        report = self._engine.validate_text("".join([f"{s} {p} {o} .\n" for s, p, o in statements]), "nt")
        found = set(check_identity(statements))
        found.update(_violation(result) for result in report.results)
        return Checked(tuple(sorted(found)), self._focus(statements))

    def _focus(self, statements: Iterable[Statement]) -> dict[str, int]:
        """How many nodes each shape is aimed at; classes are taken as stated, since nothing is inferred."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        ends = self._ends
        for subject, predicate, value in statements:
            if predicate == _TYPE:
                found["targetClass", value].add(subject)
            if predicate in ends:
                found["targetSubjectsOf", predicate].add(subject)
                found["targetObjectsOf", predicate].add(value)
        return {
            name: len(named.union(*(found[aim] for aim in aims if aim in found)))
            for name, (named, aims) in self._aims.items()
        }

    @cached_property
    def _ends(self) -> frozenset[str]:
        """The predicates at whose ends shapes are aimed."""
        return frozenset(term for _, aims in self._aims.values() for kind, term in aims if kind != "targetClass")


def _named(aims: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(term for kind, term in aims if kind == _NODE)


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
