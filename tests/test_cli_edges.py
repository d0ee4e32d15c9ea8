"""The command line where something is missing, closed, empty or in the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, UNTERMINATED, named, written
from test_cli import QUIET_ENVIRONMENT, kgbuild

GRAPH = Path(__file__).parent / "example_graph.ttl"
FOREIGN = "<http://a.example/> <https://w3id.org/kgbuild/ns#madeUp> 1 .\n"


@pytest.mark.parametrize("command", ["build", f"explain examplinib --graph {GRAPH}", f"validate {GRAPH}"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_like_one_that_nobody_reads(tmp_path: Path, command: str, closed: str) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})

    def code(ways: str) -> tuple[int, str]:
        shell = f"{sys.executable} -m kgbuild {command} {ways}"
        done = subprocess.run(
            ["bash", "-c", shell], cwd=tmp_path, env=QUIET_ENVIRONMENT, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr if "2>" not in ways else ""

    expected, said = code(">/dev/null")
    assert code(closed) == (expected, said if "2>" not in closed else "")
    assert expected in {0, 1}


def test_a_full_disk_behind_standard_error_changes_no_code(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "kgbuild", "explain", "nobody", "--graph", str(GRAPH)]
        done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=full, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize("arguments", [["explain", "x"], ["explain", "x", "--graph", "output"], ["validate", "output"]])
def test_a_graph_that_is_not_built_yet_is_told_with_what_to_run(tmp_path: Path, arguments: list[str]) -> None:
    done = kgbuild(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("kgbuild: output: no such file or folder; run 'kgbuild build' first")


@pytest.mark.parametrize("graph", ["", FOREIGN])
def test_a_graph_in_which_no_shape_sees_anything_is_not_said_to_conform(tmp_path: Path, graph: str) -> None:
    written(tmp_path, {"graph.ttl": graph})
    done = kgbuild("validate", "graph.ttl", cwd=tmp_path)
    assert done.returncode == 0
    assert "graph.ttl: warning[nothing-to-check]: no shape found anything to look at" in done.stdout
    assert "conforms" not in done.stdout
    assert kgbuild("validate", "--strict", "graph.ttl", cwd=tmp_path).returncode == 1


def test_one_violation_is_one(tmp_path: Path) -> None:
    named = "<http://a.example/> a <https://w3id.org/kgbuild/ns#Brand> ; <https://schema.org/name> 'X'"
    written(tmp_path, {"graph.ttl": f"{named} ; <http://www.w3.org/ns/prov#wasDerivedFrom> <http://a.example/q> .\n"})
    last = kgbuild("validate", "--strict", "graph.ttl", cwd=tmp_path).stdout.splitlines()[-1]
    assert last == "graph.ttl: 1 violation"


def test_every_error_is_shown_and_warnings_are_cut(tmp_path: Path) -> None:
    broken = {f"broken{number}.md": UNTERMINATED for number in range(25)}
    plain = {f"plain{number}.md": "no page" for number in range(25)}
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB, **broken, **plain})
    for arguments, advice in (([], "see report.html, or add -v"), (["--dry-run"], "add -v"), (["--strict"], "add -v")):
        done = kgbuild("build", *arguments, cwd=tmp_path)
        assert done.stderr.count(": error[") == 25
        assert done.stderr.count(": warning[") == 20
        assert done.stderr.splitlines()[-1].endswith(f"more: {advice}")


@pytest.mark.parametrize("missing", ["/nope.md", "examplinib.md", "none*.md"])
def test_what_is_missing_costs_only_itself_and_exit_code_3(tmp_path: Path, missing: str) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    done = kgbuild("build", missing, "seeds", cwd=tmp_path)
    assert done.returncode == 3
    assert f"{missing}: error[no-such-file]: " in done.stderr
    held = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert [page["path"] for page in held["pages"]] == ["examplinib.md"]
    assert [entry["page"] for entry in held["unreadable"]] == [missing]


def test_where_nothing_is_there_at_all_the_usage_is_wrong(tmp_path: Path) -> None:
    done = kgbuild("build", "/nope.md", "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert "/nope.md, nowhere: no such file or folder" in done.stderr


@pytest.mark.parametrize(
    ("pages", "output"),
    [
        ("seeds", "seeds"),
        ("seeds", "seeds/../seeds/"),
        ("seeds/examplinib.md", "seeds"),
        ("seeds/*.md", "seeds"),
        ("seeds", "seeds/more"),
    ],
)
def test_nothing_is_written_among_the_pages(tmp_path: Path, pages: str, output: str) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    written(tmp_path / "seeds" / "more", {"betanib.md": named("betanib")})
    before = sorted(tmp_path.rglob("*"))
    done = kgbuild("build", pages, "-o", output, cwd=tmp_path)
    assert done.returncode == 2
    assert "pages are read from there" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_above_or_beside_the_pages_may_be_written(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    for output in (".", "seeds/output"):
        assert kgbuild("build", "seeds", "-o", output, cwd=tmp_path).returncode == 0


def test_an_output_without_a_name_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "seeds", {"examplinib.md": EXAMPLINIB})
    done = kgbuild("build", "-o", "", cwd=tmp_path)
    assert done.returncode == 2
    assert "the name is empty; write . for the current folder" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["seeds"]


def test_a_page_without_its_address_is_no_fault_of_a_sentence(tmp_path: Path) -> None:
    page = EXAMPLINIB.replace("https://www.cancer.gov", "https://user@www.cancer.gov")
    written(tmp_path / "seeds", {"examplinib.md": page})
    found = [line for line in kgbuild("build", cwd=tmp_path).stderr.splitlines() if "MedicalWebPage-url" in line]
    assert found
    assert all(line.startswith("examplinib.md: ") for line in found)
