"""A resident's or an officer's browser: Chromium, its pictures of pages, the axe check, and what a page cost."""

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AxeResults
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright

from tests import programs
from tests.servers import ROOT, require

SCREENSHOTS = ROOT / "tests/journeys/screenshots"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE, DESK = 360, 1280
PATIENCE = 60_000  # ms: on a busy machine a page may take as long as it likes, and a wait ends as soon as it can
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
# Playwright's own pictures take twice as long: it packs them tightly
WHOLE_PAGE = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}
COUNT_SHIFTS = """
    window.layoutShift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


expect.set_options(timeout=PATIENCE)


@dataclass
class Chromium:
    browser: Browser

    @contextlib.contextmanager
    def visitor(self, *, width: int = PHONE, **options: Any) -> Iterator[Page]:
        """A page of a visitor of their own, without history or cookies. `options` are those of Browser.new_context."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 900}, locale="en-GB", **options
        )
        context.set_default_timeout(PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()


@contextlib.contextmanager
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium: Playwright's own is not downloaded."""
    path = require(programs.CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield Chromium(browser)
        finally:
            browser.close()


def shot(page: Page, name: str) -> None:
    """Keep the page as a phone and a desk see it, by day and by night: four pictures in tests/journeys/screenshots.

    Like axe, it needs a visitor with script.
    """
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    page.wait_for_load_state()  # a click returns as soon as the next page begins
    _read_to_the_end(page)
    session = page.context.new_cdp_session(page)  # left open: its end would unplug a passkey's virtual key
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            kept = session.send("Page.captureScreenshot", WHOLE_PAGE)["data"]
            (SCREENSHOTS / f"{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(kept))
    page.emulate_media(color_scheme="null")
    if before:
        page.set_viewport_size(before)


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing wrong, by day and by night, and that a phone need not scroll sideways."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = AxeResults(page.evaluate("axe.run({resultTypes: ['violations']})"))
        assert found.violations_count == 0, f"{page.url} ({scheme}):\n{found.generate_report()}"
    page.emulate_media(color_scheme="null")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


@dataclass
class Cost:
    """What one visit cost. Bytes are those on the wire, compressed, without pictures."""

    requests: list[str] = field(default_factory=list)
    bytes_by_kind: dict[str, int] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    layout_shift: float = 0.0

    def weight(self) -> int:
        return sum(size for kind, size in self.bytes_by_kind.items() if kind != "Image")

    def third_parties(self, host: str) -> list[str]:
        return [url for url in self.requests if urlsplit(url).netloc not in {host, ""}]


def cost_of(page: Page, url: str) -> Cost:
    """Open `url` with an empty cache, read it to its end, and count. Of an open stream the request counts."""
    cost = Cost()
    kinds: dict[str, str] = {}
    session = page.context.new_cdp_session(page)

    def note_request(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            kinds[event["requestId"]] = event.get("type", "Other")
            cost.requests.append(event["request"]["url"])

    def note_size(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        cost.bytes_by_kind[kind] = cost.bytes_by_kind.get(kind, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.loadingFinished", note_size)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.add_init_script(COUNT_SHIFTS)
    page.goto(url)
    _read_to_the_end(page)
    cost.layout_shift = float(page.evaluate("window.layoutShift"))
    cost.cookies = _cookies(page.context)
    _close(session)
    return cost


def _read_to_the_end(page: Page) -> None:
    """Scroll as a reader does, so that pictures that load late are there too."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.documentElement.scrollHeight; y += 500) {
                window.scrollTo(0, y);
                await new Promise(requestAnimationFrame);
            }
            const seen = [...document.images].filter(image => image.checkVisibility());  // a closed fold loads none
            await Promise.all(seen.map(image => image.decode().catch(() => null)));
            window.scrollTo(0, 0);
        }"""
    )


def _cookies(context: BrowserContext) -> list[str]:
    return [str(cookie.get("name")) for cookie in context.cookies()]


def _close(session: CDPSession) -> None:
    with contextlib.suppress(Exception):
        session.detach()
