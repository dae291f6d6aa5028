from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from tabard.people.teams.handover import Heir, Holding
from tabard.plant.changes.models import RecordedChange
from tabard.voice.follows import access, actions, handover
from tabard.voice.follows.models import KEEP_ENDED, KEEP_UNCONFIRMED, Follow, Follower, Target
from tabard.voice.follows.tests.makers import (
    NINE,
    Said,
    ask,
    make_follow,
    make_neighbourhood,
    make_officer,
    make_team,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Reason = Follower.StopReason


def addresses(follows: "object") -> list[str]:
    return sorted(follow.follower.address for follow in follows)  # type: ignore[attr-defined]


def changes(name: str) -> int:
    return RecordedChange.objects.filter(name=f"follows.{name}").count()


def try_again(target: Target, address: str = "jo@home.example", now=NINE) -> Follow | None:
    return actions.ask_to_follow(
        channel="email", address=address, target=target, frequency="now", language="en-gb", now=now
    )


def test_a_post_is_heard_by_followers_of_its_team_and_of_every_neighbourhood_that_the_team_covers():
    riverside, hillside = make_neighbourhood(), make_neighbourhood("Hillside")
    team, other_team = make_team(covers=riverside), make_team("Hillside team", covers=hillside)
    make_follow(team, "team@home.example")
    make_follow(riverside, "place@home.example")
    make_follow(hillside, "elsewhere@home.example")
    make_follow(other_team, "other@home.example")

    heard = Follow.objects.confirmed().hearing(Said(team.pk))

    assert addresses(heard) == ["place@home.example", "team@home.example"]


def test_an_officer_is_heard_when_they_speak_in_their_own_name():
    team, officer = make_team(), make_officer()
    make_follow(officer, "fan@home.example")

    own = Follow.objects.confirmed().hearing(Said(team.pk, officer.pk, "officer"))
    for_the_team = Follow.objects.confirmed().hearing(Said(team.pk, officer.pk, "team"))

    assert addresses(own) == ["fan@home.example"]
    assert addresses(for_the_team) == []


def test_nobody_hears_who_has_not_confirmed_or_has_stopped():
    team = make_team()
    ask(team, "unconfirmed@home.example")
    actions.stop_follow(follow=make_follow(team, "ended@home.example"), now=NINE)
    actions.stop_all(follower=make_follow(team, "stopped@home.example").follower, reason=Reason.ASKED, now=NINE)

    assert addresses(Follow.objects.confirmed().hearing(Said(team.pk))) == []


def test_who_heard_a_post_is_the_same_whenever_it_is_asked():
    team = make_team()
    make_follow(team, "before@home.example")
    leaver = make_follow(team, "leaver@home.example")
    actions.stop_follow(follow=leaver, now=NINE + 2 * DAY)
    make_follow(team, "after@home.example", now=NINE + 2 * DAY)

    assert addresses(Follow.objects.in_force_at(NINE + DAY)) == ["before@home.example", "leaver@home.example"]


def test_confirming_twice_is_confirming_once():
    follow = ask(make_team())

    actions.confirm_follow(follow=follow, now=NINE)
    actions.confirm_follow(follow=follow, now=NINE + DAY)

    follow.refresh_from_db()
    assert follow.confirmed_at == NINE
    assert changes("FollowConfirmed") == 1


def test_asking_twice_makes_one_follow_as_asked_last():
    team = make_team()
    ask(team, frequency="now")

    follow = ask(team, frequency="weekly", now=NINE + DAY)

    follow.refresh_from_db()
    assert Follow.objects.count() == 1
    assert (follow.frequency, follow.asked_at) == ("weekly", NINE + DAY)


def test_a_stranger_who_asks_cannot_change_a_confirmed_follow():
    team = make_team()
    make_follow(team, frequency="now")

    follow = ask(team, frequency="weekly", now=NINE + DAY)

    follow.refresh_from_db()
    assert follow.frequency == "now"
    assert follow.confirmed_at == NINE


def test_the_same_form_sent_twice_is_asked_once():
    team = make_team()
    first = ask(team)

    assert ask(team, now=NINE + timedelta(seconds=30)) == first
    assert changes("FollowAsked") == 1


def test_an_address_can_be_asked_for_five_times_a_day():
    teams = [make_team(f"Team {number}") for number in range(7)]

    asked = [try_again(team) for team in teams]

    assert [follow is None for follow in asked] == [False] * 5 + [True] * 2
    assert changes("FollowAsked") == 5
    assert try_again(teams[6], now=NINE + DAY) is not None


@pytest.mark.parametrize("reason", [Reason.NEVER, Reason.COMPLAINT])
def test_whoever_said_never_is_not_asked_again_until_they_open_their_own_page(reason: Reason):
    team = make_team()
    follower = make_follow(team).follower
    actions.stop_all(follower=follower, reason=reason, now=NINE)

    assert try_again(team, now=NINE + 100 * DAY) is None

    actions.allow_again(follower=follower)
    assert try_again(team, now=NINE + 100 * DAY) is not None


@pytest.mark.parametrize("reason", [Reason.ASKED, Reason.GONE, Reason.FAILING])
def test_others_who_stopped_may_ask_anew_and_are_stopped_until_they_confirm(reason: Reason):
    team = make_team()
    follower = make_follow(team).follower
    actions.stop_all(follower=follower, reason=reason, now=NINE)

    follow = ask(team, now=NINE + DAY)
    follower.refresh_from_db()
    assert follower.stop_reason == reason
    assert not Follow.objects.confirmed().exists()

    actions.confirm_follow(follow=follow, now=NINE + DAY)
    follower.refresh_from_db()
    assert follower.stopped_at is None
    assert Follow.objects.confirmed().get() == follow


def test_a_complaint_is_not_forgotten_by_a_later_bounce():
    follower = make_follow(make_team()).follower
    actions.stop_all(follower=follower, reason=Reason.COMPLAINT, now=NINE)

    actions.note_failure(follower=follower, is_gone=True, now=NINE + DAY)

    follower.refresh_from_db()
    assert follower.stop_reason == Reason.COMPLAINT
    assert changes("FollowerStopped") == 1


def test_a_missing_mailbox_stops_at_once():
    follow = make_follow(make_team())

    actions.note_failure(follower=follow.follower, is_gone=True, now=NINE)

    follow.refresh_from_db()
    assert follow.ended_at == NINE
    assert follow.follower.stop_reason == Reason.GONE


def test_mail_refused_on_five_days_stops_but_a_hundred_times_on_one_day_does_not():
    follower = make_follow(make_team()).follower
    for minute in range(100):
        actions.note_failure(follower=follower, is_gone=False, now=NINE + timedelta(minutes=minute))
    follower.refresh_from_db()
    assert (follower.failures, follower.stopped_at) == (1, None)

    for day in range(1, 5):
        actions.note_failure(follower=follower, is_gone=False, now=NINE + day * timedelta(days=2))

    follower.refresh_from_db()
    assert follower.stop_reason == Reason.FAILING


def test_old_failures_are_forgotten():
    follower = make_follow(make_team()).follower
    for month in range(20):
        actions.note_failure(follower=follower, is_gone=False, now=NINE + month * timedelta(days=31))

    follower.refresh_from_db()
    assert follower.stopped_at is None


def test_followers_are_handed_on_once_each_when_an_officer_leaves():
    leaver, team = make_officer(), make_team()
    make_follow(leaver, "jo@home.example", frequency="daily")
    make_follow(leaver, "both@home.example")
    make_follow(team, "both@home.example", frequency="weekly")
    ask(leaver, "unconfirmed@home.example")

    count = actions.hand_over_follows(officer=leaver, to=team, now=NINE + DAY)

    assert count == 1
    assert not Follow.objects.live().of(leaver).exists()
    handed = Follow.objects.confirmed().of(team).order_by("follower__address")
    assert [(follow.follower.address, follow.frequency) for follow in handed] == [
        ("both@home.example", "weekly"),
        ("jo@home.example", "daily"),
    ]
    assert RecordedChange.objects.get(name="follows.FollowsHandedOver").payload["to_team_id"] == team.pk


def test_a_follower_who_had_only_asked_for_the_heir_is_not_lost_when_an_officer_leaves():
    leaver, team = make_officer(), make_team()
    make_follow(leaver, "jo@home.example", frequency="daily")
    ask(team, "jo@home.example", frequency="weekly")

    count = actions.hand_over_follows(officer=leaver, to=team, now=NINE + DAY)

    follow = Follow.objects.live().get()
    assert count == 1
    assert (follow.target, follow.frequency, follow.confirmed_at) == (team, "daily", NINE + DAY)


def test_handing_over_twice_moves_nothing_more():
    leaver, successor = make_officer(), make_officer("Jo Clarke")
    make_follow(leaver)
    actions.hand_over_follows(officer=leaver, to=successor, now=NINE + DAY)

    assert actions.hand_over_follows(officer=leaver, to=successor, now=NINE + DAY) == 0
    assert Follow.objects.confirmed().of(successor).count() == 1


def test_the_hand_over_lists_first_what_it_will_move():
    leaver, team = make_officer(), make_team()
    make_follow(leaver)
    ask(leaver, "unconfirmed@home.example")
    heir = Heir(team_id=team.pk)

    assert handover.FOLLOWERS.describe(leaver.pk, heir) == [Holding("follower by e-mail", 1)]
    handover.FOLLOWERS.carry_over(leaver.pk, heir, NINE + DAY)

    assert handover.FOLLOWERS.describe(leaver.pk, heir) == [Holding("followers by e-mail", 0)]
    assert Follow.objects.confirmed().of(team).count() == 1


def test_a_confirmation_link_leads_to_its_follow_for_three_days():
    follow = ask(make_team())
    word = access.confirmation_word(follow, now=NINE)

    assert access.follow_to_confirm(word=word, now=NINE + access.CONFIRM_WITHIN) == follow
    with pytest.raises(access.ConfirmationExpired):
        access.follow_to_confirm(word=word, now=NINE + access.CONFIRM_WITHIN + timedelta(seconds=1))


@pytest.mark.parametrize("spoil", [
    lambda word: word[:-1],
    lambda word: word + "x",
    lambda word: "9" + word,
    lambda word: word.partition(".")[0],
    lambda word: word.swapcase(),
    lambda word: "",
    lambda word: "1-9999999999.AAAA",
    lambda word: "é" * 40,
])  # fmt: skip
def test_a_forged_confirmation_link_leads_nowhere(spoil):
    word = access.confirmation_word(ask(make_team()), now=NINE)

    with pytest.raises(access.ConfirmationForged):
        access.follow_to_confirm(word=spoil(word), now=NINE)


def test_an_old_link_cannot_bring_back_a_follow_that_was_stopped():
    follow = ask(make_team())
    word = access.confirmation_word(follow, now=NINE)
    actions.confirm_follow(follow=follow, now=NINE)
    actions.stop_follow(follow=follow, now=NINE)

    with pytest.raises(access.ConfirmationExpired):
        access.follow_to_confirm(word=word, now=NINE)
    with pytest.raises(actions.FollowHasEnded):
        actions.confirm_follow(follow=follow, now=NINE)


def test_a_token_opens_its_own_follows_only():
    team = make_team()
    mine, theirs = make_follow(team, "jo@home.example"), make_follow(team, "mo@home.example")

    me = access.follower_by_token(mine.follower.token)

    assert access.follow_of(me, mine.pk) == mine
    with pytest.raises(Http404):
        access.follow_of(me, theirs.pk)
    with pytest.raises(Http404):
        access.follower_by_token("0" * 32)


def test_addresses_are_forgotten_when_there_is_no_more_reason_to_keep_them():
    team = make_team()
    make_follow(team, "stays@home.example")
    ask(team, "unconfirmed@home.example")
    actions.stop_follow(follow=make_follow(team, "ended@home.example"), now=NINE)
    actions.stop_all(follower=make_follow(team, "stopped@home.example").follower, reason=Reason.ASKED, now=NINE)
    actions.stop_all(follower=make_follow(team, "never@home.example").follower, reason=Reason.NEVER, now=NINE)

    actions.forget(now=NINE + KEEP_UNCONFIRMED - timedelta(hours=1))
    assert Follower.objects.count() == 5

    actions.forget(now=NINE + KEEP_ENDED)
    assert sorted(Follower.objects.values_list("address", flat=True)) == ["never@home.example", "stays@home.example"]
    assert Follow.objects.get().follower.address == "stays@home.example"


@pytest.mark.parametrize("fields", [{}, {"team", "officer"}, {"team", "officer", "neighbourhood"}])
def test_the_database_refuses_a_follow_of_none_or_of_two(fields: set[str]):
    targets = {"team": make_team(), "officer": make_officer(), "neighbourhood": make_neighbourhood()}
    follower = ask(make_team("Another")).follower

    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(follower=follower, asked_at=NINE, **{name: targets[name] for name in fields})
