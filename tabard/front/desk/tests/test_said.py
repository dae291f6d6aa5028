"""What an officer says of a draft stays with it on the page on which it is written."""

import re

import pytest

from tabard.front.desk.tests.makers import Fields
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_draft, make_held, make_scheduled

pytestmark = pytest.mark.django_db
WRITE = "/desk/write/"


def typed(browser, address=WRITE, **more):
    """The opened form with `more` typed into it."""
    return {**Fields(browser.get(address).content.decode()).sent, **more}


def test_what_is_said_of_a_draft_is_kept_with_it_and_stands_there_again(browser, riverside):
    plate = "Have you seen this van? AB12 CDE, white, on Mill Lane."
    answer = browser.post(WRITE, typed(browser, text=plate, do="publish"), follow=True)
    assert "This plate is what we are looking for" in answer.content.decode()
    draft = Post.objects.get()
    address = f"/desk/posts/{draft.pk}/draft/"

    browser.post(address, typed(browser, address, claims="plate_is_appeal", kind="appeal", do="draft"))

    draft.refresh_from_db()
    assert (draft.kind, draft.claims) == ("appeal", ["plate_is_appeal"])
    page = browser.get(address).content.decode()
    assert re.search(r'value="plate_is_appeal"[^>]*checked', page)
    assert re.search(r'<option value="appeal"[^>]*selected', page)


def test_a_case_under_way_is_said_in_the_fold_and_opens_it(browser, riverside, alice):
    draft = make_draft(riverside, alice, "Another scumbag off our streets.")
    address = f"/desk/posts/{draft.pk}/draft/"

    answer = browser.post(address, typed(browser, address, claims="proceedings_active", do="publish"), follow=True)

    page = answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "The guidelines refuse this as it is." in page
    assert re.search(r'value="proceedings_active"[^>]*checked', page)


@pytest.mark.parametrize(
    ("make", "label"),
    [(make_draft, "Save as a draft"), (make_scheduled, "Keep the changes"), (make_held, "Keep the changes")],
)
def test_the_button_that_keeps_says_what_becomes_of_the_words(browser, riverside, alice, make, label):
    post = make(riverside, alice)

    page = browser.get(f"/desk/posts/{post.pk}/draft/").content.decode()

    assert re.search(r'value="draft"[^>]*>([^<]*)<', page)[1] == label


def test_a_kind_that_was_not_sent_is_an_ordinary_post(browser, riverside):
    sent = typed(browser, text="Hello.", do="draft")
    del sent["kind"]

    browser.post(WRITE, sent)

    assert Post.objects.get().kind == "post"


def test_a_claim_that_nobody_knows_is_not_kept(browser, riverside):
    browser.post(WRITE, typed(browser, text="Hello.", claims="pre_election", do="draft"))

    assert not Post.objects.exclude(claims=[]).exists()
