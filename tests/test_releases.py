"""A release becomes an index; what is broken in it is named with its line."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import release_files
from kgbuild.errors import OutputError, ReleaseError, TerminologyError
from kgbuild.releases import Imported, ReleaseIndex, cycles, import_release, read_rows

CONCEPTS: tuple[release_files.Concept, ...] = (
    ("C10", "", "Wibble", "", "Finding"),
    ("C11", "C10", 'Wobble Disease|Wobble|The “quoted” "wobble"|Wobble\'s Disease', "", "Disease or Syndrome|Finding"),
    ("C12", "C10|C11", "Wobble", "Header_Concept", ""),
    ("C13", "C11", "Old Wobble|Wobble", "Obsolete_Concept|Retired_Concept", ""),
    ("C28428", "", "Retired Concept", "", ""),
    ("C28429", "C28428", "Retired Concept Year 2001", "", ""),
    ("C14", "C28429", "Wobble of Old", "", ""),
    ("C15", "C28429|C10", "Wobble Kept", "", ""),
)
TEXT = release_files.lines(CONCEPTS)
ROW = "C1\t<x>\t\tWibble\t\t\t\t\n"


def imported(folder: Path, text: str | bytes) -> tuple[Imported, ReleaseIndex]:
    index = folder / "terms.sqlite"
    told = import_release(release_files.plain(folder, text), index)
    return told, ReleaseIndex.open(index)


def codes(index: ReleaseIndex, key: str, *, retired: bool = False) -> list[str]:
    return [code for code, _ in index.by_key(key, retired=retired)]


def test_the_index_holds_what_the_release_says(tmp_path: Path) -> None:
    told, index = imported(tmp_path, TEXT)
    concept = index.concept("C11")
    assert concept is not None
    assert concept.names == ("Wobble Disease", "Wobble", 'The “quoted” "wobble"', "Wobble's Disease")
    assert (concept.label, concept.parents) == ("Wobble Disease", ("C10",))
    assert concept.types == ("Disease or Syndrome", "Finding")
    assert index.children("C10") == ("C11", "C12", "C15")
    assert index.ancestors("C12") == {"C10", "C11"}
    header = index.concept("C12")
    assert header is not None
    assert header.status == "Header_Concept"
    assert index.concept("C9") is None
    assert (told.concepts, told.retired, told.columns) == (8, 3, 8)
    assert index.source["file"] == "Thesaurus.txt"
    assert index.source["sha256"] == told.sha256
    assert index.source["concepts"] == "8"


def test_a_synonym_of_two_concepts_is_kept_for_both(tmp_path: Path) -> None:
    told, index = imported(tmp_path, TEXT)
    assert index.by_key("wobble") == [("C11", 2), ("C12", 0)]
    assert told.ambiguous == 1


def test_retired_concepts_are_kept_and_found_by_name_only_when_asked(tmp_path: Path) -> None:
    _, index = imported(tmp_path, TEXT)
    assert codes(index, "old wobble") == []
    assert codes(index, "old wobble", retired=True) == ["C13"]
    assert "C13" in codes(index, "wobble", retired=True)
    by_status, by_branch, kept = (index.concept(code) for code in ("C13", "C14", "C15"))
    assert by_status is not None
    assert by_branch is not None
    assert kept is not None
    assert (by_status.is_retired, by_branch.is_retired, kept.is_retired) == (True, True, False)


def test_no_definition_is_carried(tmp_path: Path) -> None:
    imported(tmp_path, release_files.lines(CONCEPTS, definition="Unmistakable definition."))
    assert b"Unmistakable" not in (tmp_path / "terms.sqlite").read_bytes()


@pytest.mark.parametrize("pack", [release_files.plain, release_files.zipped, release_files.gzipped])
@pytest.mark.parametrize("columns", [8, 9])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_however_it_is_packed_the_same_concepts_come_out(
    tmp_path: Path, pack: Callable[[Path, str], Path], columns: int, ends: str
) -> None:
    text = release_files.lines(CONCEPTS, columns=columns).replace("\n", ends)
    rows = list(read_rows(pack(tmp_path, text)))
    assert [(row.code, row.names, row.types) for row in rows] == [
        (code, tuple(names.split("|")), tuple(types.split("|")) if types else ())
        for code, _, names, _, types in CONCEPTS
    ]
    assert {row.columns for row in rows} == {columns}


def test_a_heading_a_byte_order_mark_and_a_root_node_are_understood(tmp_path: Path) -> None:
    heading = "\ufeffcode\tconcept IRI\tparents\tsynonyms\tdefinition\tdisplay name\tconcept status\tsemantic type\n"
    rows = list(read_rows(release_files.plain(tmp_path, heading + ROW.replace("\t\tWibble", "\troot_node\tWibble"))))
    assert [(row.line, row.code, row.parents) for row in rows] == [(2, "C1", ())]


def test_beside_a_readme_the_release_is_found(tmp_path: Path) -> None:
    packed = release_files.zipped(tmp_path, TEXT, ["ReadMe.txt", "release/Thesaurus_10.03h.txt"])
    assert len(list(read_rows(packed))) == len(CONCEPTS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Thesaurus.txt: the file holds no concept; fetch it again"),
        ("code\tconcept IRI\n", "the file holds no concept"),
        (ROW + "C2\t<x>\n", "Thesaurus.txt:2: 2 columns where a FLAT release has 8 or 9 (the line begins with 'C2')"),
        (ROW + "C2\t<x>\t\tA\tB\t\t\t\t\t\n", "Thesaurus.txt:2: 10 columns where a FLAT release has 8 or 9"),
        (ROW + "C2\t<x>\t\tA\tB\t\t\t\t\n", "Thesaurus.txt:2: 9 columns where the lines above have 8"),
        (ROW + "C2\t<x>\t\tA\nB\t\t\t\t\n", "Thesaurus.txt:2: 4 columns where a FLAT release has 8 or 9"),
        (ROW + "\n", "Thesaurus.txt:2: 1 columns where"),
        (ROW + ROW.replace("C1", "X1"), "Thesaurus.txt:2: 'X1' in column 1 is no code such as C2668"),
        (ROW.replace("Wibble", " | "), "Thesaurus.txt:1: C1 has no name in column 4"),
        (ROW + TEXT + ROW, "Thesaurus.txt:10: C1 stands in line 1 already; keep one of the two lines"),
        (ROW.encode() + b"C2\t<x>\t\tW\xe9bble\t\t\t\t\n", "Thesaurus.txt:2: byte 0xe9 in column 10 is not UTF-8"),
        (ROW.encode("utf-16"), "Thesaurus.txt:1: this is UTF-16; save the file as UTF-8"),
        (b"x" * ((1 << 20) + 1), "Thesaurus.txt:1: the line is longer than 1048576 bytes"),
    ],
)
def test_a_broken_line_is_named_with_what_was_seen(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        imported(tmp_path, text)
    assert said in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["Thesaurus.txt"]


def test_an_archive_without_or_with_several_releases_is_refused(tmp_path: Path) -> None:
    for members, said in (
        (["ReadMe.txt"], "the archive holds ReadMe.txt, and no Thesaurus.txt"),
        (["Thesaurus.txt", "old/Thesaurus.txt"], "holds Thesaurus.txt, old/Thesaurus.txt; unpack it and import one"),
    ):
        with pytest.raises(ReleaseError) as caught:
            list(read_rows(release_files.zipped(tmp_path, TEXT, members)))
        assert said in str(caught.value)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("pack", [release_files.zipped, release_files.gzipped])
def test_an_archive_that_is_cut_off_is_told(tmp_path: Path, pack: Callable[[Path, str], Path], share: float) -> None:
    chance = random.Random(1)  # noqa: S311 # letters that hardly pack, no secret
    names = ["".join(chance.choices("abcdefghij", k=20)) for _ in range(2000)]
    whole = pack(tmp_path, "".join(ROW.replace("C1", f"C{n + 1}").replace("Wibble", x) for n, x in enumerate(names)))
    whole.write_bytes(whole.read_bytes()[: int(share * whole.stat().st_size)])
    with pytest.raises(ReleaseError, match="the archive is damaged or cut off behind line"):
        import_release(whole, tmp_path / "terms.sqlite")
    assert not (tmp_path / "terms.sqlite").exists()


def test_an_archive_whose_content_was_altered_is_told(tmp_path: Path) -> None:
    packed = tmp_path / "Thesaurus.FLAT.zip"
    with zipfile.ZipFile(packed, "w") as archive:  # stored, so that a letter can be exchanged
        archive.writestr("Thesaurus.txt", TEXT)
    packed.write_bytes(packed.read_bytes().replace(b"Wobble Kept", b"Wabble Kept"))
    with pytest.raises(ReleaseError, match="damaged or cut off"):
        list(read_rows(packed))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_flipped_bytes_of_any_packing_are_told_as_damage(tmp_path: Path, method: int) -> None:
    packed = tmp_path / "Thesaurus.FLAT.zip"
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("Thesaurus.txt", TEXT * 50)
    content = bytearray(packed.read_bytes())
    for place in range(50, 75):
        content[place] ^= 0xFF
    packed.write_bytes(content)
    with pytest.raises(ReleaseError, match="archive is damaged"):
        list(read_rows(packed))


@pytest.mark.parametrize("pack", [release_files.zipped, release_files.gzipped])
def test_what_unpacks_to_far_more_than_a_release_is_refused(tmp_path: Path, pack: Callable[[Path, str], Path]) -> None:
    bomb = pack(tmp_path, "".join(f"C{n}\t<x>\t\t{'A' * 1000}\t\t\t\t\n" for n in range(1, 30_000)))
    with pytest.raises(ReleaseError, match="unpacks to more than 16777216 bytes, 100 times what is packed"):
        list(read_rows(bomb))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "nowhere", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(ReleaseError, match=rf"cannot be read \({said}"):
            list(read_rows(path))


def test_parents_that_are_no_concepts_are_counted(tmp_path: Path) -> None:
    rows = (("C1", "C7|C8", "A", "", ""), ("C2", "C7", "B", "", ""))
    told, index = imported(tmp_path, release_files.lines(rows))
    assert told.missing == (("C7", 2), ("C8", 1))
    assert index.ancestors("C1") == set()


def test_concepts_above_themselves_are_reported_and_their_ancestors_end(tmp_path: Path) -> None:
    rows = (("C1", "", "A", "", ""), ("C2", "C1|C4", "B", "", ""), ("C3", "C2", "C", "", ""), ("C4", "C3", "D", "", ""))
    told, index = imported(tmp_path, release_files.lines((*rows, ("C5", "C5", "E", "", ""), ("C6", "C4", "F", "", ""))))
    assert told.cycles == (("C2", "C3", "C4"), ("C5",))
    assert index.ancestors("C3") == {"C1", "C2", "C3", "C4"}
    assert index.ancestors("C5") == {"C5"}
    assert index.ancestors("C6") == {"C1", "C2", "C3", "C4"}


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20, unique=True))
def test_a_knot_is_what_reaches_itself(edges: list[tuple[int, int]]) -> None:
    reach = {number: {child for parent, child in edges if parent == number} for number in range(8)}
    for middle in range(8):
        for number in range(8):
            if middle in reach[number]:
                reach[number] |= reach[middle]
    knots = {tuple(b for b in range(8) if b in reach[a] and a in reach[b]) for a in range(8) if a in reach[a]}
    assert cycles(sorted(edges), 7) == sorted(knots)


def test_a_failed_import_leaves_the_old_index(tmp_path: Path) -> None:
    imported(tmp_path, TEXT)
    before = (tmp_path / "terms.sqlite").read_bytes()
    with pytest.raises(ReleaseError):
        imported(tmp_path, TEXT + "C2\n")
    assert (tmp_path / "terms.sqlite").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Thesaurus.txt", "terms.sqlite"]


def test_an_import_that_is_killed_leaves_the_old_index(tmp_path: Path) -> None:
    imported(tmp_path, TEXT)
    before = (tmp_path / "terms.sqlite").read_bytes()
    rows = tuple((f"C{n}", "", f"Wibble {n}", "", "") for n in range(1, 200_000))
    release = release_files.plain(tmp_path / "large", release_files.lines(rows))
    command = [sys.executable, "-m", "kgbuild", "terms", "import", str(release), "-o", str(tmp_path / "terms.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while not list(tmp_path.glob(".terms.sqlite.*")):
            assert running.poll() is None
            time.sleep(0.01)
        running.kill()
    assert (tmp_path / "terms.sqlite").read_bytes() == before


def test_where_there_is_no_room_the_old_index_stays(tmp_path: Path) -> None:
    imported(tmp_path, TEXT)
    before = (tmp_path / "terms.sqlite").read_bytes()
    command = ["sh", "-c", 'ulimit -f 10; exec "$@"', "sh", sys.executable, "-m", "kgbuild", "terms", "import"]
    command += [str(tmp_path / "Thesaurus.txt"), "-o", str(tmp_path / "terms.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "make room or name another place" in done.stderr
    assert (tmp_path / "terms.sqlite").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Thesaurus.txt", "terms.sqlite"]


def test_another_file_is_never_overwritten(tmp_path: Path) -> None:
    letter = tmp_path / "terms.sqlite"
    letter.write_text("Dear Madam")
    with pytest.raises(OutputError, match="is there and is no index of kgbuild"):
        imported(tmp_path, TEXT)
    assert letter.read_text() == "Dear Madam"


def test_the_index_is_a_plain_file_that_nobody_can_write_through(tmp_path: Path) -> None:
    _, index = imported(tmp_path, TEXT)
    assert stat.S_IMODE((tmp_path / "terms.sqlite").stat().st_mode) & 0o444
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index._database.execute("DELETE FROM concept")  # noqa: SLF001 # that even this cannot write is what is tested


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    imported(tmp_path / "one", TEXT)
    imported(tmp_path / "two", TEXT)
    assert (tmp_path / "one" / "terms.sqlite").read_bytes() == (tmp_path / "two" / "terms.sqlite").read_bytes()


def cut_off(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:-1])


def of_another_version(index: Path) -> None:
    content = bytearray(index.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    index.write_bytes(content)


def scribbled(index: Path) -> None:
    content = bytearray(index.read_bytes())
    content[100:] = b"\xff" * len(content[100:])
    index.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda index: index.unlink(), "no such index; run 'kgbuild terms import' to make one"),
        (lambda index: index.write_bytes(b""), "is no index of a release"),
        (lambda index: index.write_bytes(b"SQLite format 3\0" + bytes(200)), "is no index of a release"),
        (of_another_version, "this index is of version 99, and this kgbuild reads version 1"),
        (cut_off, "the index is damaged"),
        (scribbled, "the index is damaged"),
    ],
)
def test_an_index_that_cannot_be_used_says_why(tmp_path: Path, damage: Callable[[Path], object], said: str) -> None:
    imported(tmp_path, TEXT)
    damage(tmp_path / "terms.sqlite")
    with pytest.raises(TerminologyError) as caught:
        ReleaseIndex.open(tmp_path / "terms.sqlite")
    assert said in str(caught.value)


def test_names_are_not_held_in_memory(root: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "terms.py"), "--concepts=60000", "--names=480000"]
    done = subprocess.run([*command, "--only-import"], capture_output=True, text=True, check=True)
    peak = float(done.stdout.split(" MiB at most")[0].split()[-1])
    assert peak < 150, "with a list of the names it was 184"


@pytest.mark.shared
def test_the_public_copies_are_imported_and_opened_in_time(shared: Path, tmp_path: Path) -> None:
    began = time.process_time()
    told = import_release(shared / "ncit" / "Thesaurus.FLAT.zip", tmp_path / "terms.sqlite")
    assert time.process_time() - began < 10
    assert (told.concepts, told.missing, told.cycles) == (105_623, (("C185140", 1),), ())
    began = time.perf_counter()
    index = ReleaseIndex.open(tmp_path / "terms.sqlite")
    assert time.perf_counter() - began < 0.02
    keys = index.keys_from("", 100_000)[::10]
    began = time.process_time()
    assert all(index.by_key(key) for key in keys)
    assert (time.process_time() - began) / len(keys) < 50e-6
