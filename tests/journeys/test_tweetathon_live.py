"""A day of a hashtag as it happens: two servers of the fediverse and a Jetstream are listened to, and whoever has the
page of figures open sees them grow; the map tells the same to a mouse, to a finger and to the keyboard."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tabard.lib.tests.tls import make_certificates
from tests.browser import DESK, PHONE, Chromium, axe, shot
from tests.journeys.fediverse import NAMES, TABARDS, Person, Server, at_tabard, join
from tests.journeys.jetstream import Jetstream, deleted, jetstream_at, tagged
from tests.journeys.sites import Site
from tests.journeys.steps import sign_in
from tests.servers import ROOT, stop, tabard, wait_until

LEAD = "fern.abara@peelborough.example"
CLOCK = ZoneInfo("Europe/London")
JETSTREAM = "jetstream.example"
HASHTAG = "LanternLive"
POLICJA, SOMEBODY = "did:plc:z72i7hdynmk6r22z27h6tvur", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
PATIENCE = 180_000
REGISTERED = f"""
from django.utils import timezone
from tabard.occasions.tweetathon.accounts import read_accounts
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.occasions.tweetathon.tests.event_makers import make_registration
accounts = read_accounts("https://bsky.app/profile/{POLICJA}")
force = {{"name": "Policja Kraków", "country": "PL", "place": "Kraków", "email": "anna@krakow.policja.gov.pl"}}
event = Tweetathon.objects.get(slug="live")
print(make_registration(event, now=timezone.now(), accounts=accounts, **force).state)
"""


@pytest.fixture
def jetstream(tmp_path: Path) -> Iterator[Jetstream]:
    with jetstream_at(JETSTREAM, make_certificates(tmp_path, [JETSTREAM])) as running:
        yield running


@pytest.fixture
def visitor(chromium: Chromium) -> Iterator[Page]:
    with chromium.visitor(width=DESK) as page:
        yield page


def make(site: Site, chromium: Chromium, sources: list[str]) -> None:
    """Through the form at the desk: a day that began an hour ago."""
    began = (datetime.now(UTC) - timedelta(hours=1)).astimezone(CLOCK)
    with chromium.visitor(width=DESK) as page:
        sign_in(page, site, LEAD)
        page.goto(f"{site.url}/desk/tweetathons/add/")
        page.get_by_label("Name").fill("Lantern Live")
        page.get_by_label("Code").fill("live")
        page.get_by_label("Hashtags").fill(f"#{HASHTAG}")
        page.get_by_label("Day", exact=True).fill(f"{began:%Y-%m-%d}")
        page.get_by_label("Begins at").fill(f"{began:%H:%M}")
        page.get_by_label("Servers that are listened to").fill("\n".join(sources))
        shot(page, "tweetathon-desk-sources")
        page.get_by_role("button", name="Save and publish").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Lantern Live")


class Collecting:
    """`tabard tweetathon collect` on the site, which finds the servers of the fediverse on this machine."""

    def __init__(self, site: Site, authorities: list[Path], folder: Path) -> None:
        trusted = folder / "authorities.pem"
        trusted.write_bytes(b"".join(authority.read_bytes() for authority in authorities))
        self.log = folder / "collect.log"
        self.settings = {
            **site.settings,
            "TABARD_CA_FILE": str(trusted),
            "TABARD_ALLOW_PRIVATE_ADDRESSES": "true",
            "TEST_HOSTS": " ".join([*NAMES, JETSTREAM]),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tests/names"), str(ROOT)]),
        }

    def __enter__(self) -> "Collecting":
        words = ["tweetathon", "collect", "--event", "live", "--poll", "0.5", "--every", "1"]
        with self.log.open("ab") as sink:
            command = [sys.executable, "-m", "tabard.cli", *words]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.settings, stdout=sink, stderr=sink)
        return self

    def __exit__(self, *error: object) -> None:
        stop(self.process, patience=240)  # it makes the pictures before it ends

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)


def counted(page: Page, number: int) -> None:
    """The counter on the open page, which nobody reloads."""
    expect(page.locator("[data-counter]")).to_have_text(str(number), timeout=PATIENCE)


def country(page: Page, name: str) -> Locator:
    return page.locator(".picture [role=img]").and_(page.get_by_label(name))


def card(page: Page) -> Locator:
    return page.locator("[data-card]").filter(visible=True)


def test_two_servers_and_a_jetstream_are_heard_while_the_map_is_open(
    site: Site, neighbours: dict[str, Server], jetstream: Jetstream, chromium: Chromium, visitor: Page, tmp_path: Path
) -> None:
    near, far = (join(neighbours[name], "lantern") for name in TABARDS)
    sources = [*(f"https://{person.server.host}" for person in (near, far)), jetstream.url]
    make(site, chromium, sources)
    assert "accepted" in tabard("shell", "--no-imports", "-c", REGISTERED, env=site.settings)
    collecting = Collecting(site, [at_tabard(near).authority, tmp_path / "authority.pem"], tmp_path)

    visitor.goto(f"{site.url}/tweetathon/live/figures/")
    expect(visitor.get_by_role("heading", name="Nothing has been counted yet")).to_be_visible()
    near.post("We light the first lantern.", tags=[HASHTAG])
    with collecting:
        counted(visitor, 1)
        grows_and_shrinks(visitor, near, far, jetstream)
        collecting.kill()
        far.post("Nobody listens just now.", tags=[HASHTAG])
        jetstream.say(tagged(POLICJA, "c", f"Jeszcze jeden patrol #{HASHTAG}", HASHTAG))
    with collecting:
        counted(visitor, 5)
        looks_at_the_map(visitor, site, chromium)

    wait_until(lambda: "The page of live offers" in collecting.log.read_text(), seconds=240, what="pictures are made")
    assert any(jetstream.cursors[1:]), "it comes back to where it was"
    wait_until(lambda: offers_pictures(visitor), seconds=120, what="the page offers what was made")
    assert "Secret words" not in visitor.locator("main").inner_text()
    told = json.loads(tabard("tweetathon", "count", "--event", "live", "--json", env=site.settings))
    assert (told["posts"], told["authors"]) == (5, 3)
    assert told["by_force"] == {"Policja Kraków": 2}


def grows_and_shrinks(visitor: Page, near: Person, far: Person, jetstream: Jetstream) -> None:
    far.post("And we the second.", tags=[HASHTAG])
    gone = near.post("This goes again.", tags=[HASHTAG])
    jetstream.say(tagged(POLICJA, "a", f"Dobry wieczór z Krakowa #{HASHTAG}", HASHTAG))
    jetstream.say(tagged(SOMEBODY, "b", f"Secret words of somebody #{HASHTAG}", HASHTAG))
    counted(visitor, 5)
    jetstream.close()
    jetstream.say(deleted(SOMEBODY, "b"))
    near.do("delete", note=gone)
    counted(visitor, 3)


def offers_pictures(page: Page) -> bool:
    page.reload()
    return page.get_by_role("link", name="The map as a picture").count() == 1


def looks_at_the_map(page: Page, site: Site, chromium: Chromium) -> None:
    poland = country(page, "Poland")
    poland.hover()
    expect(card(page)).to_contain_text("Poland")
    hovered = card(page).inner_text()
    page.mouse.move(5, 5)
    expect(page.locator("[data-card]")).to_be_hidden()
    poland.focus()
    expect(card(page)).to_have_text(hovered, use_inner_text=True)
    shot(page, "tweetathon-live")
    axe(page)
    with chromium.visitor(width=PHONE, has_touch=True, is_mobile=True) as phone:
        phone.goto(f"{site.url}/tweetathon/live/figures/")
        country(phone, "Poland").tap(force=True)
        expect(card(phone)).to_have_text(hovered, use_inner_text=True)
