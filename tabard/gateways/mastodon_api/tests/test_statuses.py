"""Writing, changing, taking back: all of it by the house's own ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, upload, write
from tabard.people.teams.tests.makers import NINE, make_officer
from tabard.plant.audit.models import AuditEntry
from tabard.plant.media.models import Picture
from tabard.voice.network.actions import reactions
from tabard.voice.network.models import Note
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_note
from tabard.voice.posts.models import Post, State, Voice
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("as_team", [False, True])
def test_what_an_officer_writes_is_a_post_of_the_team_in_the_voice_they_chose(as_team):
    phone = make_phone(as_team=as_team)

    answer = write(phone, "Found: a red #bicycle.", spoiler_text="Lost property", language="cy")

    told = answer.json()
    post = Post.objects.get()
    assert answer.status_code == 200
    assert told["account"]["acct"] == phone.actor.name
    assert "#bicycle</a>" in told["content"]
    assert (told["spoiler_text"], told["language"], told["visibility"]) == ("Lost property", "cy", "public")
    assert (post.team, post.officer, post.state) == (phone.team, phone.officer, State.PUBLISHED)
    assert post.speaks_as == (Voice.TEAM if as_team else Voice.OFFICER)
    assert told["id"] == str(post.note.pk)
    assert told["tags"][0]["name"] == "bicycle"
    assert AuditEntry.objects.filter(act="posts.published", actor_id=phone.officer.user.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"visibility": "private"}, "public"),
        ({"visibility": "direct"}, "public"),
        ({"visibility": "nonsense"}, "public"),
        ({"status": ""}, "Write"),
        ({"status": "x" * 5001}, "5001"),
        ({"status": {"a": 1}}, "text"),
        ({"language": "!!"}, "language"),
        ({"poll": {"options": ["one"], "expires_in": 3600}}, "poll"),
        ({"poll": {"options": ["one", "two"], "expires_in": 1}}, "poll"),
        ({"poll": {"options": ["one", "two"], "expires_in": 3600, "hide_totals": True}}, "totals"),
        ({"poll": "x"}, "poll"),
        ({"poll": {"options": [], "expires_in": 3600}}, "poll"),
        ({"poll": {"expires_in": 3600}}, "poll"),
        ({"spoiler_text": ["a"]}, "text"),
        ({"spoiler_text": []}, "text"),
        ({"sensitive": [True]}, "true or false"),
        ({"sensitive": "maybe"}, "true or false"),
        ({"scheduled_at": "soon"}, "time"),
        ({"scheduled_at": "2020-01-01T00:00:00Z"}, "5 minutes"),
        ({"scheduled_at": "9999-12-31T23:59:59Z"}, "Nobody here will see this day"),
        ({"quoted_status_id": "1"}, "not supported"),
        ({"content_type": "text/markdown"}, "plain text"),
        ({"in_reply_to_id": "x"}, "number"),
        ({"media_ids": [{"a": 1}]}, "list"),
    ],
)
def test_what_cannot_be_done_is_refused_with_words_and_nothing_is_written(wrong, word):
    phone = make_phone()

    answer = phone.post(STATUSES, {"status": "Hello.", **wrong})

    assert answer.status_code == 422
    assert word in answer.json()["error"]
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"status": "Found.", "poll": ' + b"[" * 100 + b"]" * 100 + b"}",
        b'{"status": "a", "status": "b"}',
        b'{"status": "\\ud83d"}',
        b'{"status": "Found\\u0000."}',
        b'{"status": "Found.", "poll": {"options": ["\\u0000"]}}',
        b'{"status": "Found.", "\\u0000": 1}',
    ],
)
def test_a_body_that_is_no_json_object_is_not_understood(body):
    phone = make_phone()

    answer = phone.client.post(STATUSES, body, content_type="application/json", headers=phone.headers)

    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("form", ["status=Found%00.", "status=Found.&media_attributes[][description]=%00", "%00=x"])
def test_a_form_with_what_no_database_keeps_is_not_understood(form):
    phone = make_phone()
    kind = "application/x-www-form-urlencoded"

    answer = phone.client.post(STATUSES, form, content_type=kind, headers=phone.headers)

    assert answer.status_code == 400
    assert not Post.objects.exists()


def test_a_form_with_brackets_is_understood_as_well():
    phone = make_phone()
    form = {"status": "Which day?", "poll[options][]": ["Monday", "Friday"], "poll[expires_in]": "86400"}

    answer = phone.upload(STATUSES, **form)

    assert [option["title"] for option in answer.json()["poll"]["options"]] == ["Monday", "Friday"]


def test_sensitive_without_words_gets_a_notice_of_its_own():
    phone = make_phone()

    told = write(phone, sensitive=True).json()

    assert told["spoiler_text"] == "Sensitive content"
    assert told["sensitive"] is True


# -- later -------------------------------------------------------------------------------------------------------------


def test_a_scheduled_status_waits_is_put_off_and_cancelled():
    phone = make_phone()
    at = timezone.now() + timedelta(hours=1)

    told = write(phone, scheduled_at=at.isoformat()).json()

    path = f"/api/v1/scheduled_statuses/{told['id']}"
    assert told["params"]["text"] == "Found: a red bicycle."
    assert Post.objects.get().state == State.SCHEDULED
    assert [each["id"] for each in phone.get("/api/v1/scheduled_statuses").json()] == [told["id"]]
    later = (at + timedelta(hours=1)).isoformat()
    assert phone.put(path, {"scheduled_at": later}).json()["scheduled_at"] > told["scheduled_at"]
    assert phone.put(path, {"scheduled_at": timezone.now().isoformat()}).status_code == 422
    assert phone.delete(path).json() == {}
    assert not Post.objects.exists()
    assert phone.get(path).status_code == 404


def test_a_colleague_does_not_see_what_one_has_scheduled_in_ones_own_name():
    phone = make_phone()
    write(phone, scheduled_at=(timezone.now() + timedelta(hours=1)).isoformat())
    colleague = make_phone(team=phone.team)

    assert colleague.get("/api/v1/scheduled_statuses").json() == []


# -- changing and taking back ------------------------------------------------------------------------------------------


def test_an_edited_status_says_so_and_keeps_its_history():
    phone = make_phone()
    pk = write(phone).json()["id"]

    told = phone.put(f"{STATUSES}/{pk}", {"status": "Found: a blue bicycle."}).json()

    assert "blue" in told["content"]
    assert told["edited_at"]
    assert phone.get(f"{STATUSES}/{pk}/source").json()["text"] == "Found: a blue bicycle."
    history = phone.get(f"{STATUSES}/{pk}/history").json()
    assert ["red" in each["content"] for each in history] == [True, False]


def test_an_edit_that_names_no_language_leaves_the_post_in_its_own():
    phone = make_phone()
    pk = write(phone, "Wedi ei ddarganfod: beic coch.", language="cy").json()["id"]

    told = phone.put(f"{STATUSES}/{pk}", {"status": "Wedi ei ddarganfod: beic glas."}).json()

    assert told["language"] == "cy"
    assert phone.put(f"{STATUSES}/{pk}", {"status": "Found.", "language": "en"}).json()["language"] == "en"


def test_an_edit_may_describe_a_picture_anew():
    phone = make_phone()
    media = upload(phone, description="A bicycle").json()
    pk = write(phone, media_ids=[media["id"]]).json()["id"]
    described = [{"id": media["id"], "description": "A red bicycle"}]

    told = phone.put(
        f"{STATUSES}/{pk}",
        {"status": "Found: a red bicycle.", "media_ids": [media["id"]], "media_attributes": described},
    ).json()

    assert told["media_attachments"][0]["description"] == "A red bicycle"
    assert told["edited_at"]


def test_a_deleted_status_is_retracted_and_hands_its_text_back():
    phone = make_phone()
    pk = write(phone).json()["id"]

    told = phone.delete(f"{STATUSES}/{pk}").json()

    assert told["text"] == "Found: a red bicycle."
    post = Post.objects.get()
    assert (post.state, post.retraction_reason) == (State.RETRACTED, "Its author took it back.")
    assert phone.get(f"{STATUSES}/{pk}").status_code == 404


def test_nobody_changes_what_another_account_said():
    phone, other = make_phone(), make_phone()
    pk = write(phone).json()["id"]

    assert other.put(f"{STATUSES}/{pk}", {"status": "x"}).status_code == 404
    assert other.delete(f"{STATUSES}/{pk}").status_code == 404
    assert Post.objects.get().state == State.PUBLISHED


def test_whoever_speaks_as_the_team_goes_on_with_what_a_colleague_began():
    first = make_phone(as_team=True)
    pk = write(first).json()["id"]
    second = make_phone(as_team=True, team=first.team)

    assert second.put(f"{STATUSES}/{pk}", {"status": "The owner was found."}).status_code == 200


# -- conversations -----------------------------------------------------------------------------------------------------


def test_a_reply_to_ones_own_post_goes_on_with_the_thread():
    phone = make_phone()
    first = write(phone).json()

    second = write(phone, "The owner was found.", in_reply_to_id=first["id"]).json()

    assert second["in_reply_to_id"] == first["id"]
    assert Post.objects.get(text="The owner was found.").reply_to.note.pk == int(first["id"])
    context = phone.get(f"{STATUSES}/{first['id']}/context").json()
    assert [each["id"] for each in context["descendants"]] == [second["id"]]
    assert [each["id"] for each in phone.get(f"{STATUSES}/{second['id']}/context").json()["ancestors"]] == [first["id"]]


def test_a_ring_of_answers_ends_in_the_app():
    phone = make_phone()
    first = write(phone).json()["id"]
    second = write(phone, "The owner was found.", in_reply_to_id=first).json()["id"]
    third = write(phone, "And thanks.", in_reply_to_id=second).json()["id"]
    Note.objects.filter(pk=first).update(reply_to=third)  # as rows of old may stand

    context = phone.get(f"{STATUSES}/{second}/context").json()

    assert [each["id"] for each in context["ancestors"]] == [third, first]
    assert [each["id"] for each in context["descendants"]] == [third, first]


def test_a_reply_to_somebody_elsewhere_answers_their_note_and_names_them():
    phone = make_phone(as_team=True)
    note = make_far_note(make_far_actor("carys"), "Whose bicycle?")

    told = write(phone, "@carys@far.example Not mine.", in_reply_to_id=str(note.pk)).json()

    assert told["in_reply_to_id"] == str(note.pk)
    assert [each["acct"] for each in told["mentions"]] == ["carys@far.example"]
    assert 'href="https://far.example/@carys"' in told["content"]
    assert Post.objects.get().answers == note.uri


def test_what_the_public_may_not_read_is_not_there():
    phone = make_phone()
    note = make_far_note(make_far_actor(), "For my followers.", audience="private")

    assert phone.get(f"{STATUSES}/{note.pk}").status_code == 404
    assert phone.client.get(f"{STATUSES}/{note.pk}").status_code == 404
    assert write(phone, in_reply_to_id=str(note.pk)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "1", "999999999999999999", "9999999999999999999999", "x", "-1", "1/../2"])
def test_ids_of_nothing_are_answered_with_404(client, pk):
    answer = client.get(f"{STATUSES}/{pk}")

    assert answer.status_code == 404
    assert answer.json()["error"]


# -- what is done with them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "undo", "field"),
    [
        ("favourite", "unfavourite", "favourited"),
        ("bookmark", "unbookmark", "bookmarked"),
        ("mute", "unmute", "muted"),
    ],
)
def test_a_status_is_marked_and_unmarked(act, undo, field):
    phone = make_phone()
    note = make_far_note(make_far_actor())

    for _ in range(2):
        assert phone.post(f"{STATUSES}/{note.pk}/{act}").json()[field] is True
    for _ in range(2):
        assert phone.post(f"{STATUSES}/{note.pk}/{undo}").json()[field] is False


def test_passing_on_answers_with_the_status_around_the_other():
    phone = make_phone()
    note = make_far_note(make_far_actor())

    told = phone.post(f"{STATUSES}/{note.pk}/reblog").json()

    assert told["reblog"]["id"] == str(note.pk)
    assert told["reblog"]["reblogged"] is True
    assert told["reblog"]["reblogs_count"] == 1
    who = phone.get(f"{STATUSES}/{note.pk}/reblogged_by").json()
    assert [each["acct"] for each in who] == [phone.actor.name]
    assert phone.post(f"{STATUSES}/{note.pk}/unreblog").json()["reblogged"] is False


def test_marks_are_listed():
    phone = make_phone()
    note = make_far_note(make_far_actor())
    phone.post(f"{STATUSES}/{note.pk}/favourite")
    phone.post(f"{STATUSES}/{note.pk}/bookmark")

    for path in ("favourites", "bookmarks"):
        answer = phone.get(f"/api/v1/{path}")
        assert [each["id"] for each in answer.json()] == [str(note.pk)]
        assert 'rel="next"' in answer["Link"]
    assert phone.get(f"{STATUSES}/{note.pk}/favourited_by").json()[0]["acct"] == phone.actor.name


@pytest.mark.parametrize("act", ["favourited_by", "reblogged_by"])
def test_who_liked_and_passed_on_is_named_to_the_author_and_of_who_wants_to_be_found(client, act):
    """To like what the police say is nobody's business."""
    phone = make_phone()
    pk = write(phone).json()["id"]
    note, colleague = Note.objects.get(pk=pk), make_phone()
    quiet, found = make_far_actor("quiet"), make_far_actor("found", is_discoverable=True)
    for actor in (quiet, found):
        if act == "favourited_by":
            reactions.like(actor=actor, note=note, now=timezone.now())
        else:
            uri = f"https://far.example/boosts/{actor.pk}"
            reactions.announce(actor=actor, note=note, uri=uri, now=timezone.now())
    colleague.post(f"{STATUSES}/{pk}/{'favourite' if act == 'favourited_by' else 'reblog'}")

    def named(answer):
        return {account["acct"] for account in answer.json()}

    path, everybody = f"{STATUSES}/{pk}/{act}", {colleague.actor.name, "found@far.example"}
    assert named(client.get(path)) == everybody
    assert named(colleague.get(path)) == everybody
    assert named(phone.get(path)) == {*everybody, "quiet@far.example"}
    assert client.get(f"{STATUSES}/{pk}").json()["favourites_count" if act == "favourited_by" else "reblogs_count"] == 3


def test_ones_own_status_is_pinned_and_no_other():
    phone = make_phone()
    pk = write(phone).json()["id"]
    note = make_far_note(make_far_actor())

    assert phone.post(f"{STATUSES}/{pk}/pin").json()["pinned"] is True
    pinned = phone.get(f"/api/v1/accounts/{phone.actor.pk}/statuses", pinned="true").json()
    assert [each["id"] for each in pinned] == [pk]
    assert phone.post(f"{STATUSES}/{note.pk}/pin").status_code == 403
    assert phone.post(f"{STATUSES}/{pk}/unpin").json()["pinned"] is False


def test_what_an_officer_left_behind_can_still_be_read(client):
    phone = make_phone()
    note = make_note(make_post(phone.team, phone.officer))

    told = client.get(f"{STATUSES}/{note.pk}").json()

    assert told["account"]["group"] is True
    assert "favourited" not in told
    assert client.get(f"{STATUSES}/{note.pk}/card").json() == {}
    assert client.post(f"{STATUSES}/{note.pk}/translate").status_code == 422
    assert client.post(STATUSES, {"status": "x"}).status_code == 401
    assert Note.objects.count() == 1
    assert Picture.objects.count() == 0
    assert make_officer(now=NINE)
