"""Officers write inside the guidelines: they are warned while typing, correct themselves and publish; sergeants look at
what is held; apps are told; a request for records is answered."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, Chromium, axe, shot
from tests.journeys.sites import Site
from tests.journeys.steps import OFFICER, sign_in, text_of
from tests.journeys.story import unique
from tests.servers import tabard, wait_until

LEAD = "fern.abara@peelborough.example"
COLLEAGUE = "imran.rahman@peelborough.example"
SERGEANT = "tola.adeyemi@peelborough.example"
TOKEN = """
from tabard.gateways.mastodon_api.tests.makers import make_token
from tabard.people.teams.models import Officer
from tabard.voice.network.tests.makers import make_actor
bethan = Officer.objects.get(handle__name="bethan_hughes")
make_token(bethan, make_actor(bethan), token="a-word-of-the-journey")
print("a-word-of-the-journey")
"""


@pytest.fixture(scope="module")
def officer(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor(width=PHONE) as page:
        sign_in(page, site, OFFICER.email)
        yield page


@pytest.fixture(scope="module")
def sergeant(chromium: Chromium, site: Site) -> Iterator[Page]:
    with chromium.visitor(width=PHONE) as page:
        sign_in(page, site, SERGEANT)
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

    expect(officer.locator(".found")).to_contain_text("We do not name people who are only arrested")
    expect(officer.locator(".marking mark")).to_have_text("John Smith")
    expect(officer.get_by_role("status").filter(has_text="this will not go out")).to_have_count(1)
    shot(officer, "write-warned")
    axe(officer)

    officer.get_by_role("button", name="Publish now").click()
    expect(officer.locator("main")).to_contain_text("The guidelines refuse this as it is.")
    shot(officer, "write-refused")
    axe(officer)
    words.fill(f"We have arrested a 34-year-old man on suspicion of theft. {marker}")
    expect(officer.locator(".found")).to_be_hidden()
    officer.get_by_role("button", name="Publish now").click()
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/"))
    expect(officer.locator("main")).to_contain_text(marker)


def test_an_officer_says_what_a_name_is_about_with_one_tap_and_a_sergeant_reads_it(
    officer: Page, sergeant: Page, site: Site
) -> None:
    words = f"Peter Walsh was robbed on Quay Street last night. {unique('Quay')}"
    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill(words)
    officer.get_by_role("radio", name="Riverside").check()
    agreed = officer.get_by_label("They agreed in writing to be named")
    expect(officer.get_by_role("status").filter(has_text="this will not go out")).to_be_visible()
    agreed.check()
    expect(officer.get_by_text("A sergeant will look at this first")).to_be_visible()
    expect(agreed).to_be_checked()
    expect(agreed).to_be_focused()
    shot(officer, "write-claimed")
    axe(officer)
    officer.get_by_role("button", name="Send to a sergeant").click()
    expect(officer.locator("main")).to_contain_text("A sergeant looks at this first")
    address = officer.url

    sergeant.goto(f"{site.url}/desk/reviews/")
    asked = sergeant.locator("div.card").filter(has_text=words)
    expect(asked).to_contain_text("They agreed in writing to be named")
    shot(sergeant, "review-claimed")
    axe(sergeant)
    asked.get_by_role("button", name="Approve").click()
    expect(sergeant.locator("main")).to_contain_text("Approved. Its author is told.")

    officer.goto(address)
    expect(officer.get_by_role("heading", level=1)).to_have_text("A published post")


def test_the_button_says_what_will_happen_and_goes_back_when_the_words_change(officer: Page, site: Site) -> None:
    officer.goto(f"{site.url}/desk/write/")
    words = officer.get_by_label("What do you want to say?")
    words.fill("A reward of £500 is offered for information on the mill fire.")
    expect(officer.get_by_role("button", name="Send to a sergeant")).to_be_visible()
    shot(officer, "write-for-a-sergeant")
    axe(officer)

    words.press_sequentially(" Call 101.")
    expect(officer.get_by_role("button", name="Publish now")).to_be_visible()
    expect(officer.get_by_role("button", name="Send to a sergeant")).to_be_visible()
    words.fill("")
    expect(officer.get_by_role("button", name="Publish now")).to_be_visible()
    words.fill("We have arrested John Smith, 34.")
    expect(officer.get_by_role("status").filter(has_text="this will not go out")).to_be_visible()
    expect(officer.get_by_role("button", name="Publish now")).to_be_visible()


def test_what_stands_beside_the_text_is_checked_and_marked_while_typing(officer: Page, site: Site) -> None:
    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill("Good morning from the market.")
    expect(officer.get_by_text("Nothing stands in the way.")).to_be_visible()
    officer.get_by_text("Language, content notice, series, court case").click()
    officer.get_by_label("Content notice").fill("A bloody mess")

    expect(officer.locator(".found")).to_contain_text("In the content notice")
    expect(officer.locator(".marking mark")).to_have_text("bloody")
    expect(officer.get_by_text("1 thing to look at.")).to_be_visible()
    shot(officer, "write-notice-marked")
    axe(officer)

    officer.get_by_label("Content notice").fill("")
    officer.get_by_label("What kind of post is it?").select_option("An appeal: we look for somebody wanted")
    expect(officer.locator(".found")).to_contain_text("Somebody wanted needs an appeal")


def test_the_lead_previews_words_of_the_force_s_own_and_adopts_them(lead: Page, officer: Page, site: Site) -> None:
    lead.goto(f"{site.url}/desk/rules/")
    shot(lead, "rules")
    axe(lead)
    preview_words(lead, site, "Names of operations", "bicycle*\nOperation Kestrel")
    shot(lead, "lexicon-effects")
    axe(lead)
    adopt(lead)

    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill("Operation Kestrel is on Friday.")
    expect(officer.locator(".found")).to_contain_text("Say bike.")


def preview_words(lead: Page, site: Site, title: str, words: str) -> None:
    lead.goto(f"{site.url}/desk/rules/")
    lead.get_by_role("link", name="Add words").click()
    lead.get_by_label("What are these words?").fill(title)
    lead.get_by_label("Words and phrases, one a line").fill(words)
    lead.get_by_role("radio", name="Ask the author").check()
    lead.get_by_label("What the author is told").fill("Say bike.")
    lead.get_by_role("button", name="See what this would have done").click()
    expect(lead.get_by_role("heading", name="What this would have done")).to_be_visible()


def adopt(lead: Page) -> None:
    lead.get_by_role("button", name="Let it apply from now on").click()
    expect(lead.locator("main")).to_contain_text("These words are looked for from now on.")


def test_anybody_reads_how_officers_write(chromium: Chromium, site: Site) -> None:
    for width in (PHONE, DESK):
        with chromium.visitor(width=width) as page:
            page.goto(f"{site.url}/guidelines/")
            page.locator("summary").first.click()
            shot(page, f"guideline-{width}")
            axe(page)


def test_a_held_post_is_approved_by_a_sergeant_on_a_phone_in_two_clicks(
    officer: Page, sergeant: Page, site: Site
) -> None:
    words = f"A reward of £500 is offered for information on the mill fire. {unique('Mill')}"
    publish_or_wait(officer, site, words)
    expect(officer.locator("main")).to_contain_text("A sergeant looks at this first")
    shot(officer, "post-held")
    axe(officer)
    address = officer.url

    sergeant.goto(f"{site.url}/desk/")
    expect(sergeant.locator("main")).to_contain_text("for your second look")
    sergeant.get_by_role("link", name="Look at them").click()  # one
    shot(sergeant, "reviews")
    axe(sergeant)
    mine = sergeant.locator("div.card").filter(has_text=words)
    expect(mine).to_contain_text("A sum for information")
    expect(mine.locator("q")).to_contain_text("for information")
    mine.get_by_role("button", name="Approve").click()  # two
    expect(sergeant.locator("main")).to_contain_text("Approved. Its author is told.")

    officer.goto(address)
    expect(officer.get_by_role("heading", level=1)).to_have_text("A published post")
    wait_until_the_author_reads(site, "has approved what you wrote")


def wait_until_the_author_reads(site: Site, words: str) -> None:
    """Other mails may have gone to them before."""

    def is_told() -> bool:
        return any(words in text_of(mail) for mail in site.mail.to(OFFICER.email))

    wait_until(is_told, seconds=240, what=f"the author reads that somebody {words}")


def publish_or_wait(officer: Page, site: Site, words: str) -> None:
    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill(words)
    officer.get_by_role("radio", name="Riverside").check()
    officer.get_by_role("button", name="Publish now").click()
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/$"))


def test_without_script_what_is_refused_is_kept_and_told_and_a_sergeant_may_be_asked(
    chromium: Chromium, sergeant: Page, site: Site
) -> None:
    with chromium.visitor(java_script_enabled=False) as page:
        sign_in(page, site, COLLEAGUE)
        page.goto(f"{site.url}/desk/write/")
        marker = unique("Lane")
        page.get_by_label("What do you want to say?").fill(f"We have arrested John Smith, 34, for theft. {marker}")
        page.get_by_role("button", name="Publish now").click()

        expect(page.locator("main")).to_contain_text("The guidelines refuse this as it is.")
        expect(page.locator(".found")).to_contain_text("A name beside an arrest")
        page.get_by_text("It must go out all the same").click()
        page.get_by_label("Why should it go out all the same?").fill("The court has named him.")
        page.get_by_role("button", name="Ask a sergeant for an exception").click()
        expect(page.locator("main")).to_contain_text("A sergeant is asked")

    sergeant.goto(f"{site.url}/desk/reviews/")
    asked = sergeant.locator("div.card").filter(has_text=marker)
    asked.get_by_role("link", name="Look at it").click()
    shot(sergeant, "review-override")
    axe(sergeant)
    sergeant.get_by_label("Your reason").fill("He has not been charged. Leave the name out.")
    sergeant.get_by_role("button", name="Give it back").click()
    expect(sergeant.locator("main")).to_contain_text("Given back.")


def test_a_sergeant_is_told_before_she_changes_words_that_another_must_approve_them_then(
    officer: Page, sergeant: Page, site: Site
) -> None:
    words = f"A 15-year-old boy was arrested for robbery. {unique('Gaol')}"
    publish_or_wait(officer, site, words)

    sergeant.goto(f"{site.url}/desk/reviews/")
    mine = sergeant.locator("div.card").filter(has_text=words)
    mine.get_by_role("link", name="Give it back, or change it").click()
    expect(sergeant.locator("main")).to_contain_text("If you change it, another sergeant must approve it.")
    sergeant.get_by_text("Ask nobody: make it a draft again").first.click()
    shot(sergeant, "review")
    axe(sergeant)
    sergeant.get_by_role("link", name="Change the words").click()
    expect(sergeant.locator("main")).to_contain_text("If you change it, another sergeant must approve it.")
    shot(sergeant, "write-held")
    axe(sergeant)
    sergeant.get_by_label("What do you want to say?").fill(f"{words} Call 101.")
    sergeant.get_by_role("button", name="Keep the changes").click()
    expect(sergeant.locator("main")).to_contain_text("A sergeant looks at this first")
    wait_until_the_author_reads(site, "has changed the words")


def test_who_has_an_old_page_open_reads_what_a_colleague_wrote_since(officer: Page, sergeant: Page, site: Site) -> None:
    marker = unique("market")
    officer.goto(f"{site.url}/desk/write/")
    officer.get_by_label("What do you want to say?").fill(f"Meet us at the market on Friday. {marker}")
    officer.get_by_role("radio", name="Riverside").check()
    officer.get_by_role("button", name="Save as a draft").click()
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/$"))
    address = f"{officer.url}draft/"
    for page, text in ((officer, "on Saturday"), (sergeant, "at ten on Friday")):
        page.goto(address)
        page.get_by_label("What do you want to say?").fill(f"Meet us at the market {text}. {marker}")

    sergeant.get_by_role("button", name="Save as a draft").click()
    expect(sergeant).to_have_url(re.compile(r"/desk/posts/\d+/$"))
    officer.get_by_role("button", name="Save as a draft").click()

    expect(officer.locator("main")).to_contain_text("has changed this meanwhile")
    expect(officer.locator("main")).to_contain_text("at ten on Friday")
    expect(officer.get_by_label("What do you want to say?")).to_have_value(re.compile("on Saturday"))
    shot(officer, "write-changed-meanwhile")
    axe(officer)
    officer.get_by_role("button", name="Save as a draft").click()
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/$"))


def test_an_edit_that_is_refused_is_asked_for_as_an_exception(officer: Page, site: Site) -> None:
    publish_or_wait(officer, site, f"We have arrested a man for theft. {unique('Edit')}")
    officer.get_by_role("link", name="Edit", exact=True).click()
    officer.get_by_label("Text", exact=True).fill("We have arrested John Smith, 34, for theft.")
    officer.get_by_role("button", name="Publish the change").last.click()

    expect(officer.locator("main")).to_contain_text("The guidelines refuse this.")
    officer.get_by_text("It must go out all the same").click()
    shot(officer, "edit-refused")
    axe(officer)
    officer.get_by_label("Why should it go out all the same?").fill("The court has named him.")
    officer.get_by_role("button", name="Ask a sergeant for an exception").click()
    expect(officer.locator("main")).to_contain_text("A change of this post waits for a second look")
    shot(officer, "post-edit-waits")
    axe(officer)


def test_the_lead_tries_a_rule_s_number_an_election_and_retiring_words(lead: Page, site: Site) -> None:
    lead.goto(f"{site.url}/desk/rules/emoji-wall/")
    lead.get_by_label("Emoji in a post").fill("3")
    lead.get_by_role("button", name="See what this would have done").click()
    expect(lead.get_by_role("heading", name="What this would have done")).to_be_visible()
    shot(lead, "rule")
    axe(lead)

    lead.goto(f"{site.url}/desk/rules/")
    lead.get_by_role("link", name="Add an election").click()
    lead.get_by_label("Which election?").fill("Mayor")
    lead.get_by_label("From").fill("2030-03-25")
    lead.get_by_label("To", exact=True).fill("2030-05-07")
    lead.get_by_role("button", name="See what this would have done").click()
    shot(lead, "election")
    axe(lead)
    lead.get_by_role("button", name="Let it apply from now on").click()
    expect(lead.locator("main")).to_contain_text("On these days the rule on politics refuses.")
    lead.get_by_role("link", name=re.compile("Remove.*Mayor")).click()
    shot(lead, "election-remove")
    axe(lead)
    lead.get_by_role("button", name="Remove it").click()
    expect(lead.locator("main")).to_contain_text("is removed.")

    title = unique("Exercises")
    preview_words(lead, site, title, "Exercise Heron")
    adopt(lead)
    lead.goto(f"{site.url}/desk/rules/")
    lead.get_by_role("link", name=title).click()
    lead.get_by_role("link", name="Look for these words no more").click()
    expect(lead.get_by_role("heading", name="What this would have done")).to_be_visible()
    shot(lead, "lexicon-retire")
    axe(lead)


def test_the_lead_sees_what_changes_in_the_next_version_before_it_applies_and_officers_read_it(
    lead: Page, officer: Page, site: Site
) -> None:
    lead.goto(f"{site.url}/desk/rules/")
    lead.get_by_role("link", name="Write the next version").click()
    counted = lead.locator("#words")
    before = counted.text_content()
    lead.get_by_label("A new sentence").first.fill("We answer whoever asks us, within a day.")
    expect(counted).not_to_have_text(before or "")
    lead.get_by_label("Sentence 11", exact=True).fill("We laugh at nobody.")
    lead.get_by_label("What is new in this version?").fill("Shorter, and we promise an answer.")
    shot(lead, "change-guideline-typed")
    lead.get_by_role("button", name="See what changes").click()
    expect(lead.get_by_role("heading", name="What changes")).to_be_visible()
    shot(lead, "change-guideline")
    axe(lead)
    lead.get_by_role("button", name="Let it apply from now on").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Guideline and rules")

    officer.goto(f"{site.url}/desk/guideline/")
    expect(officer.locator("main")).to_contain_text("We laugh at nobody.")
    shot(officer, "guideline-read")
    axe(officer)


def test_an_app_is_told_of_a_number_plate_and_the_same_words_again_are_the_answer(site: Site) -> None:
    token = tabard("shell", "--no-imports", "-c", TOKEN, env=site.settings).split()[-1]
    told = {"Authorization": f"Bearer {token}"}
    status = {"status": f"Parked on the crossing again: silver Focus AB12 CDE. {unique('Crossing')}"}

    first = requests.post(f"{site.url}/api/v1/statuses", status, headers=told, timeout=60)
    again = requests.post(f"{site.url}/api/v1/statuses", status, headers=told, timeout=60)

    assert first.status_code == 422
    assert "Show a plate only when the vehicle itself is what you look for." in first.json()["error"]
    assert "within ten minutes" in first.json()["error"]
    assert again.status_code == 200
    assert again.json()["id"]


def test_a_request_for_records_is_answered(site: Site, tmp_path: Path) -> None:
    said = tabard(
        "export-records", "--from", "2020-01-01", "--to", "2100-01-01", "--output", tmp_path / "out", env=site.settings
    )

    records = json.loads((tmp_path / "out/records.json").read_text())
    assert f"{len(records)} posts" in said
    assert len(records) > 40
    assert all(version["sha256"] for record in records for version in record["versions"])
