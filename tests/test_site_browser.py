"""The site in a real browser: opened from files, by keyboard, on a phone, light and dark, and under attack."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from browsers import chromium, opened, violations
from kgbuild.site import site_of
from site_graphs import hostile_graph, plain_graph

pytestmark = [pytest.mark.browser, pytest.mark.network]

KINDS = (
    *("index.html", "drugs.html", "conditions.html", "picture.html", "query.html", "about.html"),
    *("drugs/examplinib.html", "combinations/ex-sa.html", "conditions/follicular-lymphoma.html"),
    "programmes/exemplar-rems.html",
)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("site"), dict(site_of(plain_graph())))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("attacked"), dict(site_of(hostile_graph())))


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(driver: Playwright) -> Iterator[Browser]:
    with chromium(driver) as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The site from a web server, as an address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", KINDS)
def test_a_page_from_a_file_breaks_no_policy_and_asks_for_its_own_files_only(
    context: BrowserContext, site: Path, path: str
) -> None:
    page, seen = opened(context, (site / path).as_uri())
    assert (seen.errors, violations(page)) == ([], [])
    assert [each for each in seen.requests if not each.startswith(site.as_uri())] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    browser: Browser, site: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page, _ = opened(context, (site / "index.html").as_uri())
    for path in KINDS:
        page.goto((site / path).as_uri())
        if path == "index.html":
            page.fill("#words", "lym")
        if path == "query.html":
            page.click("#run")
            page.wait_for_selector("#answer table")
        # A finding that axe cannot decide (over a canvas, say) is no violation and is left to the eye.
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], [n["target"] for n in each["nodes"]]) for each in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    context.close()


def test_a_drug_is_found_by_its_brand_with_the_keyboard_alone(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "index.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("exempl")
    expect(page.locator("#status")).to_have_text("2 results")
    expect(page.locator("#results")).to_contain_text("also “Exemplar”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_title("examplinib · Oncology drugs")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("EXAMPLINIB", "examplinib"),
        ("C3209", "Follicular Lymphoma"),
        ("follic", "Follicular Lymphoma"),
        ("ex sa", "EX-SA"),
    ],
)
def test_names_codes_and_parts_are_found(context: BrowserContext, site: Path, typed: str, first: str) -> None:
    page, _ = opened(context, (site / "index.html").as_uri())
    page.fill("#words", typed)
    expect(page.locator("#results b").first).to_have_text(first)


def test_nothing_found_is_said(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "index.html").as_uri())
    page.fill("#words", "zzzz")
    expect(page.locator("#status")).to_contain_text("Nothing has this name")


def test_a_page_says_everything_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "drugs" / "examplinib.html").as_uri())
    assert "It is used with sampleblin." in page.inner_text("main")
    page.goto((site / "index.html").as_uri())
    assert "Searching needs scripts" in page.inner_text("main")
    context.close()


def test_the_picture_is_drawn_and_filtered(context: BrowserContext, site: Path) -> None:
    page, seen = opened(context, (site / "picture.html").as_uri())
    page.wait_for_selector("#stage[data-drawn]")
    expect(page.locator("#status")).to_have_text("Shown: 5 drugs and combinations, 3 conditions.")
    assert page.locator("#stage canvas").count() > 0
    whole = page.locator("#stage").screenshot()
    page.select_option("#condition", label="Multiple Myeloma")
    expect(page.locator("#status")).to_have_text("Shown: 2 drugs and combinations, 1 condition.")
    expect(page.locator("#rows th")).to_have_text(["probatinib", "testimab"])
    page.wait_for_timeout(300)
    assert page.locator("#stage").screenshot() != whole
    page.click("#all")
    expect(page.locator("#rows tr")).to_have_count(5)
    page.select_option("#class", label="Antineoplastic Agent (2)")
    expect(page.locator("#rows th")).to_have_text(["examplinib", "sampleblin"])
    assert (seen.errors, violations(page)) == ([], [])


def test_a_group_of_conditions_holds_the_narrower_ones(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "picture.html").as_uri())
    page.select_option("#condition", label="Lymphoma")
    expect(page.locator("#status")).to_contain_text("1 condition.")


def test_without_webgl_the_table_stands_alone(driver: Playwright, site: Path) -> None:
    with chromium(driver, "--disable-3d-apis") as browser:
        page, seen = opened(browser.new_context(), (site / "picture.html").as_uri())
        expect(page.locator("#undrawn")).to_contain_text("This browser cannot draw the picture")
        expect(page.locator("#stage")).to_be_hidden()
        page.select_option("#condition", label="Multiple Myeloma")
        expect(page.locator("#rows th")).to_have_text(["probatinib", "testimab"])
        assert seen.errors == []


def ask(page: Page, query: str) -> None:
    page.fill("#query", query)
    page.click("#run")


@pytest.mark.parametrize("place", ["file", "server"])
def test_a_question_is_answered(context: BrowserContext, site: Path, served: str, place: str) -> None:
    page, seen = opened(context, f"{served if place == 'server' else site.as_uri()}/query.html")
    ask(page, "SELECT ?name { ?d a kg:Drug ; schema:nonProprietaryName ?name } ORDER BY ?name")
    expect(page.locator("#status")).to_contain_text("4 rows; ")
    expect(page.locator("#answer td")).to_have_text(["examplinib", "probatinib", "sampleblin", "testimab"])
    ask(page, "ASK { ?d a kg:Drug }")
    expect(page.locator("#answer td")).to_have_text(["yes"])
    ask(page, "CONSTRUCT { ?d a schema:Drug } WHERE { ?d a kg:Combination }")
    expect(page.locator("#answer td")).to_have_count(3)
    assert (seen.errors, violations(page)) == ([], [])


def test_every_example_is_a_question(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "query.html").as_uri())
    for number in range(page.locator("#example option").count()):
        page.select_option("#example", index=number)
        page.click("#run")
        expect(page.locator("#status")).to_contain_text("ms")
        expect(page.locator("#wrong")).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT nonsense", "expected"),
        ("DELETE WHERE { ?a ?b ?c }", "expected"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "SERVICE"),
    ],
)
def test_what_is_no_question_is_refused_in_words(context: BrowserContext, site: Path, query: str, words: str) -> None:
    page, seen = opened(context, (site / "query.html").as_uri())
    ask(page, query)
    expect(page.locator("#wrong")).to_contain_text(words, ignore_case=True)
    assert [each for each in seen.requests if not each.startswith(("file:", "blob:"))] == []


def test_an_endless_question_is_stopped_and_the_next_one_answered(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "query.html").as_uri())
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    expect(page.locator("#status")).to_have_text("Answering …")
    page.click("#stop")
    expect(page.locator("#wrong")).to_have_text("Stopped.")
    ask(page, "ASK { ?d a kg:Drug }")
    expect(page.locator("#answer td")).to_have_text(["yes"])


def test_a_question_that_takes_too_long_is_stopped(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "query.html").as_uri())
    page.evaluate("document.getElementById('ask').dataset.seconds = '1'")
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    expect(page.locator("#wrong")).to_contain_text("took longer than 1 seconds and was stopped")
    expect(page.locator("#run")).to_be_enabled()


def test_no_attack_runs_on_any_page(context: BrowserContext, attacked: Path) -> None:
    page, seen = opened(context, (attacked / "index.html").as_uri())
    for path in sorted(attacked.rglob("*.html")):
        page.goto(path.as_uri())
        assert (seen.errors, violations(page), page.evaluate("window.PWN")) == ([], [], None), path
        links = page.eval_on_selector_all("a", "found => found.map(a => a.protocol)")
        assert set(links) <= {"file:", "https:", "http:"}, path
        assert not [link for link in seen.requests if not link.startswith(attacked.as_uri())], path


def test_no_attack_runs_in_the_search_the_picture_or_an_answer(context: BrowserContext, attacked: Path) -> None:
    search, seen = opened(context, (attacked / "index.html").as_uri())
    search.fill("#words", "window")
    expect(search.locator("#results li").first).to_be_visible()
    picture, drawing = opened(context, (attacked / "picture.html").as_uri())
    picture.wait_for_selector("#stage[data-drawn]")
    box = picture.locator("#stage").bounding_box()
    assert box is not None
    for step in range(12):
        picture.mouse.move(box["x"] + box["width"] * (step + 1) / 13, box["y"] + box["height"] / 2)
    for number in range(1, picture.locator("#condition option").count()):
        picture.select_option("#condition", index=number)
    query, answering = opened(context, (attacked / "query.html").as_uri())
    ask(query, "SELECT ?s ?words { ?s skos:prefLabel|rdfs:seeAlso|schema:url ?words }")
    expect(query.locator("#status")).to_contain_text("rows")
    assert "javascript:window.PWN=5" in query.inner_text("#answer")
    for page, witness in ((search, seen), (picture, drawing), (query, answering)):
        assert (witness.errors, violations(page), page.evaluate("window.PWN")) == ([], [], None)
        assert page.locator("main img, main svg, #answer a[href^='javascript']").count() == 0


def test_a_tall_page_prints_without_what_is_for_the_screen(context: BrowserContext, site: Path) -> None:
    page, _ = opened(context, (site / "drugs" / "examplinib.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator("nav.site")).to_be_hidden()
    expect(page.locator(".card").first).to_be_visible()
