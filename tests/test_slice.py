from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kgbuild.naming import normalise

ONTOLOGY = Path(__file__).parent.parent / "ontology"
SCRIPT = ONTOLOGY / "make_slice.py"

RELEASE: tuple[tuple[str, str, str, str, str], ...] = (
    # code, parents, names, status, semantic types
    ("C7057", "", "Disease, Disorder or Finding", "", "Conceptual Entity"),
    ("C2991", "C7057", "Disease or Disorder", "", ""),
    ("C3262", "C2991", "Neoplasm|Tumor", "", ""),
    (
        "C501",
        "C3262",
        "Wibble Carcinoma|Wibble Cancer|wibble cancer|Carcinoma of the Wibble|Wibble Cancer, NOS",
        "",
        "",
    ),
    ("C502", "C501", "Recurrent Wibble Carcinoma", "", ""),
    ("C503", "", "Grade 3 Wibbling, CTCAE", "", ""),
    ("C1908", "", "Drug, Food, Chemical or Biomedical Material", "", "Classification"),
    ("C600", "C1908", "Wobble Inhibitor", "", "Chemical Viewed Functionally"),
    (
        "C601",
        "C600",
        "Wobblinib|Wobbla|WOBBLINIB|123456-78-9|WB-1234|2-(4-wobbl-1-yl)phenol|Wobble Kinase Inhibitor",
        "",
        "Pharmacologic Substance",
    ),
    ("C602", "C600", "Wobble Inhibitor XY2007", "", "Pharmacologic Substance"),
    ("C603", "", "Wobblimab-wxyz", "", ""),
    ("C604", "", "WOB-CHOP Regimen|WOB-CHOP", "", "Therapeutic or Preventive Procedure"),
    ("C700", "", "WOB1 Gene|WOB1|Wobble Long Descriptive Name 1 Gene", "", ""),
    ("C28428", "", "Retired Concept", "Retired_Concept", ""),
    ("C800", "C28428", "Old Wobble|Wobblinib", "", ""),
    ("C900", "", "Wobble Ordering Code List", "", ""),
)


def release(folder: Path, *, zipped: bool = False, columns: int = 8) -> Path:
    """A folder with a release of a few concepts, in the Thesaurus's own form."""
    folder.mkdir(parents=True, exist_ok=True)
    more = ["a subset"] * (columns - 8)
    lines = [
        "\t".join([code, f"<http://x#{code}>", parents, names, "A definition.", "", status, types, *more][:columns])
        + "\n"
        for code, parents, names, status, types in RELEASE
    ]
    if zipped:
        with zipfile.ZipFile(folder / "Thesaurus.FLAT.zip", "w") as archive:
            archive.writestr("Thesaurus.txt", "".join(lines))
    else:
        (folder / "Thesaurus.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    (folder / "cdr.tsv").write_text("cdr_id\tcode\n1\tC800\n2\tC601\n", encoding="utf-8")
    return folder


def cut(source: Path, output: Path) -> subprocess.CompletedProcess[str]:
    output.mkdir(exist_ok=True)
    command = [sys.executable, str(SCRIPT), str(source), "-o", str(output)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Code -> its row, of a slice of the release above."""
    folder = tmp_path_factory.mktemp("slice")
    done = cut(release(folder / "release"), folder)
    assert done.returncode == 0, done.stderr
    lines = (folder / "ncit.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t") for line in lines}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("C501", "condition"),
        ("C600", "class"),
        ("C601", "drug"),
        ("C603", "drug"),
        ("C604", "regimen"),
        ("C700", "gene"),
        ("C800", "retired"),
        ("C7057", "branch"),
    ],
)
def test_a_concept_is_placed_by_branch_type_or_form_of_name(made: dict[str, list[str]], code: str, kind: str) -> None:
    assert made[code][1] == kind


@pytest.mark.parametrize("code", ["C502", "C503", "C602", "C900"])
def test_what_drug_pages_do_not_name_is_left_out(made: dict[str, list[str]], code: str) -> None:
    assert code not in made


def test_names_that_a_page_could_print_are_kept_once(made: dict[str, list[str]]) -> None:
    assert made["C501"][2:4] == ["Wibble Carcinoma", "Wibble Cancer"]
    assert made["C601"][3] == "Wobbla"
    assert made["C700"][3] == "WOB1"


def test_ancestors_are_kept_and_definitions_are_not(made: dict[str, list[str]]) -> None:
    assert made["C501"][5] == "C3262"
    assert {"C3262", "C2991", "C7057"} <= made.keys()
    assert not any("A definition." in cell for row in made.values() for cell in row)


def test_a_retired_concept_is_never_found_by_name(tmp_path: Path) -> None:
    cut(release(tmp_path / "release"), tmp_path)
    names = (tmp_path / "names.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[1] for line in names if line.startswith("wobblinib\t")] == ["C601"]


def test_zipped_or_with_a_ninth_column_the_same_bytes_come_out(tmp_path: Path) -> None:
    plain, other = tmp_path / "plain", tmp_path / "other"
    cut(release(tmp_path / "release"), plain)
    cut(release(tmp_path / "zipped", zipped=True, columns=9), other)
    for name in ("ncit.tsv", "names.tsv"):
        assert (plain / name).read_bytes() == (other / name).read_bytes()


def test_a_file_of_another_form_is_refused_with_its_line(tmp_path: Path) -> None:
    done = cut(release(tmp_path / "release", columns=7), tmp_path / "out")
    assert done.returncode == 1
    assert "line 1: 7 columns where a FLAT release has 8 or 9" in done.stderr
    assert not (tmp_path / "out" / "ncit.tsv").exists()


@pytest.mark.parametrize("name", ["ncit", "names"])
def test_the_tables_are_sorted_by_bytes_as_bisection_needs(name: str) -> None:
    lines = (ONTOLOGY / f"{name}.tsv").read_bytes().splitlines()[1:]
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines))


def test_every_key_is_of_a_concept_of_the_slice() -> None:
    codes = {line.split("\t")[0] for line in (ONTOLOGY / "ncit.tsv").read_text(encoding="utf-8").splitlines()}
    rows = [line.split("\t") for line in (ONTOLOGY / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [row for row in rows if row[1] not in codes] == []
    assert {row[2] for row in rows} == {"p", "s"}


def test_keys_are_those_that_names_are_looked_up_by() -> None:
    concepts = [line.split("\t") for line in (ONTOLOGY / "ncit.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    names = set((ONTOLOGY / "names.tsv").read_text(encoding="utf-8").splitlines())
    lost = [
        row[2]
        for row in concepts[::20]
        if row[1] not in {"branch", "retired"} and f"{normalise(row[2])}\t{row[0]}\tp" not in names
    ]
    assert lost == []


def test_the_tables_stay_small() -> None:
    assert sum((ONTOLOGY / f"{name}.tsv").stat().st_size for name in ("ncit", "names")) < 7_000_000


@pytest.mark.shared
def test_the_shipped_tables_are_what_the_script_cuts(shared: Path, tmp_path: Path) -> None:
    assert cut(shared / "ncit", tmp_path).returncode == 0
    for name in ("ncit.tsv", "names.tsv"):
        assert (tmp_path / name).read_bytes() == (ONTOLOGY / name).read_bytes(), (
            f"cut {name} anew: see ontology/README.md"
        )
