"""Entities, field for field (docs.joinmastodon.org, entities, as of 4.5): strict apps break where one is missing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import make_phone, upload, write
from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.actions.reactions import like
from tabard.voice.network.models import Note
from tabard.voice.network.tests.makers import make_far_actor, make_far_note
from tabard.voice.timelines.actions.homes import tell_of_like

pytestmark = pytest.mark.django_db

ACCOUNT = """id username acct url display_name note avatar avatar_static header header_static locked fields emojis bot
    group discoverable noindex created_at last_status_at statuses_count followers_count following_count"""
STATUS = """id uri created_at account content visibility sensitive spoiler_text media_attachments mentions tags emojis
    reblogs_count favourites_count replies_count quotes_count url in_reply_to_id in_reply_to_account_id reblog poll card
    language edited_at quote quote_approval"""
OF_VIEWER = "favourited reblogged muted bookmarked filtered"
MEDIA = "id type url preview_url remote_url meta description blurhash"
POLL = "id expires_at expired multiple votes_count voters_count options emojis voted own_votes"
RELATIONSHIP = """id following showing_reblogs notifying languages followed_by blocking blocked_by muting
    muting_notifications requested requested_by domain_blocking endorsed note"""
INSTANCE = """domain title version source_url description usage thumbnail icon languages configuration registrations
    api_versions contact rules"""
CONFIGURATION = "urls vapid accounts statuses media_attachments polls translation timelines_access"
INSTANCE_1 = """uri title short_description description email version urls stats thumbnail languages registrations
    approval_required invites_enabled configuration contact_account rules"""
SCHEDULED = """text poll media_ids sensitive spoiler_text visibility in_reply_to_id language application_id scheduled_at
    idempotency quoted_status_id quote_approval_policy with_rate_limit"""
REPORT = """id action_taken action_taken_at category comment forwarded created_at status_ids rule_ids
    target_account"""
SOURCE = "note fields privacy sensitive language follow_requests_count attribution_domains quote_policy"


def missing(entity: dict, names: str) -> set[str]:
    return set(names.split()) - set(entity)


def test_a_status_has_every_field():
    phone = make_phone()
    media = upload(phone, description="A bicycle").json()

    told = write(phone, "Found: a red #bicycle.", media_ids=[media["id"]]).json()

    assert missing(told, f"{STATUS} {OF_VIEWER} pinned") == set()
    assert missing(told["account"], ACCOUNT) == set()
    assert missing(told["media_attachments"][0], MEDIA) == set()
    assert missing(told["media_attachments"][0]["meta"]["small"], "width height size aspect") == set()
    assert set(told["tags"][0]) == {"name", "url"}


def test_a_status_read_by_nobody_in_particular_lacks_only_what_is_the_readers():
    phone = make_phone()
    pk = write(phone).json()["id"]

    told = phone.client.get(f"/api/v1/statuses/{pk}").json()

    assert missing(told, STATUS) == set()
    assert missing(told, OF_VIEWER) == set(OF_VIEWER.split())


def test_who_may_quote_is_told_as_it_is():
    phone = make_phone()
    theirs = make_far_note(make_far_actor())

    own, other = write(phone).json(), phone.get(f"/api/v1/statuses/{theirs.pk}").json()

    assert own["quote_approval"] == {"automatic": ["public"], "manual": [], "current_user": "denied"}
    assert other["quote_approval"] == {"automatic": [], "manual": [], "current_user": "denied"}


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
def test_what_another_server_attached_is_described_and_waits_there_for_who_opens_it(client, kind):
    there = "https://far.example/1"
    file = {"kind": kind, "url": there, "media_type": "", "alt": "A grey van", "focus": [0.5, -1.0]}
    note = make_far_note(make_far_actor(), attachments=({**file, "width": 400, "height": 300},))

    told = client.get(f"/api/v1/statuses/{note.pk}").json()["media_attachments"][0]

    assert missing(told, MEDIA) == set()
    assert (told["type"], told["description"], told["remote_url"]) == ("unknown", "A grey van", there)
    assert told["meta"]["focus"] == {"x": 0.5, "y": -1.0}
    assert (told["meta"]["original"]["width"], told["meta"]["original"]["height"]) == (400, 300)


def test_an_app_loads_nothing_by_itself_from_a_server_that_is_not_ours():
    """Else that server would learn the address of an officer's phone, and when it is in their hand."""
    phone = make_phone()
    pictures = {"icon_url": "https://far.example/face.png", "header_url": "https://far.example/header.png"}
    moved_to = make_far_actor("ann", host="new.example", **pictures)
    far = make_far_actor("ann", **pictures)
    far.moved_to = moved_to
    far.save()
    picture = {"kind": "image", "url": "https://far.example/van.jpg", "media_type": "image/jpeg", "alt": "A van"}
    note = make_far_note(far, "Look.", attachments=(picture,))

    told = phone.get(f"/api/v1/statuses/{note.pk}").json()
    ours = phone.get("/api/v1/accounts/verify_credentials").json()

    for account in (told["account"], told["account"]["moved"]):
        faces, headers = ({account[name], account[f"{name}_static"]} for name in ("avatar", "header"))
        assert all(address.startswith(f"{settings.BASE_URL}/") for address in faces | headers)
        assert ours["avatar"] not in faces
        assert ours["header"] not in headers
    (attached,) = told["media_attachments"]
    assert all(attached[name].startswith(f"{settings.BASE_URL}/") for name in ("url", "preview_url"))
    assert attached["preview_remote_url"] is None


def test_a_poll_has_every_field():
    phone = make_phone()

    told = write(phone, "Which day?", poll={"options": ["Monday", "Friday"], "expires_in": 86400}).json()["poll"]

    assert missing(told, POLL) == set()
    assert set(told["options"][0]) == {"title", "votes_count"}


def test_accounts_and_how_they_stand_have_every_field():
    phone, far = make_phone(), make_far_actor()

    me = phone.get("/api/v1/accounts/verify_credentials").json()
    (standing,) = phone.get("/api/v1/accounts/relationships", id=far.pk).json()

    assert missing(me, f"{ACCOUNT} source role") == set()
    assert missing(me["source"], SOURCE) == set()
    assert missing(me["role"], "id name permissions color highlighted") == set()
    assert missing(standing, RELATIONSHIP) == set()


def test_a_muted_account_says_until_when():
    phone, for_good, for_now = make_phone(), make_far_actor(), make_far_actor()
    phone.post(f"/api/v1/accounts/{for_good.pk}/mute")
    phone.post(f"/api/v1/accounts/{for_now.pk}/mute", {"duration": 3600})

    told = {each["acct"]: each["mute_expires_at"] for each in phone.get("/api/v1/mutes").json()}

    assert told[for_good.handle] is None
    assert told[for_now.handle].endswith("Z")


def test_a_notification_has_every_field():
    phone, far = make_phone(), make_far_actor()
    note = Note.objects.get(pk=write(phone).json()["id"])
    tell_of_like(like(actor=far, note=note, uri="https://far.example/like", now=NINE), now=NINE)

    (told,) = phone.get("/api/v1/notifications").json()

    assert missing(told, "id type created_at group_key account status") == set()
    assert missing(told["status"], STATUS) == set()


def test_what_a_scheduled_status_answers_is_named_by_its_id_in_text():
    phone = make_phone()
    first, at = write(phone).json()["id"], timezone.now() + timedelta(hours=1)

    told = write(phone, "And thanks.", in_reply_to_id=first, scheduled_at=at.isoformat()).json()

    assert told["params"]["in_reply_to_id"] == first


def test_a_scheduled_status_and_its_parameters_have_every_field():
    at = timezone.now() + timedelta(hours=1)

    told = write(make_phone(), scheduled_at=at.isoformat()).json()

    assert missing(told, "id scheduled_at params media_attachments") == set()
    assert missing(told["params"], SCHEDULED) == set()


def test_a_report_has_every_field():
    far = make_far_actor()

    told = make_phone().post("/api/v1/reports", {"account_id": far.pk, "comment": "Rude."}).json()

    assert missing(told, REPORT) == set()
    assert missing(told["target_account"], ACCOUNT) == set()


def test_the_server_tells_everything_that_it_can_do(client):
    told, old = client.get("/api/v2/instance").json(), client.get("/api/v1/instance").json()

    assert missing(told, INSTANCE) == set()
    assert missing(told["configuration"], CONFIGURATION) == set()
    assert missing(told["registrations"], "enabled approval_required reason_required message min_age url") == set()
    assert missing(old, INSTANCE_1) == set()
    assert missing(old["stats"], "user_count status_count domain_count") == set()
    assert client.get("/api/v1/instance/translation_languages").json() == {}


def test_whoever_spoke_within_four_weeks_is_counted_as_active(client):
    phone = make_phone()
    make_phone()
    write(phone)

    active = client.get("/api/v2/instance").json()["usage"]["users"]["active_month"]

    assert active == 1
