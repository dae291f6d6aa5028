"""A page that was opened before a colleague wrote: nobody's words are lost by it."""

import pytest

from tabard.front.desk.tests.makers import Fields, seat
from tabard.people.accounts.models import Role
from tabard.voice.posts.tests.makers import make_held

pytestmark = pytest.mark.django_db
REWARD = "A reward of £500 is offered for information on the mill fire."


def words(answer):
    return answer.content.decode()


def test_who_writes_with_an_old_page_open_reads_first_what_a_colleague_wrote_since(riverside):
    alice, page = seat(riverside, "Alice Archer")
    _sally, other = seat(riverside, "Sally Sergeant", role=Role.SERGEANT)
    post = make_held(riverside, alice, REWARD)
    address = f"/desk/posts/{post.pk}/draft/"
    old = Fields(words(page.get(address))).sent | {"text": f"{REWARD} Call us.", "do": "draft"}
    new = Fields(words(other.get(address))).sent | {"text": f"{REWARD} Call 101.", "do": "draft"}
    other.post(address, new)

    told = page.post(address, old)

    assert "Sally Sergeant has changed this meanwhile." in words(told)
    assert words(told).count("Call 101.") == 1
    assert Fields(words(told)).sent["text"].endswith("Call us.")
    post.refresh_from_db()
    assert post.text.endswith("Call 101.")
    page.post(address, Fields(words(told)).sent | {"do": "draft"})
    post.refresh_from_db()
    assert post.text.endswith("Call us.")


@pytest.mark.parametrize("sent", ["", "yesterday", "2026-01-01T00:00:00"])
def test_the_same_words_sent_twice_or_from_a_page_of_ones_own_are_kept(riverside, sent):
    alice, page = seat(riverside, "Alice Archer")
    post = make_held(riverside, alice, REWARD)
    address = f"/desk/posts/{post.pk}/draft/"
    typed = Fields(words(page.get(address))).sent | {"text": f"{REWARD} Call us.", "do": "draft"}

    for form in (typed, typed, typed | {"text": f"{REWARD} Call 101.", "saved_at": sent}):
        page.post(address, form)

    post.refresh_from_db()
    assert post.text.endswith("Call 101.")
