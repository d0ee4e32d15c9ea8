"""The slice: what drug pages name, cut out of a release; and the tables that ship."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import release_files
from example_pages import named, written
from kgbuild.naming import normalise

ONTOLOGY = Path(__file__).parent.parent / "ontology"

RELEASE: tuple[release_files.Concept, ...] = (
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
    ("C801", "C600", "Older Wobble", "Retired_Concept", "Pharmacologic Substance"),
    ("C900", "", "Wobble Ordering Code List", "", ""),
)


def release(folder: Path, *, zipped: bool = False, columns: int = 8) -> Path:
    """A release of the concepts above, with a table beside it."""
    path = (release_files.zipped if zipped else release_files.plain)(
        folder, release_files.lines(RELEASE, columns=columns)
    )
    (folder / "cdr.tsv").write_text("cdr_id\tcode\n1\tC800\n2\tC601\n3\tC801\n", encoding="utf-8")
    return path


def terms(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", "terms", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def cut(source: Path, output: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    return terms("slice", source, "-o", output, *more)


def indexed(source: Path, index: Path) -> Path:
    assert terms("import", source, "-o", index).returncode == 0
    return index


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
        ("C801", "retired"),
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


def test_from_an_index_the_same_bytes_come_out(tmp_path: Path) -> None:
    source = release(tmp_path / "release", columns=9)
    cut(source, tmp_path / "plain")
    done = cut(indexed(source, tmp_path / "terms.sqlite"), tmp_path / "indexed", "--tables", tmp_path / "release")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    for name in ("ncit.tsv", "names.tsv"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "indexed" / name).read_bytes()


def test_what_is_decided_by_hand_comes_first(tmp_path: Path) -> None:
    source = release(tmp_path / "release")
    placed = tmp_path / "release" / "placed.tsv"
    placed.write_text("code\tlabel\tkind\twhy\nC900\tWobble Ordering Code List\tqualifier\ta test\n", encoding="utf-8")
    assert cut(source, tmp_path / "out").returncode == 0
    assert "\nC900\tqualifier\t" in (tmp_path / "out" / "ncit.tsv").read_text(encoding="utf-8")
    placed.write_text("code\tlabel\tkind\twhy\nC900\tWobble Ordering Code List\twobble\ta test\n", encoding="utf-8")
    done = cut(source, tmp_path / "out")
    assert done.returncode == 2
    assert "C900 is of the kind 'wobble'; write one of drug, regimen" in done.stderr


def test_codes_that_pages_print_and_the_slice_lacks_are_told(tmp_path: Path) -> None:
    trials = "\n[Find Clinical Trials](https://www.cancer.gov/research/participate/clinical-trials/intervention/{})\n"
    codes = {"alphanib": "C601", "betanib": "C602", "gammanib": "C4242"}
    pages = written(
        tmp_path / "pages", {f"{name}.md": named(name) + 2 * trials.format(code) for name, code in codes.items()}
    )
    done = cut(release(tmp_path / "release"), tmp_path / "out", pages)
    assert done.returncode == 0
    assert [re.sub(r"^(\w+[.]md):\d+: ", r"\1 ", line) for line in done.stdout.splitlines()] == [
        "betanib.md C602 is not in the slice; the release calls it 'Wobble Inhibitor XY2007'; see placed.tsv",
        "gammanib.md C4242 is not in the slice; the release lacks it, too",
    ]
    (pages / "broken.md").write_text("---\ntitle: x\n")
    broken = cut(release(tmp_path / "release"), tmp_path / "out", pages)
    assert broken.returncode == 3
    assert "broken.md" in broken.stderr


def test_a_file_of_another_form_is_refused_with_its_line(tmp_path: Path) -> None:
    done = cut(release(tmp_path / "release", columns=7), tmp_path / "out")
    assert done.returncode == 2
    assert "Thesaurus.txt:1: 7 columns where a FLAT release has 8 or 9" in done.stderr
    assert not (tmp_path / "out" / "ncit.tsv").exists()


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("cdr.tsv", "cdr_id\tcode\n1\n", "cdr.tsv:2: 1 columns, expected 2"),
        ("xrefs.tsv", "code\txref\tsource\n# a note\nC1\tDOID:1\n", "xrefs.tsv:3: 2 columns, expected 3"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, table: str, text: str, said: str) -> None:
    source = release(tmp_path / "release")
    (tmp_path / "release" / table).write_text(text, encoding="utf-8")
    done = cut(source, tmp_path / "out")
    assert done.returncode == 2
    assert said in done.stderr


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
@pytest.mark.parametrize("is_indexed", [False, True])
def test_the_shipped_tables_are_what_the_command_cuts(shared: Path, tmp_path: Path, *, is_indexed: bool) -> None:
    source = shared / "ncit" / "Thesaurus.FLAT.zip"
    if is_indexed:
        source = indexed(source, tmp_path / "terms.sqlite")
    assert cut(source, tmp_path, "--tables", shared / "ncit").returncode == 0
    for name in ("ncit.tsv", "names.tsv"):
        assert (tmp_path / name).read_bytes() == (ONTOLOGY / name).read_bytes(), (
            f"cut {name} anew: see ontology/README.md"
        )
