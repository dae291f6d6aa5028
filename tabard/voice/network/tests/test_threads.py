"""What answers what, where somebody elsewhere lies about it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tabard.lib.sortable_ids import first_id_at
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.network import addresses, replies
from tabard.voice.network.actions import keeping_out, notes
from tabard.voice.network.models import Note, ReplyPolicy, Showing
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def answered_by(note):
    return list(Note.objects.filter(reply_to=note))


def next_post_uri(alice, team):
    """The address that the next post will have: anybody can count on from the last one."""
    last = Post.objects.order_by("pk").last() or make_post(team, alice)
    return addresses.note_uri("riverside", last.pk + 1)


# -- rings -------------------------------------------------------------------------------------------------------------


def test_a_note_that_says_it_answers_itself_answers_nothing():
    note = make_far_note(make_far_actor(), uri="https://far.example/1", reply_to_uri="https://far.example/1")

    note.refresh_from_db()
    assert note.reply_to is None
    assert note.replies_count == 0


@pytest.mark.parametrize("length", [2, 3, 7])
def test_notes_that_say_they_answer_one_another_in_a_ring_are_tied_as_far_as_that_makes_sense(length):
    far = make_far_actor()
    uris = [f"https://far.example/ring/{number}" for number in range(length)]

    ring = [make_far_note(far, uri=uri, reply_to_uri=uris[number - 1]) for number, uri in enumerate(uris)]

    assert [len(answered_by(note)) for note in ring] == [1] * (length - 1) + [0]
    for note in ring:
        note.refresh_from_db()
    assert [note.replies_count for note in ring] == [1] * (length - 1) + [0]


def test_a_ring_that_is_closed_by_its_middle_is_tied_as_far_as_that_makes_sense():
    far = make_far_actor()
    a, b, c = "https://far.example/a", "https://far.example/b", "https://far.example/c"
    first = make_far_note(far, uri=a, reply_to_uri=b)
    make_far_note(far, uri=c, reply_to_uri=a)
    other = make_far_note(far, uri="https://far.example/d", reply_to_uri=b)

    last = make_far_note(far, uri=b, reply_to_uri=c)

    first.refresh_from_db()
    assert first.reply_to is None
    assert answered_by(last) == [other]


def test_what_is_too_far_down_is_tied_to_nothing_that_came_before_it():
    far = make_far_actor()
    uris = [f"https://far.example/deep/{number}" for number in range(notes.MOST_ABOVE + 3)]
    waiting = make_far_note(far, uri=uris[0], reply_to_uri=uris[-1])
    for number, uri in enumerate(uris[1:], 1):
        make_far_note(far, uri=uri, reply_to_uri=uris[number - 1], now=NINE + timedelta(seconds=number))

    waiting.refresh_from_db()
    assert waiting.reply_to is None


def test_an_answer_to_somebody_who_answered_it_beforehand_has_nothing_above_itself(team, alice):
    planted = make_far_note(make_far_actor(), uri="https://far.example/1", reply_to_uri=next_post_uri(alice, team))

    note = make_note(make_post(team, alice, "Not ours.", answers=planted.uri))

    assert planted.reply_to_uri == note.uri
    planted.refresh_from_db()
    assert planted.reply_to is None
    assert note.reply_to == planted


def test_the_database_holds_no_note_that_answers_itself():
    note = make_far_note(make_far_actor())

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(reply_to=note)


# -- answers to what is not said yet -----------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", list(ReplyPolicy))
def test_an_answer_to_a_post_that_was_not_yet_said_waits_for_the_team_whatever_the_policy(team, alice, policy):
    ours, far = make_actor(team), make_far_actor()
    keeping_out.set_reply_policy(actor=ours, policy=policy, by=alice.user, now=NINE)
    make_follow(far, ours)
    planted = make_far_note(far, "Buy my pills.", reply_to_uri=next_post_uri(alice, team))

    note = make_note(make_post(team, alice, now=TEN), now=TEN)

    planted.refresh_from_db()
    assert (planted.reply_to, planted.showing) == (note, Showing.HELD)


def test_an_answer_that_came_before_what_somebody_elsewhere_said_stands():
    far = make_far_actor()
    reply = make_far_note(far, reply_to_uri="https://far.example/asked")

    make_far_note(far, uri="https://far.example/asked")

    reply.refresh_from_db()
    assert reply.showing == Showing.SHOWN


def test_what_an_officer_answered_before_we_held_it_stands(team, alice):
    ours = make_note(make_post(team, alice, answers="https://far.example/asked"))

    make_far_note(make_far_actor(), uri="https://far.example/asked")

    ours.refresh_from_db()
    assert ours.showing == Showing.SHOWN


# -- floods ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(team, alice):
    keeping_out.set_reply_policy(actor=make_actor(team), policy=ReplyPolicy.ALL, by=alice.user, now=NINE)
    return make_note(make_post(team, alice))


def test_a_flood_of_replies_that_are_dated_back_holds_itself(asked):
    far = make_far_actor()

    def reply(number):
        uri, words = f"https://far.example/{number}", notes.Words(reply_to_uri=asked.uri)
        dated = TEN - replies.LATE + timedelta(seconds=number)
        return notes.take_note(uri=uri, actor=far, words=words, published_at=dated, now=TEN)

    shown = [reply(number).showing for number in range(replies.MOST_OF_ONE_ACTOR + 1)]

    assert (shown[0], shown[-1]) == (Showing.SHOWN, Showing.HELD)


def test_to_see_a_flood_nobody_reads_all_that_a_server_ever_said(asked):
    far = make_far_actor()

    with CaptureQueriesContext(connection) as queries:
        make_far_note(far, reply_to_uri=asked.uri, now=TEN)

    counts = [each["sql"] for each in queries if "COUNT(*)" in each["sql"] and "received_at" in each["sql"]]
    since = first_id_at(TEN - replies.FLOOD_WITHIN - replies.LATE)
    assert len(counts) == 2
    assert all(f"""."id" >= {since}""" in sql for sql in counts)
