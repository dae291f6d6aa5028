"""A post that names somebody elsewhere whom nobody here has met."""

import pytest
from django.utils import timezone

from tabard.gateways.activitypub import outgoing
from tabard.gateways.activitypub.naming import CHANNEL, MOST_STRANGERS, send_batch
from tabard.gateways.activitypub.tests.makers import NINE, actor_of, make_follower, make_officer, make_team
from tabard.plant.changes import work as consequences
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery
from tabard.voice.network.models import Note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    made = make_team("Riverside", handle="riverside")
    make_follower(actor_of(made))
    consequences.work_off(now=timezone.now)
    Delivery.objects.all().delete()
    return made


def publish(team, text):
    """The note of a post, with all that follows from it but what goes over the wire."""
    post = make_post(team, make_officer(team=team), text)
    consequences.work_off(now=timezone.now)
    return Note.objects.get(post=post)


def look_up():
    for row in Delivery.objects.filter(channel=CHANNEL):
        send_batch(Batch(row))


def queued(verb=outgoing.CREATE):
    """The inboxes to which the note goes now."""
    rows = Delivery.objects.filter(channel=outgoing.CHANNEL, payload__verb=verb)
    return sorted(inbox for row in rows for inbox in row.remaining)


def test_a_stranger_is_looked_up_and_hears_it_with_the_others(team, far):
    ada = far.actor()

    note = publish(team, f"Thank you, @ada@{far.host}!")
    assert queued() == []
    look_up()

    assert [mention.actor.uri for mention in note.mentions.select_related("actor")] == [ada.uri]
    assert queued() == sorted(["https://social.example/inbox", f"{far.base}/inbox"])


def test_nobody_waits_for_one_who_is_not_found(team, far):
    note = publish(team, f"Thank you, @nobody@{far.host} and @ada@127.0.0.1:9!")
    look_up()

    assert not note.mentions.exists()
    assert queued() == ["https://social.example/inbox"]
    told = Delivery.objects.get(channel=CHANNEL)
    assert (told.remaining, told.refused_count) == ([], 2)


def test_whoever_is_known_or_ours_is_not_looked_up(team, far, settings):
    far.actor()
    publish(team, f"Thank you, @ada@{far.host}!")
    look_up()
    Delivery.objects.all().delete()

    publish(team, f"Again, @ada@{far.host}, @riverside and @nobody@127.0.0.1:8000: thank you!")

    assert not Delivery.objects.filter(channel=CHANNEL).exists()
    assert len(queued()) == 2


def test_who_is_named_by_an_edit_hears_it(team, far):
    far.actor()
    note = publish(team, "Thank you!")
    text = f"Thank you, @ada@{far.host}!"
    posts.edit_post(
        post=note.post, by=note.post.officer, text=text, content_notice="", language="en", now=timezone.now()
    )
    consequences.work_off(now=timezone.now)

    look_up()

    assert f"{far.base}/inbox" in queued(outgoing.UPDATE)


def test_what_was_taken_back_meanwhile_goes_nowhere(team, far):
    far.actor()
    note = publish(team, f"Thank you, @ada@{far.host}!")
    posts.retract_post(post=note.post, by=note.post.officer, reason="Wrong.", now=NINE)
    consequences.work_off(now=timezone.now)

    look_up()

    assert queued() == []
    assert not [request for request in far.asked if "webfinger" in request.path]


def test_so_many_are_looked_up_and_no_more(team, far):
    publish(team, " ".join(f"@stranger{number}@{far.host}" for number in range(MOST_STRANGERS + 3)))

    assert len(Delivery.objects.get(channel=CHANNEL).remaining) == MOST_STRANGERS
