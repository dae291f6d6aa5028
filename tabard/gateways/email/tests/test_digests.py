"""Digests by the force's clock: each once, to those who have something to read."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tabard.gateways.email import digests, jobs
from tabard.gateways.email.tests.makers import make_follow, make_officer, make_team, plain, send_all, sent
from tabard.people.teams.models import Team
from tabard.plant.delivery.models import Delivery
from tabard.voice.follows import actions as follows
from tabard.voice.follows.models import Follow
from tabard.voice.posts import actions as posts
from tabard.voice.posts.changes import PostPublished
from tabard.voice.posts.models import Audience, Post
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 5, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def post(team: Team, text: str, at: datetime) -> Post:
    return make_post(team, make_officer(team=team, now=LONG_AGO), text, now=at)


def follow(team: Team, address: str, frequency: str):
    return make_follow(team, address, frequency, now=LONG_AGO)


def test_a_daily_digest_holds_the_day_up_to_five_in_the_afternoon():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "daily")
    post(team, "Too old.", THURSDAY - 26 * HOUR)
    post(team, "In the night.", THURSDAY - 15 * HOUR)
    post(team, "At noon.", THURSDAY - 6 * HOUR)
    post(team, "For tomorrow.", THURSDAY - 30 * timedelta(minutes=1))

    jobs.send_digests(THURSDAY - DAY)
    jobs.send_digests(THURSDAY)
    send_all()

    _, digest = sent("jo@home.example")
    words = plain(digest)
    assert "Too old." not in words
    assert "For tomorrow." not in words
    assert words.index("In the night.") < words.index("At noon.")
    assert str(digest["List-Unsubscribe"]).endswith("/stop/daily/>")


def test_a_digest_is_sent_once_however_often_the_clock_asks():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "daily")
    post(team, "At noon.", THURSDAY - 6 * HOUR)

    for minutes in range(0, 300, 5):
        jobs.send_digests(THURSDAY + timedelta(minutes=minutes))
        send_all()

    assert len(sent("jo@home.example")) == 1


def test_after_an_outage_over_a_weekend_the_next_digest_holds_all_that_was_said():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "daily")
    jobs.send_digests(THURSDAY)
    for days in (1, 2, 3):
        post(team, f"Day {days}.", THURSDAY + days * DAY - 6 * HOUR)

    for hours in (0, 1):
        jobs.send_digests(THURSDAY + 4 * DAY + hours * HOUR)
    send_all()

    (digest,) = sent("jo@home.example")
    assert all(f"Day {days}." in plain(digest) for days in (1, 2, 3))


def in_own_name(team: Team, text: str, at: datetime) -> Post:
    return make_post(team, make_officer(team=team, now=LONG_AGO), text, now=at, speaks_as="officer")


def test_what_an_officer_said_before_handing_over_is_in_the_next_digest():
    team = make_team(now=LONG_AGO)
    said = in_own_name(team, "My last walk along the quay.", THURSDAY - 6 * HOUR)
    first_heir, heir = (make_officer(name, now=LONG_AGO) for name in ("Jo Clarke", "Mo Ahmed"))
    follow(said.officer, "jo@home.example", "daily")
    follows.hand_over_follows(officer=said.officer, to=first_heir, now=THURSDAY - 5 * HOUR)
    follows.hand_over_follows(officer=first_heir, to=heir, now=THURSDAY - 4 * HOUR)

    for hours in (0, 1, 24):
        jobs.send_digests(THURSDAY + hours * HOUR)
    send_all()

    (digest,) = sent("jo@home.example")
    assert "My last walk along the quay." in plain(digest)


def test_what_came_out_on_the_day_of_a_hand_over_is_told_once_to_who_follows_the_heir_too():
    team = make_team(now=LONG_AGO)
    said = in_own_name(team, "My last walk along the quay.", THURSDAY - 6 * HOUR)
    follow(said.officer, "jo@home.example", "daily")
    follow(team, "jo@home.example", "daily")
    follows.hand_over_follows(officer=said.officer, to=team, now=THURSDAY - 5 * HOUR)
    post(team, "The team goes on.", THURSDAY - 4 * HOUR)

    jobs.send_digests(THURSDAY)
    send_all()

    (digest,) = sent("jo@home.example")
    assert plain(digest).count("My last walk along the quay.") == 1
    assert "The team goes on." in plain(digest)


def test_whoever_stops_after_a_hand_over_hears_no_more_of_the_officer_who_left():
    team, heir = make_team(now=LONG_AGO), make_officer("Jo Clarke", now=LONG_AGO)
    said = in_own_name(team, "My last walk along the quay.", THURSDAY - 6 * HOUR)
    follow(said.officer, "jo@home.example", "daily")
    follows.hand_over_follows(officer=said.officer, to=heir, now=THURSDAY - 5 * HOUR)
    follows.stop_follow(follow=Follow.objects.live().get(), now=THURSDAY - HOUR)

    jobs.send_digests(THURSDAY)
    send_all()

    assert sent("jo@home.example") == []


def change(mine: Follow, frequency: str, at: datetime) -> None:
    follows.change_frequency(follow=mine, frequency=frequency, now=at)


def hear(said: Post) -> None:
    jobs.send_to_followers(PostPublished(post_id=said.pk))


def test_whoever_changes_from_daily_to_at_once_is_sent_what_they_were_still_owed():
    team = make_team(now=LONG_AGO)
    mine = follow(team, "jo@home.example", "daily")
    jobs.send_digests(THURSDAY)
    owed = post(team, "Before the change.", THURSDAY + HOUR)
    change(mine, "now", THURSDAY + 2 * HOUR)
    later = post(team, "After the change.", THURSDAY + 3 * HOUR)

    hear(owed)
    hear(later)
    for hours in range(3, 30):
        jobs.send_digests(THURSDAY + hours * HOUR)
    send_all()

    assert sorted(plain(each).count("Before the change.") for each in sent("jo@home.example")) == [0, 1]
    assert sorted(plain(each).count("After the change.") for each in sent("jo@home.example")) == [0, 1]


def test_whoever_changes_just_after_the_digest_was_queued_gets_it():
    team = make_team(now=LONG_AGO)
    mine = follow(team, "jo@home.example", "daily")
    post(team, "At noon.", THURSDAY - 6 * HOUR)
    jobs.send_digests(THURSDAY)
    change(mine, "now", THURSDAY)

    send_all()

    assert len(sent("jo@home.example")) == 1


def test_whoever_changes_from_at_once_to_daily_hears_each_post_once():
    team = make_team(now=LONG_AGO)
    mine = follow(team, "jo@home.example", "now")
    early = post(team, "Before the change.", THURSDAY + HOUR)
    change(mine, "daily", THURSDAY + 2 * HOUR)
    late = post(team, "After the change.", THURSDAY + 3 * HOUR)

    hear(early)
    hear(late)
    for hours in range(3, 30):
        jobs.send_digests(THURSDAY + hours * HOUR)
    send_all()

    words = [plain(each) for each in sent("jo@home.example")]
    assert ["Before the change." in each for each in words] == [True, False]
    assert ["After the change." in each for each in words] == [False, True]


def test_changes_to_and_fro_lose_no_post():
    team = make_team(now=LONG_AGO)
    mine = follow(team, "jo@home.example", "daily")
    jobs.send_digests(THURSDAY)
    said = []
    for hours, frequency in enumerate(("now", "daily", "now", "weekly", "daily"), start=1):
        said.append(post(team, f"Post {hours}.", THURSDAY + hours * HOUR))
        hear(said[-1])
        change(mine, frequency, THURSDAY + hours * HOUR + HOUR / 2)

    for days in (1, 2):
        jobs.send_digests(THURSDAY + days * DAY)
    send_all()

    words = "".join(plain(each) for each in sent("jo@home.example"))
    assert [f"Post {number}." in words for number in range(1, 6)] == [True] * 5


def test_who_follows_two_teams_at_different_times_of_day_is_owed_each_its_own():
    early, late = make_team("Riverside", now=LONG_AGO), make_team("Hillside", now=LONG_AGO)
    follow(early, "jo@home.example", "daily")
    make_follow(late, "jo@home.example", "daily", now=THURSDAY - 3 * HOUR)
    for team in (early, late):
        post(team, f"{team} at noon.", THURSDAY - 6 * HOUR)

    jobs.send_digests(THURSDAY)
    send_all()

    (digest,) = sent("jo@home.example")
    assert "Riverside at noon." in plain(digest)
    assert "Hillside at noon." not in plain(digest)


def test_without_posts_there_is_no_digest():
    follow(make_team(now=LONG_AGO), "jo@home.example", "daily")

    jobs.send_digests(THURSDAY)

    assert not Delivery.objects.exists()


def test_a_weekly_digest_comes_on_friday():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "weekly")
    post(team, "On Tuesday.", THURSDAY - 2 * DAY)

    jobs.send_digests(THURSDAY)
    send_all()
    assert sent("jo@home.example") == []

    jobs.send_digests(THURSDAY + DAY)
    jobs.send_digests(THURSDAY + 3 * DAY)
    send_all()
    (digest,) = sent("jo@home.example")
    assert "On Tuesday." in plain(digest)
    assert digest["Subject"] == "This week from your neighbourhood team"


def test_each_finds_what_they_follow_and_those_with_the_same_posts_share_a_letter():
    riverside, hillside = make_team("Riverside", now=LONG_AGO), make_team("Hillside", now=LONG_AGO)
    for name in ("a", "b"):
        follow(riverside, f"{name}@home.example", "daily")
    follow(hillside, "b@home.example", "daily")
    follow(riverside, "c@home.example", "daily")
    post(riverside, "By the river.", THURSDAY - 6 * HOUR)
    post(hillside, "On the hill.", THURSDAY - 5 * HOUR)

    jobs.send_digests(THURSDAY)
    send_all()

    said = {name: plain(sent(f"{name}@home.example")[0]) for name in "abc"}
    assert ["On the hill." in said[name] for name in "abc"] == [False, True, False]
    assert all("By the river." in words for words in said.values())
    assert sorted(row.total for row in Delivery.objects.all()) == [1, 2]


def test_what_was_retracted_or_stopped_meanwhile_is_left_out():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "daily")
    leaver = follow(team, "leaver@home.example", "daily")
    gone = post(team, "Taken back.", THURSDAY - 6 * HOUR)
    post(team, "Stays.", THURSDAY - 5 * HOUR)
    jobs.send_digests(THURSDAY)
    assert gone.officer is not None
    posts.retract_post(post=gone, by=gone.officer, reason="It was wrong.", now=THURSDAY)
    follows.stop_follow(follow=leaver, now=THURSDAY)

    send_all()

    assert sent("leaver@home.example") == []
    assert "Taken back." not in plain(sent("jo@home.example")[0])


def test_at_once_followers_get_no_digest():
    team = make_team(now=LONG_AGO)
    follow(team, "jo@home.example", "now")
    post(team, "At noon.", THURSDAY - 6 * HOUR)

    jobs.send_digests(THURSDAY)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
def test_periods_follow_each_other_without_gap_or_overlap_through_a_whole_year(settings, zone: str):
    settings.TIME_ZONE = zone
    seen = {"daily": {}, "weekly": {}}
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        for period in digests.periods_due(moment):
            assert period.end <= moment - digests.SETTLED_AFTER
            seen[period.frequency][period.name] = period
        moment += timedelta(minutes=55)

    for frequency, least in (("daily", 365), ("weekly", 52)):
        periods = sorted(seen[frequency].values(), key=lambda period: period.end)
        assert len(periods) >= least
        for earlier, later in pairwise(periods):
            assert later.start == earlier.end
        assert {period.end.hour for period in periods} == {17}


def test_a_digest_leaves_out_answers_and_what_is_quiet():
    team = make_team()
    follow(team, "jo@home.example", "daily")
    at = THURSDAY - timedelta(hours=3)
    make_post(team, make_officer(team=team), "We found the bicycle.", now=at)
    make_post(team, make_officer(team=team), "Yes, Nadia.", now=at, answers="https://far.example/notes/1")
    make_post(team, make_officer(team=team), "By the way.", now=at, audience=Audience.QUIET)

    jobs.send_digests(THURSDAY)
    send_all()

    words = plain(sent("jo@home.example")[-1])
    assert "We found the bicycle." in words
    assert "Yes, Nadia." not in words
    assert "By the way." not in words
