"""The shapes, read once: for each the constraint components of pySHACL that are run on every page.

`pyshacl.validate` reads the shapes anew for each call and each focus node; on a
page of 260 triples that took 66 ms, of which 60 were spent on the shapes. Here
the constraints of a node shape's property shapes are run on all its focus nodes
at once, which SHACL defines to give the same results (a test compares them).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.core.cardinality_constraints import MaxCountConstraintComponent
from pyshacl.constraints.core.other_constraints import InConstraintComponent
from pyshacl.constraints.core.property_pair_constraints import (
    DisjointConstraintComponent,
    LessThanConstraintComponent,
    LessThanOrEqualsConstraintComponent,
)
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from pyshacl.constraints.core.string_based_constraints import (
    LanguageInConstraintComponent,
    MaxLengthConstraintComponent,
    MinLengthConstraintComponent,
    PatternConstraintComponent,
    UniqueLangConstraintComponent,
)
from pyshacl.constraints.core.value_constraints import (
    ClassConstraintComponent,
    DatatypeConstraintComponent,
    NodeKindConstraintComponent,
)
from pyshacl.constraints.core.value_range_constraints import (
    MaxExclusiveConstraintComponent,
    MaxInclusiveConstraintComponent,
    MinExclusiveConstraintComponent,
    MinInclusiveConstraintComponent,
)
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kgbuild.model import Severity
from kgbuild.triple_lines import statements_of
from kgbuild.validation.paths import Path as ShapePath
from kgbuild.validation.paths import Values, read_path
from kgbuild.validation.rdf_graph import IndexedGraph, term
from kgbuild.validation.shape_files import read_shapes
from kgbuild.validation.violation import Violation
from kgbuild.vocabulary import KG, PREFIXES
from kgbuild.vocabulary.written import RDF

SHAPES: Final = "https://w3id.org/kgbuild/shapes#"
"""Namespace of our shapes."""

_SEVERITIES: Final = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTE}
_TARGETS: Final = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_TYPE: Final = term(RDF.TYPE)
_SILENT: Final = logging.getLogger("kgbuild.shacl")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False
_EXECUTOR: Final = SHACLExecutor()
_OF_VALUES: Final = (
    ClassConstraintComponent,
    DatatypeConstraintComponent,
    DisjointConstraintComponent,
    InConstraintComponent,
    LanguageInConstraintComponent,
    LessThanConstraintComponent,
    LessThanOrEqualsConstraintComponent,
    MaxCountConstraintComponent,
    MaxExclusiveConstraintComponent,
    MaxInclusiveConstraintComponent,
    MaxLengthConstraintComponent,
    MinExclusiveConstraintComponent,
    MinInclusiveConstraintComponent,
    MinLengthConstraintComponent,
    NodeKindConstraintComponent,
    PatternConstraintComponent,
    UniqueLangConstraintComponent,
)
"""Constraints that a node without values meets: SHACL defines them for each value, or as too many of them."""
_Report = Iterable[tuple[Node, Node, Any]]
"""The triples of one result, as pySHACL writes them."""


@dataclass(frozen=True, slots=True)
class Checks:
    """One shape, and the constraints to run on its focus nodes."""

    shape: Shape
    path: ShapePath | None
    """None where pySHACL is to follow it, and for a node shape, whose values are the nodes themselves."""
    of_values: tuple[Any, ...]
    """Constraints that a node without values meets; most nodes have none of most properties."""
    of_nodes: tuple[Any, ...]
    """All others."""

    def run(self, graph: IndexedGraph, focus: list[Node]) -> Iterator[Violation]:
        """Give what the shape finds wrong with some nodes."""
        values = self._values(graph, focus)
        reports: list[_Report] = []
        for component in self.of_values if values else ():
            reports += self._evaluate(component, graph, values)
        everything = {node: values.get(node, ()) for node in focus} if self.of_nodes else {}
        for component in self.of_nodes:
            reports += self._evaluate(component, graph, everything)
        return (_violation(self.shape, report) for report in reports)

    def _values(self, graph: IndexedGraph, focus: list[Node]) -> Values:
        """The values of those nodes that have any."""
        if self.path:
            return self.path(graph, focus)
        found: Values = self.shape.value_nodes(graph, focus)
        return {node: values for node, values in found.items() if values}

    def _evaluate(self, component: Any, graph: IndexedGraph, values: Values) -> list[_Report]:  # noqa: ANN401 - pySHACL's components share no typed interface
        try:
            _, reports = component.evaluate(_EXECUTOR, graph, values, [self.shape, component])
        except (TypeError, ReportableRuntimeError):
            # pySHACL 0.40 fails on values that cannot be compared, such as "two"^^xsd:integer;
            # SHACL has them reported. Each node is tried alone, to find those that are at fault.
            if len(values) > 1:
                alone = (self._evaluate(component, graph, {node: found}) for node, found in values.items())
                return list(chain.from_iterable(alone))
            at_fault = ((node, value) for node, found in values.items() for value in found)
            reports = [component.make_v_result(graph, node, value_node=value) for node, value in at_fault]
        return [report for _, _, report in reports]


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is aimed at."""

    name: str
    """Local name of the shape."""
    aims: tuple[tuple[Node, ...], ...]
    """What `sh:targetNode`, `sh:targetClass`, `sh:targetSubjectsOf` and `sh:targetObjectsOf` name."""
    checks: tuple[Checks, ...]

    def focus(self, graph: IndexedGraph) -> list[Node]:
        """Give the nodes of a graph that the shape is about; classes are taken as stated, since nothing is inferred."""
        nodes, classes, subjects_of, objects_of = self.aims
        members = graph.back(_TYPE)
        found = dict.fromkeys(nodes)
        for each in classes:
            found.update(dict.fromkeys(members.get(each, ())))
        for each in subjects_of:
            found.update(dict.fromkeys(graph.ahead(each)))
        for each in objects_of:
            found.update(dict.fromkeys(graph.back(each)))
        return list(found)


def compile_shapes(files: Iterable[Path]) -> tuple[Target, ...]:
    """Read shapes files.

    Raises:
        OSError: a file cannot be read.
        SyntaxError: a file is not Turtle.
        pyshacl.errors.ShapeLoadError: a shape is malformed.
        KgbuildError: a file goes beyond SHACL Core.
    """
    graph = IndexedGraph(statements_of(read_shapes(files)))
    shapes = ShapesGraph(graph, logger=_SILENT)
    targets = (_target(shapes, shape) for shape in sorted(shapes.shapes, key=lambda shape: str(shape.node)))
    return tuple(target for target in targets if target)


def _target(shapes: ShapesGraph, shape: Shape) -> Target | None:
    aims = tuple(tuple(shapes.graph.objects(shape.node, kind)) for kind in _TARGETS)
    if shape.deactivated or not any(aims):
        return None
    inner = () if shape.is_property_shape else shapes.graph.objects(shape.node, SH.property)
    members = [shape, *(shapes.lookup_shape_from_node(node) for node in inner)]
    checks = (_checks(each, within=each is shape) for each in members)
    return Target(_local(shape.node), aims, tuple(check for check in checks if check.of_values or check.of_nodes))


def _checks(shape: Shape, *, within: bool) -> Checks:
    stated = next(iter(shape.sg.graph.objects(shape.node, SH.path)), None)
    path = read_path(shape.sg.graph, stated) if stated is not None else None
    components = _components(shape, within=within)
    of_values = tuple(each for each in components if isinstance(each, _OF_VALUES))
    return Checks(shape, path, of_values, tuple(each for each in components if not isinstance(each, _OF_VALUES)))


def _components(shape: Shape, *, within: bool) -> tuple[Any, ...]:
    """Build a shape's constraints; those of its property shapes only where they are not `Checks` of their own."""
    if shape.deactivated:
        return ()
    stated = {
        CONSTRAINT_PARAMETERS_MAP[predicate]: None
        for predicate, _ in shape.sg.graph.predicate_objects(shape.node)
        if predicate in CONSTRAINT_PARAMETERS_MAP
    }
    if within and not shape.is_property_shape:
        stated.pop(PropertyConstraintComponent, None)
    return tuple(component(shape) for component in stated)


def _violation(shape: Shape, report: _Report) -> Violation:
    said = {predicate: value[1] if isinstance(value, tuple) else value for _, predicate, value in report}
    path = said.get(SH.resultPath)
    focus = _shown(said[SH.focusNode])
    value = _shown(said[SH.value]) if SH.value in said else ""
    if focus.startswith(KG.NAMESPACE):  # aimed at a term, such as kg:ApprovedUse: the value is the node at fault
        focus, value = value, focus
    return Violation(
        shape=_local(said[SH.sourceShape]),
        severity=_SEVERITIES[said[SH.resultSeverity]],
        focus=focus,
        path=_path(shape, path) if path is not None else "",
        value=value,
        message=str(said[SH.resultMessage]),
    )


def _local(node: Node) -> str:
    return str(node).removeprefix(SHAPES)


def _shown(node: Node) -> str:
    return str(node) if isinstance(node, URIRef) else node.n3()


def _path(shape: Shape, node: Node) -> str:
    """Write a path as SPARQL does."""
    if isinstance(node, URIRef):
        names = (f"{name}:{node[len(iri) :]}" for name, iri in PREFIXES.items() if node.startswith(iri))
        return next(names, f"<{node}>")
    graph = shape.sg.graph
    steps = list(graph.items(node))
    if steps:
        return "/".join(_path(shape, step) for step in steps)
    for kind, (before, after) in _MARKS.items():
        for inner in graph.objects(node, kind):
            return f"{before}{_path(shape, inner)}{after}"
    alternatives = next(iter(graph.objects(node, SH.alternativePath)))
    return "(" + "|".join(_path(shape, each) for each in graph.items(alternatives)) + ")"


_MARKS: Final = {
    SH.inversePath: ("^", ""),
    SH.zeroOrOnePath: ("", "?"),
    SH.zeroOrMorePath: ("", "*"),
    SH.oneOrMorePath: ("", "+"),
}
