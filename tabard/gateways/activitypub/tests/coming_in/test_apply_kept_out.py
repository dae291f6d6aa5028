"""What comes from those who are kept away."""

import pytest

from tabard.gateways.activitypub.tests.coming_in.makers import NOW, make_ours, receive, say, seen
from tabard.people.accounts.tests.makers import make_user
from tabard.voice.network.actions.keeping_out import HostRule, block_actor, block_host, set_reply_policy
from tabard.voice.network.models import Following, Like, Note, ReplyPolicy
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(nearby):
    return make_ours()


@pytest.fixture
def ada(far):
    return far.actor()


def test_who_is_blocked_does_not_reach_us(ours, ada):
    block_actor(actor=ours, target=seen(ada), now=NOW)
    note = say(ours)
    mention = {"type": "Mention", "href": ours.uri}

    receive(ada.activity("Create", ada.note(inReplyTo=note.uri, tag=[mention])), ada)
    receive(ada.activity("Like", note.uri), ada)
    receive(ada.activity("Announce", note.uri), ada)
    receive(ada.activity("Follow", ours.uri), ada)

    assert list(Note.objects.all()) == [note]
    assert not Like.objects.exists()
    assert not Following.objects.exists()


def test_who_is_blocked_by_a_team_and_names_another_waits_under_its_post(ours, ada):
    block_actor(actor=ours, target=seen(ada), now=NOW)
    set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=make_user(), now=NOW)
    note, mention = say(ours), {"type": "Mention", "href": make_ours("Hillside").uri}

    receive(ada.activity("Create", ada.note(inReplyTo=note.uri, tag=[mention])), ada)

    assert Note.objects.get(is_local=False).showing == "held"


def test_who_is_blocked_has_no_vote(ours, ada):
    block_actor(actor=ours, target=seen(ada), now=NOW)
    asked = say(ours, poll=Poll(("Yes", "No"), 3600))
    vote = {**ada.note(to=ours.uri, name="No", inReplyTo=asked.uri), "content": None}

    receive(ada.activity("Create", vote), ada)

    asked.poll.refresh_from_db()
    assert (asked.poll.votes, asked.poll.voters_count) == ([0, 0], 0)
    assert Note.objects.count() == 1


def test_no_picture_is_kept_of_a_server_whose_pictures_are_not_wanted(ours, ada):
    block_host(HostRule("127.0.0.1", severity="silence", reject_media=True), by=None, now=NOW)
    ada.more["icon"] = {"type": "Image", "url": f"{ada.server.base}/ada.png"}
    picture = {"type": "Document", "mediaType": "image/png", "url": f"{ada.server.base}/van.png", "name": "A van"}
    mention = {"type": "Mention", "href": ours.uri}

    receive(ada.activity("Create", ada.note(tag=[mention], attachment=[picture])), ada)

    kept = Note.objects.get()
    assert (kept.attachments, kept.actor.icon_url) == ([], "")
