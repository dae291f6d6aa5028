"""An officer works with a web client that runs in their browser, as Elk and Phanpy do: another origin, which speaks to
the server through npm's masto. And the pages on which an app is let in are looked at."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser import DESK, Chromium, axe, shot
from tests.journeys.sites import Site
from tests.journeys.steps import OFFICER, photograph, show_who_one_is
from tests.journeys.story import publish, unique
from tests.journeys.web_client import web_client

ALT = "A red bicycle by the lock"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture(scope="module")
def client() -> Iterator[str]:
    with web_client() as address:
        yield address


@pytest.fixture(scope="module")
def officer(chromium: Chromium, site: Site, client: str) -> Iterator[BrowserContext]:
    """Their browser, once the client has led them to the server's own sign-in and they have passed it."""
    with chromium.visitor(width=DESK) as page:
        ask_to_be_let_in(page, site, client)
        page.wait_for_url(f"{site.url}/account/login/**")
        shot(page, "web-client-sign-in")
        axe(page)
        show_who_one_is(page, site, OFFICER.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Let Alder in?")
        yield page.context


@pytest.fixture
def page(officer: BrowserContext) -> Iterator[Page]:
    opened = officer.new_page()
    yield opened
    opened.close()


def no_complaints(page: Page) -> list[str]:
    """Scripts that break, and what the browser refuses to let through, as an answer that other origins may not read."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def ask_to_be_let_in(page: Page, site: Site, client: str) -> None:
    page.goto(client)
    page.get_by_label("Server").fill(site.url)
    press(page, "Sign in")


def let_in(page: Page, site: Site, client: str) -> None:
    """From the client to the server's own page, and back."""
    ask_to_be_let_in(page, site, client)
    expect(page.get_by_role("heading", level=1)).to_have_text("Let Alder in?")
    page.get_by_label(f"as me, @{OFFICER.handle}").check()
    press(page, "Let it in")
    page.wait_for_url(client)
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"@{OFFICER.handle} at .+, 5000 characters"))


def test_an_officer_works_with_a_web_client(page: Page, site: Site, client: str, tmp_path: Path) -> None:
    heard = no_complaints(page)
    let_in(page, site, client)

    words = f"Found by the lock: {unique('satchel')}."
    writes_with_a_picture(page, words, photograph(tmp_path))
    hears_what_the_team_says(page, site)
    finds_and_deletes(page, words)
    signs_out(page)

    assert heard == []


def row(page: Page, handle: str, words: str) -> Locator:
    """What the client shows of one status."""
    return page.locator("#timeline li").filter(has_text=f"@{handle}: {words}")


def writes_with_a_picture(page: Page, words: str, picture: Path) -> None:
    page.get_by_label("What is new?").fill(words)
    page.get_by_label("Picture").set_input_files(picture)
    press(page, "Post")
    expect(page.get_by_role("alert")).to_contain_text("422: Describe the picture")
    page.get_by_label("What does it show?").fill(ALT)
    press(page, "Post")
    shown = row(page, OFFICER.handle, words)
    expect(shown).to_be_visible()
    expect(page.get_by_role("alert")).to_be_empty()
    picture_shown = shown.get_by_role("img", name=ALT)
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture_shown.element_handle())


def hears_what_the_team_says(page: Page, site: Site) -> None:
    """What is said at the desk stands in the client's timeline at once, which is not loaded again."""
    page.get_by_label("Search").fill("riverside")
    press(page, "Look")
    page.get_by_role("button", name="Follow @riverside", exact=True).click()
    expect(page.get_by_role("list", name="Found")).to_have_text("You follow them")
    words = f"The footbridge is open again. {unique('Bridge')}"
    desk = page.context.new_page()
    desk.goto(f"{site.url}/desk/")
    publish(desk, words)
    desk.close()
    expect(row(page, "riverside", words)).to_be_visible()


def finds_and_deletes(page: Page, words: str) -> None:
    """What is loaded again is there still; deleted, it is gone."""
    page.get_by_label("Search").fill(words.partition(": ")[2].removesuffix("."))
    press(page, "Look")
    expect(page.get_by_role("list", name="Found")).to_contain_text(words)
    pages = page.locator("#timeline li").count()
    press(page, "Older")
    expect(page.locator("#timeline li").nth(pages)).to_be_visible()
    mine = row(page, OFFICER.handle, words)
    mine.get_by_role("button", name="Delete").click()
    expect(mine).to_have_count(0)
    press(page, "Look")
    expect(page.get_by_role("list", name="Found")).not_to_contain_text(words)


def signs_out(page: Page) -> None:
    """The client tries once more with the token that it gave back."""
    press(page, "Sign out")
    expect(page.get_by_role("status")).to_have_text("Signed out")
    expect(page.get_by_role("alert")).to_contain_text("401: The access token is invalid")


def test_the_officer_ends_the_client_at_the_desk(page: Page, site: Site, client: str) -> None:
    let_in(page, site, client)

    desk = page.context.new_page()
    desk.goto(f"{site.url}/desk/apps/")
    shot(desk, "desk-apps-web-client")
    axe(desk)
    let_in_now = desk.get_by_role("button", name=re.compile("End it.*Alder"))
    before = let_in_now.count()
    let_in_now.first.click()
    expect(let_in_now).to_have_count(before - 1)
    desk.close()

    page.get_by_label("Search").fill("riverside")
    press(page, "Look")
    expect(page.get_by_role("alert")).to_contain_text("401: The access token is invalid")


def test_the_client_hears_that_it_was_not_let_in(page: Page, site: Site, client: str) -> None:
    ask_to_be_let_in(page, site, client)
    expect(page.get_by_role("heading", level=1)).to_have_text("Let Alder in?")
    shot(page, "let-in")
    axe(page)

    press(page, "No, do not")

    page.wait_for_url(client)
    expect(page.get_by_role("alert")).to_have_text("Error: Not let in: access_denied")


def authorize(site: Site, app: dict[str, str]) -> str:
    asked = {"client_id": app["client_id"], "redirect_uri": OUT_OF_BAND, "response_type": "code", "scope": "read"}
    return f"{site.url}/oauth/authorize?{urlencode(asked)}"


@pytest.fixture
def app(site: Site) -> dict[str, str]:
    """One at a terminal, which has no page to come back to."""
    words = {"client_name": "toot - a Mastodon CLI client", "redirect_uris": OUT_OF_BAND, "scopes": "read"}
    registered: dict[str, str] = requests.post(f"{site.url}/api/v1/apps", words, timeout=60).json()
    return registered


def test_an_app_without_a_page_gets_its_code_by_hand(page: Page, site: Site, app: dict[str, str]) -> None:
    page.goto(authorize(site, app))
    page.get_by_label("as the team Riverside").check()
    press(page, "Let it in")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your code")
    shot(page, "let-in-code")
    axe(page)
    code = page.locator("main code").inner_text()
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": OUT_OF_BAND}
    given |= {name: app[name] for name in ("client_id", "client_secret")}
    token = requests.post(f"{site.url}/oauth/token", given, timeout=60).json()["access_token"]
    told = {"Authorization": f"Bearer {token}"}
    me = requests.get(f"{site.url}/api/v1/accounts/verify_credentials", headers=told, timeout=60).json()
    assert me["username"] == "riverside"


def test_axe_finds_nothing_where_nobody_was_chosen(page: Page, site: Site, app: dict[str, str]) -> None:
    page.goto(authorize(site, app))

    press(page, "Let it in")

    expect(page.get_by_role("alert")).to_contain_text("Choose as whom it speaks.")
    shot(page, "let-in-as-nobody")
    axe(page)


def test_axe_finds_nothing_where_the_app_was_not_let_in(page: Page, site: Site, app: dict[str, str]) -> None:
    page.goto(authorize(site, app))

    press(page, "No, do not")

    expect(page.get_by_role("heading", level=1)).to_have_text("The app was not let in")
    shot(page, "let-in-not")
    axe(page)


def test_axe_finds_nothing_where_the_app_is_unknown(page: Page, site: Site) -> None:
    page.goto(authorize(site, {"client_id": "nobody"}))

    expect(page.get_by_role("heading", level=1)).to_have_text("The app asked in a way that we cannot answer")
    shot(page, "let-in-refused")
    axe(page)
