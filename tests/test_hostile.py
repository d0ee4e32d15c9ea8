"""Inputs that somebody means ill with, by their numbers; `hostile_inputs` tells which of them other files test."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

import release_files
from example_pages import EXAMPLINIB, named, written
from graphs import files_of, read
from hostile_inputs import COVERED, DIFFERENT
from judges import jena
from kgbuild.accounting import PageResult
from kgbuild.exports import FORMATS, Colophon
from kgbuild.model import Page, Problem
from kgbuild.pages import parse_page, read_pages
from kgbuild.pipeline import read_page
from kgbuild.tools import Settings, Tools
from kgbuild.triple_lines import lines_of, triples_of
from kgbuild.vocabulary import KG, RDF, RDFS, SCHEMA
from test_cli import QUIET_ENVIRONMENT, kgbuild

TESTS = Path(__file__).parent
TRIALS = "https://www.cancer.gov/research/participate/clinical-trials/intervention/"
LAST = "Examplinib is also being studied"


@cache
def tools() -> Tools:
    return Tools.open(Settings())


def changed(old: str, new: str) -> str:
    """The example page with some words replaced."""
    assert old in EXAMPLINIB
    return EXAMPLINIB.replace(old, new)


def result(text: str) -> PageResult:
    """What comes of a page; it is accepted."""
    (page,) = (found for found in parse_page(text.encode(), "examplinib.md") if isinstance(found, Page))
    return read_page(page, tools())


def said(text: str) -> tuple[Triple, ...]:
    """All that a page says."""
    return tuple(triples_of(result(text).lines))


def codes(text: str) -> set[str]:
    """The codes of all that was said about a page."""
    found = list(parse_page(text.encode(), "examplinib.md"))
    return {p.code for p in found if isinstance(p, Problem)} | {f.code for f in result(text).findings}


def nodes(triples: Iterable[Triple]) -> set[str]:
    return {node.value for t in triples for node in (t.subject, t.predicate, t.object) if isinstance(node, NamedNode)}


def facts(triples: Iterable[Triple]) -> set[tuple[str, str, str]]:
    """What a page claims, without where it stands in the file and which file that was."""
    placed = ("/quote/", "/indication/", "/mention/")
    return {
        (
            re.sub(r"[0-9a-f]{16}", "#", t.subject.value),
            t.predicate.value,
            re.sub(r"[0-9a-f]{16,64}", "#", str(t.object)),
        )
        for t in triples
        if isinstance(t.subject, NamedNode) and not any(part in t.subject.value for part in placed[::2])
    }


def spent() -> float:
    return time.process_time()


def test_every_number_has_a_test_that_exists() -> None:
    own = {int(found) for found in re.findall(r"^def test_h(\d\d)_", Path(__file__).read_text("utf-8"), re.MULTILINE)}
    assert {*COVERED} | own == set(range(1, 58))
    assert set(DIFFERENT) <= {*COVERED} | own
    for place in (each for tests in COVERED.values() for each in tests):
        module, _, name = place.partition("::")
        assert f"\ndef {name}(" in (TESTS / f"{module}.py").read_text("utf-8"), place


def test_h02_an_alias_bomb_costs_neither_time_nor_memory() -> None:
    bomb = "a: &a [lol]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghij"))
    text = EXAMPLINIB.replace("citation:", bomb + "citation:")
    tracemalloc.start()
    before = spent()
    (problem,) = parse_page(text.encode(), "a.md")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == ("yaml-alias", 3)
    assert spent() - before < 1
    assert peak < 100_000_000


@pytest.mark.parametrize("text", ["\ufeff" + EXAMPLINIB.replace("\n", "\r\n")], ids=["mark"])
def test_h09_a_byte_order_mark_and_carriage_returns_change_no_fact(text: str) -> None:
    assert facts(said(text)) == facts(said(EXAMPLINIB))


def mixed_ends(text: str) -> str:
    ends = ["\n", "\r\n", "\r", " \n", "\t \r\n"]
    return "".join(line + ends[i % len(ends)] for i, line in enumerate(text.split("\n")))


@pytest.mark.parametrize("text", [EXAMPLINIB.replace("\n", "\r"), mixed_ends(EXAMPLINIB)], ids=["CR", "mixed"])
def test_h10_line_ends_of_any_kind_and_trailing_blanks_change_no_fact(text: str) -> None:
    assert facts(said(text)) == facts(said(EXAMPLINIB))


def formats_agree(triples: tuple[Triple, ...], folder: Path) -> None:
    """Every format says the same to pyoxigraph, and Turtle to Jena, without a warning."""
    files = files_of([(tools().ids.page_graph("x"), lines_of(triples))], Colophon(tools().ids, tools().context))
    for form in FORMATS:
        assert read(files[form.file_name], form.rdf_format) == set(triples)
    found, warnings = jena.read(files["graph.ttl"], {triple.predicate for triple in triples}, folder)
    assert (found, warnings) == (set(triples), "")


def test_h12_what_nobody_sees_in_a_title_is_cleaned_or_rejected_and_all_engines_read_the_rest(tmp_path: Path) -> None:
    for char in "\0\a":
        (problem,) = parse_page(changed("title: Exam", f"title: Exam{char}").encode(), "a.md")
        assert isinstance(problem, Problem)
        assert problem.code == "control-character"
    triples = said(changed("title: Examplinib - NCI", r'title: "Exam\0\a\x85plinib\u2028 - NCI"'))
    titles = {t.object.value for t in triples if t.predicate == SCHEMA.NAME and isinstance(t.object, Literal)}
    assert "Exam plinib - NCI" in {" ".join(title.split()) for title in titles}
    formats_agree(triples, tmp_path)


def test_h14_what_turns_or_hides_letters_of_a_name_is_left_out_and_reported() -> None:
    text = changed("# Examplinib\n\n(", "# Exam\u202epli\u200bnib\n\n(")
    assert "invisible-character" in codes(text)
    assert facts(said(text)) == facts(said(EXAMPLINIB))


@pytest.mark.parametrize("name", ["Exampl\u00edne\u0301b", "Exampl\u00ed ne\u0301b", "CD20 vaccine"])
def test_h15_letters_put_together_hard_blanks_and_wide_digits_name_the_same(name: str) -> None:
    from unicodedata import normalize

    wide = str.maketrans("0123456789 ", "０１２３４５６７８９\u00a0")
    texts = [
        EXAMPLINIB.replace("Examplinib", n) for n in (normalize("NFC", name), normalize("NFD", name).translate(wide))
    ]
    drugs = [{node for node in nodes(said(text)) if "/id/drug/" in node} for text in texts]
    assert drugs[0] == drugs[1] != set()


def test_h18_what_is_far_too_large_is_refused_in_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(50_000_000)
    written(tmp_path, {"line.md": EXAMPLINIB + "x" * 10_000_000})
    tracemalloc.start()
    found = [found.code for found in read_pages([str(tmp_path)]) if isinstance(found, Problem)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["file-too-large", "file-too-large"]
    assert peak < 12_000_000


BAD_TARGETS = (
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "https:\\\\evil.example/x",
    "https://user@evil.example/x",
)


@pytest.mark.parametrize("target", BAD_TARGETS)
def test_h21_an_address_that_is_none_of_the_web_is_neither_link_nor_node(target: str) -> None:
    text = changed("https://rems.example.org/exemplar", target)
    links = f"[MedlinePlus]({target}) [Definition from the NCI Drug Dictionary]({target}) [Trials]({target})"
    triples = said(text.replace(LAST, f"{links}\n\n{LAST}").replace("(/Common", f"({target})[x](/Common"))
    allowed = (tools().ids.base, "https://www.cancer.gov/", "http://purl.obolibrary.org/obo/NCIT_", KG.NAMESPACE)
    strangers = {node for node in nodes(triples) if "evil" in node or "script" in node or "passwd" in node}
    assert strangers == set()
    led = {t.object.value for t in triples if t.predicate == RDFS.SEE_ALSO and isinstance(t.object, NamedNode)}
    assert all(node.startswith(allowed) for node in led)


@pytest.mark.parametrize("title", ["x> <urn:evil> <urn:y", 'a" ; <p> <o> . #', '"""', "ends in \\", "'''", "{{ x }}"])
def test_h23_a_title_that_looks_like_rdf_is_one_literal(title: str, tmp_path: Path) -> None:
    quoted = title.replace("'", "''")
    triples = said(changed("title: Examplinib - NCI", f"title: '{quoted}'"))
    assert len(triples) == len(said(EXAMPLINIB))
    assert title in {t.object.value for t in triples if t.predicate == SCHEMA.NAME and isinstance(t.object, Literal)}
    assert not {node for node in nodes(triples) if node.startswith("urn:")}
    formats_agree(triples, tmp_path)


@pytest.mark.parametrize("part", ["{a}", "a|b", "a^b", "a`b", "%zz", "a b", "a\\b", "a#b#c", "<b>", "é"])
def test_h24_what_an_iri_cannot_hold_is_escaped_or_refused(part: str, tmp_path: Path) -> None:
    text = changed("https://rems.example.org/exemplar", f"<https://rems.example.org/{part}>")
    text = text.replace("url: https://www.cancer.gov/about", f"url: https://www.cancer.gov/{part}/about")
    formats_agree(said(text), tmp_path)


@pytest.mark.parametrize("code", ["C2668/../x", "c2668", "Ｃ２６６８", "C２６６８", "C0", "C" + "1" * 30, "2668"])
def test_h28_what_is_no_code_identifies_no_drug_and_is_reported(code: str) -> None:
    text = changed(LAST, f"[Find Clinical Trials]({TRIALS}{code})\n\n{LAST}")
    triples = said(text)
    assert tools().ids.named("drug", "examplinib").value in nodes(triples)
    assert not [t for t in triples if t.predicate == SCHEMA.CODE]
    assert {"bad-code", "unexpected-address", "unread-sentence"} & codes(text)


def without_override() -> None:
    """Take from root the right to read and write everything, as nobody else has it."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; source: linux/capability.h
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def as_anybody(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with the rights of a person who is not root."""
    return subprocess.run(
        [sys.executable, "-m", "kgbuild", *arguments],
        cwd=cwd,
        env=QUIET_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=without_override,
    )


def test_h35_what_is_no_readable_file_is_skipped_with_the_reason(tmp_path: Path) -> None:
    pages = written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB, "closed.md": named("closed")})
    (pages / "closed.md").chmod(0)
    os.mkfifo(pages / "pipe.md")
    (pages / "loop.md").symlink_to("loop.md")
    (pages / "out.md").symlink_to("/etc/passwd")
    (pages / "device.md").symlink_to("/dev/zero")
    (pages / "folder.md").mkdir()
    done = as_anybody("build", cwd=tmp_path)
    assert done.returncode == 3
    assert set(re.findall(r"^(\S+): error\[(\S+)\]", done.stderr, re.MULTILINE)) == {
        ("closed.md", "unreadable-file"),
        ("pipe.md", "not-a-file"),
        ("loop.md", "unreadable-file"),
        ("out.md", "linked-outside"),
        ("device.md", "linked-outside"),
        ("folder.md", "not-a-file"),
    }


def test_h36_an_output_that_cannot_be_written_is_told_and_left_alone(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    (tmp_path / "file").write_text("precious")
    (tmp_path / "closed").mkdir(mode=0o555)
    (tmp_path / "parent").mkdir(mode=0o555)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "graph.nq").symlink_to(tmp_path / "file")
    for output in ("file", "file/below", "closed", "parent/below", "linked", "seeds", "/proc/nowhere", "/dev/null"):
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        done = as_anybody("build", "-q", "-o", output, cwd=tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), (output, done)
        assert output.partition("/")[0] in done.stderr
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_h36_an_output_that_vanishes_meanwhile_is_told(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    code = (
        "import shutil, sys, kgbuild.cli, kgbuild.writing as w\n"
        "write = w._written\n"
        "w._written = lambda file, pieces: (shutil.rmtree(file.parents[1], ignore_errors=True), write(file, pieces))\n"
        "kgbuild.cli.main(['build', '-q'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "kgbuild: output: cannot be written (No such file or directory); the files there are as before\n",
    )


def test_h41_jobs_and_times_of_files_and_the_turkish_locale_change_no_byte(tmp_path: Path) -> None:
    names = [f"{a}{b}inib" for a in "abcdefgh" for b in "abcdefgh"]
    seen = set()
    for jobs in ("1", "2", "8"):
        pages = written(tmp_path / f"pages-{jobs}", {f"{name}.md": named(name) for name in names})
        for path in pages.iterdir():
            os.utime(path, (int(jobs) * 1e8, int(jobs) * 1e8))
        arguments = ["build", "-q", "-j", jobs, str(pages), "-o", f"out-{jobs}"]
        assert kgbuild(*arguments, cwd=tmp_path, LC_ALL="tr_TR.UTF-8", TZ="Asia/Kathmandu").returncode == 0
        files = sorted((tmp_path / f"out-{jobs}").iterdir())
        seen.add(tuple((file.name, sha256(file.read_bytes()).hexdigest()) for file in files))
    assert len(seen) == 1


LONG = {
    "brackets": "[" * 50_000,
    "stars": "*a_" * 20_000,
    "quotes": ">" * 20_000,
    "nested quotes": "> " * 20_000 + "x",
    "asides": "is approved to treat " + "(word )" * 50_000,
    "treats": "is approved to treat anemia and " * 3_000,
    "ors": "is approved to treat anemia " + "or with rituximab " * 3_000,
    "bullets": "is approved to treat:\n\n" + "- anemia with rituximab\n" * 600,
    "backslashes": "\\" * 50_000,
    "ticks": "".join("`" * n + " " for n in range(300)),
    "table": "\n\n| a |\n|---|\n" + "| b |\n" * 5_000,
    "entities": "&amp;" * 20_000,
}


@pytest.mark.parametrize("noise", LONG.values(), ids=LONG)
def test_h48_no_page_takes_two_seconds_from_file_to_triples(noise: str) -> None:
    said(EXAMPLINIB)  # what is loaded once a process is no page's cost
    before = spent()
    said(changed("is approved to treat adults with:", noise))
    assert spent() - before < 2


def test_h50_rdf_xml_that_declares_entities_is_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:k="http://k.example/">'
    text = (
        f'<!DOCTYPE rdf:RDF [<!ENTITY a "ha">{entities}]>\n{rdf}<rdf:Description rdf:about="http://a.example/">'
        "<k:x>&i;</k:x></rdf:Description></rdf:RDF>"
    )
    written(tmp_path, {"bomb.rdf": text})
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = kgbuild("validate", "bomb.rdf", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kgbuild: bomb.rdf")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5


def test_h55_an_archive_with_ways_out_writes_nothing_but_the_index(tmp_path: Path) -> None:
    release = release_files.lines([("C1", "", "Wibble", "", "")])
    archive = tmp_path / "in" / "Thesaurus.FLAT.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../Thesaurus.txt", release)
        link = zipfile.ZipInfo("../link")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    done = kgbuild("terms", "import", str(archive), "-o", "terms.sqlite", cwd=tmp_path)
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left <= {"Thesaurus.FLAT.zip", "terms.sqlite"}


@pytest.mark.parametrize(
    "words",
    [
        "is not approved to treat adults with:",
        "is no longer approved to treat adults with:",
        "is being studied in adults with:",
        "has not been approved to treat adults with:",
        "may be approved one day to treat adults with:",
    ],
)
def test_h56_what_is_denied_or_only_studied_is_no_approved_use(words: str) -> None:
    triples = said(changed("is approved to treat adults with:", words))
    types = {t.object for t in triples if t.predicate == RDF.TYPE}
    assert SCHEMA.APPROVED_INDICATION not in types
    assert KG.APPROVED_USE not in {t.object for t in triples}


@pytest.mark.parametrize("missing", ["license: public_domain\n", "citation: NCI, 2025\n"])
def test_h57_a_page_without_licence_or_citation_does_not_conform(missing: str, tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": changed(missing, "")})
    done = kgbuild("build", cwd=tmp_path)
    assert done.returncode == 1
    key = missing.partition(":")[0]
    assert f"warning[missing-provenance]: `{key}` is missing" in done.stderr
    assert f"error[MedicalWebPage-{key}]" in done.stderr
    assert kgbuild("build", "--strict", "-o", "strict", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "strict").exists()
