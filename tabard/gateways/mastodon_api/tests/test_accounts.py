"""Accounts: one's own, others', and how they stand to each other."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.people.places.models import Force
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE
from tabard.plant.media.tests.makers import picture_file
from tabard.voice.network.actions.actors import open_server_actor
from tabard.voice.network.actions.follows import ask_to_follow
from tabard.voice.network.models import Following
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.timelines.models import Mute
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db
ME, CHANGE = "/api/v1/accounts/verify_credentials", "/api/v1/accounts/update_credentials"


def names(answer):
    assert answer.status_code == 200, answer.content
    return [each["acct"] for each in answer.json()]


@pytest.mark.parametrize("as_team", [False, True])
def test_an_app_learns_as_whom_it_speaks(as_team):
    phone = make_phone(as_team=as_team)

    me = phone.get(ME).json()

    holder = phone.team if as_team else phone.officer
    assert me["acct"] == holder.handle.name
    assert me["display_name"] == str(holder)
    assert me["group"] is as_team
    assert me["bot"] is False
    assert me["source"]["privacy"] == "public"
    assert me["url"].endswith(f"/@{holder.handle.name}/")
    assert me["avatar"].endswith(".png")


def test_counts_are_those_of_the_rows():
    phone = make_phone()
    far = make_far_actor()
    make_follow(far, phone.actor)
    make_follow(phone.actor, far)
    make_note(make_post(phone.team, phone.officer, speaks_as="officer"))

    me = phone.get(ME).json()

    assert (me["followers_count"], me["following_count"], me["statuses_count"]) == (1, 1, 1)
    assert me["last_status_at"] == "2026-03-02"


def test_an_officer_changes_their_picture_and_what_they_say_of_themselves():
    phone = make_phone()
    file = SimpleUploadedFile("me.jpg", picture_file(), content_type="image/jpeg")
    form = encode_multipart(BOUNDARY, {"note": "Ward officer since 2019.", "avatar": file, "locked": "false"})

    answer = phone.client.patch(CHANGE, form, content_type=MULTIPART_CONTENT, headers=phone.headers)

    assert answer.status_code == 200, answer.content
    phone.officer.refresh_from_db()
    assert phone.officer.bio == "Ward officer since 2019."
    assert phone.officer.picture.alt == f"Portrait of {phone.officer.public_name}"
    assert answer.json()["avatar"].endswith(".jpg")


@pytest.mark.parametrize(
    "wrong",
    [
        {"display_name": "The Sheriff"},
        {"locked": True},
        {"bot": True},
        {"discoverable": False},
        {"fields_attributes": [{"name": "Site", "value": "https://x.example"}]},
        {"source": {"privacy": "private"}},
        {"note": "x" * 2001},
    ],
)
def test_what_the_force_keeps_is_refused_with_words(wrong):
    phone = make_phone()

    answer = phone.patch(CHANGE, wrong)

    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_teams_profile_is_not_changed_in_an_app():
    phone = make_phone(as_team=True)
    face = SimpleUploadedFile("us.jpg", picture_file(), content_type="image/jpeg")
    form = encode_multipart(BOUNDARY, {"avatar": face})

    answers = [
        phone.patch(CHANGE, {"note": "x"}),
        phone.patch(CHANGE, {"display_name": "The Sheriffs"}),
        phone.client.patch(CHANGE, form, content_type=MULTIPART_CONTENT, headers=phone.headers),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "at the desk" in answers[0].json()["error"]


def test_a_teams_profile_may_be_sent_back_as_it_is():
    phone = make_phone(as_team=True)
    Team.objects.update(description="We look after the quay.\nCome and see us.")
    me = phone.get(ME).json()

    answer = phone.patch(
        CHANGE, {"display_name": me["display_name"], "note": "We look after the quay.\r\nCome and see us."}
    )

    assert answer.status_code == 200
    assert answer.json()["source"]["note"] == me["source"]["note"]


def test_what_an_officer_says_of_themselves_in_an_app_is_checked():
    phone, shouted = make_phone(), "THIS IS WHAT I DO ALL DAY AND I LOVE IT SO VERY MUCH INDEED"
    named = phone.patch(CHANGE, {"note": "John Smith was arrested for burglary."})
    asked = phone.patch(CHANGE, {"note": shouted})
    again = phone.patch(CHANGE, {"note": shouted})

    assert (named.status_code, asked.status_code, again.status_code) == (422, 422, 200)
    assert "We do not name people who are only arrested or suspected." in named.json()["error"]
    assert asked.json()["error"].startswith("Is this what you mean?")
    assert Officer.objects.get(pk=phone.officer.pk).bio == shouted


@pytest.mark.parametrize("typed", ["carys@far.example", "@Carys@far.example", "CARYS@FAR.EXAMPLE"])
def test_somebody_is_looked_up_by_handle(client, typed):
    far = make_far_actor("carys")

    assert client.get("/api/v1/accounts/lookup", {"acct": typed}).json()["id"] == str(far.pk)
    assert client.get("/api/v1/accounts/lookup", {"acct": "nobody@far.example"}).status_code == 404


def test_ours_are_looked_up_with_and_without_the_host(client, settings):
    phone = make_phone()
    host = settings.BASE_URL.partition("://")[2]

    for acct in (phone.actor.name, f"{phone.actor.name}@{host}"):
        assert client.get("/api/v1/accounts/lookup", {"acct": acct}).json()["acct"] == phone.actor.name


def test_accounts_are_searched_by_the_beginning_of_the_handle_and_by_name():
    phone = make_phone()
    make_far_actor("carys", display_name="Carys of the Market")
    make_far_actor("dewi")

    assert names(phone.get("/api/v1/accounts/search", q="car")) == ["carys@far.example"]
    assert names(phone.get("/api/v1/accounts/search", q="market")) == ["carys@far.example"]
    assert names(phone.get("/api/v1/accounts/search", q="@carys@far")) == ["carys@far.example"]
    assert names(phone.get("/api/v1/accounts/search", q="car", following="true")) == []
    assert names(phone.get("/api/v1/accounts/search", q="")) == []


def test_an_officer_known_by_number_is_not_found_by_name():
    phone = make_phone()
    phone.officer.is_name_public = False
    phone.officer.save()

    assert names(phone.get("/api/v1/accounts/search", q=phone.officer.name)) == []


def test_the_server_itself_is_not_followed():
    phone, server = make_phone(), open_server_actor(now=NINE)

    answer = phone.post(f"/api/v1/accounts/{server.pk}/follow")

    assert answer.status_code == 422
    assert answer.json()["error"] == "This account cannot be followed."
    assert not Following.objects.exists()


def test_following_is_asked_for_and_ended():
    phone, far = make_phone(), make_far_actor()
    path = f"/api/v1/accounts/{far.pk}"

    asked = phone.post(f"{path}/follow", {"notify": True, "reblogs": False}).json()
    assert (asked["requested"], asked["following"]) == (True, False)
    assert (asked["notifying"], asked["showing_reblogs"]) == (True, False)
    make_follow(phone.actor, far)
    assert phone.get("/api/v1/accounts/relationships", id=far.pk).json()[0]["following"] is True
    assert names(phone.get(f"/api/v1/accounts/{phone.actor.pk}/following")) == [far.handle]
    ended = phone.post(f"{path}/unfollow").json()
    assert (ended["requested"], ended["following"]) == (False, False)


def test_following_in_some_languages_only_is_refused():
    phone, far = make_phone(), make_far_actor()

    assert phone.post(f"/api/v1/accounts/{far.pk}/follow", {"languages": ["cy"]}).status_code == 422
    assert not Following.objects.exists()


def test_nobody_follows_themselves():
    phone = make_phone()

    assert phone.post(f"/api/v1/accounts/{phone.actor.pk}/follow").status_code == 422


@pytest.mark.parametrize(("act", "undo", "field"), [("block", "unblock", "blocking"), ("mute", "unmute", "muting")])
def test_somebody_is_kept_out_and_let_in_again(act, undo, field):
    phone, far = make_phone(), make_far_actor()
    path = f"/api/v1/accounts/{far.pk}"

    assert phone.post(f"{path}/{act}").json()[field] is True
    assert names(phone.get(f"/api/v1/{act}s")) == [far.handle]
    assert phone.post(f"{path}/{undo}").json()[field] is False
    assert names(phone.get(f"/api/v1/{act}s")) == []


@pytest.mark.parametrize("act", ["block", "mute"])
def test_nobody_keeps_themselves_out(act):
    phone = make_phone()
    note = file_and_tell(make_note(make_post(phone.team, phone.officer, speaks_as=Voice.OFFICER)))

    answer = phone.post(f"/api/v1/accounts/{phone.actor.pk}/{act}")

    assert answer.status_code == 422
    assert "your own account" in answer.json()["error"]
    assert [status["id"] for status in phone.get("/api/v1/timelines/home").json()] == [str(note.pk)]


def test_a_mute_may_end_by_itself():
    phone, far = make_phone(), make_far_actor()

    told = phone.post(f"/api/v1/accounts/{far.pk}/mute", {"duration": 3600, "notifications": False}).json()

    assert told["muting_expires_at"]
    assert told["muting_notifications"] is False
    Mute.objects.update(ends_at=NINE)
    assert phone.get("/api/v1/accounts/relationships", id=far.pk).json()[0]["muting"] is False


def test_relationships_are_told_in_the_order_asked_and_for_those_who_are_there():
    phone = make_phone()
    one, other = make_far_actor(), make_far_actor()

    answer = phone.get("/api/v1/accounts/relationships", **{"id[]": [other.pk, 999_999, one.pk]})

    assert [int(each["id"]) for each in answer.json()] == [other.pk, one.pk]


def test_followers_are_listed_newest_first_by_pages(client):
    phone = make_phone()
    followers = [make_far_actor(is_discoverable=True) for _ in range(3)]
    for far in followers:
        make_follow(far, phone.actor)

    answer = client.get(f"/api/v1/accounts/{phone.actor.pk}/followers", {"limit": 2})

    assert names(answer) == [followers[2].handle, followers[1].handle]
    assert 'rel="next"' in answer["Link"]


def test_whoever_follows_the_police_is_named_to_nobody_else_unless_they_want_to_be_found(client):
    phone, quiet, found = make_phone(), make_far_actor(), make_far_actor(is_discoverable=True)
    for far in (quiet, found):
        make_follow(far, phone.actor)
    path = f"/api/v1/accounts/{phone.actor.pk}/followers"

    assert set(names(phone.get(path))) == {quiet.handle, found.handle}
    assert names(make_phone().get(path)) == [found.handle]
    assert names(client.get(path)) == [found.handle]
    assert names(client.get(f"/api/v1/accounts/{found.pk}/following")) == [phone.actor.handle]
    assert names(client.get(f"/api/v1/accounts/{quiet.pk}/following")) == []
    assert client.get(f"/api/v1/accounts/{phone.actor.pk}").json()["followers_count"] == 2


def test_a_follower_is_sent_away():
    phone, far = make_phone(), make_far_actor()
    make_follow(far, phone.actor)

    told = phone.post(f"/api/v1/accounts/{far.pk}/remove_from_followers").json()

    assert told["followed_by"] is False


def test_a_follow_request_is_accepted_or_rejected():
    phone, one, other = make_phone(), make_far_actor(), make_far_actor()
    for far in (one, other):
        ask_to_follow(follower=far, target=phone.actor, now=NINE)
    Following.objects.update(accepted_at=None)

    assert set(names(phone.get("/api/v1/follow_requests"))) == {one.handle, other.handle}
    assert phone.post(f"/api/v1/follow_requests/{one.pk}/authorize").json()["followed_by"] is True
    assert phone.post(f"/api/v1/follow_requests/{other.pk}/reject").json()["followed_by"] is False
    assert names(phone.get("/api/v1/follow_requests")) == []
    assert phone.post("/api/v1/follow_requests/999999/authorize").status_code == 404


def test_what_an_account_says_can_be_narrowed(client):
    far, other = make_far_actor(), make_far_actor()
    said = make_far_note(far, "#Bridge", tags=("Bridge",))
    reply = make_far_note(far, "Yes.", reply_to_uri=make_far_note(other).uri)
    make_far_note(far, "For followers.", audience="private")
    path = f"/api/v1/accounts/{far.pk}/statuses"

    def ids(**query):
        return {int(each["id"]) for each in client.get(path, query).json()}

    assert ids() == {said.pk, reply.pk}
    assert ids(exclude_replies="true") == {said.pk}
    assert ids(tagged="bridge") == {said.pk}
    assert ids(only_media="true") == set()
    assert ids(pinned="true") == set()


def test_familiar_followers_are_those_whom_one_follows_oneself():
    phone, friend, target = make_phone(), make_far_actor(), make_far_actor()
    make_follow(phone.actor, friend)
    make_follow(friend, target)
    make_follow(make_far_actor(), target)

    told = phone.get("/api/v1/accounts/familiar_followers", id=target.pk).json()

    assert [each["acct"] for each in told[0]["accounts"]] == [friend.handle]


@pytest.mark.parametrize("act", ["note", "pin", "endorse"])
def test_what_we_do_not_do_says_so(act):
    phone, far = make_phone(), make_far_actor()

    answer = phone.post(f"/api/v1/accounts/{far.pk}/{act}")

    assert answer.status_code == 422
    assert "not supported" in answer.json()["error"]


def test_an_account_that_is_not_there_is_not_found(client):
    assert client.get("/api/v1/accounts/999999").status_code == 404
    assert client.get("/api/v1/accounts/999999/statuses").status_code == 404
    assert client.get("/api/v1/accounts/999999/featured_tags").status_code == 404


@pytest.mark.parametrize("as_team", [False, True])
def test_an_app_shows_the_same_lines_as_other_servers(client, as_team):
    phone = make_phone(as_team=as_team)
    Force.objects.update(url="https://police.example/")
    place = phone.team.covers.get().neighbourhood.name
    Officer.objects.update(contact={"web": "https://alice.example/", "telephone": "101"})

    told = client.get(f"/api/v1/accounts/{phone.actor.pk}").json()["fields"]
    elsewhere = client.get(phone.actor.uri, headers={"Accept": "application/activity+json"}).json()["attachment"]

    assert [field["name"] for field in told] == ([place, "Force"] if as_team else ["Proof", "Web site", "Force"])
    assert [(field["name"], field["value"]) for field in told] == [(line["name"], line["value"]) for line in elsewhere]
    assert as_team or f"/badge/{phone.officer.number}/" in told[0]["value"]


@pytest.mark.parametrize("as_team", [False, True])
def test_what_leads_to_a_page_of_ours_that_leads_back_is_shown_as_proved(client, as_team):
    phone = make_phone(as_team=as_team)
    Force.objects.update(url="https://police.example/")
    Officer.objects.update(contact={"web": "https://alice.example/"})

    first, second = (client.get(f"/api/v1/accounts/{phone.actor.pk}").json() for _ in range(2))

    proved, *others = first["fields"]
    assert proved["verified_at"] == "2026-03-02T09:00:00.000Z"
    assert {field["verified_at"] for field in others} == {None}
    assert first["fields"] == second["fields"]
