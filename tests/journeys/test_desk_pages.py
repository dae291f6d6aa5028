"""Each page of the desk, of a follower, and of what is over or not there: looked at by axe and kept as pictures."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, Chromium, axe, shot
from tests.journeys.sites import Site, copy_of
from tests.journeys.steps import OFFICER, sign_in
from tests.servers import site_settings, smtp_server, tabard, tabard_process

LEAD_EMAIL = "fern.abara@peelborough.example"
FURNISH = "from tests.journeys.furnishing import furnish; furnish()"

BY_THE_OFFICER = {
    "start": "/desk/",
    "posts": "/desk/posts/",
    "post-published": "/desk/posts/{published}/",
    "post-draft": "/desk/posts/{draft}/",
    "post-scheduled": "/desk/posts/{scheduled}/",
    "write": "/desk/write/",
    "go-on": "/desk/posts/{draft}/draft/",
    "edit": "/desk/posts/{edited}/edit/",
    "retract": "/desk/posts/{published}/retract/",
    "discard": "/desk/posts/{draft}/discard/",
    "place": "/desk/places/{place}/",
    "place-about": "/desk/places/{place}/about/",
    "event-add": "/desk/places/{place}/events/",
    "event-edit": "/desk/events/{event}/",
    "event-cancel": "/desk/events/{event}/cancel/",
    "priority-add": "/desk/places/{place}/priorities/",
    "priority-edit": "/desk/priorities/{priority}/",
    "priority-close": "/desk/priorities/{priority}/close/",
    "answers": "/desk/answers/",
    "answers-shown": "/desk/answers/?showing=shown",
    "answers-hidden": "/desk/answers/?showing=hidden",
    "answer-hide": "/desk/answers/{held}/hide/",
    "answer-block": "/desk/answers/{held}/block/",
    "answer-report": "/desk/answers/{held}/report/",
    "answers-rule": "/desk/answers/rule/",
    "hearers": "/desk/followers/",
    "apps": "/desk/apps/",
    "me": "/desk/me/",
    "account": "/account/",
    "account-again": "/account/reauthenticate/",
    "account-again-code": "/account/reauthenticate/code/",
    "account-factors": "/account/factors/",
    "sign-out": "/account/logout/",
    "refused": "/desk/audit/",
}
BY_THE_LEAD = {
    "start": "/desk/",
    "audit": "/desk/audit/",
    "late": "/desk/late/",
    "records": "/desk/records/",
    "servers": "/desk/servers/",
    "reports": "/desk/reports/",
    "places": "/desk/places/",
    "force": "/desk/forces/peelborough/",
    "people": "/desk/people/",
    "officer": "/desk/people/{leaving}/",
    "officer-add": "/desk/people/add/",
    "officer-apps": "/desk/people/{leaving}/apps/",
    "officer-edit": "/desk/people/{leaving}/edit/",
    "hand-over": "/desk/people/{leaving}/hand-over/",
    "hand-over-preview": "/desk/people/{leaving}/hand-over/?to=team-{team}",
    "dismiss": "/desk/people/{leaving}/dismiss/",
    "teams": "/desk/people/teams/",
    "team": "/desk/people/teams/{team}/",
    "team-add": "/desk/people/teams/add/",
    "outbox": "/desk/mail/",
}
BY_ANYBODY = {
    "follow-asked": "/follow/asked/",
    "follow-confirm": "/follow/confirm/{word}/",
    "follow-mine": "/follow/mine/{token}/",
    "follow-stop": "/follow/mine/{token}/stop/daily/",
    "follow-never": "/follow/mine/{token}/stop/never/",
    "follow-nobody": "/follow/mine/nobody/",
    "post-answered": "/@riverside/{asked}/",
    "post-poll": "/@riverside/{poll}/",
    "post-answering": "/@riverside/{thanks}/",
    "post-edited": "/@riverside/{edited}/",
    "post-retracted": "/@riverside/{retracted}/",
    "event-long": "/events/{event}/",
    "event-cancelled": "/events/{cancelled}/",
    "place-retired": "/places/{retired}/",
    "places-many": "/places/",
    "search-at-the-door": "/search/?door=1&q=hughes",
    "badge-unknown": "/badge/0000/",
    "badge-past": "/badge/5011/",
    "badge-without-picture": "/badge/{without_picture}/",
}


@pytest.fixture(scope="module")
def prepared(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A site of one's own on disk, with all that the pages need, and what stands in their addresses."""
    folder = copy_of(prepared_folder, tmp_path_factory.mktemp("furnished"))
    said = tabard("shell", "-v", "0", "-c", FURNISH, env=site_settings(folder))
    made: dict[str, Any] = json.loads(said.splitlines()[-1])
    return folder, made


@pytest.fixture(scope="module")
def made(prepared: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return prepared[1]


@pytest.fixture(scope="module")
def site(prepared: tuple[Path, dict[str, Any]]) -> Iterator[Site]:
    """Without a mail server: what is sent lies in the outbox, which is one of the pages."""
    settings = site_settings(prepared[0])
    with tabard_process("run", settings) as process, smtp_server() as unused:
        yield Site(process.url, settings, unused, [process])


@pytest.fixture(scope="module")
def officer(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor() as page:
        sign_in(page, site, OFFICER.email)
        yield page


@pytest.fixture(scope="module")
def lead(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor() as page:
        sign_in(page, site, LEAD_EMAIL)
        yield page


@pytest.mark.parametrize("name", BY_THE_OFFICER)
def test_axe_finds_nothing_on_the_officers_page(name: str, officer: Page, site: Site, made: dict[str, Any]) -> None:
    look(officer, site, f"desk-{name}", BY_THE_OFFICER[name].format_map(made))


@pytest.mark.parametrize("name", BY_THE_LEAD)
def test_axe_finds_nothing_on_the_leads_page(name: str, lead: Page, site: Site, made: dict[str, Any]) -> None:
    look(lead, site, f"lead-{name}", BY_THE_LEAD[name].format_map(made))


@pytest.mark.parametrize("name", BY_ANYBODY)
def test_axe_finds_nothing_on_the_page(name: str, chromium: Chromium, site: Site, made: dict[str, Any]) -> None:
    with chromium.visitor() as page:
        look(page, site, name, BY_ANYBODY[name].format_map(made))


def look(page: Page, site: Site, name: str, address: str) -> None:
    """At the page itself: not at the sign-in, or at another, to which it sent us."""
    answer = page.goto(site.url + address)
    assert answer is not None
    assert answer.url == site.url + address
    assert answer.status < 500
    shot(page, name)
    axe(page)


def test_axe_finds_nothing_on_a_time_that_is_past(officer: Page, site: Site, made: dict[str, Any]) -> None:
    officer.goto(f"{site.url}/desk/posts/{made['scheduled']}/")
    officer.locator('main input[type="datetime-local"]').fill("2020-01-01T10:00")
    officer.get_by_role("button", name="Change the time").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Another time")

    shot(officer, "desk-time")
    axe(officer)


@pytest.mark.parametrize("name", ["write", "edit"])
def test_the_ring_of_the_text_covers_nothing_of_the_count_below(
    name: str, officer: Page, site: Site, made: dict[str, Any]
) -> None:
    officer.goto(site.url + BY_THE_OFFICER[name].format_map(made))
    text, count = officer.locator("textarea[data-most]"), officer.locator("#characters-left")
    expect(count).to_contain_text("characters left")
    text.focus()
    ring = 6  # pixels, around every field (base.css)

    for width in (DESK, PHONE):
        officer.set_viewport_size({"width": width, "height": 740})
        above, below = text.bounding_box(), count.bounding_box()
        assert above is not None
        assert below is not None
        assert below["y"] >= above["y"] + above["height"] + ring

    shot(officer, f"desk-{name}-focused")
    axe(officer)


def test_each_further_picture_gets_its_place_without_sending_the_form(officer: Page, site: Site) -> None:
    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill("Found: a heron")
    officer.get_by_text("Pictures, up to four").click()
    another = officer.get_by_role("button", name="Add another picture")
    expect(officer.get_by_role("group", name="Picture 2")).to_be_hidden()

    for number in (2, 3, 4):
        another.click()
        expect(officer.get_by_role("group", name=f"Picture {number}")).to_be_visible()

    expect(another).to_be_hidden()
    expect(officer.get_by_label("What do you want to say?")).to_have_value("Found: a heron")
    shot(officer, "desk-write-four-pictures")
    axe(officer)


def test_axe_finds_nothing_on_what_a_rule_would_have_done_on_a_phone(lead: Page, site: Site) -> None:
    lead.goto(f"{site.url}/desk/rules/child/")
    expect(lead.locator("main")).to_contain_text("Whatever you choose here, what it finds does not go out")
    lead.get_by_role("radio", name="Ask the author").check()
    lead.get_by_role("button", name="See what this would have done").click()
    expect(lead.get_by_role("heading", name="What is written and not out yet")).to_be_visible()

    shot(lead, "lead-rule-tried")
    axe(lead)


def test_axe_finds_nothing_on_a_mail_of_the_outbox(lead: Page, site: Site) -> None:
    lead.goto(f"{site.url}/desk/mail/")
    lead.locator('main a[href^="/desk/mail/"]').first.click()

    shot(lead, "lead-outbox-mail")
    axe(lead)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("several", "Green", "Which one do you mean?"),
        ("one", "Sands", "Do you mean this one?"),
        ("unknown", "QQ99 9QQ", "We did not find it"),
    ],
)
def test_axe_finds_nothing_on_what_was_found(name: str, typed: str, told: str, chromium: Chromium, site: Site) -> None:
    with chromium.visitor() as page:
        page.goto(site.url)
        page.get_by_label("Postcode or name of the place").fill(typed)
        page.get_by_role("button", name="Find your team").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(told)

        shot(page, f"found-{name}")
        axe(page)


def test_axe_finds_nothing_on_the_page_for_an_expired_form(chromium: Chromium, site: Site) -> None:
    with chromium.visitor() as page:
        page.goto(f"{site.url}/account/login/")
        page.context.clear_cookies()
        page.get_by_label("E-mail address").fill(OFFICER.email)
        page.get_by_label("Password").fill("long forgotten")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("This form has expired")

        shot(page, "form-expired")
        axe(page)
