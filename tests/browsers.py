"""A real browser for tests: Chromium without a window, told to talk to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from conftest import CHROMIUM

_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"),
)
_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass(slots=True)
class Witness:
    """What a page did that it should not."""

    errors: list[str] = field(default_factory=list)
    """Exceptions, and errors on the console: a broken policy is one."""
    requests: list[str] = field(default_factory=list)
    """Addresses that it asked for."""


@contextmanager
def chromium(driver: Playwright, *arguments: str) -> Iterator[Browser]:
    """Start Chromium, with more arguments if need be."""
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=[*_ARGUMENTS, *arguments])
    yield browser
    browser.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, Witness]:
    """Open a page, and watch it."""
    page, seen = context.new_page(), Witness()
    page.add_init_script(_LISTEN)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(address)
    return page, seen


def violations(page: Page) -> list[str]:
    """What the page's policy forbade."""
    return [str(each) for each in page.evaluate("window.violations")]
