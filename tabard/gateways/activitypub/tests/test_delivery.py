"""What other servers are told of what our actors do: signed, each server once, as the change happened."""

from typing import Any

import pytest
from django.utils import timezone

from tabard.gateways.activitypub import jobs
from tabard.gateways.activitypub.actions import keys
from tabard.gateways.activitypub.tests.hearing import heard, work_all
from tabard.gateways.activitypub.tests.makers import (
    NINE,
    actor_of,
    make_follower,
    make_note,
    make_officer,
    make_post,
    make_remote,
    make_remote_note,
    make_team,
)
from tabard.people.accounts.tests.makers import make_user
from tabard.people.places.actions.forces import describe_neighbourhood
from tabard.people.teams.actions import move_cover
from tabard.people.teams.models import Team
from tabard.plant.changes import work as consequences
from tabard.plant.delivery.models import Delivery
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.network.actions import actors, follows, keeping_out, notes, reactions
from tabard.voice.network.changes import NoteAdded
from tabard.voice.network.models import Actor, Note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def follower(team, peer) -> Actor:
    """Of the team, at the peer."""
    return make_follower(actor_of(team), host=peer.host)


@pytest.fixture(autouse=True)
def _quiet(follower, peer):
    """What had to be told until now has been told."""
    work_all()
    peer.posted.clear()


def test_a_post_goes_to_each_server_once(team, peer, second_peer):
    make_follower(actor_of(team), host=peer.host)
    make_follower(actor_of(team), host=second_peer.host)

    note = make_note(team, "Found: a red bicycle.")
    work_all()

    for each in (peer, second_peer):
        (created,) = heard(each, "Create")
        assert (created["actor"], created["object"]["id"]) == (note.actor.uri, note.uri)
        assert created["object"]["content"] == "<p>Found: a red bicycle.</p>"
        assert created["@context"]
        assert each.posted[-1].path == "/inbox"
        assert each.posted[-1].headers["content-type"] == "application/activity+json"


def test_a_server_without_a_shared_inbox_hears_in_each_inbox(team, peer):
    for name in ("jo", "kim"):
        make_follower(actor_of(team), host=peer.host, name=name, inbox=f"{peer.url}/users/{name}/inbox")
    work_all()
    peer.posted.clear()
    make_note(team)
    work_all()

    assert sorted(peer.paths()) == ["/inbox", "/users/jo/inbox", "/users/kim/inbox"]


def test_who_is_mentioned_hears_it_without_following(team, second_peer):
    make_remote("jo", host=second_peer.host)

    make_note(team, f"Thank you, @jo@{second_peer.host}!")
    work_all()

    assert len(heard(second_peer, "Create")) == 1


def test_the_desk_sees_how_many_servers_a_post_reached(team):
    note = make_note(team)
    work_all()

    (row,) = Delivery.objects.about(f"post:{note.post_id}").filter(channel="activitypub")
    assert (row.state, row.total, row.delivered) == ("done", 1, 1)


def test_what_an_officer_says_the_team_passes_on(team, peer):
    officer = make_officer(team=team)

    make_post(team, officer, speaks_as="officer")
    work_all()

    (passed_on,) = heard(peer, "Announce")
    assert passed_on["actor"] == actor_of(team).uri
    assert passed_on["object"].startswith(actor_of(officer).uri)


def test_an_edit_travels_as_an_update(team, peer):
    note = make_note(team)
    work_all()
    edit(note, "Found: two red bicycles.")
    work_all()

    (updated,) = heard(peer, "Update")
    assert updated["object"]["id"] == note.uri
    assert "two red bicycles" in updated["object"]["content"]
    assert updated["object"]["updated"]


def test_a_picture_put_right_travels_as_an_update(team, peer):
    note = make_note(team, pictures=(make_picture(alt="A bycicle"),))
    work_all()
    put_right = make_picture(alt="A red bicycle")
    edit(note, note.post.text, pictures=(put_right,))
    work_all()

    (updated,) = heard(peer, "Update")
    (attachment,) = updated["object"]["attachment"]
    assert (attachment["name"], put_right.key in attachment["url"]) == ("A red bicycle", True)


def edit(note: Note, text: str, **more: Any) -> None:
    by = note.post.officer
    posts.edit_post(post=note.post, by=by, text=text, content_notice="", language="en-GB", now=timezone.now(), **more)


def test_a_server_that_was_away_gets_what_the_note_says_by_then(team, peer):
    note = make_note(team, "Found: a red bicycle.")
    consequences.work_off(now=timezone.now)
    edit(note, "Found: two red bicycles.")
    work_all()

    assert {one["object"]["content"] for one in heard(peer)} == {"<p>Found: two red bicycles.</p>"}


def test_a_retraction_travels_as_a_delete_also_to_who_only_liked_it(team, peer, second_peer):
    note = make_note(team)
    reactions.like(actor=make_remote(host=second_peer.host), note=note, now=NINE, uri="https://social.example/likes/1")
    work_all()
    posts.retract_post(post=note.post, by=note.post.officer, reason="The owner was found.", now=timezone.now())
    work_all()

    for each in (peer, second_peer):
        (deleted,) = heard(each, "Delete")
        assert (deleted["object"]["id"], deleted["object"]["type"]) == (note.uri, "Tombstone")


def test_what_was_taken_back_before_it_left_never_leaves(team, peer):
    note = make_note(team)
    consequences.work_off(now=timezone.now)
    posts.retract_post(post=note.post, by=note.post.officer, reason="The owner was found.", now=timezone.now())
    work_all()

    assert heard(peer, "Create") == []


def test_an_announce_is_undone_whole(team, peer):
    said = make_remote_note(make_remote())
    reactions.announce(actor=actor_of(team), note=said, now=timezone.now())
    work_all()
    reactions.undo_announce(actor=actor_of(team), note=said, now=timezone.now())
    work_all()

    (announced,), (undone,) = heard(peer, "Announce"), heard(peer, "Undo")
    assert announced["object"] == said.uri
    assert (undone["object"]["type"], undone["object"]["id"]) == ("Announce", announced["id"])


def test_pinning_and_unpinning_travel(team, peer):
    note = make_note(team)
    reactions.pin(note=note, now=timezone.now())
    reactions.unpin(note=note)
    work_all()

    (added,), (removed,) = heard(peer, "Add"), heard(peer, "Remove")
    assert added["object"] == removed["object"] == note.uri
    assert added["target"] == f"{note.actor.uri}featured"


def test_a_like_and_its_end_go_to_the_author_alone(team, peer, second_peer):
    said = make_remote_note(make_remote("jo", host=second_peer.host))
    reactions.like(actor=actor_of(team), note=said, now=timezone.now())
    work_all()
    reactions.undo_like(actor=actor_of(team), note=said)
    work_all()

    (liked,), (undone,) = heard(second_peer, "Like"), heard(second_peer, "Undo")
    assert second_peer.paths() == ["/users/jo/inbox"] * 2
    assert (liked["object"], undone["object"]["id"]) == (said.uri, liked["id"])
    assert peer.posted == []


def test_following_again_is_another_follow(team, second_peer):
    jo = make_remote("jo", host=second_peer.host)
    for _ in range(2):
        follows.ask_to_follow(follower=actor_of(team), target=jo, now=timezone.now())
        work_all()
        follows.end_follow(follower=actor_of(team), target=jo)
        work_all()

    asked, undone = heard(second_peer, "Follow"), heard(second_peer, "Undo")
    assert len({one["id"] for one in asked}) == 2
    assert [one["object"]["id"] for one in undone] == [one["id"] for one in asked]
    assert [one["object"]["object"] for one in undone] == [jo.uri, jo.uri]


def test_who_follows_is_answered_with_the_whole_follow(team, second_peer):
    kim = make_follower(actor_of(team), host=second_peer.host)
    work_all()

    (accepted,) = heard(second_peer, "Accept")
    asked = accepted["object"]
    assert (asked["type"], asked["actor"], asked["object"]) == ("Follow", kim.uri, actor_of(team).uri)
    assert asked["id"].startswith(f"{kim.uri}#follow/")


def test_who_is_removed_is_told(team, peer, follower):
    follows.reject_follow(follow=follower.follows_out.get())
    work_all()

    (rejected,) = heard(peer, "Reject")
    assert rejected["object"]["actor"] == follower.uri


def test_a_place_that_names_another_page_as_its_own_changes_the_profile_of_its_team(team, peer):
    facts = {"contact": {"web": "https://riverside.example/"}}
    describe_neighbourhood(neighbourhood=team.covers.get().neighbourhood, facts=facts, now=timezone.now())
    work_all()

    (updated,) = heard(peer, "Update")
    assert "https://riverside.example/" in str(updated["object"]["attachment"])


def test_a_place_that_gets_another_team_changes_the_profiles_of_both(team, peer, second_peer):
    hillside = make_team("Hillside", handle="hillside")
    make_follower(actor_of(hillside), host=second_peer.host)
    work_all()
    peer.posted.clear()
    second_peer.posted.clear()
    move_cover(neighbourhood=team.covers.get().neighbourhood, to=hillside, now=timezone.now())
    work_all()

    (lost,), (won,) = heard(peer, "Update"), heard(second_peer, "Update")
    assert [field["name"] for field in lost["object"]["attachment"]] == []
    assert [field["name"] for field in won["object"]["attachment"]] == ["Hillside", "Riverside"]


def test_a_changed_profile_travels(team, peer):
    actors.tell_of_change(team, now=timezone.now())
    work_all()

    (updated,) = heard(peer, "Update")
    assert updated["object"]["type"] == "Group"
    assert updated["object"]["publicKey"]


def test_a_new_key_signs_the_message_that_tells_of_it(team, peer):
    made = keys.rotate_key(actor_of(team), now=timezone.now())
    work_all()

    (updated,) = heard(peer, "Update")
    assert updated["object"]["publicKey"]["id"] == made.uri
    assert made.uri in str(peer.posted[0].headers)


def test_a_move_travels(team, peer):
    heir = actor_of(make_team("Hillside", handle="hillside"))
    heir.also_known_as = [actor_of(team).uri]
    heir.save()
    actors.move_actor(actor=actor_of(team), to=heir, now=timezone.now())
    work_all()

    (moved,) = heard(peer, "Move")
    assert (moved["object"], moved["target"]) == (actor_of(team).uri, heir.uri)


def test_a_block_and_its_end_go_to_who_is_blocked(team, peer, follower):
    keeping_out.block_actor(actor=actor_of(team), target=follower, now=timezone.now())
    work_all()
    keeping_out.undo_block(actor=actor_of(team), target=follower)
    work_all()

    (blocked,), (undone,) = heard(peer, "Block"), heard(peer, "Undo")
    assert (blocked["object"], undone["object"]["id"]) == (follower.uri, blocked["id"])


def test_our_vote_goes_to_who_asked(team, second_peer):
    asked = make_remote_note(
        make_remote(host=second_peer.host), kind="Question", options=("Speed", "Parking"), votes=(0, 0)
    )
    reactions.vote(poll=asked.poll, actor=actor_of(team), options=[1], now=timezone.now())
    work_all()

    (cast,) = heard(second_peer, "Create")
    assert (cast["object"]["name"], cast["object"]["inReplyTo"]) == ("Parking", asked.uri)
    assert cast["to"] == [asked.actor.uri]
    assert "content" not in cast["object"]


def test_votes_of_others_are_told_together_after_a_while(team, peer, time_machine):
    at = timezone.now().replace(minute=2, second=10)
    time_machine.move_to(at, tick=False)
    note = make_note(team, "What first?", poll=Poll(options=("Speed", "Parking"), seconds=3600), now=at)
    work_all()
    peer.posted.clear()
    for number in range(3):
        reactions.vote(poll=note.poll, actor=make_remote(), options=[number % 2], now=at)
    work_all()
    told_at_once = heard(peer)
    time_machine.move_to(at.replace(minute=4, second=1), tick=False)
    work_all()

    (updated,) = heard(peer, "Update")
    assert told_at_once == []
    assert [answer["replies"]["totalItems"] for answer in updated["object"]["oneOf"]] == [2, 1]
    assert updated["object"]["votersCount"] == 3


def test_a_report_is_passed_on_in_the_name_of_the_server(team, second_peer):
    bad = make_remote_note(make_remote(host=second_peer.host))
    report = keeping_out.make_report(
        reporter=actor_of(team), about=bad.actor, notes=[bad], words="Spam.", now=NINE, uri="http://127.0.0.1:8000/r/1"
    )
    report.is_forwarded = True
    report.save()
    work_all()

    (flagged,) = heard(second_peer, "Flag")
    assert flagged["actor"] == "http://127.0.0.1:8000/actor/"
    assert flagged["object"] == [bad.actor.uri, bad.uri]
    assert flagged["content"] == "Spam."


def test_a_report_that_was_not_to_be_passed_on_stays_here(team, second_peer):
    bad = make_remote(host=second_peer.host)
    keeping_out.make_report(reporter=actor_of(team), about=bad, notes=[], words="Spam.", now=NINE, uri="urn:r:1")
    work_all()

    assert second_peer.posted == []


def test_a_server_that_is_kept_out_hears_nothing(team, peer, second_peer):
    make_follower(actor_of(team), host=second_peer.host)
    make_note(team)
    consequences.work_off(now=timezone.now)
    keeping_out.block_host(keeping_out.HostRule(host="127.0.0.1"), by=make_user(), now=NINE)
    work_all()

    assert peer.posted == second_peer.posted == []
    assert all(row.refused for row in Delivery.objects.filter(about__startswith="post:"))


def test_what_others_do_is_not_told_by_us(team, peer):
    jo = make_remote()
    said = make_remote_note(jo)
    reactions.announce(actor=jo, note=make_note(team), now=NINE, uri=f"{jo.uri}/announces/1")
    reactions.like(actor=jo, note=make_note(team), now=NINE, uri=f"{jo.uri}/likes/1")
    notes.delete_note(note=said, now=NINE)
    work_all()

    assert {one["type"] for one in heard(peer)} == {"Create"}


def test_a_job_that_runs_twice_tells_once(team, peer):
    note = make_note(team)
    work_all()
    make_follower(actor_of(team), host=peer.host, inbox=f"{peer.url}/late")
    jobs.deliver_note(NoteAdded(note_id=note.pk))
    work_all()

    assert len(heard(peer, "Create")) == 1
