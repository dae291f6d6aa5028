"""A tweetathon from its first line at the desk to its last: an organiser makes it, a force far away takes part."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Chromium, axe, cost_of, shot
from tests.journeys.sites import Site
from tests.journeys.steps import link_in, sign_in

LEAD_EMAIL = "fern.abara@peelborough.example"
CLOCK = ZoneInfo("Europe/London")
HASHTAG = "#HarbourNight"


@pytest.fixture(scope="module")
def organiser(chromium: Chromium, site: Site):
    """The digital lead, who has signed in."""
    with chromium.visitor() as page:
        sign_in(page, site, LEAD_EMAIL)
        yield page


@pytest.fixture
def visitor(chromium: Chromium):
    with chromium.visitor() as page:
        yield page


@pytest.fixture
def visitor_without_script(chromium: Chromium):
    with chromium.visitor(java_script_enabled=False) as page:
        yield page


def look(page: Page, name: str) -> None:
    shot(page, f"tweetathon-{name}")
    axe(page)


def make(page: Page, site: Site, code: str, starts_at: datetime) -> None:
    """One of 24 hours, through the form at the desk."""
    local = starts_at.astimezone(CLOCK)
    page.goto(f"{site.url}/desk/tweetathons/")
    page.get_by_role("link", name="Add a tweetathon").click()
    page.get_by_label("Name").fill(f"Harbour Night {code}")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Hashtags").fill(f"{HASHTAG} #警察の日")
    page.get_by_label("Day", exact=True).fill(f"{local:%Y-%m-%d}")
    page.get_by_label("Begins at").fill(f"{local:%H:%M}")
    page.get_by_label("What it is about").fill("Boats, gulls and everybody who cannot sleep.")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Harbour Night {code}")


def register(page: Page, site: Site, code: str, address: str) -> None:
    """From the tweetathon's page to the mail, and back through its link."""
    page.goto(f"{site.url}/tweetathon/{code}/")
    page.get_by_role("link", name="Register your force").click()
    page.get_by_label("Name of your force").fill("Polizia di Porto Nuovo")
    page.get_by_label("Country").select_option("Italy")
    page.get_by_label("Your name").fill("Giulia Rossi")
    page.get_by_label("Your e-mail address at work").fill(address)
    page.get_by_label("Accounts you will post from").fill("@polizia@portonuovo.example")
    page.get_by_label("Languages you will post in").fill("Italian")
    page.get_by_label("Our force may be named").check()
    page.get_by_role("button", name="Mail me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    page.goto(link_in(site.mail.wait_for(address), "/registration/"))


def test_an_organiser_makes_one_and_a_force_registers_by_its_mail_and_is_shown(
    organiser: Page, visitor_without_script: Page, visitor: Page, site: Site
) -> None:
    force = visitor_without_script
    make(organiser, site, "night", datetime.now(UTC) + timedelta(days=12, hours=5))
    look(organiser, "desk-new")

    register(force, site, "night", "giulia@polizia.porto-nuovo.example")
    expect(force.locator("main")).to_contain_text("Polizia di Porto Nuovo")
    force.get_by_role("button", name="Yes, register us").click()
    expect(force.locator("main")).to_contain_text("The organiser looks at it before it is shown.")
    organiser.goto(f"{site.url}/desk/tweetathons/night/")
    organiser.get_by_role("link", name="Polizia di Porto Nuovo").click()
    expect(organiser.locator("main")).to_contain_text("We do not know the mail domain polizia.porto-nuovo.example.")
    look(organiser, "desk-registration")
    organiser.get_by_role("button", name="Accept it").click()

    accepted = site.mail.wait_for("giulia@polizia.porto-nuovo.example", count=3)
    visitor.goto(link_in(accepted, "/tweetathon/night/"))
    expect(visitor.locator("main")).to_contain_text("Polizia di Porto Nuovo")
    expect(visitor.locator("main")).not_to_contain_text("Giulia")
    assert force.context.cookies() == visitor.context.cookies() == []


def test_a_force_looks_at_what_it_said_changes_it_and_withdraws(organiser: Page, visitor: Page, site: Site) -> None:
    make(organiser, site, "changing", datetime.now(UTC) + timedelta(days=3))
    register(visitor, site, "changing", "marco@polizia.porto-nuovo.example")
    look(visitor, "confirm")
    visitor.get_by_role("button", name="Yes, register us").click()

    visitor.get_by_label("Town or region").fill("Porto Nuovo")
    visitor.get_by_role("button", name="Save").click()
    expect(visitor.get_by_role("status")).to_contain_text("Saved.")
    look(visitor, "registration")
    address = visitor.url
    visitor.get_by_role("link", name="Withdraw, and delete what you wrote").click()
    expect(visitor).not_to_have_url(address)
    look(visitor, "withdraw")
    visitor.get_by_role("button", name="Withdraw").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You have withdrawn")
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    look(visitor, "no-link")


def test_a_mistake_in_the_form_is_told_and_what_was_written_stays(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/tweetathon/lantern-watch/register/")
    look(visitor, "register")
    visitor.get_by_label("Name of your force").fill("Polizia di Porto Nuovo")
    visitor.get_by_label("Your e-mail address at work").fill("giulia@gmail.com")
    visitor.get_by_role("button", name="Mail me the link").click()

    expect(visitor.get_by_role("alert")).to_contain_text("Choose the country from the list.")
    expect(visitor.get_by_label("Name of your force")).to_have_value("Polizia di Porto Nuovo")
    look(visitor, "register-wrong")


def test_before_during_and_after_follow_from_the_clock(organiser: Page, visitor: Page, site: Site) -> None:
    now = datetime.now(UTC)
    for code, starts_at in {
        "coming": now + timedelta(days=9, hours=6),
        "going-on": now - timedelta(hours=5),
        "over": now - timedelta(days=3),
    }.items():
        make(organiser, site, code, starts_at)

    said = {
        "coming": "It begins in 9 days, ",
        "going-on": "It is going on. Still to go: 18 hours, ",
        "over": "It is over",
    }
    for code, words in said.items():
        visitor.goto(f"{site.url}/tweetathon/{code}/")
        expect(visitor.get_by_role("heading", level=2).first).to_contain_text(words)
        look(visitor, code)
    visitor.goto(f"{site.url}/tweetathon/")
    expect(visitor.get_by_role("region", name="Past ones")).to_contain_text("Harbour Night over")
    look(visitor, "list")


def test_the_times_are_shown_by_the_visitors_own_clock(chromium: Chromium, site: Site) -> None:
    with chromium.visitor(timezone_id="Pacific/Auckland") as page:
        page.goto(f"{site.url}/tweetathon/lantern-watch/")

        expect(page.locator("[data-here]")).to_contain_text("(Pacific/Auckland)")


def test_without_script_the_page_counts_down_and_says_when(visitor_without_script: Page, site: Site) -> None:
    page = visitor_without_script
    page.goto(f"{site.url}/tweetathon/lantern-watch/")

    expect(page.get_by_role("heading", level=2).first).to_have_text(re.compile(r"It begins in\s+1.month, \d.weeks?"))
    expect(page.locator("main")).to_contain_text("UTC")
    expect(page.locator("main")).to_contain_text("Your calendar works it out:")


def test_the_pack_is_downloaded_with_a_picture_a_code_and_words(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/tweetathon/lantern-watch/")
    visitor.get_by_role("link", name="See the pack").click()
    look(visitor, "pack")

    with visitor.expect_download() as started:
        visitor.get_by_role("link", name="Download the pack").click()

    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as archive:
        names = archive.namelist()
        assert "Följ #LanternWatch" in archive.read("lantern-watch/posts/sv.txt").decode()
    assert {"lantern-watch/card.png", "lantern-watch/qr.svg", "lantern-watch/calendar.ics"} <= set(names)


def test_the_page_is_light_asks_nobody_else_and_does_not_jump(chromium: Chromium, site: Site) -> None:
    for path in ("/tweetathon/lantern-watch/", "/tweetathon/"):
        with chromium.visitor() as page:
            cost = cost_of(page, site.url + path)

        assert cost.weight() <= 60_000, cost.bytes_by_kind
        assert cost.third_parties(urlsplit(site.url).netloc) == []
        assert cost.cookies == []
        assert cost.layout_shift == 0, path


@pytest.mark.parametrize(
    "name", ["", "add", "lantern-watch", "lantern-watch/edit", "lantern-watch/years", "lantern-watch/cancel"]
)
def test_axe_finds_nothing_on_the_organisers_page(name: str, organiser: Page, site: Site) -> None:
    organiser.goto(f"{site.url}/desk/tweetathons/{name}{'/' if name else ''}")

    look(organiser, f"desk-{name.replace('/', '-') or 'index'}")
