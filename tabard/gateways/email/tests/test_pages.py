"""From the form to the last stop link, as a browser without cookies and a mail program see it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now
from pytest_django.asserts import assertContains, assertNotContains

from tabard.gateways.email import limits
from tabard.gateways.email.tests.makers import (
    NINE,
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
from tabard.people.teams.models import Team
from tabard.voice.follows import access, actions
from tabard.voice.follows.models import Follow, Follower

pytestmark = pytest.mark.django_db
Reason = Follower.StopReason
FORM = {"address": "Jo@Home.example", "frequency": "now"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    """It insists on CSRF tokens where Django does, as a real server would."""
    return Client(enforce_csrf_checks=True)


def form_of(team: Team) -> str:
    return f"/follow/?actor={team.handle.name}"


def test_a_resident_follows_confirms_hears_and_stops_with_one_click(browser: Client):
    team = make_team("Riverside")
    assertContains(browser.get(form_of(team)), "Follow Riverside by e-mail")
    answer = browser.post(form_of(team), FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/follow/asked/")
    assertContains(browser.get("/follow/asked/"), "Look into your mailbox")
    ask_all()
    send_all()
    (question,) = sent("jo@home.example")

    to_confirm = link(question, "Confirm on the next page")
    assertContains(browser.get(to_confirm), "Yes, follow")
    assert not Follow.objects.confirmed().exists()
    assertContains(browser.post(to_confirm), "You follow Riverside")
    publish(team, now=now())
    send_all()
    post = sent("jo@home.example")[-1]
    one_click = str(post["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1:8000")
    answer = browser.post(one_click, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")

    assert answer.status_code == 200
    publish(team, now=now())
    send_all()
    assert len(sent("jo@home.example")) == 2
    assert browser.cookies == {}


@pytest.mark.parametrize("kind", ["place", "team", "officer"])
def test_the_form_names_whom_the_page_was_about(browser: Client, kind: str):
    team = make_team("Riverside")
    officer = make_officer("Alice Archer", team=team)
    address = {
        "place": f"/follow/?place={team.covers.get().neighbourhood.slug}",
        "team": form_of(team),
        "officer": f"/follow/?actor=@{officer.handle.name}",
    }[kind]

    browser.post(address, FORM)

    follow = Follow.objects.get()
    assert follow.target == {"place": team.covers.get().neighbourhood, "team": team, "officer": officer}[kind]
    assert follow.follower.address == "jo@home.example"


@pytest.mark.parametrize("query", ["?actor=nobody", "?place=nowhere", "?actor=%00", "?place=" + "x" * 5000])
def test_a_form_for_nobody_is_not_found(browser: Client, query: str):
    assert browser.get(f"/follow/{query}").status_code == 404


def test_an_officer_who_left_cannot_be_followed_any_more(browser: Client):
    officer = make_officer()

    assert browser.get(f"/follow/?actor={officer.handle.name}").status_code == 404


def test_without_a_target_the_page_says_where_to_begin(browser: Client):
    assertContains(browser.get("/follow/"), "has a page of its own")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Enter your e-mail address"),
        ("nobody", "has an @ in it"),
        ("jo@localhost", "What stands after the @"),
        ("пример@home.example", "before the @ has the letters"),
        ("jo@home.example\r\nBcc: all@home.example", "one line"),
        ("jo@home.example, mo@home.example", "Enter one address only"),
        ("a" * 300 + "@home.example", "too long"),
        ("a" * 5000, "too long"),
    ],
)
def test_a_malformed_address_gets_its_reason_and_stays_in_the_form(browser: Client, address: str, words: str):
    answer = browser.post(form_of(make_team()), {**FORM, "address": address, "frequency": "weekly"})

    assertContains(answer, words, status_code=422)
    assertContains(answer, "<title>Error:", status_code=422)
    assert re.search(r'value="weekly"[^>]*checked', answer.content.decode())
    assert not Follower.objects.exists()


def test_an_international_domain_is_written_to_by_its_ascii_name(browser: Client):
    browser.post(form_of(make_team()), {**FORM, "address": "jo@münchen.example"})

    assert Follower.objects.get().address == "jo@xn--mnchen-3ya.example"


def test_a_double_submit_sends_one_mail(browser: Client):
    team = make_team()

    for _ in range(2):
        browser.post(form_of(team), FORM)
    ask_all()
    send_all()

    assert len(sent("jo@home.example")) == 1


def test_the_form_answers_the_same_whoever_follows_or_has_stopped(browser: Client):
    team = make_team()
    make_follow(team, "known@home.example")
    for reason in Reason:
        follower = make_follow(team, f"{reason}@home.example").follower
        actions.stop_all(follower=follower, reason=reason, now=NINE)
    people = ["unknown", "known", *Reason]

    answers = [browser.post(form_of(team), {**FORM, "address": f"{who}@home.example"}) for who in people]

    said = {(answer.status_code, answer["Location"], answer.content, str(sorted(answer.headers))) for answer in answers}
    assert len(said) == 1


@pytest.mark.parametrize("reason", [Reason.NEVER, Reason.COMPLAINT])
def test_nothing_is_sent_to_an_address_on_the_stop_list_until_its_holder_opens_it(browser: Client, reason: Reason):
    team = make_team()
    follower = make_follow(team).follower
    actions.stop_all(follower=follower, reason=reason, now=NINE)

    browser.post(form_of(team), FORM)
    ask_all()
    send_all()
    assert sent("jo@home.example") == []

    mine = f"/follow/mine/{follower.token}/"
    assertContains(browser.get(mine), "Let mail start again")
    browser.post(mine, {"again": "1"})
    browser.post(form_of(team), FORM)
    ask_all()
    send_all()
    assert len(sent("jo@home.example")) == 1


def test_who_follows_already_is_told_so_by_mail_only(browser: Client):
    team = make_team("Riverside")
    make_follow(team)

    browser.post(form_of(team), {**FORM, "frequency": "weekly"})
    ask_all()
    send_all()

    (told,) = [message for message in sent("jo@home.example") if "already" in str(message["Subject"])]
    assertContains(browser.get(link(told, "Change how often, or stop all")), "Riverside")
    assert Follow.objects.get().frequency == "now"


def test_one_network_may_ask_so_often_and_no_more_and_is_not_remembered(browser: Client):
    teams_ = [make_team(f"Team {number}") for number in range(limits.ASKS_PER_HOUR + 1)]

    answers = [
        browser.post(form_of(team), {**FORM, "address": f"r{number}@home.example"}, REMOTE_ADDR="203.0.113.7")
        for number, team in enumerate(teams_)
    ]

    assert [answer.status_code for answer in answers] == [302] * limits.ASKS_PER_HOUR + [429]
    assertContains(answers[-1], "r30@home.example", status_code=429)
    elsewhere = browser.post(form_of(teams_[-1]), FORM, REMOTE_ADDR="203.0.113.8")
    assert elsewhere.status_code == 302
    assert "203.0.113.7" not in str(cache._cache)  # type: ignore[attr-defined]


def test_an_ipv6_household_is_one_network():
    moment = now()

    answers = [limits.may_ask(f"2001:db8::{number:x}", now=moment) for number in range(limits.ASKS_PER_HOUR + 1)]

    assert answers[-1] is False
    assert limits.may_ask("2001:db8:0:1::1", now=moment)
    assert limits.may_ask("unknown", now=moment)


def test_an_expired_confirmation_says_what_to_do(browser: Client):
    team = make_team()
    follow = actions.ask_to_follow(
        channel="email", address="jo@home.example", target=team, frequency="now", language="en-gb", now=NINE
    )
    assert follow is not None
    word = access.confirmation_word(follow, now=now() - access.CONFIRM_WITHIN - timedelta(minutes=1))

    for answer in (browser.get(f"/follow/confirm/{word}/"), browser.post(f"/follow/confirm/{word}/")):
        assertContains(answer, "older than three days", status_code=410)
        assertContains(answer, "ask for a new mail", status_code=410)
    assert not Follow.objects.confirmed().exists()


@pytest.mark.parametrize("word", ["1-1.x", "x", "1", "é", "1-9999999999." + "A" * 43, "." * 3000])
def test_a_forged_confirmation_changes_nothing_and_says_what_to_do(browser: Client, word: str):
    make_follow(make_team())

    for answer in (browser.get(f"/follow/confirm/{word}/"), browser.post(f"/follow/confirm/{word}/")):
        assertContains(answer, "was not made by us", status_code=404)


def test_confirming_twice_is_harmless(browser: Client):
    team = make_team("Riverside")
    browser.post(form_of(team), FORM)
    ask_all()
    send_all()
    to_confirm = link(sent("jo@home.example")[0], "Confirm on the next page")

    for _ in range(2):
        assertContains(browser.post(to_confirm), "You follow Riverside")

    assert Follow.objects.confirmed().count() == 1


def test_a_mail_scanner_that_opens_every_link_changes_nothing(browser: Client):
    team = make_team()
    follow = make_follow(team)
    publish(team)
    send_all()

    for address in re.findall(r'href="http://127\.0\.0\.1:8000(/follow/[^"]+)"', html(sent()[0])):
        assert browser.get(address).status_code == 200
        assert browser.head(address).status_code == 200

    follow.refresh_from_db()
    assert follow.ended_at is None
    assert follow.follower.stopped_at is None


def test_a_follower_changes_how_often_and_stops_one_or_all(browser: Client):
    daily, stopped = make_follow(make_team("Riverside")), make_follow(make_team("Hillside"))
    mine = f"/follow/mine/{daily.follower.token}/"

    browser.post(mine, {"save": daily.pk, "frequency": "daily"})
    answer = browser.post(mine, {"stop": stopped.pk}, follow=True)
    assertContains(answer, "No more of these mails")
    assertContains(answer, "Riverside")
    assertNotContains(answer, "Hillside")
    assert Follow.objects.confirmed().get().frequency == "daily"

    assertContains(browser.post(mine, {"stop_all": "1"}, follow=True), "All mail from us is stopped.")
    assert Follower.objects.get().stop_reason == Reason.ASKED


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"save": "x"},
        {"stop": "²"},
        {"stop": "9" * 30},
        {"save": "{mine}", "frequency": "hourly"},
        {"stop": "{theirs}"},
    ],
)
def test_a_made_up_button_changes_nothing(browser: Client, words: dict[str, str]):
    team = make_team()
    mine, theirs = make_follow(team), make_follow(team, "mo@home.example")
    filled = {name: word.format(mine=mine.pk, theirs=theirs.pk) for name, word in words.items()}

    answer = browser.post(f"/follow/mine/{mine.follower.token}/", filled)

    assert answer.status_code == 404
    assert Follow.objects.confirmed().every("now").count() == 2


@pytest.mark.parametrize("token", ["0" * 32, "x", "é"])
def test_a_forged_token_opens_nothing(browser: Client, token: str):
    make_follow(make_team())

    assertContains(browser.get(f"/follow/mine/{token}/"), "leads to no follower", status_code=404)


def test_pages_whose_address_is_a_key_are_kept_by_nobody(browser: Client):
    follow = make_follow(make_team())

    answer = browser.get(f"/follow/mine/{follow.follower.token}/")

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assertNotContains(answer, "jo@home.example")


def test_followers_of_an_officer_who_is_handed_over_keep_their_page(browser: Client):
    officer, team = make_officer(), make_team("Riverside")
    follow = make_follow(officer)
    actions.hand_over_follows(officer=officer, to=team, now=NINE)

    assertContains(browser.get(f"/follow/mine/{follow.follower.token}/"), "Riverside")
