"""Those who may look are told that something waits, and whoever asked what came of it: by mail, without the words."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import deliver
from tabard.people.teams.tests.makers import NINE, make_officer, make_team, make_user
from tabard.voice.guidelines import actions as guidelines
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.tests.makers import (
    MARKET,
    NOON,
    REFUSED,
    REWARD,
    approve,
    make_draft,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db


def mails():
    """Those that leave now."""
    deliver()
    sent = list(mail.outbox)
    mail.outbox.clear()
    for each in sent:
        assert REWARD not in each.body
        assert "£500" not in each.body  # digits alone may be those of an address
    return sent


def test_the_sergeants_of_the_team_are_told_where_to_look_and_until_when(riverside, alice, sally):
    other = make_sergeant(riverside, "Saul Sergeant")
    make_sergeant(make_team("Quarry"), "Quentin")
    post = make_held(riverside, alice)

    sent = mails()

    assert {to for each in sent for to in each.to} == {sally.user.email, other.user.email}
    assert f"{settings.BASE_URL}/desk/reviews/{review_of(post).pk}/" in sent[0].body
    assert "Riverside" in sent[0].subject
    assert f"{timezone.localtime(NINE + timedelta(hours=4)):%H:%M}" in sent[0].body


def test_the_sergeants_are_told_again_when_an_exception_is_asked_for(riverside, alice, sally):
    post = make_held(riverside, alice)
    assert len(mails()) == 1
    actions.change_draft(post=post, by=alice, words=Words(text=REFUSED), now=NINE)

    actions.ask_override(post=post, by=alice, reason="The coroner asks.", now=NINE)

    assert [each.to for each in mails()] == [[sally.user.email]]


def test_nobody_is_asked_to_look_at_what_is_decided(riverside, alice, sally):
    post = make_held(riverside, alice)
    actions.withdraw_review(review=review_of(post), by=alice, now=NINE)

    assert mails() == []


def test_whoever_asked_learns_that_it_was_approved(riverside, alice, sally):
    post = make_held(riverside, alice)
    approve(review_of(post), sally)

    (told,) = mails()

    assert told.to == [alice.user.email]
    assert "It is published" in told.body
    assert f"/desk/posts/{post.pk}/" in told.body


@pytest.mark.parametrize(("moment", "words"), [(NINE, "It goes out on"), (NOON, "has not gone out")])
def test_whoever_asked_learns_when_it_goes_out_or_that_its_time_has_passed(riverside, alice, sally, moment, words):
    post = make_held(riverside, alice, at=NOON)
    approve(review_of(post), sally, now=moment)

    (told,) = mails()

    assert words in told.body


def test_whoever_asked_learns_that_it_came_back(riverside, alice, sally):
    post = make_held(riverside, alice)
    actions.return_review(review=review_of(post), by=sally, reason="No", now=NINE)

    (told,) = mails()

    assert told.to == [alice.user.email]
    assert "does not go out as it is" in told.body


def test_the_author_learns_what_came_of_what_a_colleague_asked_for(riverside, alice, sally):
    bob = make_officer("Bob Baker", team=riverside, user=make_user("Bob Baker"))
    post = make_draft(riverside, alice, REWARD)
    actions.publish_post(post=post, by=bob, now=NINE)
    approve(review_of(post), sally)

    assert sorted(each.to[0] for each in mails()) == sorted([alice.user.email, bob.user.email])


@pytest.mark.parametrize(
    ("severity", "words"), [(Severity.REFUSE, "It is a draft again"), (Severity.REVIEW, "A sergeant is asked")]
)
def test_the_author_learns_that_its_time_came_and_it_did_not_go_out(riverside, alice, severity, words):
    bob = make_officer("Bob Baker", team=riverside, user=make_user("Bob Baker"))
    post = make_draft(riverside, alice, MARKET)
    actions.schedule_post(post=post, by=bob, publish_at=NOON, now=NINE)
    lexicon = guidelines.LexiconWords("Markets", "market", severity, "Ask first.")
    guidelines.save_lexicon(by=make_user("Lena Lead", role=Role.LEAD), words=lexicon, now=NINE)

    jobs.publish_due(NOON)

    sent = mails()
    assert sorted(each.to[0] for each in sent) == sorted([alice.user.email, bob.user.email])
    for each in sent:
        assert words in each.body
        assert MARKET not in each.body
        assert f"/desk/posts/{post.pk}/" in each.body


def test_whoever_edited_learns_what_came_of_it(riverside, alice, sally):
    post = make_post(riverside, alice)
    actions.edit_post(post=post, by=alice, text=REWARD, content_notice="", language="", now=NINE)
    assert [each.to for each in mails()] == [[sally.user.email]]
    approve(review_of(post), sally)

    (told,) = mails()

    assert "reads the new words" in told.body


def test_nobody_to_tell_is_no_fault(riverside):
    nobody = make_officer(team=riverside)
    post = make_draft(riverside, nobody, REWARD)
    actions.publish_post(post=post, by=nobody, now=NINE)

    assert mails() == []
