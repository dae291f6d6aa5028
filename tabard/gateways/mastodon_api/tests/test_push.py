"""Phones are told of notices by Web Push, over TLS, sealed so that they alone can read it."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tabard.gateways.mastodon_api import jobs
from tabard.gateways.mastodon_api.actions import push
from tabard.gateways.mastodon_api.models import GrantedToken, PushKey, PushSubscription
from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.lib.tests.push_phone import PushPhone
from tabard.people.teams.actions import end_posting
from tabard.people.teams.models import Posting
from tabard.plant.delivery.models import Delivery
from tabard.plant.delivery.work import work_off
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow
from tabard.voice.timelines.actions import homes
from tabard.voice.timelines.changes import NoticeGiven
from tabard.voice.timelines.models import Notice

pytestmark = pytest.mark.django_db
PATH = "/api/v1/push/subscription"
PUBLIC_ENDPOINT = "https://push.example/send/1"


@pytest.fixture
def phone():
    return make_phone()


@pytest.fixture
def browser():
    return PushPhone()


def subscribe(phone, browser, endpoint, *, kinds=("mention", "follow"), policy="all", **more):
    subscription = {"endpoint": endpoint, "keys": browser.keys, "standard": True, **more}
    alerts = dict.fromkeys(kinds, True)
    return phone.post(PATH, {"subscription": subscription, "data": {"alerts": alerts, "policy": policy}})


def mention(phone, *, by=None, text="Hello officer", **more):
    """A notice that is told to the phones, as the worker does it."""
    note = make_far_note(by or make_far_actor("ann"), text, mentions=(phone.actor,), now=timezone.now(), **more)
    homes.tell_of_note(note, now=timezone.now())
    notice = Notice.objects.get(owner=phone.actor, note=note)
    jobs.push_notice(NoticeGiven(notice_id=notice.pk))
    return notice


def send(*, later=timedelta(0)):
    work_off(now=lambda: timezone.now() + later)


def read(browser, posted):
    names = {"content-encoding": "Content-Encoding", "encryption": "Encryption", "crypto-key": "Crypto-Key"}
    headers = {names[name]: value for name, value in posted.headers.items() if name in names}
    return json.loads(browser.open(headers, posted.body))


# -- the subscription --------------------------------------------------------------------------------------------------


def test_a_phone_subscribes_reads_changes_and_leaves(phone, browser):
    made = subscribe(phone, browser, PUBLIC_ENDPOINT).json()
    changed = phone.put(PATH, {"data": {"alerts": {"poll": True}, "policy": "followed"}}).json()

    assert (made["endpoint"], made["standard"], made["policy"]) == (PUBLIC_ENDPOINT, True, "all")
    assert {kind for kind, is_wanted in made["alerts"].items() if is_wanted} == {"mention", "follow"}
    assert {kind for kind, is_wanted in changed["alerts"].items() if is_wanted} == {"poll"}
    assert changed["policy"] == "followed"
    assert phone.get(PATH).json() == changed
    assert phone.delete(PATH).json() == {}
    assert phone.get(PATH).status_code == phone.put(PATH, {}).status_code == 404


def test_a_form_is_read_too(phone, browser):
    form = {
        "subscription[endpoint]": PUBLIC_ENDPOINT,
        "subscription[keys][p256dh]": browser.keys["p256dh"],
        "subscription[keys][auth]": browser.keys["auth"],
        "data[alerts][mention]": "true",
    }

    made = phone.client.post(PATH, form, headers=phone.headers).json()

    assert (made["standard"], made["alerts"]["mention"], made["alerts"]["follow"]) == (False, True, False)


def test_a_second_subscription_of_a_token_takes_the_place_of_the_first(phone, browser):
    subscribe(phone, browser, PUBLIC_ENDPOINT)
    subscribe(phone, browser, "https://push.example/send/2")

    assert PushSubscription.objects.get().endpoint == "https://push.example/send/2"


def test_the_key_is_made_once_and_told_everywhere(phone, browser, client):
    cache.clear()
    told = [
        subscribe(phone, browser, PUBLIC_ENDPOINT).json()["server_key"],
        client.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"],
        client.post("/api/v1/apps", {"client_name": "Elk", "redirect_uris": "https://elk.example/"}).json()[
            "vapid_key"
        ],
    ]

    assert len(set(told)) == 1
    assert len(told[0]) == 87
    assert PushKey.objects.count() == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "x", "http://push.example/1", "ftp://push.example/1", "https://user:word@push.example/1"),
        *("https://127.0.0.1/1", "https://[::1]/1", "https://[::ffff:10.0.0.1]/1", "https://10.1.2.3/1"),
        *("https://localhost/1", "https://printer/1", "https://printer.local/1", f"https://push.example/{'x' * 2000}"),
    ],
)
def test_an_endpoint_that_is_not_for_everybody_is_refused(phone, browser, endpoint):
    answer = subscribe(phone, browser, endpoint)

    assert answer.status_code == 422
    assert not PushSubscription.objects.exists()


def test_an_endpoint_with_a_nul_is_refused_as_all_that_holds_one(phone, browser):
    assert subscribe(phone, browser, "https://push.example/\0").status_code == 400
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("keys", [{}, {"p256dh": "x", "auth": "y"}, {"p256dh": "é", "auth": ""}])
def test_keys_that_are_none_are_refused(phone, browser, keys):
    assert subscribe(phone, browser, PUBLIC_ENDPOINT, keys=keys).status_code == 422


def test_without_the_scope_nobody_subscribes(browser):
    narrow = make_phone(scopes="read write")

    assert subscribe(narrow, browser, PUBLIC_ENDPOINT).status_code == 403
    assert narrow.get(PATH).status_code == 403


def test_the_token_is_not_readable_in_the_database(phone, browser, settings):
    subscribe(phone, browser, PUBLIC_ENDPOINT)
    kept = PushSubscription.objects.get()

    assert phone.token not in kept.sealed_token
    assert push.token_of(kept) == phone.token
    settings.SECRET_KEY = "another"
    assert push.token_of(kept) == ""


# -- what a phone is told ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("standard", [True, False])
def test_a_phone_reads_what_concerns_its_owner(phone, browser, push_service, standard):
    subscribe(phone, browser, f"{push_service.url}/send/1", standard=standard)
    notice = mention(phone, text="Hello <b>officer</b>")

    send()

    (posted,) = push_service.posted
    told = read(browser, posted)
    assert told["access_token"] == phone.token
    assert (told["notification_id"], told["notification_type"]) == (notice.pk, "mention")
    assert (told["title"], told["body"]) == ("Ann mentioned you", "Hello officer")
    assert told["preferred_locale"] == "en"
    assert told["icon"].startswith("http")
    assert posted.path == "/send/1"
    assert posted.headers["ttl"] == "172800"
    assert posted.headers["content-encoding"] == ("aes128gcm" if standard else "aesgcm")
    assert posted.headers["authorization"].startswith("vapid t=" if standard else "WebPush ")
    assert Delivery.objects.get(channel="webpush").state == Delivery.State.DONE


def test_a_phone_that_is_told_of_a_stranger_loads_nothing_from_their_server(phone, browser, push_service, settings):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    mention(phone, by=make_far_actor("ann", icon_url="https://far.example/who-looks.png"))

    send()

    (posted,) = push_service.posted
    assert read(browser, posted)["icon"].startswith(f"{settings.BASE_URL}/")


def test_behind_a_content_notice_only_the_notice_is_shown(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    mention(phone, text="A body was found", content_notice="Crime")

    send()

    assert read(browser, push_service.posted[0])["body"] == "Crime"


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_every_kind_has_its_sentence(phone, browser, push_service, kind):
    subscribe(phone, browser, f"{push_service.url}/send/1", kinds=(kind,))
    ann = make_far_actor("ann", summary="<p>Gardener</p>")
    note = None if kind.startswith("follow") else make_far_note(ann, "Good morning")
    notice = homes.notice(owner=phone.actor, kind=kind, by=ann, note=note, key=kind, now=timezone.now())
    jobs.push_notice(NoticeGiven(notice_id=notice.pk))

    send()

    told = read(browser, push_service.posted[0])
    assert "Ann" in told["title"]
    assert told["body"] == ("Gardener" if note is None else "Good morning")


def test_what_a_phone_does_not_want_is_not_sent(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1", kinds=("follow",))

    mention(phone)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("policy", "is_told"), [("none", False), ("followed", True), ("follower", False)])
def test_a_phone_chooses_from_whom_it_hears(phone, browser, push_service, policy, is_told):
    ann = make_far_actor("ann")
    make_follow(phone.actor, ann)
    subscribe(phone, browser, f"{push_service.url}/send/1", policy=policy)

    mention(phone, by=ann)

    assert Delivery.objects.exists() == is_told


def test_telling_twice_sends_once(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    notice = mention(phone)
    jobs.push_notice(NoticeGiven(notice_id=notice.pk))

    send()

    assert len(push_service.posted) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_its_push_service_no_longer_knows_is_forgotten(phone, browser, push_service, status):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    push_service.answer = lambda _posted: (status, {})
    mention(phone)

    send()

    assert not PushSubscription.objects.exists()
    assert Delivery.objects.get().refused_count == 1
    assert GrantedToken.objects.exists()


def test_a_push_service_that_is_away_is_tried_again_and_nobody_is_told_twice(phone, browser, push_service):
    team = make_phone(as_team=True, officer=phone.officer, team=phone.team)
    colleague = make_phone(as_team=True, team=phone.team, officer=make_phone(team=phone.team).officer)
    for number, each in enumerate((team, colleague)):
        subscribe(each, browser, f"{push_service.url}/send/{number}")
    push_service.answer = lambda posted: (503 if posted.path == "/send/1" else 201, {})
    mention(team)
    send()
    first = push_service.paths()
    push_service.answer = lambda _posted: (201, {})

    send(later=timedelta(minutes=1))

    assert sorted(first) == ["/send/0", "/send/1"]
    assert push_service.paths()[2:] == ["/send/1"]
    assert Delivery.objects.get().state == Delivery.State.DONE


def test_a_message_that_the_push_service_refuses_is_not_sent_again(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    push_service.answer = lambda _posted: (413, {})
    mention(phone)

    send()

    assert Delivery.objects.get().refused == {str(PushSubscription.objects.get().pk): "the push service answered 413"}


def test_after_the_end_of_a_posting_nothing_is_sent(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    mention(phone)
    end_posting(posting=Posting.objects.get(officer=phone.officer), now=timezone.now())

    send()

    assert push_service.posted == []
    assert Delivery.objects.get().refused_count == 1


def test_an_endpoint_that_turns_out_to_be_private_is_never_dialled(phone, browser, push_service, settings):
    subscribe(phone, browser, f"https://localhost:{push_service.port}/send/1")
    settings.ALLOW_PRIVATE_ADDRESSES = False
    mention(phone)

    send()

    assert push_service.posted == []
    assert not PushSubscription.objects.exists()


def test_what_is_no_longer_new_is_not_sent(phone, browser, push_service):
    subscribe(phone, browser, f"{push_service.url}/send/1")
    notice = mention(phone)
    phone.post(f"/api/v1/notifications/{notice.pk}/dismiss")

    send()

    assert push_service.posted == []
