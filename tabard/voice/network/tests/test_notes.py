"""What is said here and elsewhere, and what becomes of it."""

from datetime import timedelta

import pytest

from tabard.lib.sortable_ids import first_id_at
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.network import jobs
from tabard.voice.network.actions import notes, reactions
from tabard.voice.network.actions.notes import Words
from tabard.voice.network.models import Actor, Audience, Mention, Note
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.changes import PostPublished
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def counts(actor):
    return Actor.objects.get(pk=actor.pk).claimed_notes


# -- ours --------------------------------------------------------------------------------------------------------------


def test_a_published_post_gets_one_note_with_the_address_of_its_page(team, alice, settings):
    post = make_post(team, alice)

    note = make_note(post)

    assert make_note(post) == note
    assert note.uri == f"{settings.BASE_URL}/@riverside/{post.pk}/"
    assert (note.html, note.is_local, note.kind) == ("", True, Note.Kind.NOTE)
    assert note.pk >> 16 == first_id_at(NINE) >> 16
    assert counts(note.actor) == 1
    assert Actor.objects.get(pk=note.actor_id).last_note_at == NINE


def test_a_note_names_whom_its_text_names_where_we_know_them(team, alice):
    other, far = make_actor(make_team("Hillside", handle="hillside")), make_far_actor("carys")
    post = make_post(team, alice, "@hillside @Carys@far.example @stranger@nowhere.example and #Bridge")

    note = make_note(post)

    assert set(note.mentions.values_list("actor", flat=True)) == {other.pk, far.pk}
    assert [row.name for row in note.tag_rows.all()] == ["bridge"]


def test_an_answer_to_somebody_elsewhere_is_tied_to_what_it_answers(team, alice):
    asked = make_far_note(make_far_actor("carys"), "Whose bicycle?")

    note = make_note(make_post(team, alice, "Not ours.", answers=asked.uri))

    asked.refresh_from_db()
    assert note.reply_to == asked
    assert asked.replies_count == 1
    assert [row.actor for row in note.mentions.all()] == [asked.actor]


def test_what_an_officer_says_in_their_own_name_the_team_passes_on(team, alice):
    post = make_post(team, alice, speaks_as=Voice.OFFICER)

    for _ in range(2):
        jobs.note_post(PostPublished(post_id=post.pk))

    said = Note.objects.get(post=post)
    assert said.actor.officer == alice
    passed_on = Note.objects.get(announces=said)
    assert passed_on.actor.team == team
    said.refresh_from_db()
    assert said.announces_count == 1


def test_an_officers_answer_to_somebody_is_not_passed_on_by_the_team(team, alice):
    asked = make_far_note(make_far_actor())
    post = make_post(team, alice, speaks_as=Voice.OFFICER, answers=asked.uri)

    jobs.note_post(PostPublished(post_id=post.pk))

    assert not Note.objects.exclude(announces=None).exists()


def test_an_edited_post_names_whom_it_names_now(team, alice):
    make_actor(make_team("Hillside", handle="hillside"))
    post = make_post(team, alice, "@hillside #old")
    note = make_note(post)

    posts.edit_post(post=post, by=alice, text="#new", content_notice="Late", language="cy", now=TEN)
    notes.renote_post(post, now=TEN)

    note.refresh_from_db()
    assert not note.mentions.exists()
    assert [row.name for row in note.tag_rows.all()] == ["new"]
    assert (note.edited_at, note.content_notice, note.language, note.is_sensitive) == (TEN, "Late", "cy", True)


def test_a_retracted_post_takes_its_note_and_every_passing_on_with_it(team, alice):
    post = make_post(team, alice)
    note = make_note(post)
    reactions.announce(actor=make_far_actor(), note=note, now=NINE)

    for _ in range(2):
        notes.withdraw_post(post, now=TEN)

    assert not Note.objects.living().exists()
    assert Note.objects.get(post=post).deleted_at == TEN
    assert counts(note.actor) == 0


def test_a_post_with_a_poll_asks_a_question(team, alice):
    note = make_note(make_post(team, alice, "Which day?", poll=Poll(options=("Monday", "Friday"), seconds=3600)))

    assert note.kind == Note.Kind.QUESTION
    assert note.poll.options == ["Monday", "Friday"]
    assert note.poll.votes == [0, 0]
    assert note.poll.closes_at == NINE + timedelta(hours=1)


# -- of others ---------------------------------------------------------------------------------------------------------


def test_taking_a_note_twice_changes_nothing():
    far = make_far_actor()

    first = make_far_note(far, "Once.", uri="https://far.example/1")
    second = make_far_note(far, "Twice.", uri="https://far.example/1")

    assert first == second
    assert Note.objects.get().html == "<p>Once.</p>"


@pytest.mark.parametrize("years", [-30, 30])
def test_nobody_writes_themselves_to_the_top_or_the_end_of_the_lists(years):
    far = make_far_actor()
    claimed = NINE + timedelta(days=365 * years)

    note = notes.take_note(uri="https://far.example/1", actor=far, words=Words(), published_at=claimed, now=NINE)

    assert note.pk >> 16 == first_id_at(NINE) >> 16
    assert note.published_at == min(claimed, NINE)


def test_a_reply_that_came_before_what_it_answers_finds_it():
    far = make_far_actor()
    reply = make_far_note(far, "Yes.", reply_to_uri="https://far.example/asked")
    assert reply.reply_to is None

    asked = make_far_note(far, "Well?", uri="https://far.example/asked")

    reply.refresh_from_db()
    assert reply.reply_to == asked
    assert asked.replies_count == 1


def test_a_changed_note_keeps_what_it_said_before_and_for_whom_it_was():
    note = make_far_note(make_far_actor(), "First.", audience=Audience.FOLLOWERS)
    words = Words(html="<p>Second.</p>", audience=Audience.PUBLIC)

    notes.change_note(note=note, words=words, edited_at=TEN, now=TEN)

    note.refresh_from_db()
    assert (note.html, note.edited_at, note.audience) == ("<p>Second.</p>", TEN, Audience.FOLLOWERS)
    assert [version.html for version in note.versions.all()] == ["<p>First.</p>"]


def test_a_poll_counted_anew_is_no_edit():
    far = make_far_actor()
    note = make_far_note(far, "Well?", options=("a", "b"), votes=(0, 0))
    words = Words(html=note.html, options=("a", "b"), votes=(3, 1), voters_count=4)

    notes.change_note(note=note, words=words, edited_at=None, now=TEN)

    note.refresh_from_db()
    assert note.edited_at is None
    assert note.poll.votes == [3, 1]


def test_a_deleted_note_leaves_its_address_taken_and_no_words():
    note = make_far_note(make_far_actor(), "Gone.", tags=("Bridge",))

    notes.delete_note(note=note, now=TEN)

    note.refresh_from_db()
    assert (note.html, note.tags, note.deleted_at) == ("", [], TEN)
    assert not note.tag_rows.exists()
    assert make_far_note(note.actor, "Again.", uri=note.uri).deleted_at == TEN


def test_a_note_names_only_so_many():
    far = [make_far_actor() for _ in range(notes.MOST_MENTIONS + 5)]

    note = make_far_note(make_far_actor(), mentions=tuple(far))

    assert Mention.objects.filter(note=note).count() == notes.MOST_MENTIONS


# -- who may read ------------------------------------------------------------------------------------------------------


def test_what_is_for_followers_is_read_by_followers_and_by_those_it_mentions(team, alice):
    far, reader, mentioned = make_far_actor(), make_actor(team), make_actor(alice)
    note = make_far_note(far, audience=Audience.FOLLOWERS, mentions=(mentioned,))

    def may_read(viewer):
        return Note.objects.seen_by(viewer).filter(pk=note.pk).exists()

    assert not may_read(None)
    assert not may_read(reader)
    assert may_read(mentioned)
    make_follow(reader, far)
    assert may_read(reader)
