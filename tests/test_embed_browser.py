"""The block as a real browser, extruct and PyLD read it, and the page that it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extruct
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, sync_playwright
from pyoxigraph import Literal, NamedNode, Triple

from browsers import chromium, opened
from example_pages import EXAMPLINIB
from kgbuild.embedding import MARK, data_of, embedded, script_of
from kgbuild.embedding.places import map_of
from kgbuild.explanation import find_drug
from kgbuild.graphs import Graph
from kgbuild.pages import parse_page, read_pages
from kgbuild.pipeline import build
from kgbuild.tools import Settings, Tools
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS
from schema_org_vocabulary import triples_of
from test_embed_pages import BLOCK, DRUG, GRAPH, PLACES, XHTML

pytestmark = [pytest.mark.browser, pytest.mark.network]

BLOCKS = f"script[{MARK}]"
AS_DOM = """
(text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const blocks = [...page.querySelectorAll("script[data-kgbuild]")];
  const told = blocks.map((block) => [block.parentNode === page.head, block.textContent]);
  blocks.forEach((block) => block.remove());
  const comments = page.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
  for (let each = comments.nextNode(); each; each = comments.nextNode()) each.remove();
  const rest = page.documentElement.outerHTML.replace(/\\s+/g, " ").replace(/> /g, ">").replace(/ </g, "<");
  return [told, rest.trim()];
}
"""
"""A text -> its blocks, each with whether it stands in the head; and the page without them, comments and blanks."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver, chromium(driver) as started:
        yield started


@pytest.fixture(scope="module")
def parser(browser: Browser) -> Page:
    """An empty page, to have texts parsed in."""
    return browser.new_context().new_page()


def read_alike(browser: Browser, file: Path) -> Any:
    """What all three read in a file's block, after seeing that it is the same."""
    shown, seen = opened(browser.new_context(), file.as_uri())
    by_browser = json.loads(shown.locator(BLOCKS).text_content() or "")
    assert seen.errors == []
    shown.context.close()
    (by_extruct,) = extruct.extract(file.read_text("utf-8"), syntaxes=["json-ld"])["json-ld"]
    assert by_browser == by_extruct
    assert triples_of(by_browser) == triples_of(by_extruct)
    return by_browser


HOSTILE = [
    "</script><script>window.PWN=1</script>",
    "<!--<script>",
    "--><script>window.PWN=1</script><!--",
    "a\u2028b\u2029c",
    "&lt;b&gt; &amp; &#x3c;script> ]]>",
    "\"' \\ </SCRIPT  >\t`${1}`",
    "日本語 \U0001f48a \x7f\x85\ufeff\u202e",
]


@pytest.mark.parametrize("ending", ["html", "xhtml"])
@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_a_name_holds_is_a_text_to_all(title: str, ending: str, browser: Browser, tmp_path: Path) -> None:
    page = NamedNode("https://w3id.org/kgbuild/id/page/x")
    graph = Graph(
        [
            Triple(DRUG, RDF.TYPE, KG.DRUG),
            Triple(DRUG, SKOS.PREF_LABEL, Literal(title)),
            Triple(DRUG, SCHEMA.PROPRIETARY_NAME, Literal(f"brand {title}")),
            Triple(page, SCHEMA.ABOUT, DRUG),
            Triple(page, SCHEMA.NAME, Literal(title)),
        ]
    )
    text = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    text += '<body><p id="after">a</p></body></html>'
    file = tmp_path / f"page.{ending}"
    file.write_bytes(embedded(graph, text.encode(), file.name, DRUG))
    shown, seen = opened(browser.new_context(), file.as_uri())
    assert shown.evaluate("typeof window.PWN") == "undefined"
    assert shown.locator("head + body > #after").text_content() == "a"
    assert seen.errors == []
    data = json.loads(shown.locator(BLOCKS).text_content() or "")
    assert data == data_of(graph, DRUG)
    assert data["name"] == data["subjectOf"]["name"] == title
    if ending == "html":
        assert read_alike(browser, file) == data


def test_a_name_in_the_mark_ends_no_attribute(browser: Browser, tmp_path: Path) -> None:
    drug = NamedNode("https://example.org/a'&amp;é")
    graph = Graph([Triple(drug, RDF.TYPE, KG.DRUG), Triple(drug, SKOS.PREF_LABEL, Literal("x"))])
    file = tmp_path / "page.html"
    file.write_bytes(embedded(graph, b"<head></head>", "page.html", drug))
    shown, _ = opened(browser.new_context(), file.as_uri())
    assert shown.locator(BLOCKS).get_attribute(MARK) == drug.value
    assert embedded(graph, file.read_bytes(), "page.html") == file.read_bytes()


def test_a_built_drug_is_read_alike_and_as_it_was_made(browser: Browser, tmp_path: Path) -> None:
    pages = list(parse_page(EXAMPLINIB.encode(), "examplinib.md"))
    graph = Graph(build(pages, Tools.open(Settings())).quads.triples())
    drug = find_drug(graph, "examplinib")
    file = tmp_path / "page.html"
    file.write_bytes(embedded(graph, b"<!doctype html><title>x</title><p>y", "page.html", drug))
    assert read_alike(browser, file) == data_of(graph, drug)


@pytest.mark.shared
def test_every_real_drug_is_read_alike_and_as_it_was_made(browser: Browser, shared: Path) -> None:
    graph = Graph(build(read_pages([str(shared / "corpus")]), Tools.open(Settings())).quads.triples())
    drugs = [node for kind in (KG.DRUG, KG.COMBINATION) for node in graph.instances(kind)]
    told = [drug for drug in drugs if graph.subjects(SCHEMA.ABOUT, drug)]
    page = "<!doctype html><title>x</title>" + "".join(script_of(graph, drug) for drug in told)
    shown = browser.new_context().new_page()
    shown.set_content(page)
    by_browser = [json.loads(text) for text in shown.locator(BLOCKS).all_text_contents()]
    by_extruct = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert by_browser == by_extruct == [data_of(graph, drug) for drug in told]


# The page around it


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_browser_finds_the_block_in_the_head_and_the_page_as_it_was(
    text: str, browser: Browser, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.html", tmp_path / "after.html"
    before.write_text(text.replace("|", ""), newline="")
    after.write_bytes(embedded(GRAPH, before.read_bytes(), "page.html", DRUG))
    told = []
    for file in (before, after):
        shown, _ = opened(browser.new_context(), file.as_uri())
        whole = shown.evaluate("document.documentElement.outerHTML")
        told.append(shown.evaluate(AS_DOM, whole))
        assert shown.locator(f"head > {BLOCKS}").count() == (file is after)
    assert told[0][1] == told[1][1]
    assert [block[0] for block in told[1][0]] == [True]


def test_a_browser_reads_the_block_in_xhtml(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.xhtml"
    file.write_bytes(embedded(GRAPH, XHTML.replace("|", "").encode(), file.name, DRUG))
    shown, seen = opened(browser.new_context(), file.as_uri())
    assert json.loads(shown.locator(f"head > {BLOCKS}").text_content() or "") == data_of(GRAPH, DRUG)
    assert [said for said in seen.errors if "a.js" not in said and "ERR_FILE_NOT_FOUND" not in said] == []


_MARKUP = """
<html> </html> <head> </head> <body> </body> <title> </title> <title/> <!-- --> --!> <!--> <!doctype_html> <script>
</script> <script/> <style> </style> <template> </template> <p> </p> <svg> </svg> <math> </math> <mi> <desc> </desc>
<foreignObject> </foreignObject> <annotation-xml> <annotation-xml_encoding=text/html> </annotation-xml> <font>
<font_size=1> <![CDATA[ ]]> <a_b=' ' " > < </ <?x <textarea> </textarea> <br> </br> <br/> <frameset>
<noframes> </noframes> <table> <select> <meta_charset=utf-8> <link_a=b/> text _ = / <b> </b> <iframe> </iframe> <xmp>
"""
SOUP = _MARKUP.split()
"""Pieces of markup; an underscore stands for a blank."""
soups = st.lists(st.sampled_from(SOUP), max_size=14).map(lambda parts: "".join(parts).replace("_", " "))
thorough = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@thorough
@given(soup=soups)
def test_in_any_markup_a_browser_finds_the_block_in_the_head_and_the_rest_as_it_was(soup: str, parser: Page) -> None:
    made = embedded(GRAPH, soup.encode(), "page.html", DRUG).decode()
    blocks, rest = parser.evaluate(AS_DOM, made)
    assert rest == parser.evaluate(AS_DOM, soup)[1]
    assert [(in_head, json.loads(text)["@id"]) for in_head, text in blocks] == [(True, DRUG.value)]
    assert embedded(GRAPH, made.encode(), "page.html").decode() == made


@thorough
@given(before=soups, after=soups)
def test_in_any_markup_a_block_is_known_where_a_browser_knows_it(before: str, after: str, parser: Page) -> None:
    # What a template holds is no part of the page, and a frameset takes the place of the body. Whether a CDATA section
    # right inside a <mi> or <desc> is one depends on the tree, which is not built here.
    soup = before.replace("<template>", "") + BLOCK + after.replace("</template>", "")
    for left_out in ("<frameset>", "<![CDATA["):
        soup = soup.replace(left_out, "")
    blocks, _ = parser.evaluate(AS_DOM, soup)
    whole = [text for _, text in blocks if text and text in BLOCK]
    assert len(map_of(soup).blocks) == len(whole)
