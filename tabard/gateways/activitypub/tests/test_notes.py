"""Our notes as other servers see them."""

import pytest

from tabard.gateways.activitypub.render import activities, notes
from tabard.gateways.activitypub.tests.makers import (
    AS2,
    NINE,
    TEN,
    actor_of,
    make_follower,
    make_note,
    make_officer,
    make_post,
    make_remote,
    make_remote_note,
    make_team,
    note_of,
)
from tabard.plant.media.actions import set_focus
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.network.actions import reactions
from tabard.voice.network.actions.notes import renote_post
from tabard.voice.network.addresses import PUBLIC
from tabard.voice.network.models import Note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.wording import Audience, Poll

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def shown(note: Note, now=TEN) -> dict:
    return notes.note(Note.objects.for_lists().get(pk=note.pk), now=now)


def test_a_post_is_a_note_for_everybody():
    note = make_note(make_team("Riverside", handle="riverside"), "Found: a red bicycle.", language="en-GB")

    said = shown(note)

    assert (said["type"], said["id"], said["url"]) == ("Note", note.uri, note.uri)
    assert said["attributedTo"] == f"{SITE}/@riverside/"
    assert (said["to"], said["cc"]) == ([PUBLIC], [f"{SITE}/@riverside/followers"])
    assert said["content"] == "<p>Found: a red bicycle.</p>"
    assert said["contentMap"] == {"en-GB": "<p>Found: a red bicycle.</p>"}
    assert (said["summary"], said["sensitive"], said["inReplyTo"]) == (None, False, None)
    assert said["published"] == "2026-03-02T09:00:00Z"
    assert "updated" not in said
    assert said["interactionPolicy"] == {"canQuote": {"automaticApproval": [PUBLIC]}}


def test_a_long_post_is_a_note_too():
    note = make_note(make_team(), "A long story. " * 350)

    assert shown(note)["type"] == "Note"
    assert "name" not in shown(note)


def test_what_keeps_out_of_the_lists_is_addressed_to_followers_first():
    note = make_note(make_team("Riverside", handle="riverside"), audience=Audience.QUIET)

    assert (shown(note)["to"], shown(note)["cc"]) == ([f"{SITE}/@riverside/followers"], [PUBLIC])


def test_a_content_notice_is_a_summary_in_its_language():
    said = shown(make_note(make_team(), content_notice="A road accident", language="cy-GB"))

    assert (said["summary"], said["sensitive"]) == ("A road accident", True)
    assert said["summaryMap"] == {"cy-GB": "A road accident"}


def test_pictures_come_in_their_order_with_description_and_size():
    pictures = (make_picture(alt="The bicycle"), make_picture(alt="Its bell"))

    attached = shown(make_note(make_team(), pictures=pictures))["attachment"]

    assert [(one["type"], one["mediaType"], one["name"]) for one in attached] == [
        ("Image", "image/jpeg", "The bicycle"),
        ("Image", "image/jpeg", "Its bell"),
    ]
    assert all(one["width"] and one["height"] and one["blurhash"] for one in attached)
    assert all(one["url"].startswith(f"{SITE}/pictures/") for one in attached)


def test_a_picture_says_what_must_stay_in_sight_where_that_is_not_its_middle():
    leaning, plain = make_picture(), make_picture()
    set_focus(picture=leaning, focus=(-0.4, 0.75), by=None, now=NINE)

    attached = shown(make_note(make_team(), pictures=(leaning, plain)))["attachment"]

    assert attached[0]["focalPoint"] == [-0.4, 0.75]
    assert "focalPoint" not in attached[1]


def test_hashtags_are_tags_once_each_as_they_were_written():
    said = shown(make_note(make_team(), "#MillLane and #milllane, then #Café."))

    assert [(tag["type"], tag["name"]) for tag in said["tag"]] == [("Hashtag", "#MillLane"), ("Hashtag", "#Café")]
    assert said["tag"][0]["href"] == f"{SITE}/tags/milllane/"


def test_mentions_are_named_with_their_servers_and_addressed():
    jo = make_remote("jo", host="social.example")
    actor_of(make_team("Hillside", handle="hillside"))

    said = shown(make_note(make_team("Riverside", handle="riverside"), "With @hillside for @jo@social.example."))

    assert {tag["name"]: tag["href"] for tag in said["tag"]} == {
        "@jo@social.example": jo.uri,
        "@hillside@127.0.0.1:8000": f"{SITE}/@hillside/",
    }
    assert jo.uri in said["cc"]
    assert '<a href="https://social.example/@jo"' in said["content"]
    assert f'<a href="{SITE}/@hillside/"' in said["content"]


def test_an_answer_says_what_it_answers_and_names_its_author():
    question = make_remote_note(make_remote("jo"))

    said = shown(make_note(make_team(), "We will look.", answers=question.uri))

    assert said["inReplyTo"] == question.uri
    assert [tag["href"] for tag in said["tag"]] == [question.actor.uri]


def test_a_thread_hangs_together():
    team = make_team()
    officer = make_officer(team=team)
    first = make_post(team, officer)
    second = make_post(team, officer, "The owner came.", reply_to=first)

    assert shown(note_of(second))["inReplyTo"] == note_of(first).uri


def test_an_edited_note_says_when():
    team = make_team()
    officer = make_officer(team=team)
    note = note_of(make_post(team, officer))
    text = "Found: two red bicycles."
    posts.edit_post(post=note.post, by=officer, text=text, content_notice="", language="en-GB", now=TEN)
    renote_post(note.post, now=TEN)

    said = shown(note)

    assert said["updated"] == "2026-03-02T10:00:00Z"
    assert "two red bicycles" in said["content"]


@pytest.mark.parametrize(("is_multiple", "asked"), [(False, "oneOf"), (True, "anyOf")])
def test_a_poll_is_a_question_with_its_counts(is_multiple, asked):
    poll = Poll(options=("Speed", "Parking"), seconds=3600, is_multiple=is_multiple)
    note = make_note(make_team(), "What first?", poll=poll)
    reactions.vote(poll=note.poll, actor=make_remote(), options=[1], now=NINE)

    said = shown(note, now=NINE)

    assert said["type"] == "Question"
    assert [(answer["name"], answer["replies"]["totalItems"]) for answer in said[asked]] == [
        ("Speed", 0),
        ("Parking", 1),
    ]
    assert (said["votersCount"], said["endTime"]) == (1, "2026-03-02T10:00:00Z")
    assert "closed" not in said
    assert shown(note, now=TEN)["closed"] == "2026-03-02T10:00:00Z"


def test_what_was_typed_as_markup_is_text():
    said = shown(make_note(make_team(), "<img src=x onerror=alert(1)> 5 < 6"))

    assert "<img" not in said["content"]


def test_passing_on_tells_followers_and_the_author():
    team = actor_of(make_team("Riverside", handle="riverside"))
    said = make_remote_note(make_remote("jo"))

    passed_on = activities.announce(reactions.announce(actor=team, note=said, now=TEN))

    assert (passed_on["type"], passed_on["object"]) == ("Announce", said.uri)
    assert passed_on["to"] == [PUBLIC]
    assert passed_on["cc"] == [f"{SITE}/@riverside/followers", said.actor.uri]


# -- lists -------------------------------------------------------------------------------------------------------------


def read(client, address: str) -> dict:
    return client.get(address.removeprefix(SITE), HTTP_ACCEPT=AS2).json()


def test_the_outbox_holds_what_was_said_and_passed_on_page_by_page(client):
    team = make_team("Riverside", handle="riverside")
    officer = make_officer(team=team)
    said = [note_of(make_post(team, officer, f"Number {number}.")) for number in range(21)]
    passed_on = reactions.announce(actor=actor_of(team), note=make_remote_note(make_remote()), now=TEN)

    head = read(client, "/@riverside/outbox")
    first = read(client, head["first"])
    second = read(client, first["next"])
    items = [*first["orderedItems"], *second["orderedItems"]]

    assert (head["type"], head["totalItems"]) == ("OrderedCollection", 22)
    assert (first["type"], first["partOf"], len(first["orderedItems"])) == ("OrderedCollectionPage", head["id"], 20)
    assert "next" not in second
    assert items[0]["id"] == passed_on.uri
    assert {item["object"]["id"] for item in items[1:]} == {note.uri for note in said}


def test_what_was_taken_back_leaves_the_outbox(client):
    note = make_note(make_team("Riverside", handle="riverside"))
    Note.objects.filter(pk=note.pk).update(deleted_at=TEN)

    assert read(client, "/@riverside/outbox?page=true")["orderedItems"] == []


def test_followers_are_counted_and_only_those_named_who_want_to_be_found(client):
    team = actor_of(make_team("Riverside", handle="riverside"))
    open_one = make_follower(team)
    make_follower(team, is_discoverable=False)

    head = read(client, "/@riverside/followers")

    assert head["totalItems"] == 2
    assert read(client, head["first"])["orderedItems"] == [open_one.uri]


def test_pinned_notes_are_featured(client):
    team = make_team("Riverside", handle="riverside")
    note = make_note(team)
    make_note(team)
    reactions.pin(note=note, now=TEN)

    assert [item["id"] for item in read(client, "/@riverside/featured")["orderedItems"]] == [note.uri]


def test_only_shown_replies_stand_in_the_list_of_replies(client):
    note = make_note(make_team("Riverside", handle="riverside"))
    shown_reply = make_remote_note(make_remote(), reply_to_uri=note.uri)
    make_remote_note(make_remote(), reply_to_uri=note.uri)
    Note.objects.filter(pk=shown_reply.pk).update(showing="shown")

    head = read(client, f"{note.uri}replies")

    assert head["totalItems"] == 1
    assert read(client, head["first"])["orderedItems"] == [shown_reply.uri]


@pytest.mark.parametrize("page", ["x", "-1", "9" * 19, "9" * 400, "٣"])
def test_a_page_that_cannot_be_is_404(client, page):
    make_team("Riverside", handle="riverside")

    assert client.get("/@riverside/outbox", {"page": "true", "max_id": page}).status_code == 404


@pytest.mark.parametrize("name", ["outbox", "followers", "following", "1/replies"])
@pytest.mark.parametrize("page", ["abc", "", "2", "false"])
def test_a_list_has_no_page_by_another_name(client, name, page):
    team = make_team("Riverside", handle="riverside")
    name = name.replace("1", str(make_note(team).post_id))

    assert client.get(f"/@riverside/{name}", {"page": "true"}).status_code == 200
    assert client.get(f"/@riverside/{name}", {"page": page}).status_code == 404


@pytest.mark.parametrize("name", ["", "replies", "likes", "shares"])
def test_of_what_was_taken_back_each_list_is_gone_too(client, name):
    note = make_note(make_team("Riverside", handle="riverside"))
    Note.objects.filter(pk=note.pk).update(deleted_at=TEN)

    answer = client.get(f"{note.uri}{name}", headers={"Accept": "application/activity+json"})

    assert answer.status_code == 410
    assert (answer.json()["type"], answer.json()["id"]) == ("Tombstone", note.uri)
