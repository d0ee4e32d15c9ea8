"""What schema.org says of a drug, in a web page: valid, safe, read alike by all, and nothing that the graph lacks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import extruct
import pytest
from playwright.sync_api import sync_playwright
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Triple
from schema_org.registry import get_model

from browsers import chromium, opened
from example_pages import EXAMPLINIB, named, written
from kgbuild.embedding import Embedded, data_of, embed_into, script_of
from kgbuild.embedding.schema_org import CONTEXT
from kgbuild.errors import GraphError, OutputError
from kgbuild.graphs import Graph, read_triples
from kgbuild.pages import parse_page, read_pages
from kgbuild.pipeline import Settings, Tools, build
from kgbuild.vocabulary import KG, RDF, RDFS, SCHEMA, SKOS, code_of

URLS = {"url", "prescribingInfo", "license"}
"""Properties whose values schema.org takes as addresses: https://schema.org/docs/jsonldcontext.jsonld"""
LOCAL = {
    "@context": {
        "@vocab": "https://schema.org/",
        **{name: {"@id": f"https://schema.org/{name}", "@type": "@id"} for name in URLS},
        "lastReviewed": {"@id": "https://schema.org/lastReviewed", "@type": "https://schema.org/Date"},
    }
}
"""Schema.org's context, as far as it matters here: its terms, addresses and dates."""


def loaded(address: str, _: object) -> dict[str, Any]:
    assert address == CONTEXT, f"{address} would be fetched"
    return {"contextUrl": None, "documentUrl": address, "document": LOCAL, "contentType": "application/ld+json"}


def statements(data: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """What PyLD reads, nodes without an address named by what is said of them."""
    expanded = jsonld.expand(dict(data), {"documentLoader": loaded})
    return set(said_of(expanded[0]))


def said_of(node: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    name = name_of(node)
    yield from ((name, "a", kind.rpartition("/")[2]) for kind in node.get("@type", ()))
    for key, values in node.items():
        if key == "@reverse":
            for reversed_key, others in values.items():
                for other in others:
                    yield (name_of(other), local(reversed_key), name)
                    yield from said_of(other)
        elif not key.startswith("@"):
            for value in values:
                yield (name, local(key), value["@value"] if "@value" in value else name_of(value))
                yield from said_of(value) if len(value) > 1 and "@value" not in value else ()


def name_of(node: Mapping[str, Any]) -> str:
    return str(node.get("@id") or json.dumps(node, sort_keys=True))


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.fixture(scope="module")
def small() -> Graph:
    """Two made-up drugs."""
    texts = {"examplinib.md": EXAMPLINIB, "alphanib.md": named("alphanib")}
    pages = [page for name, text in texts.items() for page in parse_page(text.encode(), name)]
    return Graph(build(pages, Tools.open(Settings())).triples())


def drugs(graph: Graph) -> list[NamedNode]:
    kinds = {node for kind in (KG.DRUG, KG.COMBINATION) for node in graph.instances(kind)}
    return sorted((node for node in kinds if graph.subjects(SCHEMA.ABOUT, node)), key=lambda node: node.value)


# What is said


def flaws(data: Mapping[str, Any], kind: str | None = None) -> Iterator[str]:
    """Properties outside their class's domain, and values outside their range, by the published vocabulary."""
    model = get_model(kind or data["@type"])
    known = {each.schema_name: each for each in model.SCHEMA_PROPERTIES}
    for key, value in data.items():
        if key.startswith("@"):
            continue
        if key not in known:
            yield f"{data['@type']} has no {key}"
            continue
        if known[key].superseded_by:
            yield f"{key} is superseded"
        for each in value if isinstance(value, list) else [value]:
            yield from misfits(key, each, set(known[key].ranges))
    for key, values in data.get("@reverse", {}).items():
        for each in values:
            ranges = {p.schema_name: set(p.ranges) for p in get_model(each["@type"]).SCHEMA_PROPERTIES}
            if not ranges.get(key, set()) & set(model.SCHEMA_TYPES):
                yield f"{each['@type']}.{key} does not lead to {data['@type']}"
            yield from flaws(each)


def misfits(key: str, value: Any, ranges: set[str]) -> Iterator[str]:
    if isinstance(value, dict):
        if not ranges & set(get_model(value["@type"]).SCHEMA_TYPES):
            yield f"{key} takes {ranges}, not {value['@type']}"
        yield from flaws(value)
    elif ranges == {"URL"} and not value.startswith(("http://", "https://")):
        yield f"{key} is no address: {value}"
    elif "Date" in ranges:
        date.fromisoformat(value)
    elif not ranges & {"Text", "URL"}:
        yield f"{key} takes {ranges}, not a text"


def grounds(graph: Graph, drug: NamedNode) -> set[tuple[str, str]]:
    """Property of schema.org and value that the graph gives reason to state of a drug: the mapping, told once more."""
    words = {
        "nonProprietaryName": graph.words(drug, SCHEMA.NON_PROPRIETARY_NAME),
        "proprietaryName": graph.words(drug, SCHEMA.PROPRIETARY_NAME),
        "prescribingInfo": [node.value for node in graph.nodes(drug, SCHEMA.PRESCRIBING_INFO)],
        "drugClass": [node.value for node in graph.nodes(drug, KG.DRUG_CLASS)],
    }
    parts = graph.nodes(drug, KG.HAS_COMPONENT)
    if KG.COMBINATION in graph.nodes(drug, RDF.TYPE):
        words["drug"] = [node.value for node in parts]
    else:
        names = (SCHEMA.NON_PROPRIETARY_NAME, SKOS.PREF_LABEL)
        words["activeIngredient"] = [next(w for name in names for w in graph.words(node, name)) for node in parts]
    return {(key, value) for key, values in words.items() for value in values}


def differences(graph: Graph, drug: NamedNode) -> list[str]:
    """What the block says without ground, and what it leaves out."""
    read = statements(data_of(graph, drug))
    about = {(key, value) for subject, key, value in read if subject == drug.value}
    kept = {"nonProprietaryName", "proprietaryName", "prescribingInfo", "drugClass", "drug", "activeIngredient"}
    found = [f"{sorted(each)}" for each in [{a for a in about if a[0] in kept} ^ grounds(graph, drug)] if each]
    treated = {subject for subject, key, value in read if (key, value) == ("possibleTreatment", drug.value)}
    if treated != {node.value for node in graph.subjects(SCHEMA.POSSIBLE_TREATMENT, drug)}:
        found.append(f"conditions {treated}")
    codes = {value for _, key, value in read if key == "codeValue"}
    if code_of(drug) and code_of(drug) not in codes:
        found.append("the code")
    said = " ".join(value for key, value in about if key == "description")
    uses = [sentence for use in graph.nodes(drug, KG.HAS_INDICATION) for sentence in graph.words(use, KG.STATEMENT)]
    found += [sentence for sentence in uses if sentence not in said]
    warned = " ".join(value for key, value in about if key == "warning")
    found += [p.value for p in graph.nodes(drug, KG.REQUIRES_REMS) if graph.word(p, SCHEMA.NAME) not in warned]
    links = {value for _, key, value in read if key == "url"}
    found += [node.value for node in graph.nodes(drug, RDFS.SEE_ALSO) if node.value not in links]
    return found


def test_everything_is_a_term_of_schema_org_in_its_place_and_stands_in_the_graph(small: Graph) -> None:
    for drug in drugs(small):
        data = data_of(small, drug)
        assert list(flaws(data)) == []
        assert differences(small, drug) == []


def test_the_checks_see_what_is_wrong(small: Graph) -> None:
    data = data_of(small, drugs(small)[0])
    assert list(flaws({**data, "indication": "x"})) == ["Drug has no indication"]
    assert list(flaws({**data, "prescribingInfo": "x"})) == ["prescribingInfo is no address: x"]
    assert list(flaws({**data, "code": {"@type": "Drug"}})) == ["code takes {'MedicalCode'}, not Drug"]


def test_a_drug_is_told_with_its_brand_status_programme_uses_and_page(small: Graph) -> None:
    (drug,) = (node for node in drugs(small) if "examplinib" in small.words(node, SCHEMA.NON_PROPRIETARY_NAME))
    data = data_of(small, drug)
    assert (data["@type"], data["proprietaryName"], data["legalStatus"]) == ("Drug", "Exemplar", "FDA approved")
    assert data["warning"] == (
        "Only available under the Risk Evaluation and Mitigation Strategy Exemplar REMS "
        "(https://rems.example.org/exemplar)."
    )
    assert {each["name"] for each in data["@reverse"]["possibleTreatment"]} == {
        "Mantle Cell Lymphoma",
        "Multiple Myeloma",
    }
    assert "It is given with rituximab." in data["description"]
    assert data["mainEntityOfPage"]["license"] == "https://creativecommons.org/publicdomain/mark/1.0/"
    assert data["mainEntityOfPage"]["lastReviewed"] == "2025-06-01"


@pytest.mark.shared
def test_every_real_drug_is_told_truly(corpus_graph: Graph) -> None:
    found = {
        drug.value: [*flaws(data_of(corpus_graph, drug)), *differences(corpus_graph, drug)]
        for drug in drugs(corpus_graph)
    }
    assert len(found) == 174
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.fixture(scope="module")
def corpus_graph(shared: Path) -> Graph:
    return Graph(build(read_pages([str(shared / "corpus")]), Tools.open(Settings())).triples())


# How it stands in a page

HOSTILE = [
    "</script><script>window.PWN=1</script>",
    "<!--<script>",
    "a\u2028b\u2029c",
    "&lt;b&gt; &amp; ]]>",
    "\"' \\ </SCRIPT  >",
    "日本語 \U0001f48a",
]


def hostile(name: str) -> tuple[Graph, NamedNode]:
    drug = NamedNode("https://w3id.org/kgbuild/id/drug/x")
    return Graph([Triple(drug, RDF.TYPE, KG.DRUG), Triple(drug, SKOS.PREF_LABEL, Literal(name))]), drug


@pytest.mark.browser
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_name_holds_it_is_a_text_to_chromium_extruct_and_pyld(name: str, tmp_path: Path) -> None:
    graph, drug = hostile(name)
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><head><title>x</title></head><body><p id=after>here</p></body></html>")
    embed_into(page, graph, name)
    with sync_playwright() as driver, chromium(driver) as browser:
        shown, seen = opened(browser.new_context(), page.as_uri())
        text = shown.locator('script[type="application/ld+json"]').text_content() or ""
        assert shown.evaluate("typeof window.PWN") == "undefined"
        assert shown.locator("#after").text_content() == "here"
        assert seen.errors == []
    (by_extruct,) = extruct.extract(page.read_text("utf-8"), syntaxes=["json-ld"])["json-ld"]
    assert json.loads(text) == by_extruct == data_of(graph, drug)
    assert json.loads(text)["name"] == name
    assert statements(json.loads(text)) == statements(data_of(graph, drug))


PLACES = {
    "a plain page": "<!doctype html><html><head><title>x</title>|</head><body></body></html>",
    "line ends of Windows": "<html>\r\n<head>\r\n|</head>\r\n<body>\r\n</body></html>\r\n",
    "capitals": "<HTML><HEAD>|</HEAD><BODY></BODY></HTML>",
    "no head": "<!doctype html><title>x</title>|<body class=a><p>y",
    "a head in a comment": "<html><!-- </head> --><head>|</head><body></body></html>",
    "a head in a script": "<html><head><script>'</head>'</script>|</head><body></body></html>",
    "a head in the title": "<html><head><title></head></title>|</head><body></body></html>",
    "XHTML": '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head>|</head><body/></html>',
    "a block of others": '<html><head><script type="application/ld+json">{"@type":"Thing"}</script>|</head></html>',
}


@pytest.mark.parametrize("page", PLACES.values(), ids=PLACES)
def test_the_element_goes_before_the_end_of_the_head_and_nothing_else_changes(page: str, tmp_path: Path) -> None:
    graph, drug = hostile("x")
    file = tmp_path / "page.html"
    file.write_bytes(page.replace("|", "").encode())
    assert embed_into(file, graph, "x") == (Embedded.ADDED, drug.value)
    line_end = "\r\n" if "\r\n" in page else "\n"
    once = file.read_bytes()
    assert once.decode() == page.replace("|", script_of(graph, drug) + line_end)
    assert embed_into(file, graph)[0] is Embedded.UNCHANGED
    assert file.read_bytes() == once
    other = Graph([Triple(drug, RDF.TYPE, KG.DRUG), Triple(drug, SKOS.PREF_LABEL, Literal("y"))])
    assert embed_into(file, other)[0] is Embedded.REPLACED
    assert file.read_bytes().decode() == page.replace("|", script_of(other, drug) + line_end)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8-sig", "shift_jis"])
def test_a_page_in_any_encoding_keeps_its_bytes(encoding: str, tmp_path: Path) -> None:
    word = "日本" if encoding == "shift_jis" else "é"
    before, after = f"<html><head><title>{word}</title>".encode(encoding), f"</head><body>{word}".encode(encoding)
    after = after.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    file = tmp_path / "page.html"
    file.write_bytes(before + after)
    graph, drug = hostile("日本 é")
    embed_into(file, graph, "日本 é")
    assert file.read_bytes() == before + script_of(graph, drug).encode("ascii") + b"\n" + after


def test_the_drug_of_a_page_is_found_by_its_address(small: Graph, tmp_path: Path) -> None:
    address = "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib"
    for number, tag in enumerate(
        (f'<link rel="canonical" href="{address}">', f'<meta property="og:url" content="{address}/">')
    ):
        file = tmp_path / f"{number}.html"
        file.write_text(f"<html><head>{tag}</head></html>")
        done, iri = embed_into(file, small)
        assert done is Embedded.ADDED
        assert small.words(NamedNode(iri), SCHEMA.NON_PROPRIETARY_NAME) == ["examplinib"]


REFUSED = [
    ("<html><head></head></html>", "the file states no address of its own; name the drug by --drug"),
    ('<html><head><link rel=canonical href="https://x.example/"></head></html>', "leads to no page of the graph"),
    ('<html><head><script data-kgbuild="urn:x"></script></head></html>', "of which the graph says nothing"),
]


@pytest.mark.parametrize(("page", "words"), REFUSED)
def test_a_page_that_does_not_say_its_drug_is_refused_and_left(
    page: str, words: str, small: Graph, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(page)
    with pytest.raises(GraphError, match=words):
        embed_into(file, small)
    assert file.read_text() == page


def test_files_that_cannot_be_changed_are_named(small: Graph, tmp_path: Path) -> None:
    link = tmp_path / "link.html"
    link.symlink_to(tmp_path / "page.html")
    (tmp_path / "page.html").write_text("<html><head></head></html>")
    (tmp_path / "text.html").write_text("no markup at all")
    (tmp_path / "wide.html").write_text("<html><head></head></html>", encoding="utf-16")
    for name, words in {
        "link.html": "is no plain file",
        "text.html": "has neither </head> nor <body>",
        "wide.html": "is UTF-16",
        "none.html": "cannot be read",
    }.items():
        with pytest.raises(OutputError, match=words):
            embed_into(tmp_path / name, small, "examplinib")
    assert (tmp_path / "page.html").read_text() == "<html><head></head></html>"


def test_the_rights_of_a_file_stay(small: Graph, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><head></head></html>")
    file.chmod(0o640)
    embed_into(file, small, "examplinib")
    assert file.stat().st_mode & 0o777 == 0o640


# The command


def kgbuild(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_prints_the_element_or_puts_it_into_files(tmp_path: Path) -> None:
    pages = written(tmp_path / "pages", {"examplinib.md": EXAMPLINIB})
    assert kgbuild("build", "-q", pages, "-o", tmp_path / "out").returncode == 0
    printed = kgbuild("embed", "Exemplar", "--graph", tmp_path / "out")
    assert printed.stdout.startswith('<script type="application/ld+json" data-kgbuild="')
    one, two = (tmp_path / name for name in ("one.html", "two.html"))
    for file in (one, two):
        file.write_text("<html><head></head></html>")
    graph = ("--graph", tmp_path / "out")
    dry = kgbuild("embed", "--into", one, two, "--drug", "examplinib", "--dry-run", *graph)
    assert dry.stdout.splitlines()[0].startswith(f"{one}: added (dry run): https://")
    assert one.read_text() == "<html><head></head></html>"
    done = kgbuild("embed", "--into", one, two, "--drug", "examplinib", *graph)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    assert one.read_text() == two.read_text() == f"<html><head>{printed.stdout}</head></html>"
    assert kgbuild("embed", *graph).returncode == 2
    wrong = kgbuild("embed", "nothing", *graph)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no drug of the graph is named 'nothing'" in wrong.stderr
    assert list(read_triples(tmp_path / "out"))
