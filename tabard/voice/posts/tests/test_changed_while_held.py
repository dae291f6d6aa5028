"""Words that a colleague changes, or takes back, while they wait: who is told, and who decides then."""

import pytest
from django.core import mail

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import deliver
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team, make_user
from tabard.plant.audit.models import AuditEntry
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Review
from tabard.voice.posts.tests.makers import (
    BOY,
    FOUND,
    REWARD,
    change,
    edit,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import TextIsEmpty

pytestmark = pytest.mark.django_db
MORE = " Call 101."


def mails() -> dict[str, str]:
    """What leaves now, by who gets it."""
    deliver()
    sent = {to: each.body for each in mail.outbox for to in each.to}
    assert len(sent) == sum(len(each.to) for each in mail.outbox)
    mail.outbox.clear()
    return sent


# -- changed -----------------------------------------------------------------------------------------------------------


def test_the_author_learns_who_changed_what_waits(riverside, alice, sally):
    post = make_held(riverside, alice)
    mails()

    change(post, sally, REWARD + MORE)

    sent = mails()
    assert set(sent) == {alice.user.email}
    assert "Sally Sergeant has changed the words" in sent[alice.user.email]
    assert f"/desk/reviews/{review_of(post).pk}/" in sent[alice.user.email]
    assert "£500" not in sent[alice.user.email]


def test_those_who_may_approve_instead_are_asked_where_four_eyes_are_wanted(riverside, alice, sally):
    quentin = make_sergeant(make_team("Quarry"), "Quentin Quick")
    post = make_held(riverside, alice, BOY)
    assert set(mails()) == {sally.user.email}

    change(post, sally, BOY + MORE)

    sent = mails()
    assert set(sent) == {alice.user.email, quentin.user.email}
    assert "Sally Sergeant has changed" in sent[quentin.user.email]
    assert "cannot approve" in sent[quentin.user.email]


def test_a_change_that_brings_a_demand_for_four_eyes_asks_others_too(riverside, alice, sally):
    saul = make_sergeant(riverside, "Saul Sergeant")
    post = make_held(riverside, alice)
    change(post, sally, REWARD + MORE)
    mails()

    change(post, sally, f"{REWARD} {BOY}")

    assert set(mails()) == {saul.user.email}


def test_the_authors_own_changes_and_the_same_words_again_tell_nobody(riverside, alice, sally):
    post = make_held(riverside, alice)
    mails()

    change(post, alice, REWARD + MORE)
    change(post, sally, REWARD + MORE)

    assert mails() == {}


def test_a_hundred_changes_by_one_sergeant_are_told_once(riverside, alice, sally):
    post = make_held(riverside, alice)
    mails()

    for number in range(5):
        change(post, sally, f"{REWARD} Call {number}.")

    assert set(mails()) == {alice.user.email}
    change(post, alice, REWARD)
    change(post, sally, REWARD + MORE, now=TEN)
    assert set(mails()) == {alice.user.email}


def test_what_is_decided_before_the_mail_leaves_asks_nobody(riverside, alice, sally):
    make_sergeant(riverside, "Saul Sergeant")
    post = make_held(riverside, alice, BOY)
    mails()
    change(post, sally, BOY + MORE)
    actions.withdraw_review(review=review_of(post), by=alice, now=TEN)

    assert mails() == {}


def test_whoever_changes_the_words_is_told_before_that_another_must_approve_them(riverside, alice, sally):
    held, edited, free = make_held(riverside, alice, BOY), make_post(riverside, alice), make_held(riverside, alice)
    edit(edited, alice, BOY)
    stranger = make_sergeant(make_team("Quarry"), "Quentin Quick")

    assert access.gives_up_decision(review_of(held), sally, TEN)
    assert not access.gives_up_decision(review_of(held), alice, TEN)
    assert not access.gives_up_decision(review_of(held), stranger, TEN)
    assert not access.gives_up_decision(review_of(free), sally, TEN)
    assert not access.gives_up_decision(review_of(edited), sally, TEN)
    change(held, sally, BOY + MORE)
    assert not access.gives_up_decision(review_of(held), sally, TEN)


# -- taken back --------------------------------------------------------------------------------------------------------


def withdraw(post, by, reason=""):
    actions.withdraw_review(review=review_of(post), by=by, reason=reason, now=TEN)


@pytest.mark.parametrize("reason", ["", " \n", "r" * 501])
def test_whoever_takes_back_what_another_asked_for_says_why(riverside, alice, sally, reason):
    post = make_held(riverside, alice)

    with pytest.raises(actions.ReasonIsMissing):
        withdraw(post, sally, reason)

    assert review_of(post).state == "waiting"


def test_the_author_the_lead_and_those_who_were_asked_learn_why_it_was_taken_back(riverside, alice, sally):
    saul = make_sergeant(riverside, "Saul Sergeant")
    lead = make_user("Lena Lead", role=Role.LEAD)
    post = make_held(riverside, alice)
    mails()

    withdraw(post, sally, " The inquest\nis on Friday. ")

    post.refresh_from_db()
    review = review_of(post)
    assert (post.state, post.returned_because) == ("draft", "The inquest is on Friday.")
    assert (review.state, review.decided_by, review.reason) == ("withdrawn", sally, "The inquest is on Friday.")
    entry = AuditEntry.objects.get(act="posts.review_withdrawn")
    assert (entry.actor_id, entry.reason_given.text) == (sally.user.pk, "The inquest is on Friday.")
    sent = mails()
    assert set(sent) == {alice.user.email, lead.email, saul.user.email}
    assert "Sally Sergeant has taken back" in sent[alice.user.email]
    assert f"/desk/posts/{post.pk}/" in sent[alice.user.email]
    assert "The inquest is on Friday." in sent[lead.email]
    assert f"/desk/audit/?about=posts.post%3A{post.pk}" in sent[lead.email]
    assert REWARD not in "".join(sent.values())


def test_an_edit_that_a_sergeant_drops_leaves_the_post_and_tells_its_author(riverside, alice, sally):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)
    mails()

    withdraw(post, sally, "Not today.")

    post.refresh_from_db()
    assert (post.state, post.text, post.returned_because) == ("published", FOUND, "")
    assert set(mails()) == {alice.user.email}


def test_whoever_asked_or_wrote_it_takes_it_back_without_a_word(riverside, alice, bob):
    post = make_held(riverside, alice)
    withdraw(post, alice)
    post.refresh_from_db()
    actions.publish_post(post=post, by=bob, now=NINE)

    withdraw(post, alice)

    assert [review.reason for review in Review.objects.all()] == ["", ""]
    assert mails() == {}


def test_a_colleague_who_has_left_the_team_takes_nothing_back(riverside, alice):
    post = make_held(riverside, alice)

    with pytest.raises(access.NotPosted):
        withdraw(post, make_officer("Charlie Cole", team=make_team("Hill")), "Why not.")


def test_an_empty_text_changes_nothing_and_tells_nobody(riverside, alice, sally):
    post = make_held(riverside, alice)
    mails()

    with pytest.raises(TextIsEmpty):
        change(post, sally, "")

    assert mails() == {}
