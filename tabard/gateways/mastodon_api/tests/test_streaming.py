"""What happens is told to open apps at once, over real sockets."""

import json
import time

import pytest
from django.db import OperationalError
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.streaming import listeners
from tabard.gateways.mastodon_api.streaming.listeners import LOOK_SECONDS, watch
from tabard.gateways.mastodon_api.streaming.payloads import living
from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.gateways.mastodon_api.tests.streaming_server import PATIENCE, heard, next_event, serving
from tabard.people.teams.actions import end_posting
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE
from tabard.plant.stream.hub import hub
from tabard.voice.network.actions.keeping_out import block_actor
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow
from tabard.voice.timelines.actions import homes
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def house():
    with serving(breath=0.3) as opened:
        yield opened


@pytest.fixture
def server(house):
    yield house
    house.hang_up()


@pytest.fixture
def phone():
    return make_phone()


def friend_of(phone, name="ann"):
    friend = make_far_actor(name)
    make_follow(phone.actor, friend)
    return friend


def until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_silent(app, *, seconds=0.3):
    try:
        app.recv(timeout=seconds)
    except TimeoutError:
        return True
    return False


@pytest.mark.parametrize("how", ["query", "header", "subprotocol"])
def test_a_new_status_comes_over_the_websocket(server, phone, how):
    more = {
        "query": {},
        "header": {"additional_headers": phone.headers},
        "subprotocol": {"subprotocols": [phone.token]},
    }[how]
    query = f"stream=user&access_token={phone.token}" if how == "query" else "stream=user"
    friend = friend_of(phone)
    with server.socket(query, **more) as app:
        note = file_and_tell(make_far_note(friend, "Good morning"))

        told = heard(app)

    assert (told["stream"], told["event"]) == (["user"], "update")
    assert told["payload"]["id"] == str(note.pk)
    assert told["payload"]["content"] == "<p>Good morning</p>"
    assert told["payload"]["favourited"] is False


def test_no_token_is_written_to_the_log(server, phone, caplog):
    caplog.set_level("INFO")

    with server.socket(f"stream=user&access_token={phone.token}"):
        pass
    with pytest.raises(InvalidStatus), server.socket("stream=user&access_token=secretly"):
        pass

    written = [record.getMessage() for record in caplog.records]
    assert any("/api/v1/streaming" in line for line in written)
    assert not any(phone.token in line or "secretly" in line for line in written)
    assert not any(record.levelname == "ERROR" for record in caplog.records)


def test_what_concerns_the_owner_is_told_and_no_more_to_those_who_want_that_alone(server, phone):
    with (
        server.socket(f"stream=user&access_token={phone.token}") as all_of_it,
        server.socket(f"stream=user:notification&access_token={phone.token}") as notices,
    ):
        file_and_tell(make_far_note(friend_of(phone), "Hello", mentions=(phone.actor,)))

        events = {heard(all_of_it)["event"], heard(all_of_it)["event"]}
        told = heard(notices)

        assert events == {"update", "notification"}
        assert (told["event"], told["payload"]["type"]) == ("notification", "mention")
        assert is_silent(notices)


def test_what_changes_and_what_goes_is_told(server, phone):
    note = file_and_tell(make_far_note(friend_of(phone)))
    with server.socket(f"stream=user&access_token={phone.token}") as app:
        homes.show_change(note, now=NINE)
        changed = heard(app)
        homes.forget_note(note.pk)
        gone = heard(app)

    assert (changed["event"], changed["payload"]["id"]) == ("status.update", str(note.pk))
    assert (gone["event"], gone["payload"]) == ("delete", str(note.pk))


def test_other_phones_learn_that_filters_changed(server, phone):
    with server.socket(f"stream=user&access_token={phone.token}") as app:
        phone.post("/api/v2/filters", {"title": "x", "context": ["home"]})

        assert heard(app) == {"stream": ["user"], "event": "filters_changed"}


def test_filters_stand_on_what_is_told(server, phone):
    phone.post("/api/v1/filters", {"phrase": "goal", "context": ["home"]})
    friend = friend_of(phone)
    with server.socket(f"stream=user&access_token={phone.token}") as app:
        file_and_tell(make_far_note(friend, "A goal"))

        assert heard(app)["payload"]["filtered"][0]["keyword_matches"] == ["goal"]


def test_each_stream_hears_its_own(server, phone):
    listed = phone.post("/api/v1/lists", {"title": "Council"}).json()["id"]
    friend = friend_of(phone)
    phone.post(f"/api/v1/lists/{listed}/accounts", {"account_ids": [str(friend.pk)]})
    asked = [
        {"stream": "public"},
        {"stream": "public:remote"},
        {"stream": "public:local"},
        {"stream": "public:media"},
        {"stream": "hashtag", "tag": "Park"},
        {"stream": "hashtag:local", "tag": "park"},
        {"stream": "list", "list": listed},
        {"stream": "direct"},
    ]
    with server.socket(f"access_token={phone.token}") as app:
        for each in asked:
            app.send(json.dumps({"type": "subscribe", **each}))
        until(lambda: hub.listening_to(f"list-{listed}"))
        file_and_tell(make_far_note(friend, "In the #park", tags=("Park",)))

        streams = {tuple(heard(app)["stream"]) for _ in range(4)}

        assert streams == {("public",), ("public:remote",), ("hashtag", "Park"), ("list", listed)}
        assert is_silent(app)


def test_a_stream_that_an_app_leaves_is_silent(server, phone):
    with server.socket(f"stream=public&access_token={phone.token}") as app:
        app.send(json.dumps({"type": "unsubscribe", "stream": "public"}))
        until(lambda: not hub.listening_to("notes-public"))
        file_and_tell(make_far_note(make_far_actor()))

        assert is_silent(app)


def test_whom_the_owner_blocked_is_not_heard(server, phone):
    bad = make_far_actor()
    block_actor(actor=phone.actor, target=bad, now=NINE)
    with server.socket(f"stream=public&access_token={phone.token}") as app:
        file_and_tell(make_far_note(bad))

        assert is_silent(app)


def test_what_is_for_followers_alone_is_told_to_followers_alone(server, phone):
    stranger = make_phone()
    note = make_far_note(friend_of(phone), audience="private")
    with (
        server.socket(f"stream=user&access_token={phone.token}") as follower,
        server.socket(f"stream=public&access_token={stranger.token}") as other,
    ):
        file_and_tell(note)

        assert heard(follower)["payload"]["visibility"] == "private"
        assert is_silent(other)


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("{", "no JSON"),
        ("[" * 3000, "no JSON"),
        ("[]", "not understood"),
        ('{"type": 1}', "not understood"),
        ('{"type": "dance"}', "Unknown message"),
        ('{"type": "subscribe", "stream": "moon"}', "Unknown stream"),
        ('{"type": "subscribe", "stream": "hashtag"}', "No tag"),
        ('{"type": "subscribe", "stream": "list", "list": "99999"}', "No such list"),
        ('{"type": "subscribe", "stream": "list", "list": "x"}', "No such list"),
    ],
)
def test_an_app_is_told_what_was_wrong_and_stays(server, phone, message, error):
    with server.socket(f"access_token={phone.token}") as app:
        app.send(message)

        told = heard(app)

        assert (error in told["error"], told["status"]) == (True, 400)
        app.send(json.dumps({"type": "subscribe", "stream": "public"}))
        until(lambda: hub.listening_to("notes-public"))


@pytest.mark.parametrize("message", ["x" * 5000, b"\x00"])
def test_what_is_too_long_or_no_text_ends_the_connection(server, phone, message):
    with server.socket(f"access_token={phone.token}") as app:
        app.send(message)

        with pytest.raises(ConnectionClosed):
            app.recv(timeout=PATIENCE)


def test_one_connection_listens_to_no_more_than_it_may(server, phone):
    with server.socket(f"access_token={phone.token}") as app:
        for number in range(101):
            app.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": f"tag{number}"}))

        assert heard(app)["error"] == "Too many streams"


# -- the end of a token ------------------------------------------------------------------------------------------------


def end_posting_of(phone):
    posting = Posting.objects.get(officer=phone.officer)
    end_posting(posting=posting, by=phone.officer.user, now=timezone.now())


def test_a_connection_is_cut_at_the_next_look_after_its_postings_end(server, phone):
    with (
        server.socket(f"stream=user&access_token={phone.token}") as app,
        server.ask("/user", token=phone.token) as page,
    ):
        end_posting_of(phone)
        start = time.monotonic()

        with pytest.raises(ConnectionClosed):
            app.recv(timeout=PATIENCE)
        while page.readline():
            pass

        assert time.monotonic() - start < LOOK_SECONDS + 5  # a look is short, and waits for a busy machine
    assert LOOK_SECONDS <= 1
    until(lambda: not len(watch))


@pytest.mark.parametrize("fault", [OperationalError, RuntimeError])
def test_a_look_that_fails_is_made_again(server, phone, monkeypatch, fault):
    looks = []

    def fail_once(*asked):
        looks.append(asked)
        if len(looks) == 1:
            raise fault
        return living(*asked)

    monkeypatch.setattr(listeners, "living", fail_once)
    with server.socket(f"stream=user&access_token={phone.token}") as app:
        until(lambda: looks)
        end_posting_of(phone)

        with pytest.raises(ConnectionClosed):
            app.recv(timeout=PATIENCE)


def test_nothing_is_told_once_the_token_is_dead(server, phone):
    friend = friend_of(phone)
    with server.socket(f"stream=user&access_token={phone.token}") as app:
        end_posting_of(phone)
        file_and_tell(make_far_note(friend))

        with pytest.raises(ConnectionClosed):
            app.recv(timeout=PATIENCE)


def test_all_connections_are_looked_at_by_one_query(django_assert_num_queries):
    phones = [make_phone() for _ in range(3)]
    tokens = list(GrantedToken.objects.values_list("token", flat=True))
    end_posting_of(phones[0])

    with django_assert_num_queries(1):
        alive = living(tokens, timezone.now())

    assert len(alive) == 2


# -- who is turned away ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "status"),
    [("stream=user", 401), ("stream=user&access_token=wrong", 401), ("stream=moon&access_token={token}", 404)],
)
def test_a_websocket_is_turned_away_before_it_opens(server, phone, query, status):
    with pytest.raises(InvalidStatus) as refused, server.socket(query.format(token=phone.token)):
        pass

    assert refused.value.response.status_code == status
    assert json.loads(refused.value.response.body)["error"]


def test_a_token_without_the_scope_hears_nothing(server):
    narrow = make_phone(scopes="write")
    notices_only = make_phone(scopes="read:notifications")
    friend = friend_of(notices_only)

    assert server.ask("/user", token=narrow.token).status == 403
    with server.socket(f"stream=user&access_token={notices_only.token}") as app:
        file_and_tell(make_far_note(friend, mentions=(notices_only.actor,)))
        assert heard(app)["event"] == "notification"
        assert is_silent(app)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/user", 401), ("/moon?access_token={token}", 404), ("/hashtag?access_token={token}", 400), ("/health", 200)],
)
def test_an_event_stream_is_turned_away_with_a_status(server, phone, path, status):
    answer = server.ask(path.format(token=phone.token))

    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if status == 200:
        assert answer.read() == b"OK"
    else:
        assert json.loads(answer.read())["error"]


def test_other_methods_and_other_pages(server):
    assert server.ask("/user", method="OPTIONS").status == 204
    assert server.ask("/user", method="POST").status == 405
    assert server.ask("er", method="GET").status == 418


# -- server-sent events ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/user", "/public", "/public/remote", "/hashtag?tag=park", "/list?list={listed}"])
def test_a_new_status_comes_as_an_event(server, phone, path):
    friend = friend_of(phone)
    listed = phone.post("/api/v1/lists", {"title": "Council"}).json()["id"]
    phone.post(f"/api/v1/lists/{listed}/accounts", {"account_ids": [str(friend.pk)]})
    with server.ask(path.format(listed=listed), token=phone.token) as page:
        assert page.headers["Content-Type"] == "text/event-stream"
        assert page.readline() == b":)\n"
        note = file_and_tell(make_far_note(friend, tags=("park",)))
        name, data = next_event(page)
        homes.forget_note(note.pk)
        gone = next_event(page)

    assert (name, json.loads(data)["id"]) == ("update", str(note.pk))
    assert gone == ("delete", str(note.pk))


def test_a_silent_stream_shows_that_it_lives(server, phone):
    with server.ask("/direct", token=phone.token) as page:
        page.readline()

        assert page.readline() == b":thump\n"


def test_an_app_that_goes_away_leaves_nothing_behind(server, phone):
    topic = f"actor-{phone.actor.pk}"
    page = server.ask("/user", token=phone.token)
    with server.socket(f"stream=user&access_token={phone.token}"):
        until(lambda: hub.listening_to(topic) == 2)

    page.close()
    server.hang_up()

    until(lambda: not hub.listening_to(topic))
    until(lambda: not len(watch))
