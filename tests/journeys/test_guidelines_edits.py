"""An officer mends what a sergeant approved: the page says whether it goes out or is looked at again, and so it is."""

import re

from playwright.sync_api import expect

from tests.browser import PHONE, Chromium, axe, shot
from tests.journeys.sites import Site
from tests.journeys.steps import OFFICER, sign_in
from tests.journeys.story import unique

SERGEANT = "tola.adeyemi@peelborough.example"


def test_a_slip_is_mended_at_once_and_another_sum_is_looked_at_again(chromium: Chromium, site: Site) -> None:
    words = f"A reward of £100 is offered for information. Ring 101. It was dark. Thank yuo all. {unique('Barn')}"
    with chromium.visitor(width=PHONE) as officer, chromium.visitor(width=PHONE) as sergeant:
        sign_in(officer, site, OFFICER.email)
        officer.goto(f"{site.url}/desk/write/")
        officer.get_by_label("What do you want to say?").fill(words)
        officer.get_by_role("radio", name="Riverside").check()
        officer.get_by_role("button", name=re.compile("Publish now|Send to a sergeant")).click()
        expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/$"))
        post = officer.url
        sign_in(sergeant, site, SERGEANT)
        sergeant.goto(f"{site.url}/desk/reviews/")
        sergeant.locator("div.card").filter(has_text=words).get_by_role("button", name="Approve").click()
        expect(sergeant.locator("main")).to_contain_text("Approved. Its author is told.")

        officer.goto(f"{post}edit/")
        text = officer.get_by_role("textbox", name="Text", exact=True)
        text.fill(words.replace("yuo", "you"))
        expect(officer.get_by_role("status").filter(has_text="Nothing stands in the way.")).to_have_count(1)
        expect(officer.locator(".found")).to_be_hidden()
        officer.get_by_role("button", name="Publish the change").last.click()
        expect(officer.locator("main")).to_contain_text("Thank you all.")

        officer.goto(f"{post}edit/")
        text.fill(words.replace("yuo", "you").replace("£100", "£50,000"))
        expect(officer.get_by_text("A sergeant will look at this first")).to_be_visible()
        shot(officer, "edit-looked-at-again")
        axe(officer)
        officer.get_by_role("button", name="Send to a sergeant").click()
        expect(officer.locator("main")).to_contain_text("A sergeant looks at this change first.")
        expect(officer.locator("main")).not_to_contain_text("£50,000")
