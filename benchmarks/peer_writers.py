"""The same records, written as the same triples by others: what the last step of a build is measured against.

Records are the uses of a built graph as one JSON file: lists of rows, each of a use or of one value of a use. Every
writer reads that file, states the same triples (`TRIPLES`), and writes them; no one validates or checks.

- ``rdflib``: a `Graph` to which they are added, then serialised as N-Triples or Turtle.
- ``kgbuild``: the lines and writers of `kgbuild.exports`, which sort them and write each once.
- ``morph-kgc``: an RML mapping, run by Morph-KGC in an environment of its own.

Usage: ``python benchmarks/peer_writers.py records GRAPH.nq FOLDER``, then ``rdflib|kgbuild FOLDER nt|ttl`` or
``mapping FOLDER`` for the files that ``python -m morph_kgc FOLDER/morph.ini`` needs.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

KG = "https://w3id.org/kgbuild/ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TRIPLES = {
    "types": (_TYPE, True),
    "indicationOf": (f"{KG}indicationOf", True),
    "condition": (f"{KG}condition", True),
    "therapyOption": (f"{KG}therapyOption", True),
    "partner": (f"{KG}partner", True),
    "priorTherapy": (f"{KG}priorTherapy", True),
    "population": (f"{KG}population", True),
    "diseaseStatus": (f"{KG}diseaseStatus", True),
    "statement": (f"{KG}statement", False),
    "prefLabel": (f"{_SKOS}prefLabel", False),
}
"""List of the records -> the property that its rows state, and whether the value is an IRI; else it is English text."""


def make_records(graph: Path, folder: Path) -> None:
    """Gather the rows of a built graph (``graph.nq``) into ``records.json``."""
    from pyoxigraph import NamedNode, RdfFormat, parse

    names = {iri: name for name, (iri, _) in TRIPLES.items()}
    rows: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for quad in parse(graph.read_bytes(), format=RdfFormat.N_QUADS):
        name = names.get(quad.predicate.value)
        if name and isinstance(quad.subject, NamedNode):
            rows[name].add((quad.subject.value, quad.object.value))
    shown = {name: [{"id": each, "value": value} for each, value in sorted(rows[name])] for name in TRIPLES}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "records.json").write_text(json.dumps(shown), encoding="utf-8")


def write_with_rdflib(folder: Path, extension: str) -> None:
    """As anyone would: terms, `Graph.add`, `serialize`."""
    from rdflib import Graph, Literal, URIRef

    graph = Graph()
    for name, rows in json.loads((folder / "records.json").read_text(encoding="utf-8")).items():
        iri, is_iri = TRIPLES[name]
        predicate = URIRef(iri)
        for row in rows:
            value = URIRef(row["value"]) if is_iri else Literal(row["value"], lang="en")
            graph.add((URIRef(row["id"]), predicate, value))
    graph.serialize(folder / f"rdflib.{extension}", format={"nt": "nt", "ttl": "turtle"}[extension])


def write_with_kgbuild(folder: Path, extension: str) -> None:
    """As a build does: pyoxigraph's terms, sorted lines, Turtle from these."""
    from pyoxigraph import Literal, NamedNode, Triple

    from kgbuild.exports.lines import turtle
    from kgbuild.quads import Quads
    from kgbuild.triple_lines import lines_of

    triples = []
    for name, rows in json.loads((folder / "records.json").read_text(encoding="utf-8")).items():
        iri, is_iri = TRIPLES[name]
        predicate = NamedNode(iri)
        for row in rows:
            value = NamedNode(row["value"]) if is_iri else Literal(row["value"], language="en")
            triples.append(Triple(NamedNode(row["id"]), predicate, value))
    graph = NamedNode("urn:records")
    quads = Quads.of([(graph, lines_of(triples))])
    lines = (f"{line} .\n".encode() for line in quads.of_graph(graph))
    with (folder / f"kgbuild.{extension}").open("wb") as file:
        file.writelines(turtle(quads, {"kg": KG}) if extension == "ttl" else lines)


def write_mapping(folder: Path) -> None:
    """The RML mapping of the records, a map for each list, and Morph-KGC's settings."""
    maps = []
    for name, (iri, is_iri) in TRIPLES.items():
        kind = "rr:termType rr:IRI" if is_iri else 'rr:termType rr:Literal ; rr:language "en"'
        maps.append(
            f'<#{name}> rml:logicalSource [ rml:source "{folder}/records.json" ; rml:referenceFormulation ql:JSONPath ;'
            f' rml:iterator "$.{name}[*]" ] ; rr:subjectMap [ rml:reference "id" ; rr:termType rr:IRI ] ;'
            f' rr:predicateObjectMap [ rr:predicate <{iri}> ; rr:objectMap [ rml:reference "value" ; {kind} ] ] .'
        )
    head = (
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .\n@prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .\n@base <http://example.org/> .\n"
    )
    (folder / "mapping.ttl").write_text(head + "\n".join(maps) + "\n", encoding="utf-8")
    settings = (
        f"[CONFIGURATION]\noutput_file={folder}/morph.nt\noutput_format=N-TRIPLES\nnumber_of_processes=1\n"
        f"logging_level=ERROR\n\n[RECORDS]\nmappings={folder}/mapping.ttl\n"
    )
    (folder / "morph.ini").write_text(settings, encoding="utf-8")


def differences(folder: Path) -> dict[str, int]:
    """File -> how many triples it has that the others lack, or lacks that they have; and how many kgbuild wrote."""
    from pyoxigraph import RdfFormat, parse

    formats = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE}
    files = [path for path in sorted(folder.iterdir()) if path.suffix in formats and path.stem != "mapping"]
    sets = {
        path.name: {quad.triple for quad in parse(path.read_bytes(), format=formats[path.suffix])} for path in files
    }
    own = sets["kgbuild.nt"]
    return {"triples": len(own), **{name: len(found ^ own) for name, found in sets.items()}}


def main() -> None:
    """Do one step."""
    match sys.argv[1:]:
        case ["records", graph, folder]:
            make_records(Path(graph), Path(folder))
        case ["mapping", folder]:
            write_mapping(Path(folder))
        case ["differences", folder]:
            print(json.dumps(differences(Path(folder))))
        case ["rdflib", folder, extension]:
            write_with_rdflib(Path(folder), extension)
        case ["kgbuild", folder, extension]:
            write_with_kgbuild(Path(folder), extension)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
