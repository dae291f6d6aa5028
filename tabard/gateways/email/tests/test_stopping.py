"""Stopping, from whichever mail and however late."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now
from pytest_django.asserts import assertContains

from tabard.gateways.email.tests.makers import (
    ask_all,
    html,
    link,
    make_follow,
    make_officer,
    make_team,
    publish,
    send_all,
    sent,
)
from tabard.gateways.email.tests.test_pages import FORM, Reason, form_of
from tabard.voice.follows import actions
from tabard.voice.follows.models import Follow, Follower

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_stop_link_of_a_post_stops_what_brought_it_and_no_more(browser: Client):
    team, other = make_team(), make_team("Hillside")
    make_follow(team)
    make_follow(team.covers.get().neighbourhood)
    kept = make_follow(other)
    post = publish(team)

    browser.post(f"/follow/mine/{kept.follower.token}/stop/post-{post.pk}/")

    assert [follow.target for follow in Follow.objects.confirmed()] == [other]


@pytest.mark.parametrize("scope", ["post-999999999", "post-", "all", "x", "team-" + "9" * 30, "post-²"])
def test_a_stop_link_that_nobody_understands_any_more_stops_all(browser: Client, scope: str):
    follow = make_follow(make_team())

    answer = browser.post(f"/follow/mine/{follow.follower.token}/stop/{scope}/")

    if scope == "post-²":
        assert answer.status_code == 404  # no address of ours was ever like it
        return
    assertContains(answer, "Stopped")
    assert not Follow.objects.confirmed().exists()


@pytest.mark.parametrize(("scope", "left"), [("daily", "weekly"), ("weekly", "daily")])
def test_a_stop_link_of_a_digest_stops_that_digest(browser: Client, scope: str, left: str):
    make_follow(make_team(), frequency="daily")
    follow = make_follow(make_team("Hillside"), frequency="weekly")

    browser.post(f"/follow/mine/{follow.follower.token}/stop/{scope}/")

    assert [follow.frequency for follow in Follow.objects.confirmed()] == [left]


def test_the_link_in_an_old_daily_mail_stops_a_follower_who_has_changed_to_weekly(browser: Client):
    follow = make_follow(make_team(), frequency="daily")
    actions.change_frequency(follow=follow, frequency="weekly", now=now())

    assertContains(browser.post(f"/follow/mine/{follow.follower.token}/stop/daily/"), "Stopped")

    assert not Follow.objects.confirmed().exists()


@pytest.mark.parametrize("days", [0, 20])
def test_the_link_in_a_mail_of_an_officer_who_left_stops_what_took_their_place_and_no_more(browser: Client, days: int):
    officer, heir, other = make_officer(), make_team("Riverside"), make_team("Hillside")
    follow = make_follow(officer)
    make_follow(other)
    actions.hand_over_follows(officer=officer, to=heir, now=now() - timedelta(days=days))

    assertContains(browser.post(f"/follow/mine/{follow.follower.token}/stop/officer-{officer.pk}/"), "Stopped")

    assert [follow.target for follow in Follow.objects.confirmed()] == [other]


def test_the_link_in_a_mail_about_a_place_stops_it_also_after_another_team_took_the_place_over(browser: Client):
    team = make_team()
    cover = team.covers.get()
    follow = make_follow(cover.neighbourhood)
    post = publish(team, now=now())
    cover.delete()

    assertContains(browser.post(f"/follow/mine/{follow.follower.token}/stop/post-{post.pk}/"), "Stopped")

    assert not Follow.objects.confirmed().exists()


def test_a_stop_that_a_mail_program_sends_twice_leaves_other_follows_alone(browser: Client):
    team, other = make_team(), make_team("Hillside")
    follow = make_follow(team)
    make_follow(other)

    for _ in range(2):
        browser.post(f"/follow/mine/{follow.follower.token}/stop/team-{team.pk}/")

    assert [follow.target for follow in Follow.objects.confirmed()] == [other]


@pytest.mark.parametrize("is_asked", [True, False])
def test_stopping_all_is_at_hand_from_the_first_mail_and_with_nothing_followed(browser: Client, is_asked: bool):
    team = make_team()
    if is_asked:
        browser.post(form_of(team), FORM)
        ask_all()
        send_all()
        mine = link(sent("jo@home.example")[0], "Change how often, or stop all")
        assert mine in html(sent("jo@home.example")[0])
    else:
        follow = make_follow(team)
        mine = f"/follow/mine/{follow.follower.token}/"
        actions.stop_follow(follow=follow, now=now())

    assertContains(browser.get(mine), "Stop all mail from us")
    assertContains(browser.post(mine, {"stop_all": "1"}, follow=True), "All mail from us is stopped.")

    assert Follower.objects.get().stop_reason == Reason.ASKED
    assertContains(browser.get("/follow/asked/"), "If you stopped all our mail")


def test_never_write_to_me_puts_an_address_on_the_stop_list(browser: Client):
    browser.post(form_of(make_team()), FORM)
    ask_all()
    send_all()
    never = link(sent("jo@home.example")[0], "Never write to this address")

    assertContains(browser.get(never), "Stop these mails?")
    assertContains(browser.post(never), "whoever asks us to")

    assert Follower.objects.get().stop_reason == Reason.NEVER


def test_a_stop_that_is_repeated_or_unknown_is_answered_all_the_same(browser: Client):
    follow = make_follow(make_team())
    token = follow.follower.token

    answers = [browser.post(f"/follow/mine/{each}/stop/post-1/") for each in (token, token, "0" * 32, "x")]

    assert [answer.status_code for answer in answers] == [200] * 4
