"""The command line as people use it: exit codes, messages, pipes, terminals, settings."""

from __future__ import annotations

import json
import os
import pty
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, NOTHING_OF_DRUGS, UNTERMINATED, named, written

FILES = {"graph.ttl", "graph.jsonld", "graph.nq", "report.json", "report.html", "manifest.json"}
QUIET_ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("KGBUILD_", "LC_", "LANG"))}


def kgbuild(*arguments: str, cwd: Path, give: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kgbuild", *arguments],
        cwd=cwd,
        input=give,
        env=QUIET_ENVIRONMENT | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_build_reads_seeds_and_writes_output_unless_told_otherwise(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    done = kgbuild("build", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, done.stderr)
    assert {file.name for file in (tmp_path / "output").iterdir()} == FILES


def test_the_summary_tells_a_drug_whole(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    shown = " ".join(kgbuild("build", cwd=tmp_path).stdout.split())
    for words in (
        "brand Exemplar",
        "status FDA approved",
        "REMS Exemplar REMS",
        "uses 2",
        "mantle cell lymphoma (C4337); with rituximab",
        "multiple myeloma (C3242); alone",
        "SHACL conforms",
        "written to output",
    ):
        assert words.casefold() in shown.casefold()


def test_the_summary_of_many_pages_counts(tmp_path: Path) -> None:
    pages = {
        f"{name}.md": named(name) for name in ("alphanib", "betanib", "gammanib", "deltanib", "epsilonib", "zetanib")
    }
    written(tmp_path / "seeds", {**pages, "fatigue.md": NOTHING_OF_DRUGS})
    rows = {" ".join(line.split()) for line in kgbuild("build", cwd=tmp_path).stdout.splitlines()}
    assert {"drug pages 6", "pages set aside 1", "facts: indication 12", "SHACL conforms"} <= rows


def test_a_file_that_cannot_be_read_costs_only_itself_and_exit_code_3(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB, "broken.md": UNTERMINATED})
    done = kgbuild("build", cwd=tmp_path)
    assert done.returncode == 3
    assert "broken.md:1: error[unterminated-front-matter]:" in done.stderr
    held = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert [page["path"] for page in held["pages"]] == ["examplinib.md"]
    assert [entry["page"] for entry in held["unreadable"]] == ["broken.md"]


def test_strict_writes_nothing_when_a_file_cannot_be_read(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB, "broken.md": UNTERMINATED})
    done = kgbuild("build", "--strict", cwd=tmp_path)
    assert done.returncode in {1, 3}
    assert not (tmp_path / "output").exists()


def test_no_page_at_all_leaves_the_output_of_before(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"broken.md": UNTERMINATED})
    written(tmp_path / "output", {"graph.ttl": "# of before\n"})
    done = kgbuild("build", cwd=tmp_path)
    assert done.returncode == 3
    assert [file.name for file in (tmp_path / "output").iterdir()] == ["graph.ttl"]


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    done = kgbuild("build", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "nothing was written" in done.stdout
    assert not (tmp_path / "output").exists()


def test_quiet_prints_nothing_where_nothing_is_wrong(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    done = kgbuild("build", "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_page_comes_from_standard_input(tmp_path: Path) -> None:
    done = kgbuild("build", "-", "-o", "out", cwd=tmp_path, give=EXAMPLINIB)
    assert done.returncode == 0
    assert "examplinib" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere"], "nowhere: no such file or folder; give pages (*.md), or a folder or glob of them"),
        (["build", "--jobs", "many"], "'many' is not a valid integer range"),
        (["explain", "x", "--graph", "nowhere.ttl"], "nowhere.ttl: no such file or folder; run 'kgbuild build' first"),
        (["validate", "page.md"], "page.md: no format is known for '.md'; use one of .ttl"),
        (["biuld"], "No such command 'biuld'. Did you mean 'build'?"),
        (["build", "page.md", "--base", "no iri/"], "the base of identifiers is no IRI: 'no iri/'"),
    ],
)
def test_wrong_usage_is_told_in_a_line_and_ends_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    written(tmp_path, {"page.md": EXAMPLINIB})
    done = kgbuild(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("ouput = 'x'", "kgbuild.toml: unknown key 'ouput'; did you mean 'output'?"),
        ("jobs = 'two'", "kgbuild.toml: jobs is 'two'; write a whole number"),
        ("strict = 1", "kgbuild.toml: strict is 1; write true or false"),
        ("pages = [1]", "kgbuild.toml: pages is [1]; write a list of texts"),
        ("jobs =", "kgbuild.toml: this is not TOML:"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(tmp_path: Path, settings: str, message: str) -> None:
    written(tmp_path, {"kgbuild.toml": settings, "page.md": EXAMPLINIB})
    done = kgbuild("build", "page.md", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_wrong_environment_variable_is_named_with_what_is_meant(tmp_path: Path) -> None:
    done = kgbuild("build", cwd=tmp_path, KGBUILD_OUTPTU="x")
    assert done.returncode == 2
    assert "unknown environment variable KGBUILD_OUTPTU; did you mean 'KGBUILD_OUTPUT'?" in done.stderr


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    written(tmp_path, {"kgbuild.toml": "output = 'of-file'\npages = ['page.md']\nquiet = true", "page.md": EXAMPLINIB})
    for environment, flags, expected in (
        ({}, [], "of-file"),
        ({"KGBUILD_OUTPUT": "of-environment"}, [], "of-environment"),
        ({"KGBUILD_OUTPUT": "of-environment"}, ["-o", "of-flag"], "of-flag"),
    ):
        before = {entry.name for entry in tmp_path.iterdir()}
        assert kgbuild("build", *flags, cwd=tmp_path, **environment).returncode == 0
        assert {entry.name for entry in tmp_path.iterdir()} - before == {expected}


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"COLUMNS": "20"}, {"COLUMNS": "0"}]
)
def test_no_locale_and_no_width_breaks_the_output(tmp_path: Path, environment: dict[str, str]) -> None:
    written(tmp_path / "seeds", {"naïve.md": EXAMPLINIB.replace("Exemplar", "Exemplår")})
    done = kgbuild("build", cwd=tmp_path, **environment)
    assert done.returncode == 0
    explained = kgbuild("explain", "examplinib", cwd=tmp_path, **environment)
    assert explained.returncode == 0
    assert "Traceback" not in done.stderr + explained.stderr


def test_a_reader_that_has_enough_gets_no_traceback(tmp_path: Path) -> None:
    graph = Path(__file__).parent / "example_graph.ttl"
    command = f"{sys.executable} -m kgbuild explain examplinib --graph {graph} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_a_full_disk_behind_standard_output_is_told_in_a_line(tmp_path: Path) -> None:
    graph = Path(__file__).parent / "example_graph.ttl"
    command = [sys.executable, "-m", "kgbuild", "explain", "examplinib", "--graph", str(graph)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("kgbuild: standard output: No space left on device;")


def test_the_terminal_obeys_nothing_that_a_page_says(tmp_path: Path) -> None:
    evil = EXAMPLINIB.replace("title: Examplinib - NCI", 'title: "Examplinib \\x1b]0;owned\\x07 - NCI"')
    written(tmp_path / "seeds", {"examplinib.md": evil.replace("Exemplar", "Exemplar \u202eeve")})
    done = kgbuild("build", "-v", cwd=tmp_path)
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kgbuild", "build"]
    done = subprocess.run(
        command, cwd=tmp_path, env=QUIET_ENVIRONMENT, stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert b"reading pages" in shown
    assert b"reading pages" not in done.stdout
    assert "reading pages" not in kgbuild("build", cwd=tmp_path).stderr


def cpu_seconds(*arguments: str) -> float:
    """The least CPU of five runs: noise only ever adds."""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=QUIET_ENVIRONMENT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def test_help_answers_at_once() -> None:
    assert cpu_seconds("-m", "kgbuild", "--help") - cpu_seconds("-c", "pass") < 0.15


def test_help_loads_nothing_heavy() -> None:
    heavy = {"rdflib", "pyshacl", "pyoxigraph", "networkx", "jinja2", "yaml", "markdown_it", "httpx", "sqlite3"}
    code = f"import sys, kgbuild.cli; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"


def test_an_internal_error_is_one_line_and_ends_4(tmp_path: Path) -> None:
    code = "import kgbuild.graphs as e, kgbuild.cli as c\ne.read_triples = lambda path: 1 / 0\nc.main(['explain', 'x'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr.startswith("kgbuild: internal error in __main__:2: ZeroDivisionError: division by zero;")
    assert "Traceback" not in done.stderr


def test_an_interrupted_command_ends_130(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, kgbuild.cli.endings as e\n"
        "sys.exit(e.ending_of(lambda: os.kill(os.getpid(), signal.SIGINT)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "kgbuild: interrupted\n")
