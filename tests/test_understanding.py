"""How a use was read: the words with their rules, in text, HTML and JSON, and the words that no rule read."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from example_pages import EXAMPLINIB, written
from kgbuild.build_reports import need_report, read_report
from kgbuild.cli import main
from kgbuild.errors import GraphError
from kgbuild.explanation import Quote, Statement, segments, words_by_rule
from kgbuild.report_lines import ReadWords

ODD = EXAMPLINIB.replace("after one other treatment.", "after one other treatment when <b>flowers</b> wobble.")
NOT_UNDERSTOOD = EXAMPLINIB.replace(
    "Examplinib is also being studied", "Flowers bloom.\n\nExamplinib is also being studied"
)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    return int(ending.value.code or 0)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A build of one page, of which a word stays unread."""
    pages = written(tmp_path / "pages", {"examplinib.md": ODD})
    assert run("build", str(pages), "-o", str(tmp_path / "out"), "-q") == 0
    return tmp_path / "out"


class _Marked(HTMLParser):
    """The marked words of a page, each with its title; and the tags that the page uses."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self._title: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "mark":
            self._title = dict(attrs)["title"]

    def handle_data(self, data: str) -> None:
        if self._title is not None:
            self.marks.append((data, self._title))
            self._title = None


def test_text_names_the_rule_that_read_each_word(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "examplinib", "--graph", str(built)) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "conditions <- Mantle cell lymphoma" in lines
    assert "statuses: Relapsed <- came back" in lines
    assert "options <- is given with rituximab" in lines
    assert "brands <- Exemplar" in lines
    assert "rems <- Exemplar REMS" in lines
    assert "approvals <- FDA Approved" in lines
    assert any(line.startswith("read by no rule <- ") and "flowers" in line for line in lines)


def test_html_marks_the_words_and_lets_nothing_of_the_page_through(
    built: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("explain", "examplinib", "--graph", str(built), "--format", "html") == 0
    page = _Marked()
    page.feed(capsysbinary.readouterr().out.decode())
    assert ("Mantle cell lymphoma", "conditions") in page.marks
    assert ("came back", "statuses: Relapsed") in page.marks
    assert ("flowers", "read by no rule") in page.marks
    assert page.tags.isdisjoint({"b", "script", "img", "link", "a"})


def test_json_has_rule_words_and_place(built: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("explain", "examplinib", "--graph", str(built), "--format", "json") == 0
    account = json.loads(capsysbinary.readouterr().out)
    use = next(fact for fact in account["statements"] if fact["kind"] == "use" and "Mantle" in fact["words"])
    status = next(read for read in use["read"] if read["rule"] == "statuses: Relapsed")
    assert ODD[status["start"] : status["end"]] == status["words"] == "came back"
    assert "wobble" in [word["words"] for word in use["unread"]]


def test_unread_words_are_listed_with_their_share(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "--unread", "--graph", str(built)) == 0
    *_, last = capsys.readouterr().out.splitlines()
    (page,) = need_report(built)
    assert last == f"{page.unread} of {page.words} words unread ({100 * page.unread / page.words:.1f} %)"
    assert 0 < page.unread < page.words


def test_unread_words_of_one_drug_are_json_too(built: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("explain", "Exemplar", "--unread", "--graph", str(built), "--format", "json") == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert [entry["page"] for entry in told["statements"]] == ["examplinib.md"]
    assert "wobble" in told["statements"][0]["unread"]


def test_a_sentence_that_was_not_understood_counts_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = written(tmp_path / "pages", {"examplinib.md": NOT_UNDERSTOOD})
    assert run("build", str(pages), "-o", str(tmp_path / "out"), "-q") == 0
    (page,) = need_report(tmp_path / "out")
    assert [missed.words for missed in page.missed] == ["Flowers bloom."]
    assert page.unread == 2
    capsys.readouterr()
    assert run("explain", "--unread", "--graph", str(tmp_path / "out")) == 0
    assert "“Flowers bloom.”" in capsys.readouterr().out


def test_without_a_report_the_sentences_stand_alone(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (built / "report.json").unlink()
    assert run("explain", "examplinib", "--graph", str(built)) == 0
    shown = capsys.readouterr().out
    assert "“It is given with rituximab.”" in " ".join(shown.split())
    assert "options <-" not in shown
    assert run("explain", "--unread", "--graph", str(built)) == 2
    assert "no report.json stands there; name the folder that 'kgbuild build' wrote" in capsys.readouterr().err


def test_a_report_of_another_form_is_refused(tmp_path: Path) -> None:
    assert read_report(tmp_path) is None
    (tmp_path / "report.json").write_text('{"pages": [{"path": "a.md"}], "problems": []}')
    with pytest.raises(GraphError, match=r"report\.json: this is no report of this edition of kgbuild \('slug'\)"):
        read_report(tmp_path)


def test_neither_a_drug_nor_unread_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain") == 2
    assert "name a drug, or ask for the --unread words of all pages" in capsys.readouterr().err


def test_words_of_another_page_are_not_marked() -> None:
    quote = Quote("**Anemia** in adults", "p", 100, 120)
    elsewhere = ReadWords("conditions", "Melanoma", 102, 110)
    fact = Statement("use", "", (quote,), read=(elsewhere,))
    assert words_by_rule(quote, fact) == {}
    assert [(piece.words, piece.rules) for piece in segments(quote, fact)] == [("Anemia in adults", ())]


@pytest.mark.shared
def test_nearly_every_word_of_the_real_uses_is_read(shared: Path, tmp_path: Path) -> None:
    assert run("build", str(shared / "corpus"), "-o", str(tmp_path / "out"), "-q") == 0
    pages = need_report(tmp_path / "out")
    words, unread = sum(page.words for page in pages), sum(page.unread for page in pages)
    assert words > 4000
    assert unread / words < 0.03
