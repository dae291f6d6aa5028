"""Following, moving on, keeping out, and which replies stand."""

from datetime import timedelta

import pytest

from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network import replies
from tabard.voice.network.actions import actors, follows, keeping_out, notes, reactions
from tabard.voice.network.actions.actors import HandleElsewhere
from tabard.voice.network.actions.follows import FollowRefused
from tabard.voice.network.actions.keeping_out import HostRule, ReasonIsMissing, ShowingNotAllowed
from tabard.voice.network.actions.reactions import NotForPassingOn, PollIsClosed, TooManyPins, VoteRefused
from tabard.voice.network.models import (
    SHOWING_MOVES,
    Actor,
    Following,
    HostBlock,
    Like,
    Note,
    ReplyPolicy,
    Showing,
)
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make_actor(make_team())


# -- actors ------------------------------------------------------------------------------------------------------------


def test_a_team_is_a_group_and_an_officer_a_person_each_under_their_own_page(settings):
    team = make_team(handle="riverside")
    officer = make_officer(team=team)

    group, person = make_actor(team), make_actor(officer)

    assert (group.kind, group.uri) == (Actor.Kind.GROUP, f"{settings.BASE_URL}/@riverside/")
    assert (person.kind, person.uri) == (Actor.Kind.PERSON, f"{settings.BASE_URL}/@{officer.handle.name}/")
    assert make_actor(team) == group


def test_a_profile_is_taken_in_anew_under_the_same_id():
    far = make_far_actor("carys", display_name="Carys")

    again = make_far_actor("carys", display_name="Carys the Fish", now=TEN)

    assert again.pk == far.pk
    assert (again.display_name, again.fetched_at) == ("Carys the Fish", TEN)


def test_nobody_takes_a_handle_that_another_of_their_server_holds():
    make_far_actor("carys")

    with pytest.raises(HandleElsewhere):
        make_far_actor("Carys", host="far.example")


def test_nobody_elsewhere_is_taken_in_as_one_of_ours(ours):
    with pytest.raises(ValueError, match="one of ours"):
        actors.keep_profile(
            actors.Profile(uri=ours.uri, kind="Person", name="x", host="far.example", inbox="https://far.example/x"),
            now=NINE,
        )


def test_who_is_gone_leaves_nothing_but_the_row_that_refuses_them(ours):
    far = make_far_actor("carys", display_name="Carys")
    note = make_far_note(far)
    make_follow(far, ours)
    reactions.like(actor=far, note=make_far_note(make_far_actor()), now=NINE)

    actors.forget_actor(actor=far, now=TEN)

    far.refresh_from_db()
    assert (far.display_name, far.inbox, far.gone_at) == ("", "", TEN)
    assert not Note.objects.filter(pk=note.pk).exists()
    assert not Following.objects.exists()
    assert not Like.objects.exists()
    with pytest.raises(FollowRefused):
        follows.ask_to_follow(follower=ours, target=far, now=TEN)


def test_whoever_of_ours_follows_one_who_moves_follows_on(ours):
    old = make_far_actor("carys")
    new = make_far_actor("carys", host="new.example", also_known_as=(old.uri,))
    make_follow(ours, old)

    assert actors.move_actor(actor=old, to=new, now=TEN) == 1
    assert actors.move_actor(actor=old, to=new, now=TEN) == 0

    assert [follow.target for follow in Following.objects.filter(follower=ours)] == [new]


def test_nobody_is_moved_to_one_who_does_not_know_them(ours):
    old, new = make_far_actor(), make_far_actor()
    make_follow(ours, old)

    with pytest.raises(ValueError, match="does not know"):
        actors.move_actor(actor=old, to=new, now=TEN)

    assert Following.objects.get().target == old


# -- follows -----------------------------------------------------------------------------------------------------------


def test_one_of_ours_lets_itself_be_followed_at_once_and_another_is_asked(ours):
    far = make_far_actor()

    to_us = follows.ask_to_follow(follower=far, target=ours, now=NINE, uri="https://far.example/follow/1")
    from_us = follows.ask_to_follow(follower=ours, target=far, now=NINE)

    assert to_us.accepted_at == NINE
    assert from_us.accepted_at is None


def test_asking_twice_takes_the_newer_id(ours):
    far = make_far_actor()
    follows.ask_to_follow(follower=far, target=ours, now=NINE, uri="https://far.example/follow/1")

    follows.ask_to_follow(follower=far, target=ours, now=TEN, uri="https://far.example/follow/2")

    assert Following.objects.get().uri == "https://far.example/follow/2"


def test_nobody_follows_themselves_or_one_who_keeps_them_out(ours):
    far = make_far_actor()
    keeping_out.block_actor(actor=ours, target=far, now=NINE)

    for follower, target in ((ours, ours), (far, ours), (ours, far)):
        with pytest.raises(FollowRefused):
            follows.ask_to_follow(follower=follower, target=target, now=NINE)


def test_a_follow_ends_and_is_rejected_also_where_there_is_none(ours):
    far = make_far_actor()
    follow = make_follow(far, ours)

    follows.reject_follow(follow=follow)
    follows.reject_follow(follow=follow)
    follows.end_follow(follower=far, target=ours)

    assert not Following.objects.exists()


def test_a_block_ends_both_follows_and_a_host_block_all_of_its_servers(ours):
    one, two, below = make_far_actor(), make_far_actor(host="bad.example"), make_far_actor(host="sub.bad.example")
    for far in (one, two, below):
        make_follow(far, ours)
        make_follow(ours, far)

    keeping_out.block_actor(actor=ours, target=one, now=NINE)
    keeping_out.block_host(HostRule(host="BAD.example"), by=make_user(), now=NINE)

    assert not Following.objects.exists()
    assert HostBlock.objects.of("sub.bad.example").exists()
    assert not HostBlock.objects.of("notbad.example").exists()
    assert AuditEntry.objects.filter(act="network.host_blocked").exists()


# -- replies -----------------------------------------------------------------------------------------------------------


def make_reply(ours, far, **more):
    note = make_note(make_post(ours.team, make_officer(team=ours.team)))
    return make_far_note(far, "Well done.", reply_to_uri=note.uri, **more)


@pytest.mark.parametrize(
    ("policy", "follows_us", "showing"),
    [
        (ReplyPolicy.ALL, False, Showing.SHOWN),
        (ReplyPolicy.FOLLOWERS, True, Showing.SHOWN),
        (ReplyPolicy.FOLLOWERS, False, Showing.HELD),
        (ReplyPolicy.NONE, True, Showing.HELD),
    ],
)
def test_a_reply_stands_as_the_policy_says(ours, policy, follows_us, showing):
    far = make_far_actor()
    if follows_us:
        make_follow(far, ours)
    keeping_out.set_reply_policy(actor=ours, policy=policy, by=make_user(), now=NINE)

    reply = make_reply(ours, far)

    assert reply.showing == showing


def test_a_reply_from_a_silenced_server_is_held_whatever_the_policy(ours):
    keeping_out.set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=make_user(), now=NINE)
    rule = HostRule(host="far.example", severity=HostBlock.Severity.SILENCE)
    keeping_out.block_host(rule, by=make_user(), now=NINE)

    assert make_reply(ours, make_far_actor()).showing == Showing.HELD


def test_a_flood_of_replies_holds_itself(ours):
    keeping_out.set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=make_user(), now=NINE)
    far = make_far_actor()
    note = make_note(make_post(ours.team, make_officer(team=ours.team)))

    shown = [make_far_note(far, reply_to_uri=note.uri).showing for _ in range(replies.MOST_OF_ONE_ACTOR + 3)]

    assert shown.count(Showing.HELD) == 3
    assert shown[-1] == Showing.HELD
    later = NINE + replies.FLOOD_WITHIN + timedelta(seconds=1)
    assert make_far_note(far, reply_to_uri=note.uri, now=later).showing == Showing.SHOWN


def edit(reply, text="You are all thieves.", *, url="", now=TEN):
    words = notes.Words(html=f"<p>{text}</p>", reply_to_uri=reply.reply_to_uri, url=url)
    notes.change_note(note=reply, words=words, edited_at=now, now=now)
    reply.refresh_from_db()


def test_a_reply_that_the_team_let_stand_waits_again_when_its_words_change(ours):
    reply = make_reply(ours, make_far_actor())
    keeping_out.show_reply(note=reply, by=make_officer(team=ours.team, user=make_user()), now=NINE)

    edit(reply)

    assert reply.showing == Showing.HELD
    assert reply not in Note.objects.for_everybody()
    assert AuditEntry.objects.filter(act="network.reply_held").count() == 1


def test_a_reply_that_the_policy_shows_by_itself_stands_with_its_new_words(ours):
    far = make_far_actor()
    make_follow(far, ours)
    reply = make_reply(ours, far)

    edit(reply)

    assert reply.showing == Showing.SHOWN


def test_a_reply_that_the_team_hid_stays_hidden_whatever_it_says_now(ours):
    keeping_out.set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=make_user(), now=NINE)
    reply = make_reply(ours, make_far_actor())
    keeping_out.hide_reply(note=reply, by=make_officer(team=ours.team), reason="Abusive.", now=NINE)

    edit(reply)

    assert (reply.showing, reply.hidden_because) == (Showing.HIDDEN, "Abusive.")


def test_a_reply_that_says_the_same_again_is_not_weighed_again(ours):
    reply = make_reply(ours, make_far_actor())
    keeping_out.show_reply(note=reply, by=make_officer(team=ours.team, user=make_user()), now=NINE)

    edit(reply, "Well done.")

    assert reply.showing == Showing.SHOWN


def test_a_reply_that_leads_to_another_page_waits_again(ours):
    reply = make_reply(ours, make_far_actor())
    keeping_out.show_reply(note=reply, by=make_officer(team=ours.team, user=make_user()), now=NINE)

    edit(reply, "Well done.", url="https://far.example/pay-here")

    assert reply.showing == Showing.HELD


def test_a_reply_that_is_rewritten_without_end_holds_itself(ours):
    keeping_out.set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=make_user(), now=NINE)
    reply = make_reply(ours, make_far_actor())

    for number in range(replies.MOST_EDITS):
        edit(reply, f"Version {number}", now=TEN + timedelta(days=number))
    assert reply.showing == Showing.SHOWN
    edit(reply, "Once more", now=TEN + timedelta(days=30))

    assert reply.showing == Showing.HELD


@pytest.mark.parametrize("start", list(Showing))
@pytest.mark.parametrize("to", [Showing.SHOWN, Showing.HIDDEN])
def test_a_reply_is_shown_and_hidden_by_the_table_of_moves(ours, start, to):
    by = make_officer(team=ours.team, user=make_user())
    reply = make_reply(ours, make_far_actor())
    Note.objects.filter(pk=reply.pk).update(showing=start)

    if to == Showing.SHOWN:
        keeping_out.show_reply(note=reply, by=by, now=NINE)
    else:
        keeping_out.hide_reply(note=reply, by=by, reason="Abusive.", now=NINE)

    reply.refresh_from_db()
    assert reply.showing == to
    assert start == to or to in SHOWING_MOVES[start]
    assert AuditEntry.objects.filter(act__startswith="network.reply_").exists() is (start != to)


def test_a_reply_is_hidden_for_a_reason_only(ours):
    by = make_officer(team=ours.team, user=make_user())
    reply = make_reply(ours, make_far_actor())

    for reason in ("", "  ", "x" * 501):
        with pytest.raises(ReasonIsMissing):
            keeping_out.hide_reply(note=reply, by=by, reason=reason, now=NINE)


def test_only_a_reply_to_ours_is_shown_or_hidden(ours):
    by = make_officer(team=ours.team, user=make_user())

    with pytest.raises(ShowingNotAllowed):
        keeping_out.hide_reply(note=make_far_note(make_far_actor()), by=by, reason="Abusive.", now=NINE)


# -- likes, announces, pins, votes -------------------------------------------------------------------------------------


def test_likes_and_announces_are_counted_once_and_taken_back(ours):
    note = make_far_note(make_far_actor())
    for _ in range(2):
        reactions.like(actor=ours, note=note, now=NINE)
        reactions.announce(actor=ours, note=note, now=NINE)
    note.refresh_from_db()
    assert (note.likes_count, note.announces_count) == (1, 1)

    for _ in range(2):
        reactions.undo_like(actor=ours, note=note)
        reactions.undo_announce(actor=ours, note=note, now=TEN)

    note.refresh_from_db()
    assert (note.likes_count, note.announces_count) == (0, 0)


def test_what_was_taken_back_can_be_passed_on_again(ours):
    note = make_far_note(make_far_actor())
    reactions.announce(actor=ours, note=note, now=NINE)
    reactions.undo_announce(actor=ours, note=note, now=TEN)

    again = reactions.announce(actor=ours, note=note, now=TEN)

    assert again.deleted_at is None


@pytest.mark.parametrize("audience", ["private", "direct"])
def test_what_is_not_for_everybody_is_not_passed_on(ours, audience):
    with pytest.raises(NotForPassingOn):
        reactions.announce(actor=ours, note=make_far_note(make_far_actor(), audience=audience), now=NINE)


def test_a_profile_has_room_for_a_few_pins():
    far = make_far_actor()
    pinned = [make_far_note(far, str(number)) for number in range(reactions.MOST_PINS)]
    for note in pinned:
        reactions.pin(note=note, now=NINE)

    with pytest.raises(TooManyPins):
        reactions.pin(note=make_far_note(far), now=NINE)
    reactions.unpin(note=pinned[0])
    reactions.pin(note=make_far_note(far), now=NINE)


def make_poll(**more):
    return make_far_note(make_far_actor(), options=("a", "b", "c"), votes=(0, 0, 0), **more).poll


def test_a_vote_is_counted_once(ours):
    poll = make_poll(is_multiple=True)

    reactions.vote(poll=poll, actor=ours, options=[0, 2, 2], now=NINE)

    poll.refresh_from_db()
    assert (poll.votes, poll.voters_count) == ([1, 0, 1], 1)
    with pytest.raises(VoteRefused):
        reactions.vote(poll=poll, actor=ours, options=[1], now=NINE)


@pytest.mark.parametrize("options", [[], [3], [-1], [0, 1]])
def test_a_vote_for_no_answer_or_too_many_is_refused(ours, options):
    with pytest.raises(VoteRefused):
        reactions.vote(poll=make_poll(), actor=ours, options=options, now=NINE)


def test_a_closed_poll_takes_no_vote(ours):
    with pytest.raises(PollIsClosed):
        reactions.vote(poll=make_poll(closes_at=NINE), actor=ours, options=[0], now=NINE)


def test_a_voter_elsewhere_sends_several_answers_one_by_one(ours):
    poll, far = make_poll(is_multiple=True), make_far_actor()

    for option in (0, 1):
        reactions.vote(poll=poll, actor=far, options=[option], now=NINE, uri=f"https://far.example/vote/{option}")

    poll.refresh_from_db()
    assert (poll.votes, poll.voters_count) == ([1, 1, 0], 1)
