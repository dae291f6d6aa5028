"""Searching, answering polls, and reporting."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.gateways.activitypub.tests.coming_in.far_server import far_server
from tabard.gateways.mastodon_api import limits
from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.lib.rates import Rates
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import NINE, make_officer
from tabard.plant.changes.models import RecordedChange
from tabard.voice.network import jobs
from tabard.voice.network.actions.reactions import like, vote
from tabard.voice.network.changes import PollClosed
from tabard.voice.network.models import Actor, Note, Poll, Report
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts import wording
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.timelines import jobs as timelines
from tabard.voice.timelines.models import Notice

pytestmark = pytest.mark.django_db
SEARCH, REPORTS = "/api/v2/search", "/api/v1/reports"


@pytest.fixture
def phone():
    return make_phone(as_team=True)


@pytest.fixture
def far(settings):
    settings.ALLOW_PRIVATE_ADDRESSES = True
    cache.clear()
    with far_server() as server:
        yield server


def note_of(phone, text, **more):
    return make_note(make_post(phone.team, phone.officer, text, **more))


def handles(answer):
    return [account["acct"] for account in answer.json()["accounts"]]


def statuses(answer):
    return [status["id"] for status in answer.json()["statuses"]]


# -- searching ---------------------------------------------------------------------------------------------------------


def test_what_is_found_are_accounts_statuses_and_hashtags(phone):
    make_far_actor("bicycler")
    note = note_of(phone, "Found: a red bicycle. #bicycles")

    answer = phone.get(SEARCH, q="bicycle")

    assert handles(answer) == ["bicycler@far.example"]
    assert statuses(answer) == [str(note.pk)]
    assert [tag["name"] for tag in answer.json()["hashtags"]] == ["bicycles"]


@pytest.mark.parametrize("kind", ["accounts", "statuses", "hashtags"])
def test_one_kind_alone_can_be_asked_for(phone, kind):
    make_far_actor("bicycler")
    note_of(phone, "Found: a red bicycle. #bicycles")

    answer = phone.get(SEARCH, q="bicycle", type=kind).json()

    assert [name for name, found in answer.items() if found] == [kind]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("red bic", True), ("BICYCLE red", True), ("“red”", True), ("red car", False), ("cycle", False), ("!", False)],
)
def test_a_status_is_found_by_the_beginnings_of_all_its_words(phone, typed, is_found):
    note_of(phone, "Found: a red bicycle.")

    assert len(statuses(phone.get(SEARCH, q=typed, type="statuses"))) == is_found


def test_of_others_only_what_concerns_the_reader_is_looked_through(phone):
    ann = make_far_actor("ann")
    stranger = make_far_note(ann, "A strong wind")
    mention = make_far_note(ann, "A strong wind, team", mentions=(phone.actor,))
    liked = make_far_note(ann, "<strong>Rain</strong> and strong wind")
    markup = make_far_note(ann, "<strong>Rain</strong>")
    for note in (liked, markup):
        like(actor=phone.actor, note=note, now=NINE)

    found = statuses(phone.get(SEARCH, q="strong", type="statuses"))

    assert set(found) == {str(mention.pk), str(liked.pk)}
    assert str(stranger.pk) not in found


def test_whom_one_follows_can_be_asked_for_alone(phone):
    make_far_actor("anna", host="other.example")
    make_follow(phone.actor, make_far_actor("ann"))

    assert handles(phone.get(SEARCH, q="ann", type="accounts", following="true")) == ["ann@far.example"]


def test_what_was_found_is_read_on(phone):
    for number in range(5):
        make_far_actor(f"ann{number}")

    first = handles(phone.get(SEARCH, q="ann", limit=2))
    second = handles(phone.get(SEARCH, q="ann", limit=2, offset=2))

    assert (first, second) == (["ann0@far.example", "ann1@far.example"], ["ann2@far.example", "ann3@far.example"])


def test_statuses_of_one_account_can_be_asked_for(phone):
    note_of(phone, "Found: a red bicycle.")

    answer = phone.get(SEARCH, q="bicycle", account_id=make_far_actor().pk, type="statuses")

    assert statuses(answer) == []


def test_a_sign_asks_for_hashtags_and_a_handle_for_accounts(phone):
    note_of(phone, "#park at far.example")
    make_far_actor("park")

    tag, handle = phone.get(SEARCH, q="#park").json(), phone.get(SEARCH, q="@park@far.example").json()

    assert [name for name, found in tag.items() if found] == ["hashtags"]
    assert [name for name, found in handle.items() if found] == ["accounts"]


def test_what_we_hold_is_found_by_its_address_without_asking_anybody(phone):
    ann = make_far_actor("ann")
    note = make_far_note(ann, url="https://far.example/@ann/7")

    assert handles(phone.get(SEARCH, q="https://far.example/@ann")) == ["ann@far.example"]
    assert statuses(phone.get(SEARCH, q="https://far.example/@ann/7")) == [str(note.pk)]
    assert phone.get(SEARCH, q="https://far.example/@unknown").json() == {
        "accounts": [],
        "statuses": [],
        "hashtags": [],
    }


@pytest.mark.parametrize("resolve", ["true", "false"])
@pytest.mark.parametrize("scheme", ["http", "https", "HTTPS"])
def test_our_own_are_found_by_their_address_however_it_is_spelled(phone, scheme, resolve):
    note = note_of(phone, "Found: a red bicycle.")
    person, post = (f"{scheme}://{uri.partition('://')[2]}" for uri in (phone.actor.uri, note.uri))

    for end in ("", "/"):
        assert handles(phone.get(SEARCH, q=person.removesuffix("/") + end, resolve=resolve)) == [phone.actor.name]
        assert statuses(phone.get(SEARCH, q=post.removesuffix("/") + end, resolve=resolve)) == [str(note.pk)]
    assert not any(phone.get(SEARCH, q=f"{person}999/", resolve=resolve).json().values())


@pytest.mark.parametrize("typed", ["@ada@{host}", "ada@{host}", "{uri}"])
def test_somebody_elsewhere_is_looked_up_when_asked_to(phone, far, typed):
    ada = far.actor()
    typed = typed.format(host=far.host, uri=ada.uri)

    before = handles(phone.get(SEARCH, q=typed))
    after = handles(phone.get(SEARCH, q=typed, resolve="true"))

    assert (before, after) == ([], [f"ada@{far.host}"])
    assert Actor.objects.filter(uri=ada.uri).exists()


def test_a_note_elsewhere_is_looked_up_when_asked_to(phone, far):
    document = far.actor().note("<p>Hello</p>")

    (status,) = phone.get(SEARCH, q=document["id"], resolve="true").json()["statuses"]

    assert (status["uri"], status["content"]) == (document["id"], "<p>Hello</p>")


def test_what_cannot_be_looked_up_is_not_found(phone, far):
    answer = phone.get(SEARCH, q=f"http://{far.host}/nothing", resolve="true")

    assert answer.status_code == 200
    assert not any(answer.json().values())


def test_without_a_token_nobody_makes_us_ask_elsewhere(client):
    assert client.get(SEARCH, {"q": "@ada@far.example", "resolve": "true"}).status_code == 401
    assert client.get(SEARCH, {"q": "ada", "offset": 20}).status_code == 401
    assert client.get(SEARCH, {"q": "ada"}).status_code == 200


@pytest.mark.parametrize("more", [{}, {"type": "statuses"}])
def test_the_words_of_statuses_are_searched_for_who_has_a_token_alone(phone, more):
    note = note_of(phone, "Found: a red bicycle.")

    assert statuses(phone.client.get(SEARCH, {"q": "bicycle", **more})) == []
    assert statuses(phone.client.get(SEARCH, {"q": note.uri})) == [str(note.pk)]
    assert statuses(phone.get(SEARCH, q="bicycle", **more)) == [str(note.pk)]


def test_without_a_token_one_network_asks_only_so_often(phone, monkeypatch):
    monkeypatch.setattr(limits, "WITHOUT_TOKEN", Rates(most=3, seconds=300))
    ask = [{"q": "ada", "limit": number} for number in range(4)]

    answers = [phone.client.get(SEARCH, query, REMOTE_ADDR=f"2001:db8::{place}") for place, query in enumerate(ask)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 90 <= int(answers[-1]["Retry-After"]) <= 100
    assert answers[-1].json()["error"]
    assert phone.client.get(SEARCH, ask[0], REMOTE_ADDR="2001:db8:0:1::1").status_code == 200
    assert phone.client.get(SEARCH, ask[0], headers=phone.headers, REMOTE_ADDR="2001:db8::1").status_code == 200


def test_without_a_query_or_the_scope_nothing_is_looked_for(phone):
    narrow = make_phone(scopes="read:statuses")

    assert phone.get(SEARCH, q=" ").status_code == 422
    wrong = phone.get(SEARCH, q="x", type="planets")
    assert (wrong.status_code, wrong.json()["error"]) == (422, "“type” can be accounts, hashtags, statuses here.")
    assert narrow.get(SEARCH, q="x").status_code == 403


def test_one_kind_costs_at_most_twelve_queries(phone):
    poll = wording.Poll(options=("Yes", "No"), seconds=3600, is_multiple=False)
    for number in range(10):
        note_of(phone, f"Market {number} @ann@far.example #market{number}", poll=poll)
        make_far_actor(f"market{number}")

    costs = {}
    for kind in ("accounts", "statuses", "hashtags"):
        with CaptureQueriesContext(connection) as asked:
            assert len(phone.get(SEARCH, q="market", type=kind).json()[kind]) == 10
        costs[kind] = len(asked)

    assert max(costs.values()) <= 12


# -- polls -------------------------------------------------------------------------------------------------------------


def make_poll(phone, *, is_multiple=False, now=None, **more):
    asked = wording.Poll(options=("Yes", "No"), seconds=3600, is_multiple=is_multiple)
    return note_of(phone, "Shall we?", poll=asked, now=now or timezone.now(), **more).poll


def test_a_poll_is_answered_once(phone):
    poll, voter = make_poll(phone), make_phone()

    told = voter.post(f"/api/v1/polls/{poll.pk}/votes", {"choices": ["1"]}).json()
    again = voter.post(f"/api/v1/polls/{poll.pk}/votes", {"choices": ["0"]})

    assert [option["votes_count"] for option in told["options"]] == [0, 1]
    assert (told["voted"], told["own_votes"], told["voters_count"]) == (True, [1], 1)
    assert again.status_code == 422
    assert "answered this poll before" in again.json()["error"]
    assert voter.get(f"/api/v1/polls/{poll.pk}").json() == told


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ([], "Choose one of the answers"),
        (["2"], "Choose one of the answers"),
        (["7"], "Choose one of the answers"),
        (["0", "1"], "Choose one answer"),
        (["x"], "must be a whole number"),
    ],
)
def test_an_answer_that_there_is_not_is_refused(phone, choices, words):
    poll = make_poll(phone)

    answer = make_phone().post(f"/api/v1/polls/{poll.pk}/votes", {"choices": choices})

    assert answer.status_code == 422
    assert words in answer.json()["error"]


@pytest.mark.parametrize("asks_as_team", [True, False])
@pytest.mark.parametrize("answers_as_team", [True, False])
def test_nobody_answers_their_own_question_in_another_voice(phone, asks_as_team, answers_as_team):
    poll = make_poll(phone, speaks_as=Voice.TEAM if asks_as_team else Voice.OFFICER)
    same = make_phone(as_team=answers_as_team, officer=phone.officer, team=phone.team, scopes="write read")
    colleague = make_phone(officer=make_officer(team=phone.team, user=make_user()), team=phone.team)

    told = same.get(f"/api/v1/polls/{poll.pk}").json()
    answer = same.post(f"/api/v1/polls/{poll.pk}/votes", {"choices": ["0"]})

    assert answer.status_code == 422
    assert "your own or of your team" in answer.json()["error"]
    assert told["voted"] is True
    assert colleague.post(f"/api/v1/polls/{poll.pk}/votes", {"choices": ["0"]}).status_code == 200


def test_a_poll_that_nobody_may_read_is_not_there(phone):
    closed = {"audience": "private", "options": ("Yes", "No"), "votes": (0, 0)}
    note = make_far_note(make_far_actor(), kind=Note.Kind.QUESTION, **closed)

    assert phone.get(f"/api/v1/polls/{note.poll.pk}").status_code == 404
    assert phone.post(f"/api/v1/polls/{note.poll.pk}/votes", {"choices": ["0"]}).status_code == 404


def test_when_a_poll_closes_its_author_and_those_who_answered_are_told_once(phone):
    poll, voter = make_poll(phone, now=NINE), make_phone()
    vote(poll=poll, actor=voter.actor, options=[0], now=NINE)
    vote(poll=poll, actor=make_far_actor(), options=[0], now=NINE)

    jobs.close_polls(NINE + timedelta(minutes=59))
    early = RecordedChange.objects.filter(name__endswith="PollClosed").count()
    for _ in range(2):
        jobs.close_polls(NINE + timedelta(hours=1))

    assert (early, RecordedChange.objects.filter(name__endswith="PollClosed").count()) == (0, 1)
    for _ in range(2):
        timelines.tell_of_poll(PollClosed(poll_id=poll.pk))
    assert {notice.owner for notice in Notice.objects.filter(kind="poll")} == {phone.actor, voter.actor}
    assert Notice.objects.filter(kind="poll").count() == 2
    assert Poll.objects.get().is_closed_at(timezone.now())


# -- reports -----------------------------------------------------------------------------------------------------------


def test_a_report_is_kept_and_passed_on_when_asked(phone):
    bad = make_far_actor("bad")
    note, of_another = make_far_note(bad), make_far_note(make_far_actor())
    sent = {"account_id": str(bad.pk), "status_ids": [str(note.pk), str(of_another.pk)], "comment": "Threats."}

    told = phone.post(REPORTS, {**sent, "forward": True, "category": "violation"}).json()

    report = Report.objects.get()
    assert (told["id"], told["forwarded"], told["category"]) == (str(report.pk), True, "violation")
    assert told["status_ids"] == [str(note.pk)]
    assert told["target_account"]["acct"] == "bad@far.example"
    assert (report.reporter, report.about, report.words) == (phone.actor, bad, "Threats.")
    assert (report.category, report.is_forwarded) == ("violation", True)


def test_a_report_about_one_of_ours_goes_nowhere_else(phone):
    other = make_phone()

    told = phone.post(REPORTS, {"account_id": str(other.actor.pk), "forward": True}).json()

    assert (told["forwarded"], told["category"]) == (False, "other")


@pytest.mark.parametrize(
    ("more", "status"), [({"category": "rude"}, 422), ({"comment": "x" * 1001}, 422), ({"account_id": "999999"}, 404)]
)
def test_a_report_that_says_nothing_usable_is_refused(phone, more, status):
    sent = {"account_id": str(make_far_actor().pk), **more}

    assert phone.post(REPORTS, sent).status_code == status
    assert not Report.objects.exists()
