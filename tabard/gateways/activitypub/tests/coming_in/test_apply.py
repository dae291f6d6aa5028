"""What activities from elsewhere do here."""

from datetime import timedelta

import pytest
from aiohttp import web
from django.utils import timezone

from tabard.gateways.activitypub.receive.refusals import HostMismatch, Refused
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, follow, make_ours, receive, say, seen
from tabard.plant.changes import work as consequences
from tabard.plant.delivery.models import Delivery
from tabard.voice.network.actions import follows
from tabard.voice.network.actions.keeping_out import block_actor
from tabard.voice.network.models import Block, Following, Note
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ours(nearby):
    return make_ours()


@pytest.fixture
def ada(far):
    return far.actor()


# -- follows -----------------------------------------------------------------------------------------------------------


def test_a_follow_is_accepted_and_an_undo_ends_it(ours, ada):
    wish = ada.activity("Follow", ours.uri)

    receive(wish, ada)
    assert Following.objects.accepted().get().uri == wish["id"]

    receive(ada.activity("Undo", wish), ada)
    assert not Following.objects.exists()


def test_who_is_blocked_is_told_that_they_may_not_follow(ours, ada):
    block_actor(actor=ours, target=seen(ada), now=NOW)
    wish = ada.activity("Follow", ours.uri)

    receive(wish, ada)
    consequences.work_off(now=timezone.now)

    assert not Following.objects.exists()
    told = Delivery.objects.exclude(payload__activity__type="Block").get()
    assert told.remaining == [f"{ada.uri}/inbox"]
    assert (told.payload["activity"]["type"], told.payload["activity"]["object"]["id"]) == ("Reject", wish["id"])


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "by its id"])
def test_an_answer_to_our_follow_is_found(ours, ada, whole):
    wish = follows.ask_to_follow(follower=ours, target=seen(ada), now=NOW)
    asked = {"id": wish.uri, "type": "Follow", "actor": ours.uri, "object": ada.uri}

    receive(ada.activity("Accept", asked if whole else wish.uri), ada)
    assert Following.objects.accepted().exists()

    receive(ada.activity("Reject", asked if whole else wish.uri), ada)
    assert not Following.objects.exists()


def test_nobody_answers_for_another(ours, ada):
    wish = follows.ask_to_follow(follower=ours, target=seen(ada), now=NOW)
    eve = ada.server.actor("eve")

    receive(eve.activity("Accept", wish.uri), eve)

    assert not Following.objects.accepted().exists()


def test_a_follow_of_the_server_itself_or_of_nobody_does_nothing(ours, ada):
    for target in ["http://127.0.0.1:8000/actor/", "http://127.0.0.1:8000/@nobody/", ada.uri]:
        receive(ada.activity("Follow", target), ada)

    assert not Following.objects.exists()


# -- notes -------------------------------------------------------------------------------------------------------------


def test_what_somebody_says_whom_we_follow_is_kept(ours, ada):
    follow(ours, ada)
    note = ada.note("<p>Hi<script>x</script></p>")

    receive(ada.activity("Create", note), ada)
    receive(ada.activity("Create", note), ada)

    assert Note.objects.get(uri=note["id"]).html == "<p>Hi</p>"


def test_what_concerns_nobody_here_is_dropped(ours, ada):
    receive(ada.activity("Create", ada.note()), ada)

    assert not Note.objects.exists()


def test_what_mentions_one_of_ours_is_kept(ours, ada):
    mention = {"type": "Mention", "href": ours.uri}

    receive(ada.activity("Create", ada.note(tag=[mention])), ada)

    assert Note.objects.get().mentions.get().actor == ours


def test_what_says_it_answers_itself_is_kept_as_no_answer(ours, ada):
    note = ada.note(tag=[{"type": "Mention", "href": ours.uri}])
    note["inReplyTo"] = note["id"]

    receive(ada.activity("Create", note), ada)

    assert Note.objects.get().reply_to is None


def test_notes_that_answer_one_another_end_in_the_app_and_on_the_page(ours, ada, client):
    follow(ours, ada)
    first, second = ada.note("<p>One</p>"), ada.note("<p>Two</p>")
    first["inReplyTo"], second["inReplyTo"] = second["id"], first["id"]

    receive(ada.activity("Create", first), ada)

    pk = Note.objects.get(uri=first["id"]).pk
    told = client.get(f"/api/v1/statuses/{pk}/context").json()
    assert [each["uri"] for each in told["ancestors"] + told["descendants"]] == [second["id"]]


def test_an_answer_to_us_is_kept_and_held_as_the_team_wants(ours, ada):
    ours_note = say(ours)
    answer = ada.note(inReplyTo=ours_note.uri)

    receive(ada.activity("Create", answer), ada)

    kept = Note.objects.get(uri=answer["id"])
    assert (kept.reply_to, kept.showing) == (ours_note, "held")


def test_nobody_speaks_for_another(ours, ada):
    follow(ours, ada)
    eve = ada.server.actor("eve")
    follow(ours, eve)

    with pytest.raises(HostMismatch):
        receive(eve.activity("Create", ada.note()), eve)
    assert not Note.objects.exists()


def test_a_note_of_another_server_is_not_believed(ours, ada, other):
    eve = other.actor("eve")
    follow(ours, eve)

    with pytest.raises(Refused):
        receive(eve.activity("Create", {**eve.note(), "id": ada.note()["id"]}), eve)
    assert not Note.objects.exists()


def test_a_note_that_comes_as_an_address_is_fetched(ours, ada):
    follow(ours, ada)
    note = ada.note()

    receive(ada.activity("Create", note["id"]), ada)

    assert Note.objects.filter(uri=note["id"]).exists()


def test_an_answer_comes_with_what_it_answers(ours, ada):
    follow(ours, ada)
    first = ada.note("<p>First</p>")

    receive(ada.activity("Create", ada.note("<p>Second</p>", inReplyTo=first["id"])), ada)

    assert Note.objects.get(html="<p>Second</p>").reply_to.html == "<p>First</p>"


def test_a_note_is_changed_and_its_former_words_are_kept(ours, ada):
    follow(ours, ada)
    note = ada.note("<p>Old</p>")
    receive(ada.activity("Create", note), ada)

    receive(ada.activity("Update", {**note, "content": "<p>New</p>", "updated": "2026-03-02T09:04:00Z"}), ada, LATER)
    receive(ada.activity("Update", {**note, "content": "<p>Older</p>", "updated": "2026-03-02T09:01:00Z"}), ada, LATER)

    kept = Note.objects.get()
    assert (kept.html, [version.html for version in kept.versions.all()]) == ("<p>New</p>", ["<p>Old</p>"])


def test_a_note_is_deleted_by_its_author_only(ours, ada):
    follow(ours, ada)
    note, eve = ada.note(), ada.server.actor("eve")
    receive(ada.activity("Create", note), ada)

    receive(eve.activity("Delete", note["id"]), eve)
    assert Note.objects.living().exists()

    receive(ada.activity("Delete", {"id": note["id"], "type": "Tombstone"}), ada)
    assert not Note.objects.living().exists()


def test_what_is_deleted_before_it_came_does_not_come(ours, ada):
    follow(ours, ada)
    note = ada.note()

    receive(ada.activity("Delete", note["id"]), ada)
    receive(ada.activity("Create", note), ada)

    assert not Note.objects.exists()


def test_ours_are_changed_by_nobody(ours, ada):
    note = say(ours)

    receive(ada.activity("Delete", note.uri), ada)
    with pytest.raises(HostMismatch):
        receive(ada.activity("Update", {**ada.note(), "id": note.uri}), ada)

    assert Note.objects.living().filter(pk=note.pk).exists()


# -- passed on by somebody's inbox -------------------------------------------------------------------------------------


def test_what_another_passes_on_is_fetched_from_where_it_lives(ours, ada, other):
    eve, note = other.actor("eve"), ada.note("<p>True</p>")
    follow(ours, ada)

    receive(ada.activity("Create", {**note, "content": "<p>False</p>"}), eve)

    assert Note.objects.get().html == "<p>True</p>"


def test_a_deletion_that_another_passes_on_counts_only_if_the_note_is_gone(ours, ada, other):
    eve, note = other.actor("eve"), ada.note()
    follow(ours, ada)
    receive(ada.activity("Create", note), ada)

    receive(ada.activity("Delete", note["id"]), eve)
    assert Note.objects.living().exists()

    ada.server.documents[note["id"].removeprefix(ada.server.base)] = web.Response(status=410)
    receive(ada.activity("Delete", note["id"]), eve)
    assert not Note.objects.living().exists()


def test_a_note_for_everybody_that_its_server_has_no_longer_goes_as_mastodon_tells_it(ours, ada, other):
    eve, note = other.actor("eve"), ada.note()
    follow(ours, ada)
    receive(ada.activity("Create", note), ada)
    del ada.server.documents[note["id"].removeprefix(ada.server.base)]

    receive(ada.activity("Delete", note["id"]), eve)

    assert not Note.objects.living().exists()


@pytest.mark.parametrize("status", [404, 410])
def test_nobody_makes_us_forget_what_was_said_in_private(ours, ada, other, status):
    """Its server shows it to no stranger, and we ask as one."""
    eve, mention = other.actor("eve"), {"type": "Mention", "href": ours.uri}
    note = ada.note("<p>Between us</p>", to=[ours.uri], tag=[mention])
    receive(ada.activity("Create", note), ada)
    ada.server.documents[note["id"].removeprefix(ada.server.base)] = web.Response(status=status)

    receive(ada.activity("Delete", note["id"]), eve)

    assert Note.objects.living().filter(uri=note["id"]).exists()


def test_a_note_that_is_something_else_by_now_is_not_gone(ours, ada, other):
    eve, note = other.actor("eve"), ada.note()
    follow(ours, ada)
    receive(ada.activity("Create", note), ada)
    ada.server.documents[note["id"].removeprefix(ada.server.base)] = {"id": note["id"], "type": "Collection"}

    with pytest.raises(Refused):
        receive(ada.activity("Delete", note["id"]), eve)
    assert Note.objects.living().exists()


@pytest.mark.parametrize("kind", ["Follow", "Like", "Undo", "Move", "Block", "Announce"])
def test_nothing_else_is_believed_from_another(ours, ada, other, kind):
    eve = other.actor("eve")

    receive(ada.activity(kind, ours.uri), eve)

    assert not Following.objects.exists()
    assert not Block.objects.exists()


# -- reactions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Like", "EmojiReact"])
def test_a_like_is_counted_and_taken_back(ours, ada, kind):
    note = say(ours)
    liked = ada.activity(kind, note.uri)

    receive(liked, ada)
    note.refresh_from_db()
    assert note.likes_count == 1

    receive(ada.activity("Undo", liked), ada)
    note.refresh_from_db()
    assert note.likes_count == 0


def test_what_is_ours_is_passed_on_and_taken_back(ours, ada):
    note = say(ours)
    announced = ada.activity("Announce", note.uri, to="https://www.w3.org/ns/activitystreams#Public")

    receive(announced, ada)
    receive(announced, ada)
    note.refresh_from_db()
    assert note.announces_count == 1

    receive(ada.activity("Undo", announced["id"]), ada)
    note.refresh_from_db()
    assert note.announces_count == 0


def test_what_somebody_passes_on_whom_we_follow_is_fetched(ours, ada, other):
    follow(ours, ada)
    note = other.actor("eve").note("<p>Far away</p>")

    receive(ada.activity("Announce", note["id"]), ada)

    assert Note.objects.get(kind="Announce").announces.html == "<p>Far away</p>"


def test_what_a_group_announces_is_the_note_in_the_activity(ours, ada):
    follow(ours, ada)
    eve = ada.server.actor("eve")

    receive(ada.activity("Announce", eve.activity("Create", eve.note("<p>In a group</p>"))), ada)

    assert Note.objects.get(kind="Announce").announces.html == "<p>In a group</p>"


def test_what_a_stranger_passes_on_of_strangers_is_dropped(ours, ada, other):
    receive(ada.activity("Announce", other.actor("eve").note()["id"]), ada)

    assert not Note.objects.exists()


def test_an_answer_to_our_poll_is_counted_once(ours, ada):
    asked = say(ours, poll=Poll(("Yes", "No"), 3600))
    vote = {**ada.note(to=ours.uri, name="No", inReplyTo=asked.uri), "content": None}

    receive(ada.activity("Create", vote), ada)
    receive(ada.activity("Create", vote), ada)

    asked.poll.refresh_from_db()
    assert (asked.poll.votes, asked.poll.voters_count) == ([0, 1], 1)
    assert Note.objects.count() == 1


def test_what_somebody_features_is_pinned(ours, ada):
    follow(ours, ada)
    note = ada.note()
    receive(ada.activity("Create", note), ada)

    receive(ada.activity("Add", note["id"], target=f"{ada.uri}/featured"), ada)
    assert Note.objects.get().pinned_at

    receive(ada.activity("Remove", note["id"], target=f"{ada.uri}/featured"), ada)
    assert Note.objects.get().pinned_at is None
