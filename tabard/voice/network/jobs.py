"""What follows here from what happens in the rooms below."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from tabard.people.places.changes import NeighbourhoodDescribed, NeighbourhoodRenamed, NeighbourhoodRetired
from tabard.people.teams.changes import (
    CoverMoved,
    OfficerAdded,
    OfficerChanged,
    OfficerPosted,
    TeamChanged,
    TeamFounded,
)
from tabard.people.teams.models import Officer, Posting, Team
from tabard.voice.network.actions import actors, notes, reactions
from tabard.voice.posts.changes import PostEdited, PostPublished, PostRetracted
from tabard.voice.posts.models import Post, Voice


def open_team(change: TeamFounded) -> None:
    actors.open_actor(Team.objects.with_handle().get(pk=change.team_id), now=timezone.now())


def open_officer(change: OfficerAdded) -> None:
    actors.open_actor(Officer.objects.with_faces().get(pk=change.officer_id), now=timezone.now())


def take_back_officer(change: OfficerPosted) -> None:
    posting = Posting.objects.with_officer().get(pk=change.posting_id)
    if posting.is_held_at(timezone.now()):
        actors.take_back(posting.officer, now=timezone.now())


def take_back_officers(now: datetime) -> None:
    """By the clock: a posting that was set long before begins."""
    for officer in Officer.objects.serving(now).filter(actor__moved_to__isnull=False).with_faces().order_by("pk"):
        actors.take_back(officer, now=now)


def tell_of_team(change: TeamChanged) -> None:
    actors.tell_of_change(Team.objects.with_handle().get(pk=change.team_id), now=timezone.now())


def tell_of_place(change: NeighbourhoodDescribed | NeighbourhoodRenamed | NeighbourhoodRetired) -> None:
    """Its team names the place, and its pages elsewhere, as its own."""
    _tell_of_teams(Team.objects.filter(covers__neighbourhood=change.neighbourhood_id))


def tell_of_cover(change: CoverMoved) -> None:
    _tell_of_teams(Team.objects.filter(pk__in=[change.from_team_id, change.to_team_id]))


def _tell_of_teams(teams: QuerySet[Team]) -> None:
    for team in teams.select_related("handle").order_by("pk"):
        actors.tell_of_change(team, now=timezone.now())


def tell_of_officer(change: OfficerChanged) -> None:
    actors.tell_of_change(Officer.objects.with_faces().get(pk=change.officer_id), now=timezone.now())


def note_post(change: PostPublished) -> None:
    """Give a published post its note. What an officer says in their own name the team passes on to its followers, as
    it does by e-mail; answers to somebody are not news, and stay the officer's."""
    post = Post.objects.for_lists().get(pk=change.post_id)
    if not post.is_public:
        return
    note = notes.note_post(post, now=timezone.now())
    if post.speaks_as == Voice.OFFICER and post.is_news:
        team = actors.open_actor(post.team, now=timezone.now())
        reactions.announce(actor=team, note=note, now=timezone.now())


def renote_post(change: PostEdited) -> None:
    post = Post.objects.for_lists().get(pk=change.post_id)
    if post.is_public:
        notes.renote_post(post, now=timezone.now())


def withdraw_post(change: PostRetracted) -> None:
    notes.withdraw_post(Post.objects.get(pk=change.post_id), now=timezone.now())


def close_polls(now: datetime) -> None:
    while reactions.close_next_poll(now=now):
        pass
