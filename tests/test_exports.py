"""Exports: the same graph, the same bytes; all formats the same triples; files whole or as before."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graphs import IDS, Graph, build, files_of, page_graph, read, turtle_of, union
from judges import jena
from kgbuild.errors import OutputError
from kgbuild.exports import FORMATS, MANIFEST, Colophon, format_of, read_context, replace_files, write_all
from kgbuild.exports.lines import n_quads
from kgbuild.quads import Quads
from kgbuild.triple_lines import lines_of, triples_of
from kgbuild.vocabulary import PREFIXES, SCHEMA
from readings import examplinib

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
COLOPHON = Colophon(
    IDS, read_context(ROOT / "ontology" / "context.jsonld"), {"examplinib.md": "00" * 32}, {"kgbuild": "0"}
)
HOSTILE = [
    'a "quoted" label',
    "x> <urn:evil> <urn:y",
    'a" ; <urn:p> <urn:o> . #',
    '"""',
    "'''",
    "ends in \\",
    'ends in \\"',
    "line\nbreak\r\n and\rmore",
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\N{NEXT LINE}\x0b\x0c\x1c\x7f\x08",
    "</script><script>alert(1)</script>",
    "@prefix id: <urn:evil> .\n@prefix x: <urn:y> .",
    " .\n\n<urn:evil> <urn:p> <urn:o> .\n",
    "\N{PILE OF POO} e\N{COMBINING ACUTE ACCENT} \N{RIGHT-TO-LEFT OVERRIDE}",
    "{{ }} ${x} %s \\u0041 &lt; ]]>",
    "",
]


def hostile_graphs() -> tuple[Graph, ...]:
    """Each hostile text as a plain literal and as a label."""
    triples = [
        Triple(IDS.dataset, SCHEMA.NAME, Literal(text, language=lang)) for text in HOSTILE for lang in (None, "en")
    ]
    return ((IDS.dataset, tuple(lines_of(triples))),)


@pytest.mark.parametrize("graphs", [build(), hostile_graphs()], ids=["pages", "hostile"])
def test_all_formats_hold_exactly_the_triples(graphs: tuple[Graph, ...]) -> None:
    files = files_of(graphs, COLOPHON)
    assert set(files) == {"graph.ttl", "graph.nq", "graph.jsonld"}
    for form in FORMATS:
        assert read(files[form.file_name], form.rdf_format) == union(graphs)


def test_n_quads_keep_the_graph_of_each_triple() -> None:
    graphs = build()
    wanted = {Quad(t.subject, t.predicate, t.object, name) for name, lines in graphs for t in triples_of(lines)}
    assert set(parse(files_of(graphs, COLOPHON)["graph.nq"], RdfFormat.N_QUADS)) == wanted
    assert len({quad.graph_name for quad in wanted}) == len(graphs)


@pytest.mark.parametrize("graphs", [build(), hostile_graphs()], ids=["pages", "hostile"])
def test_rdflib_reads_the_same(graphs: tuple[Graph, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    import rdflib
    from rdflib.compare import isomorphic

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    files = files_of(graphs, COLOPHON)
    from_turtle = rdflib.Graph().parse(data=files["graph.ttl"], format="turtle")
    from_quads = rdflib.Graph()
    for subject, predicate, value, _ in rdflib.Dataset().parse(data=files["graph.nq"], format="nquads").quads():
        from_quads.add((subject, predicate, value))
    assert len(from_turtle) == len(union(graphs))
    assert isomorphic(from_turtle, from_quads)


@pytest.mark.parametrize("graphs", [build(), hostile_graphs()], ids=["pages", "hostile"])
def test_jena_reads_the_same_without_a_warning(graphs: tuple[Graph, ...], tmp_path: Path) -> None:
    files, triples = files_of(graphs, COLOPHON), union(graphs)
    found, warnings = jena.read(files["graph.ttl"], {triple.predicate for triple in triples}, tmp_path)
    assert warnings == ""
    assert found == triples


def test_the_bytes_do_not_depend_on_any_order() -> None:
    graphs = build()
    wanted = files_of(graphs, COLOPHON)
    for order in list(permutations(graphs))[::40]:
        mixed = [(name, lines[len(lines) // 2 :] + lines[::-1]) for name, lines in order]
        assert files_of(mixed, COLOPHON) == wanted


@pytest.mark.parametrize("seed", ["0", "1", "7"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed: str, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graphs import build; import test_exports as t;"
        "from kgbuild.exports import write_all; write_all(Path(sys.argv[1]), t.Quads.of(build()), t.COLOPHON)"
    )
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths, "LC_ALL": "C", "TZ": "Asia/Kathmandu"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=env, check=True, capture_output=True)
    for name, content in files_of(build(), COLOPHON).items():
        assert (tmp_path / name).read_bytes() == content


def test_the_graph_of_a_page_is_the_golden_one() -> None:
    actual, golden = (
        turtle_of(page_graph(examplinib()), {"id": IDS.base, **PREFIXES}),
        GOLDEN / "examplinib.ttl",
    )
    if os.environ.get("KGBUILD_UPDATE_GOLDEN"):
        golden.write_bytes(actual)
    assert actual == golden.read_bytes(), (
        "output changed; if you meant it: KGBUILD_UPDATE_GOLDEN=1 pytest, then read the diff"
    )


def test_turtle_is_set_for_reading() -> None:
    text = turtle_of(page_graph(examplinib()), {"id": IDS.base, **PREFIXES}).decode()
    head, *blocks = text.split("\n\n")
    assert all(line.startswith("@prefix ") for line in head.split("\n"))
    subjects = [block.split(" ")[0] for block in blocks]
    assert len(subjects) == len(set(subjects))
    assert all(block.split(" ")[1] == "a" for block in blocks)
    assert text.endswith(" .\n")


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_any_text_comes_back_as_it_is(texts: list[str]) -> None:
    triples = {Triple(IDS.dataset, SCHEMA.NAME, Literal(text)) for text in texts}
    assert read(turtle_of(triples, PREFIXES), RdfFormat.TURTLE) == triples
    assert read(b"".join(n_quads(Quads.of([(IDS.dataset, lines_of(triples))]))), RdfFormat.N_QUADS) == triples


def test_an_empty_graph_is_three_empty_files_that_parse() -> None:
    for name, content in files_of([], COLOPHON).items():
        form = format_of(name.partition(".")[2])
        assert form is not None
        assert read(content, form.rdf_format) == set()


def test_every_format_is_found_by_its_extension() -> None:
    assert [format_of(form.extension) for form in FORMATS] == list(FORMATS)
    assert len({form.media_type for form in FORMATS}) == len(FORMATS)


def test_the_manifest_names_every_input_and_output(tmp_path: Path) -> None:
    hashes = write_all(tmp_path, Quads.of(build()), COLOPHON, {"report.json": b"{}"})
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    assert manifest["outputs"] == hashes
    assert set(hashes) == {"graph.ttl", "graph.nq", "graph.jsonld", "report.json"}
    assert set(hashes) | {MANIFEST} == {path.name for path in tmp_path.iterdir()}
    for name, digest in hashes.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert manifest["inputs"] == {"examplinib.md": "00" * 32}
    assert manifest["versions"] == {"kgbuild": "0"}


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A disk that is full after so many bytes of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_files_and_no_others(tmp_path: Path) -> None:
    old = {"a.txt": b"old a", "b.txt": b"old b"}
    replace_files(tmp_path, old)
    with no_file_beyond(1000), pytest.raises(OutputError, match="as before"):
        replace_files(tmp_path, {"a.txt": b"new a", "b.txt": b"x" * 5000})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old


def test_a_build_replaces_the_files_of_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_all(tmp_path, Quads.of(hostile_graphs()), COLOPHON)
    write_all(tmp_path, Quads.of(build()), COLOPHON)
    assert (tmp_path / "graph.ttl").read_bytes() == files_of(build(), COLOPHON)["graph.ttl"]
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_new_file_may_be_read_as_the_process_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_files(tmp_path, {"a.txt": b""})
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_link_in_the_place_of_a_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.ttl").symlink_to(target)
    with pytest.raises(OutputError, match="no plain file"):
        write_all(tmp_path / "out", Quads.of(build()), COLOPHON)
    assert target.read_text() == "precious"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["graph.ttl"]


def test_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").mkdir()
    with pytest.raises(OutputError, match="no plain file"):
        write_all(tmp_path, Quads.of(build()), COLOPHON)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="name another"):
        write_all(tmp_path / "out", Quads.of(build()), COLOPHON)


def test_a_graph_may_come_as_an_iterator(tmp_path: Path) -> None:
    lazy = ((name, iter(triples)) for name, triples in build())
    write_all(tmp_path, Quads.of(lazy), COLOPHON)
    assert read((tmp_path / "graph.nq").read_bytes(), RdfFormat.N_QUADS) == union(build())
    assert isinstance(IDS.dataset, NamedNode)
