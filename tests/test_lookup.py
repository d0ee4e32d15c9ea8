"""``terms find`` and ``terms show``: what a name means and what a code is, in the slice and in a release."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import release_files
from kgbuild.concept import Role
from kgbuild.lookup import ReleaseTerms, SliceTerms, cross_references, entry, nearest, nearest_codes
from kgbuild.releases import import_release

ONTOLOGY = Path(__file__).parent.parent / "ontology"
SLICE = SliceTerms.open(ONTOLOGY)
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("KGBUILD_")} | {"COLUMNS": "100"}
NOWHERE = ONTOLOGY / "no such folder"

CONCEPTS: tuple[release_files.Concept, ...] = (
    ("C2991", "", "Disease or Disorder", "", ""),
    ("C10", "C2991", "Wibble Neoplasm|Wibbloma", "", "Neoplastic Process"),
    ("C11", "C10|C2991", "Wibble Carcinoma|WIBBLOMA|Wibbloma", "", "Neoplastic Process"),
    ("C12", "C11|C77", "Wibbloma|\x1b]0;owned\x07", "", "Neoplastic Process"),
    ("C13", "", "Wibblomab|Wibbloma", "", "Pharmacologic Substance"),
    ("C14", "", "Wibbloma", "Retired_Concept", "Finding"),
    ("C15", "C16", "Left Knot", "", ""),
    ("C16", "C15", "Right Knot", "", ""),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    import_release(release_files.zipped(folder, release_files.lines(CONCEPTS)), folder / "terms.sqlite")
    return folder / "terms.sqlite"


def terms(*arguments: str | Path, cwd: Path = ONTOLOGY, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", "terms", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT | environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("text", "code", "name", "how", "roles"),
    [
        ("LENALIDOMIDE", "C2668", "Lenalidomide", "preferred-name", "drug agent cause"),
        ("revlimid", "C2668", "Revlimid", "synonym", "drug agent cause"),
        ("HER2", "C17756", "HER2", "synonym", "marker"),
        ("surgery", "C15329", "surgery", "curated", "agent cause drug-class"),
        ("CDR0000045525", "C1702", "rituximab", "glossary", "drug agent cause"),
        ("systemic therapy", "C49236", "systemic therapy", "broader", "agent cause drug-class"),
        ("anthracycline chemotherapy", "C1594", "anthracycline", "curated", "agent cause drug-class"),
        ("774531", "C17756", "HER2 negative", "glossary", "marker"),
    ],
)
def test_in_the_slice_a_name_means_what_grounding_makes_of_it(
    text: str, code: str, name: str, how: str, roles: str
) -> None:
    found = SLICE.matches(text)[0]
    assert (found.code, found.how) == (code, how)
    assert found.name.casefold() == name.casefold()
    assert " ".join(found.roles) == roles


def test_a_role_asks_for_what_the_name_means_as_this() -> None:
    assert [match.code for match in SLICE.matches("HER2", Role.MARKER)] == ["C17756"]
    assert SLICE.matches("HER2", Role.CONDITION) == []


def test_all_shows_homonyms_that_no_role_means_and_retired_concepts() -> None:
    chosen = {match.code for match in SLICE.matches("Chronic Myelomonocytic Leukemia")}
    everything = SLICE.matches("Chronic Myelomonocytic Leukemia", everything=True)
    assert chosen < {match.code for match in everything}
    assert all(not match.roles for match in everything if match.code not in chosen)
    label = next(row[2] for row in SLICE.terms.concepts.rows() if row[1] == "retired")
    assert any(match.is_retired for match in SLICE.matches(label, everything=True))
    assert any(match.is_retired for match in SLICE.matches(label, Role.DRUG, everything=True))
    assert not any(match.is_retired for match in SLICE.matches(label))


def test_in_a_release_the_preferred_name_comes_first_then_what_comprises_more(index: Path) -> None:
    with ReleaseTerms.open(index) as release:
        found = release.matches("wibblomas")
        assert [match.code for match in found] == ["C12", "C10", "C13", "C11"]
        assert [match.how for match in found] == ["preferred-name", "synonym", "synonym", "synonym"]
        assert [match.kind for match in found] == ["condition", "condition", "drug", "condition"]
        assert [match.code for match in release.matches("wibbloma", Role.DRUG)] == ["C13"]
        assert [match.code for match in release.matches("other wibblomab")] == ["C13"]


def test_in_a_release_retired_concepts_come_last_and_only_when_asked(index: Path) -> None:
    with ReleaseTerms.open(index) as release:
        assert "C14" not in {match.code for match in release.matches("wibbloma")}
        assert release.matches("wibbloma", everything=True)[-1].code == "C14"


def test_the_name_is_the_one_that_is_written_alike(index: Path) -> None:
    with ReleaseTerms.open(index) as release:
        assert {match.name for match in release.matches("WIBBLOMA") if match.code == "C11"} == {"WIBBLOMA"}


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        ("lenalidomde", "C2668"),
        ("elnalidomide", "C2668"),
        ("lenalidomidde", "C2668"),
        ("xenalidomide", "C2668"),
        ("lenalidomixx", "C2668"),
        ("mantle cel lymphoma", "C4337"),
        ("wibble mantle cell lymphoma", "C4337"),
    ],
)
def test_a_slip_leads_to_what_was_meant(slip: str, code: str) -> None:
    assert SLICE.matches(slip) == []
    assert nearest(SLICE, slip)[0].code == code


@pytest.mark.parametrize("text", ["", " ", "x", "qqqqqqqqqqqqqqq", "a " * 500, "\0", "%_" * 30])
def test_what_is_like_nothing_costs_little(text: str) -> None:
    began = time.process_time()
    assert nearest(SLICE, text) == [] or len(text) < 2
    assert time.process_time() - began < 1


def test_a_slip_in_a_release_is_found_as_well(index: Path) -> None:
    with ReleaseTerms.open(index) as release:
        assert nearest(release, "wibblomb")[0].label in {"Wibblomab", "Wibbloma"}
        assert [record.code for record in nearest_codes(release, "C29910")] == ["C2991"]


def test_ancestors_are_told_path_by_path_and_end_in_a_cycle(index: Path) -> None:
    with ReleaseTerms.open(index) as release:
        found, knot = entry(release, "C12", NOWHERE), entry(release, "C15", NOWHERE)
    assert found is not None
    assert [(one.code, one.depth, one.is_repeated, one.label == "") for one in found.ancestors] == [
        ("C11", 1, False, False),
        ("C10", 2, False, False),
        ("C2991", 3, False, False),
        ("C2991", 2, True, False),
        ("C77", 1, False, True),
    ]
    assert knot is not None
    assert [(one.code, one.is_repeated) for one in knot.ancestors] == [("C16", False), ("C15", True)]


def test_cross_references_come_from_any_mapping_set(tmp_path: Path) -> None:
    (tmp_path / "xrefs.sssom.tsv").write_text(
        "# curie_map:\n#   NCIT: http://purl.obolibrary.org/obo/NCIT_\n"
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\n"
        "NCIT:C4337\tMantle Cell Lymphoma\tskos:exactMatch\tDOID:0050746\tmantle cell lymphoma\n"
        "NCIT:C43371\tAnother\tskos:exactMatch\tDOID:1\tanother\n",
        encoding="utf-8",
    )
    (tmp_path / "cdr.sssom.tsv").write_text(
        "subject_id\tpredicate_id\tobject_id\nCDR:1\tskos:exactMatch\tNCIT:C4337\nCDR:2\tskos:exactMatch\tNCIT:C43370\n",
        encoding="utf-8",
    )
    found = cross_references("C4337", tmp_path)
    assert [(one.mapping_set, one.predicate, one.identifier, one.label, one.is_subject) for one in found] == [
        ("cdr", "skos:exactMatch", "CDR:1", "", False),
        ("xrefs", "skos:exactMatch", "DOID:0050746", "mantle cell lymphoma", True),
    ]
    assert cross_references("C4337", NOWHERE) == ()


def shown(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def test_find_prints_code_name_kind_and_how(index: Path) -> None:
    done = terms("find", "revlimid")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "C2668  Lenalidomide  drug\n    synonym “Revlimid”; as drug, agent, cause\n"
    in_release = terms("find", "wibblomab", "--index", index)
    assert in_release.stdout == "C13  Wibblomab  drug\n    preferred name “Wibblomab”\n"
    found = shown(terms("find", "revlimid", "--json"))
    assert found["found"][0]["code"] == "C2668"
    assert found["nearest"] == []


def test_find_names_what_is_near_and_exits_with_2(index: Path) -> None:
    done = terms("find", "lenalidomde")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kgbuild: nothing is called 'lenalidomde' in the slice of the NCI Thesaurus" in done.stderr
    assert "  near: Lenalidomide  C2668  Lenalidomide" in done.stderr
    found = terms("find", "wibblomb", "--json", "--index", index)
    assert found.returncode == 2
    assert shown(found)["found"] == []
    assert shown(found)["nearest"][0]["code"].startswith("C1")
    assert "it is a code: run 'kgbuild terms show C2668'" in terms("find", "C2668").stderr


@pytest.mark.parametrize("arguments", [("find", "\udcff", "--json"), ("find", "\udcff"), ("show", "C\udcff")])
def test_bytes_that_are_no_text_name_nothing(index: Path, arguments: tuple[str, ...]) -> None:
    for where in ((), ("--index", index)):
        assert terms(*arguments, *where).returncode == 2


def test_the_index_may_come_from_the_settings(index: Path, tmp_path: Path) -> None:
    (tmp_path / "kgbuild.toml").write_text(f'index = "{index}"\n', encoding="utf-8")
    assert terms("show", "C13", cwd=tmp_path).stdout.startswith("C13  Wibblomab\n")
    assert terms("show", "C13", cwd=tmp_path / "..", KGBUILD_INDEX=str(index)).stdout.startswith("C13  Wibblomab\n")


def test_show_tells_all_of_a_concept(index: Path) -> None:
    lines = terms("show", "C11", "--index", index).stdout.splitlines()
    source = next(line for line in lines if line.startswith("  source"))
    assert source.split(maxsplit=1)[1].startswith("Thesaurus.FLAT.zip (8 concepts, SHA-256 ")
    assert [line for line in lines if line != source] == [
        "C11  Wibble Carcinoma",
        "  retired         no",
        "  kind            condition",
        "  semantic types  Neoplastic Process",
        "  synonyms        WIBBLOMA | Wibbloma",
        "  children",
        "    C12  Wibbloma",
        "  parents, and what is above them",
        "    C10  Wibble Neoplasm",
        "      C2991  Disease or Disorder",
        "    C2991  Disease or Disorder (see above)",
    ]
    retired = terms("show", "C14", "--index", index).stdout
    assert "  retired         yes\n" in retired
    assert "  status          Retired_Concept\n" in retired


def test_no_terminal_obeys_a_name(index: Path) -> None:
    done = terms("show", "C12", "--index", index)
    assert "\x1b" not in done.stdout
    assert r"\x1b]0;owned\x07" in done.stdout


def test_show_in_the_slice_tells_children_and_the_release(root: Path) -> None:
    found = shown(terms("show", "C4337", "--json"))
    assert found["concept"]["label"] == "Mantle Cell Lymphoma"
    assert found["source"].endswith((root / "ontology" / "release.txt").read_text(encoding="utf-8").strip())
    assert {"code": "C7229", "label": "Blastoid Variant Mantle Cell Lymphoma"}.items() <= found["children"][0].items()
    assert "C3208" in {one["code"] for one in found["ancestors"]}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("c2668", "did you mean C2668 (Lenalidomide)?"),
        ("C26680000", "only what drug pages name ships with kgbuild: import a release and add --index"),
        ("lenalidomide", "names are looked up by: kgbuild terms find 'lenalidomide'"),
        ("C4337x", "a code is C and digits"),
        ("C43370", "  near: C4337  Mantle Cell Lymphoma"),
    ],
)
def test_a_code_that_is_not_there_is_told_with_advice(code: str, said: str) -> None:
    done = terms("show", code)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_import_tells_what_is_odd(tmp_path: Path) -> None:
    release = release_files.plain(tmp_path, release_files.lines(CONCEPTS))
    done = terms("import", release, "-o", tmp_path / "terms.sqlite")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "warning: parent that is no concept: C77 (1 concept below)",
        "warning: set of concepts above themselves: C15 C16",
    ]
    assert ["concepts", "8"] in [line.split() for line in done.stdout.splitlines()]
    quiet = terms("import", release, "-o", tmp_path / "terms.sqlite", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_import_never_fetches_over_the_index(index: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    kept.write_bytes(index.read_bytes())
    done = terms("import", "--url", "http://127.0.0.1:9/kept.sqlite", "-o", kept)
    assert done.returncode == 2
    assert "this is the release itself" in done.stderr
    assert kept.read_bytes() == index.read_bytes()


@pytest.mark.network
@pytest.mark.parametrize("address", ["http://[bad", "http://a..b/x", "http://127.0.0.1:9/a%00b"])
def test_an_address_that_is_none_is_told(tmp_path: Path, address: str) -> None:
    done = terms("import", "--url", address, "-o", tmp_path / "x.sqlite")
    assert done.returncode not in {0, 4}
    assert "Traceback" not in done.stderr


def test_import_asks_for_a_release_and_never_writes_over_it(tmp_path: Path) -> None:
    release = release_files.plain(tmp_path, release_files.lines(CONCEPTS))
    before = release.read_bytes()
    for arguments, said in (
        (["-o", "terms.sqlite"], "name the FILE of a release, or its --url"),
        ([release, "-o", release], "this is the release itself; name another file"),
        ([tmp_path / "nowhere.zip", "-o", "terms.sqlite"], "nowhere.zip: cannot be read (No such file or directory)"),
    ):
        done = terms("import", *arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert said in " ".join(done.stderr.split())
    assert release.read_bytes() == before


@pytest.mark.shared
def test_nearest_names_of_the_public_copies_come_in_time(shared: Path, tmp_path: Path) -> None:
    import_release(shared / "ncit" / "Thesaurus.FLAT.zip", tmp_path / "terms.sqlite")
    with ReleaseTerms.open(tmp_path / "terms.sqlite") as release:
        for slip, code in (("lenalidomde", "C2668"), ("acute lymphoblstic leukemia", "C3167")):
            began = time.perf_counter()
            assert nearest(release, slip)[0].code == code
            assert time.perf_counter() - began < 1
