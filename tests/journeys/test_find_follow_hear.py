"""The main job, end to end: a resident finds their officers, follows them and hears from them; an officer writes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, shot
from tests.journeys.steps import OFFICER, RIVERSIDE, Resident
from tests.journeys.story import hear_and_stop


@pytest.fixture
def resident(chromium, site):
    with chromium.visitor(java_script_enabled=False) as page:
        yield Resident(page, site)


@pytest.fixture
def resident_who_shares_position(chromium, site):
    place = {"latitude": RIVERSIDE.latitude, "longitude": RIVERSIDE.longitude}
    with chromium.visitor(geolocation=place, permissions=["geolocation"]) as page:
        yield Resident(page, site)


def sees_the_officer(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(OFFICER.name)


def test_a_resident_without_script_finds_a_named_officer_by_postcode(resident):
    resident.arrive()
    resident.fill("Postcode or name of the place", RIVERSIDE.postcode)
    resident.tap("button", "Find your team")
    resident.tap("link", re.compile(OFFICER.name))

    sees_the_officer(resident.page)
    assert resident.taps <= 3
    assert resident.fields <= 1
    assert resident.page.context.cookies() == []


def test_a_resident_with_script_finds_a_named_officer_by_position(resident_who_shares_position):
    resident = resident_who_shares_position
    sent: list[tuple[str, str]] = []
    resident.page.on("request", lambda request: sent.append((request.url, request.post_data or "")))

    resident.arrive()
    resident.tap("button", "Use my location")
    resident.tap("link", re.compile(OFFICER.name))

    sees_the_officer(resident.page)
    assert resident.taps <= 3
    assert resident.fields == 0
    told = next(body for url, body in sent if url.endswith("/find/"))
    assert str(RIVERSIDE.latitude) not in told, "about 100 m is enough"
    assert not any(str(RIVERSIDE.latitude)[:5] in url for url, _ in sent), "a position stands in an address"
    position = rf"(?<![:\d]){str(RIVERSIDE.latitude)[:5]}"  # the seconds of a time have a colon before them
    assert not re.search(position, resident.site.logged())


def test_an_unknown_postcode_is_told_with_a_way_on(resident):
    resident.arrive()
    resident.fill("Postcode or name of the place", "QQ99 9QQ")
    resident.tap("button", "Find your team")

    expect(resident.page.locator("main")).to_contain_text("We do not know this postcode.")
    expect(resident.page.get_by_label("Postcode or name of the place")).to_have_value("QQ99 9QQ")
    expect(resident.page.get_by_role("link", name="Choose from all neighbourhoods")).to_be_visible()


def test_a_follower_hears_of_a_picture_post_and_stops_with_one_click(chromium, site, tmp_path):
    hear_and_stop(chromium, site, tmp_path, look=look)


def look(page: Page, name: str) -> None:
    shot(page, name)
    axe(page)
