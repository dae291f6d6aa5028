"""Officers write inside the guidelines: they are warned while typing, correct themselves and publish."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, Chromium, axe, shot
from tests.journeys.sites import Site
from tests.journeys.steps import OFFICER, sign_in
from tests.journeys.story import unique

PATIENCE = 15_000
LEAD = "fern.abara@peelborough.example"


@pytest.fixture(scope="module")
def officer(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor(width=PHONE) as page:
        sign_in(page, site, OFFICER.email)
        yield page


@pytest.fixture(scope="module")
def lead(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor(width=DESK) as page:
        sign_in(page, site, LEAD)
        yield page


def test_an_officer_is_warned_while_typing_corrects_and_publishes(officer: Page, site: Site) -> None:
    marker = unique("theft")
    officer.goto(f"{site.url}/desk/write/")
    words = officer.get_by_label("What do you want to say?")
    words.fill(f"We have arrested John Smith, 34, from Gaol Lane. {marker}")

    expect(officer.locator(".found")).to_contain_text("We do not name people who are only arrested", timeout=PATIENCE)
    expect(officer.locator(".marking mark")).to_have_text("John Smith")
    expect(officer.get_by_role("status").filter(has_text="this will not go out")).to_have_count(1)
    shot(officer, "write-warned")
    axe(officer)

    words.fill(f"We have arrested a 34-year-old man on suspicion of theft. {marker}")
    expect(officer.locator(".found")).to_be_hidden(timeout=PATIENCE)
    officer.get_by_role("button", name="Publish now").click()
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/"))
    expect(officer.locator("main")).to_contain_text(marker)


def test_the_lead_previews_words_of_the_force_s_own_and_adopts_them(lead: Page, officer: Page, site: Site) -> None:
    lead.goto(f"{site.url}/desk/rules/")
    shot(lead, "rules")
    axe(lead)
    lead.get_by_role("link", name="Add words").click()
    lead.get_by_label("What are these words?").fill("Names of operations")
    lead.get_by_label("Words and phrases, one a line").fill("bicycle*\nOperation Kestrel")
    lead.get_by_role("radio", name="Ask the author").check()
    lead.get_by_label("What the author is told").fill("Say bike.")
    lead.get_by_role("button", name="See what this would have done").click()

    expect(lead.get_by_role("heading", name="What this would have done")).to_be_visible()
    shot(lead, "lexicon-effects")
    axe(lead)
    lead.get_by_role("button", name="Let it apply from now on").click()
    expect(lead.locator("main")).to_contain_text("These words are looked for from now on.")

    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill("Operation Kestrel is on Friday.")
    expect(officer.locator(".found")).to_contain_text("Say bike.", timeout=PATIENCE)


def test_anybody_reads_how_officers_write(chromium: Chromium, site: Site) -> None:
    for width in (PHONE, DESK):
        with chromium.visitor(width=width) as page:
            page.goto(f"{site.url}/guidelines/")
            page.locator("summary").first.click()
            shot(page, f"guideline-{width}")
            axe(page)
