"""What comes home, and of what owners are told. Lists, filters and marks have their own tests."""

from datetime import timedelta

import pytest

from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.network.actions import follows, keeping_out, reactions
from tabard.voice.network.changes import FollowUndone, LikeUndone, NoteDeleted
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.timelines import jobs
from tabard.voice.timelines.actions import homes, marks
from tabard.voice.timelines.models import FollowedTag, HomeNote, List, Notice
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_actor(make_team())


@pytest.fixture
def far(owner):
    """Somebody whom the owner follows."""
    followed = make_far_actor()
    make_follow(owner, followed)
    return followed


def at_home(owner):
    return set(HomeNote.objects.of(owner).values_list("note", flat=True))


def told(owner):
    return [notice.kind for notice in Notice.objects.of(owner).newest_first()]


# -- home --------------------------------------------------------------------------------------------------------------


def test_a_note_comes_home_once_to_whoever_follows_its_actor(owner, far):
    note = make_far_note(far)
    stranger = make_actor(make_team("Hillside"))

    for _ in range(2):
        file_and_tell(note)

    assert at_home(owner) == {note.pk}
    assert at_home(stranger) == set()


def test_ours_read_their_own(owner):
    note = make_note(make_post(owner.team, make_officer(team=owner.team)))

    file_and_tell(note)

    assert at_home(owner) == {note.pk}


def test_what_is_passed_on_comes_home_unless_the_owner_does_not_want_it(owner, far):
    first = file_and_tell(reactions.announce(actor=far, note=make_far_note(make_far_actor()), now=NINE))
    follow = far.follows_in.get()
    follows.choose_what_to_hear(follow=follow, shows_announces=False, notifies=False)

    file_and_tell(reactions.announce(actor=far, note=make_far_note(make_far_actor()), now=NINE))

    assert at_home(owner) == {first.pk}


def test_an_answer_to_somebody_comes_home_only_to_those_who_follow_both(owner, far):
    stranger, friend = make_far_actor(), make_far_actor()
    make_follow(owner, friend)
    asked, other = make_far_note(stranger), make_far_note(friend)

    file_and_tell(make_far_note(far, reply_to_uri=asked.uri))
    heard = file_and_tell(make_far_note(far, reply_to_uri=other.uri))

    assert at_home(owner) == {heard.pk}


def test_a_followed_hashtag_brings_public_notes_home(owner):
    FollowedTag.objects.create(owner=owner, name="bridge")
    stranger = make_far_actor()

    note = file_and_tell(make_far_note(stranger, tags=("Bridge",)))
    file_and_tell(make_far_note(stranger, tags=("Bridge",), audience="unlisted"))

    assert at_home(owner) == {note.pk}


def test_members_of_an_exclusive_list_stay_out_of_home(owner, far):
    kept = List.objects.create(owner=owner, title="Council", is_exclusive=True)
    kept.members.add(far)

    file_and_tell(make_far_note(far))

    assert at_home(owner) == set()


def test_a_mute_clears_home_and_ends_when_it_should(owner, far):
    file_and_tell(make_far_note(far))

    marks.mute(owner=owner, target=far, hides_notices=True, ends_at=TEN, now=NINE)

    assert at_home(owner) == set()
    file_and_tell(make_far_note(far), now=NINE)
    assert at_home(owner) == set()
    heard = file_and_tell(make_far_note(far), now=TEN + timedelta(seconds=1))
    assert at_home(owner) == {heard.pk}


def test_somebody_kept_out_is_not_heard_through_others_either(owner, far):
    bad = make_far_actor()
    keeping_out.block_actor(actor=owner, target=bad, now=NINE)

    file_and_tell(reactions.announce(actor=far, note=make_far_note(bad), now=NINE))

    assert at_home(owner) == set()


def test_who_follows_no_longer_reads_no_more_of_it(owner, far):
    file_and_tell(make_far_note(far))

    jobs.clear_home(FollowUndone(follower_id=owner.pk, target_id=far.pk, uri="x"))

    assert at_home(owner) == set()


def test_a_deleted_note_leaves_home_with_all_that_passed_it_on(owner, far):
    note = file_and_tell(make_far_note(far, mentions=(owner,)))
    file_and_tell(reactions.announce(actor=far, note=note, now=NINE))

    homes.forget_note(note.pk)

    assert at_home(owner) == set()
    assert told(owner) == []


# -- notices -----------------------------------------------------------------------------------------------------------


def test_a_mention_a_reply_a_like_and_a_follow_are_told_once(owner):
    stranger = make_far_actor()
    note = make_note(make_post(owner.team, make_officer(team=owner.team)))
    mention = make_far_note(stranger, mentions=(owner,), reply_to_uri=note.uri)
    like = reactions.like(actor=stranger, note=note, now=NINE)
    follow = make_follow(stranger, owner)
    passed_on = reactions.announce(actor=stranger, note=note, now=NINE)

    for _ in range(2):
        file_and_tell(mention)
        homes.tell_of_like(like, now=NINE)
        homes.tell_of_follow(follow, now=NINE)
        file_and_tell(passed_on)

    assert sorted(told(owner)) == ["favourite", "follow", "mention", "reblog"]


def test_nobody_is_told_of_what_they_do_themselves(owner):
    note = make_note(make_post(owner.team, make_officer(team=owner.team)))

    homes.tell_of_like(reactions.like(actor=owner, note=note, now=NINE), now=NINE)

    assert told(owner) == []


def test_a_team_that_passes_on_what_its_officers_say_is_no_news_to_them():
    team = make_team()
    officer = make_actor(make_officer(team=team))
    note = make_note(make_post(team, officer.officer, speaks_as=Voice.OFFICER))

    file_and_tell(reactions.announce(actor=make_actor(team), note=note, now=NINE))
    assert told(officer) == []

    file_and_tell(reactions.announce(actor=make_actor(make_team("Hillside")), note=note, now=NINE))
    assert told(officer) == ["reblog"]


def test_what_is_passed_on_no_longer_is_told_no_longer(owner):
    stranger = make_far_actor()
    note = make_note(make_post(owner.team, make_officer(team=owner.team)))
    passed_on = file_and_tell(reactions.announce(actor=stranger, note=note, now=NINE))
    file_and_tell(reactions.announce(actor=make_far_actor(), note=note, now=NINE))

    jobs.forget_note(NoteDeleted(note_id=passed_on.pk))

    assert [(notice.kind, notice.by) for notice in Notice.objects.of(owner)] != [("reblog", stranger)]
    assert told(owner) == ["reblog"]


def test_what_is_liked_no_longer_is_told_no_longer(owner):
    stranger = make_far_actor()
    note = make_note(make_post(owner.team, make_officer(team=owner.team)))
    undone = LikeUndone(actor_id=stranger.pk, note_id=note.pk, uri="x")
    homes.tell_of_like(reactions.like(actor=stranger, note=note, now=NINE), now=NINE)
    homes.tell_of_like(reactions.like(actor=make_far_actor(), note=note, now=NINE), now=NINE)
    reactions.undo_like(actor=stranger, note=note)

    jobs.forget_like(undone)
    assert told(owner) == ["favourite"]

    homes.tell_of_like(reactions.like(actor=stranger, note=note, now=NINE), now=NINE)
    jobs.forget_like(undone)
    assert told(owner) == ["favourite", "favourite"]


def test_whoever_wants_to_be_told_of_each_note_is(owner, far):
    follows.choose_what_to_hear(follow=far.follows_in.get(), shows_announces=True, notifies=True)

    file_and_tell(make_far_note(far))

    assert told(owner) == ["status"]


def test_a_muted_conversation_tells_of_nothing_further_down(owner):
    stranger = make_far_actor()
    root = make_note(make_post(owner.team, make_officer(team=owner.team)))
    reply = make_far_note(stranger, reply_to_uri=root.uri)
    marks.mute_thread(owner=owner, note=reply)

    file_and_tell(make_far_note(stranger, mentions=(owner,), reply_to_uri=reply.uri))

    assert told(owner) == []
    marks.undo_thread_mute(owner=owner, note=reply)
    file_and_tell(make_far_note(stranger, mentions=(owner,), reply_to_uri=reply.uri))
    assert told(owner) == ["mention"]


def test_whom_the_owner_keeps_out_is_not_told_of(owner):
    bad, loud = make_far_actor(), make_far_actor()
    file_and_tell(make_far_note(bad, mentions=(owner,)))
    assert told(owner) == ["mention"]

    keeping_out.block_actor(actor=owner, target=bad, now=NINE)
    marks.mute(owner=owner, target=loud, hides_notices=True, ends_at=None, now=NINE)
    file_and_tell(make_far_note(loud, mentions=(owner,)))

    assert told(owner) == []


def test_a_closed_poll_is_told_to_those_who_answered(owner):
    poll = make_far_note(make_far_actor(), options=("a", "b"), votes=(0, 0)).poll
    reactions.vote(poll=poll, actor=owner, options=[0], now=NINE)

    for _ in range(2):
        homes.tell_of_poll(poll, now=TEN)

    assert told(owner) == ["poll"]


def test_a_bookmark_is_set_once_and_taken_away(owner):
    note = make_far_note(make_far_actor())

    for _ in range(2):
        marks.bookmark(owner=owner, note=note, now=NINE)
    assert owner.bookmarks.count() == 1
    marks.undo_bookmark(owner=owner, note=note)
    assert owner.bookmarks.count() == 0
