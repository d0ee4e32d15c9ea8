"""Every shape passes the good and catches the bad, and pySHACL is not alone in saying so."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat, Triple

from graphs import IDS, page_claims
from judges import topbraid
from kgbuild.derived import Edition, dataset_triples, derived_triples, term_triples, used_codes
from kgbuild.errors import KgbuildError
from kgbuild.model import Severity
from kgbuild.quads import Census
from kgbuild.terminology import TermIndex
from kgbuild.triple_lines import Statement, statements_of
from kgbuild.validation import Validator, Violation
from kgbuild.validation.fast import FastValidator
from kgbuild.vocabulary import SKOS
from rdf_files import PREFIXES, expand, parse, read, statements
from readings import lenalidomide

ROOT = Path(__file__).parent.parent
SHAPES = ROOT / "shapes"
EXAMPLES = ROOT / "tests" / "shapes"
WHOLE = ROOT / "tests" / "graphs" / "whole.ttl"

SHACL = PREFIXES["sh"]
BASICS = {"name", "message", "severity", "path"}
"""What every property shape says besides its constraints."""
TARGETS = {"targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"}


def local(iri: str) -> str:
    return iri.removeprefix(PREFIXES["kgs"])


FILES = read(*sorted(SHAPES.glob("*.ttl")))
STATED = [
    (local(subject), predicate.removeprefix(SHACL), local(value))
    for subject, predicate, value in statements(FILES)
    if subject.startswith(PREFIXES["kgs"])
]
"""What the shapes' files say of our shapes: (shape, parameter, value), by local names."""
NODE_SHAPES = sorted(shape for shape, _, value in STATED if value == SHACL + "NodeShape")
PROPERTY_SHAPES = sorted(shape for shape, _, value in STATED if value == SHACL + "PropertyShape")
MEMBERS = {name: {value for shape, key, value in STATED if (shape, key) == (name, "property")} for name in NODE_SHAPES}


@pytest.fixture(scope="module")
def validator() -> Validator:
    made = Validator(SHAPES)
    made.prepare()  # also sets how rdflib reads literals, for the tests that ask it directly
    return made


def of_shape(name: str, found: Iterable[Violation]) -> set[tuple[str, str]]:
    """What the shape and its property shapes found: (focus node, shape)."""
    return {(v.focus, v.shape) for v in found if v.shape in {name, *MEMBERS[name]}}


def annotated(triples: Iterable[Triple]) -> set[tuple[str, str]]:
    return {(s.subject, local(s.object)) for s in statements(triples) if s.predicate == expand("kgtest:trips")}


def stated(triples: Iterable[Triple]) -> list[Statement]:
    """As validators take what a page states."""
    return list(statements_of(triples))


@pytest.mark.parametrize("name", NODE_SHAPES)
def test_the_good_example_has_what_the_shape_is_about_and_passes(name: str, validator: Validator) -> None:
    good = read(EXAMPLES / f"{name}.good.ttl")
    assert of_shape(name, validator.validate(good)) == set()
    assert validator.check(stated(good)).focus[name] > 0


@pytest.mark.parametrize("name", NODE_SHAPES)
def test_each_bad_node_trips_just_the_shapes_it_is_there_for(name: str, validator: Validator) -> None:
    bad = read(EXAMPLES / f"{name}.bad.ttl")
    assert of_shape(name, validator.validate(bad)) == annotated(bad)


@pytest.mark.parametrize("name", NODE_SHAPES)
def test_every_property_shape_is_tripped_by_a_bad_node(name: str) -> None:
    own = set() if MEMBERS[name] and not has_own_constraints(name) else {name}
    assert {shape for _, shape in annotated(read(EXAMPLES / f"{name}.bad.ttl"))} == MEMBERS[name] | own


def has_own_constraints(name: str) -> bool:
    """Whether the node shape says more than its targets and its property shapes."""
    return any((shape, key) == (name, "message") for shape, key, _ in STATED)


def test_every_property_shape_belongs_to_one_node_shape() -> None:
    owners = [member for members in MEMBERS.values() for member in members]
    assert sorted(owners) == PROPERTY_SHAPES


def test_every_constraint_is_tripped_by_a_bad_node(verdicts: tuple[topbraid.Verdict, ...]) -> None:
    silent = BASICS | TARGETS | {"property"}
    constraints = {(shape, key) for shape, key, _ in STATED if ":" not in key and key not in silent}
    assert constraints - {(v.shape, v.kind) for v in verdicts} == set()


def test_every_property_shape_says_what_is_wrong_and_what_to_do() -> None:
    for name in PROPERTY_SHAPES:
        said = [(key, value) for shape, key, value in STATED if shape == name]
        assert {key for key, _ in said} >= BASICS, name
        (message,) = [value for key, value in said if key == "message"]
        assert ":" in message, name
        assert message.endswith("."), name


def test_the_shapes_are_core_only_and_import_nothing() -> None:
    text = "".join(file.read_text("utf-8") for file in SHAPES.glob("*.ttl"))
    assert not [word for word in ("sh:sparql", "sh:js", "sh:rule", "owl:imports", "sh:target ") if word in text]


def test_every_example_belongs_to_a_shape() -> None:
    assert {f.name for f in EXAMPLES.iterdir()} == {f"{n}.{kind}.ttl" for n in NODE_SHAPES for kind in ("good", "bad")}


def test_a_whole_page_conforms_and_no_shape_is_idle(validator: Validator) -> None:
    whole = read(WHOLE)
    assert validator.validate(whole) == ()
    assert [name for name, count in validator.check(stated(whole)).focus.items() if not count] == []


def test_a_violation_says_where_what_and_what_to_do(validator: Validator) -> None:
    bad = read(EXAMPLES / "Indication.bad.ttl")
    (found,) = [v for v in validator.validate(bad) if v.focus.endswith("/its-own-partner")]
    assert found == Violation(
        shape="Indication-ownPartner",
        severity=Severity.ERROR,
        focus="https://example.org/Indication/bad/its-own-partner",
        path="kg:therapyOption/kg:partner",
        value="https://example.org/Indication/bad/examplinib",
        message="A drug is its own partner: remove it from kg:partner; "
        "where the drug is given alone, the option has no partner.",
    )


def test_a_partner_that_is_also_the_prior_therapy_is_a_warning(validator: Validator) -> None:
    found = validator.validate(read(EXAMPLES / "Indication.bad.ttl"))
    assert {v.severity for v in found if v.shape == "Indication-partnerIsPrior"} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ('ncit:C91 skos:notation "C92"', "skos:notation"),
        ('ncit:C91 skos:notation "C91" ; skos:exactMatch evs:C92', "skos:exactMatch"),
        ('ncit:C91 a kg:Agent ; skos:prefLabel "surgery"@en', "skos:notation"),
    ],
)
def test_the_code_in_an_iri_and_the_codes_stated_of_it_agree(stated: str, path: str, validator: Validator) -> None:
    found = validator.validate(parse(f"{stated} ."))
    assert [v.path for v in found if v.shape == "Concept-identity"] == [path]


@pytest.mark.parametrize("least", ['"two"^^xsd:integer', '"2025-01-01"^^xsd:date', "_:something", "kg:Drug"])
def test_values_that_cannot_be_compared_are_violations(least: str, validator: Validator) -> None:
    """PySHACL stops at them; the other nodes are judged all the same."""
    stated = f"id:a a kg:Indication ; kg:minPriorTherapies {least} ; kg:maxPriorTherapies 3 ."
    other = "id:b a kg:Indication ; kg:minPriorTherapies 4 ; kg:maxPriorTherapies 3 ."
    found = [v.focus for v in validator.validate(parse(stated + other)) if v.shape == "Indication-minPriorTherapies"]
    assert found == [PREFIXES["id"] + "a", PREFIXES["id"] + "b"]


def test_a_folder_without_shapes_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(KgbuildError, match="no shapes here"):
        Validator(tmp_path).prepare()
    (tmp_path / "Broken.ttl").write_text("not turtle")
    with pytest.raises(KgbuildError, match="cannot be read"):
        Validator(tmp_path).prepare()


def test_nothing_is_said_on_stderr(validator: Validator, capfd: pytest.CaptureFixture[str]) -> None:
    validator.validate(read(*EXAMPLES.glob("*.bad.ttl")))
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def everything() -> list[Triple]:
    """All examples as one graph; their nodes have names of their own."""
    return list(dict.fromkeys(read(*sorted(EXAMPLES.glob("*.ttl")))))


@pytest.fixture(scope="module")
def verdicts(everything: list[Triple], tmp_path_factory: pytest.TempPathFactory) -> tuple[topbraid.Verdict, ...]:
    return topbraid.judge(everything, FILES, tmp_path_factory.mktemp("topbraid"))


def test_topbraid_finds_the_same(
    validator: Validator, everything: list[Triple], verdicts: tuple[topbraid.Verdict, ...]
) -> None:
    ours = {(v.focus, v.shape, v.value) for v in validator.validate(everything) if v.shape != "Concept-identity"}
    theirs = {topbraid.at_the_node(v) for v in verdicts}
    assert ours == theirs


def test_the_fast_engine_finds_the_same(validator: Validator, everything: list[Triple], root: Path) -> None:
    ours, theirs = validator.check(stated(everything)), FastValidator(root / "shapes").check(stated(everything))
    assert set(theirs.violations) == set(ours.violations)
    assert theirs.focus == ours.focus


def test_the_fast_engine_says_what_is_wrong_with_its_shapes(tmp_path: Path) -> None:
    with pytest.raises(KgbuildError, match="no shapes here"):
        FastValidator(tmp_path).prepare()
    (tmp_path / "Broken.ttl").write_text("not turtle")
    with pytest.raises(KgbuildError, match="cannot be read"):
        FastValidator(tmp_path).prepare()


def test_pyshacl_itself_finds_the_same(validator: Validator, everything: list[Triple]) -> None:
    """The shapes are compiled for speed; `pyshacl.validate` reads them as they stand."""
    import pyshacl
    from rdflib import Graph, URIRef
    from rdflib.namespace import SH as R

    ours = {(v.focus, v.shape, v.value) for v in validator.validate(everything) if v.shape != "Concept-identity"}
    # pySHACL makes rdflib rewrite ill-typed literals again when it ends: what it must not see comes before.
    data = Graph().parse(data=pyoxigraph.serialize(everything, format=RdfFormat.N_TRIPLES), format="nt")
    shapes = Graph().parse(data=pyoxigraph.serialize(FILES, format=RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    theirs = set()
    for result in report.subjects(R.sourceShape):
        found = (report.value(result, p) for p in (R.focusNode, R.sourceShape, R.value))
        focus, shape, value = ("" if x is None else str(x) if isinstance(x, URIRef) else x.n3() for x in found)
        theirs.add(topbraid.at_the_node(topbraid.Verdict(focus, local(shape), value, "")))
    assert ours == theirs


def test_paths_lead_where_pyshacl_is_led(everything: list[Triple]) -> None:
    """Paths are read once for speed; pySHACL follows them as they stand."""
    from kgbuild.validation.compiled import compile_shapes
    from kgbuild.validation.rdf_graph import IndexedGraph

    graph = IndexedGraph(stated(everything))
    nodes = sorted({*graph.subjects(), *graph.objects()})
    checks = [each for target in compile_shapes(sorted(SHAPES.glob("*.ttl"))) for each in target.checks]
    followed = [each for each in checks if each.path]
    assert len(followed) == len([each for each in checks if each.shape.is_property_shape])
    for check in followed:
        ours = check.path(graph, nodes) if check.path else {}
        theirs = check.shape.value_nodes(graph, nodes)
        assert {node: set(found) for node, found in ours.items()} == {n: found for n, found in theirs.items() if found}
        assert all(len(set(found)) == len(found) for found in ours.values())


@pytest.mark.parametrize(
    "path", ["[ sh:zeroOrMorePath kg:partner ]", "[ sh:inversePath ( kg:therapyOption kg:partner ) ]"]
)
def test_other_kinds_of_path_are_left_to_pyshacl(path: str) -> None:
    from rdflib import URIRef

    from kgbuild.validation.paths import read_path
    from kgbuild.validation.rdf_graph import IndexedGraph

    shapes = IndexedGraph(stated(parse(f"kg:x sh:path {path} .")))
    (stated_path,) = shapes.objects(None, URIRef(f"{SHACL}path"))
    assert read_path(shapes, stated_path) is None


def test_what_follows_from_the_pages_can_be_checked_in_parts(validator: Validator) -> None:
    """No shape that is about it looks beyond one node's own triples; at the shortcuts none looks at all."""
    claims = page_claims(lenalidomide())
    index = TermIndex.open(ROOT / "ontology")
    follows = [
        *derived_triples(claims),
        *statements_of(term_triples(used_codes(claims), index)),
        *statements_of(dataset_triples(Census(), Edition(), IDS)),
    ]
    named = {local(shape) for shape, key, _ in STATED if key == "targetNode"}
    assert {name for name, count in validator.check(list(derived_triples(claims))).focus.items() if count} <= named
    label = str(SKOS.PREF_LABEL)
    broken = sorted({*follows[::7], *follows[3::7], *((s, label, '"x"@en') for s, p, _ in follows[::5] if p == label)})
    whole = validator.check(broken)
    parts = [validator.check(list(part)) for _, part in groupby(broken, lambda statement: statement[0])]
    assert len(whole.violations) > 10
    assert set(whole.violations) == {violation for part in parts for violation in part.violations}
    for name, count in whole.focus.items():
        assert name in named or count == sum(part.focus[name] for part in parts)


def test_a_text_with_a_direction_is_a_text_and_a_triple_is_no_value(validator: Validator) -> None:
    """RDF 1.2 has both; SHACL knows of neither."""
    whole = stated(read(WHOLE))
    label = ("<urn:x>", str(SKOS.PREF_LABEL), '"x"@en--ltr')
    assert validator.check([*whole, label]).violations == ()
    with pytest.raises(KgbuildError, match="as the object of another"):
        validator.check([*whole, ("<urn:x>", "<urn:y>", "<<( <urn:a> <urn:b> <urn:c> )>>")])
