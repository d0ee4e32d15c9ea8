"""``kgbuild site``: every page, every link, and the folder that is written."""

from __future__ import annotations

import json
import os
import posixpath
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, Triple, serialize

from example_pages import EXAMPLINIB, written
from kgbuild.cli import main
from kgbuild.embedding import data_of
from kgbuild.graphs import Graph
from kgbuild.locks import exclusive
from kgbuild.site import site_of
from kgbuild.site.contents import contents_of
from kgbuild.site.folders import MARKER
from kgbuild.site.page_names import file_names
from kgbuild.site.pictures import picture
from kgbuild.site.scripts import VENDORED, digest, libraries
from kgbuild.vocabulary import KG, SKOS, ncit
from site_graphs import ADDRESSES, ATTACKS, condition, drug, hostile_graph, node, plain_graph, use

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
SCRIPTED = f"{POLICY}; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
QUERYING = (
    f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"
    "; require-trusted-types-for 'script'; trusted-types kgbuild-worker"
)
POLICIES = {"index.html": SCRIPTED, "picture.html": SCRIPTED, "query.html": QUERYING}


class Reader(HTMLParser):
    """Elements with their attributes, and the words that a reader sees."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.words += " " if tag in {"dd", "td", "p"} else ""

    def handle_data(self, data: str) -> None:
        self.words += data

    def links(self) -> Iterator[str]:
        for _, attributes in self.elements:
            yield from (value for name in ("href", "src") if (value := attributes.get(name)))


@pytest.fixture(scope="module")
def plain() -> Mapping[str, bytes]:
    return site_of(plain_graph())


@pytest.fixture(scope="module")
def hostile() -> Mapping[str, bytes]:
    return site_of(hostile_graph())


def words(page: bytes) -> str:
    return " ".join(Reader(page).words.split())


def pages(site: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in site.items() if path.endswith(".html")}


def test_every_drug_combination_condition_and_programme_has_a_page(plain: Mapping[str, bytes]) -> None:
    found = {path for path in plain if "/" in path and path.endswith(".html")}
    assert found == {
        *(f"drugs/{name}.html" for name in ("examplinib", "sampleblin", "probatinib", "testimab")),
        "combinations/ex-sa.html",
        *(f"conditions/{name}.html" for name in ("lymphoma", "follicular-lymphoma", "multiple-myeloma")),
        "programmes/exemplar-rems.html",
    }


@pytest.mark.parametrize("graph", [plain_graph(), hostile_graph(), []], ids=["plain", "hostile", "empty"])
def test_every_link_leads_to_a_page_or_to_the_web(graph: list[Triple]) -> None:
    site = site_of(graph)
    for path, content in pages(site).items():
        reader = Reader(content)
        anchors = {attributes.get("id") for _, attributes in reader.elements}
        for link in reader.links():
            if link.startswith("#"):
                assert link[1:] in anchors, (path, link)
            elif not re.match(r"https?://[^@]+$", link):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) in site, (path, link)


def test_the_policy_of_a_page_is_as_narrow_as_its_scripts_allow(plain: Mapping[str, bytes]) -> None:
    for path, content in pages(plain).items():
        policy = [
            a["content"] for tag, a in Reader(content).elements if a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy == [POLICIES.get(path, POLICY)], path


@pytest.mark.parametrize("graph", [plain_graph(), hostile_graph()], ids=["plain", "hostile"])
def test_no_page_holds_script_style_or_handlers_of_its_own(graph: list[Triple]) -> None:
    for path, content in pages(site_of(graph)).items():
        for tag, attributes in Reader(content).elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], path
            assert tag not in {"style", "img", "iframe", "object", "embed", "base"}, path
            assert tag != "script" or attributes.get("src") or attributes.get("type") == "application/ld+json", path
            assert tag != "svg", path


def test_an_attack_is_shown_as_text_and_leads_nowhere(hostile: Mapping[str, bytes]) -> None:
    lists = words(hostile["drugs.html"])
    for attack in ATTACKS[:5]:
        assert attack in lists
    for content in pages(hostile).values():
        assert "\u202e" not in content.decode()  # what turns the direction of text is shown as an escape, or left out
        assert not [link for link in Reader(content).links() if link in ADDRESSES]


def test_a_drug_page_says_each_fact_with_its_sentence(plain: Mapping[str, bytes]) -> None:
    said = words(plain["drugs/examplinib.html"])
    assert "Only through a REMS programme: Exemplar REMS" in said
    assert "NCI Thesaurus C900001" in said
    assert "How it is given with Sampleblin Follicular lymphoma. It is used with sampleblin. NCI, the page" in said
    links = set(Reader(plain["drugs/examplinib.html"]).links())
    assert {"https://rems.example.org/", "../drugs/sampleblin.html", "../conditions/lymphoma.html"} <= links
    assert "https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/C900001" in links


def test_a_condition_page_tells_alone_together_and_common_apart(plain: Mapping[str, bytes]) -> None:
    said = words(plain["conditions/follicular-lymphoma.html"])
    order = [
        "Approved Drugs",
        "sampleblin alone, or with",
        "Approved together",
        "examplinib with",
        "In common use",
        "EX-SA",
    ]
    places = [said.index(each) for each in order]
    assert places == sorted(places)


def test_an_approval_for_a_broader_disease_is_not_copied_but_told(plain: Mapping[str, bytes]) -> None:
    narrow, wide = (plain[f"conditions/{name}.html"] for name in ("follicular-lymphoma", "lymphoma"))
    assert "Lymphoma in adults." not in words(narrow)
    assert "Follicular Lymphoma is a kind of these." in words(narrow)
    assert "lymphoma.html" in " ".join(Reader(narrow).links())
    assert "It is used with sampleblin" not in words(wide)
    assert "These are kinds of Lymphoma." in words(wide)


@pytest.mark.parametrize("graph", [plain_graph(), hostile_graph()], ids=["plain", "hostile"])
def test_a_drug_page_holds_its_json_ld(graph: list[Triple]) -> None:
    asked = Graph(graph)
    found = {path: content for path, content in site_of(graph).items() if path.startswith(("drugs/", "combinations/"))}
    blocks = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', b"".join(found.values()).decode())
    drugs = [*asked.instances(KG.DRUG), *asked.instances(KG.COMBINATION)]
    assert len(blocks) == len(found) == len(drugs)
    expected = [data_of(asked, each) for each in drugs]
    assert sorted(map(json.dumps, map(json.loads, blocks))) == sorted(map(json.dumps, expected))


def test_a_use_in_what_a_condition_causes_is_no_use_in_it() -> None:
    caused = [
        *condition("C2869", "Anemia"),
        *use("caused", ncit("C900003"), ncit("C2869"), "Anemia caused by multiple myeloma."),
        Triple(node("indication/caused"), KG.CAUSED_BY, ncit("C3242")),
    ]
    site = site_of([*plain_graph(), *caused])
    said = words(site["conditions/multiple-myeloma.html"])
    assert said.index("For what it causes") < said.index("Anemia caused by")
    assert said.count("Anemia caused by") == 1
    assert "Anemia caused by Multiple Myeloma" in words(site["drugs/probatinib.html"])


def test_what_was_not_understood_is_said(tmp_path: Path) -> None:
    unread = EXAMPLINIB.replace("It is given alone.", "It is given alone, to wizards of the second rank.").replace(
        "Examplinib is only available",
        "Examplinib treats whatever ails you on Tuesdays.\n\nExamplinib is only available",
    )
    folder = written(tmp_path / "pages", {"examplinib.md": unread})
    with pytest.raises(SystemExit):
        main(["build", str(folder), "-o", str(tmp_path / "out"), "-q"])
    run("site", str(tmp_path / "out"))
    said = words((tmp_path / "out" / "site" / "drugs" / "examplinib.html").read_bytes())
    assert re.search(r"did not understand all words of this sentence: “[^”]*wizards", said)
    assert "Not understood by the program" in said
    assert "Examplinib treats whatever ails you on Tuesdays." in said


def test_names_that_no_file_can_have_give_files_of_their_own() -> None:
    names = [
        "../../etc/x",
        "/abs",
        "..\\x",
        "CON",
        "nul",
        ".",
        "",
        "x" * 300,
        "a\x00b",
        "Twin",
        "twin",
        "TWIN",
        "é",
        "日本",
    ]
    names += ["etc-x", "index", "etc-x-0123456789abcdef"]
    files = file_names({f"urn:{n}": name for n, name in enumerate(names)})
    assert len({file.casefold() for file in files.values()}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,90}", file) for file in files.values())
    assert not {"con", "nul"} & set(files.values())


def test_a_file_name_does_not_depend_on_other_drugs_of_other_names() -> None:
    assert file_names({"urn:a": "Examplinib"}) == {"urn:a": "examplinib"}
    both = file_names({"urn:a": "Examplinib", "urn:b": "EXAMPLINIB"})
    assert both == file_names({"urn:b": "EXAMPLINIB", "urn:a": "Examplinib"})


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main([*arguments])
    return int(ending.value.code or 0)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    file = tmp_path / "graph" / "graph.nt"
    file.parent.mkdir()
    serialize(plain_graph(), str(file), format=RdfFormat.N_TRIPLES)
    return file


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_writes_a_site_and_says_where(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], plain: Mapping[str, bytes]
) -> None:
    assert run("site", str(graph), "-o", str(tmp_path / "new" / "site")) == 0
    said = capsys.readouterr().out
    assert said == f"17 pages written to {tmp_path}/new/site; open {tmp_path}/new/site/index.html\n"
    found = files(tmp_path / "new" / "site")
    del found[MARKER]
    assert found == plain
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["site"]


def test_an_earlier_site_is_replaced_as_a_whole(graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert run("site", str(graph), "-o", str(target), "-q") == 0
    (target / "drugs" / "withdrawn.html").write_text("an earlier drug")
    assert run("site", str(graph), "-o", str(target), "-q") == 0
    assert not (target / "drugs" / "withdrawn.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"graph", "site"}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda place: (place.mkdir(), (place / "thesis.txt").write_text("x")),
            "holds files and is no site of kgbuild",
        ),
        (lambda place: place.write_text("x"), "is a file"),
        (lambda place: place.symlink_to(place.parent / "graph"), "is no plain folder and is left alone"),
    ],
    ids=["folder", "file", "link"],
)
def test_what_is_no_site_is_left_alone(
    graph: Path, tmp_path: Path, make: object, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "target"
    assert callable(make)
    make(target)
    before = files(tmp_path)
    assert run("site", str(graph), "-o", str(target)) == 2
    assert words in capsys.readouterr().err
    assert files(tmp_path) == before


def test_the_folder_of_the_graph_is_never_written(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (graph.parent / MARKER).write_text("pretends to be a site")
    assert run("site", str(graph), "-o", str(graph.parent)) == 2
    assert "the graph is read from there" in capsys.readouterr().err
    assert graph.exists()


def test_two_do_not_write_one_site_at_once(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "site"
    with exclusive(target):
        assert run("site", str(graph), "-o", str(target)) == 2
    assert "another kgbuild writes there now" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"graph"}
    assert run("site", str(graph), "-o", str(target), "-q") == 0


def test_a_full_disk_leaves_the_earlier_site(graph: Path, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    target = tmp_path / "site"
    assert run("site", str(graph), "-o", str(target), "-q") == 0
    before = files(target)
    command = [sys.executable, "-m", "kgbuild", "site", str(graph), "-o", str(target)]
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written (File too large); what was there is as before" in done.stderr
    assert files(target) == before
    assert {path.name for path in tmp_path.iterdir()} == {"graph", "site"}


def test_bytes_depend_neither_on_the_hash_seed_nor_on_the_order_of_triples(graph: Path, tmp_path: Path) -> None:
    found = []
    for seed in ("0", "7"):
        target = tmp_path / f"site-{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "kgbuild", "site", str(graph), "-o", str(target)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        found.append(files(target))
        lines = graph.read_text().splitlines(keepends=True)
        graph.write_text("".join(reversed(lines)))
    assert found[0] == found[1]


def test_the_libraries_are_those_of_their_packages() -> None:
    named = {name: expected for library in libraries() for name, expected in library.files}
    assert {name: digest(name) for name in named} == named
    kept = {path.name for path in VENDORED.iterdir()} - {"vendored.toml"}
    assert kept == {*named, *(library.licence_file for library in libraries())}


def test_a_page_that_two_drugs_would_share_is_two_pages() -> None:
    twins = [
        *drug("C900001", "twin"),
        *drug("C900002", "Twin"),
        Triple(ncit("C900002"), SKOS.ALT_LABEL, Literal("other")),
    ]
    found = [path for path in site_of(twins) if path.startswith("drugs/")]
    assert len(found) == 2


def test_a_large_picture_needs_no_library_that_may_be_missing() -> None:
    # networkx takes scipy for some layouts of 500 nodes and more.
    lymphoma = [*condition("C3208", "Lymphoma")]
    for number in range(520):
        code = f"C8{number:05}"
        lymphoma += [*drug(code, f"drug {number}"), *use(f"large-{number}", ncit(code), ncit("C3208"), "Lymphoma.")]
    drawn = picture(contents_of(Graph(lymphoma)))
    assert (len(drawn.dots), len(drawn.lines), drawn.left_out) == (521, 520, 0)
    assert len({(dot.x, dot.y) for dot in drawn.dots}) > 500


def test_of_too_many_nodes_those_with_the_most_lines_are_drawn() -> None:
    drawn = picture(contents_of(Graph(plain_graph())), largest=2)
    assert [dot.name for dot in drawn.dots] == ["Follicular Lymphoma", "examplinib"]
    assert (len(drawn.lines), drawn.left_out) == (1, 6)


def test_brands_stand_in_the_index_for_searching(plain: Mapping[str, bytes]) -> None:
    assert b'["examplinib","drug","drugs/examplinib.html",["Exemplar"],["C900001"]]' in plain["assets/search-index.js"]
