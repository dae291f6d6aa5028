"""What follows from changes elsewhere: the search knows of it. Each is safe to run twice."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from tabard.front.web import actions
from tabard.people.places.changes import (
    NeighbourhoodAdded,
    NeighbourhoodDescribed,
    NeighbourhoodRenamed,
    NeighbourhoodRetired,
)
from tabard.people.teams.changes import (
    CoverMoved,
    OfficerAdded,
    OfficerChanged,
    OfficerHandedOver,
    OfficerPosted,
    PostingEnded,
    TeamChanged,
    TeamFounded,
)
from tabard.people.teams.models import Cover, Posting
from tabard.voice.posts.changes import PostEdited, PostPublished, PostRetracted

LOOK_BACK = timedelta(hours=6)


def index_post(change: PostPublished | PostEdited | PostRetracted) -> None:
    actions.index_post(post_id=change.post_id)


def index_person(change: OfficerAdded | OfficerChanged | OfficerPosted | PostingEnded | OfficerHandedOver) -> None:
    actions.index_person(officer_id=change.officer_id, now=timezone.now())


def index_place(
    change: NeighbourhoodAdded | NeighbourhoodDescribed | NeighbourhoodRenamed | NeighbourhoodRetired | CoverMoved,
) -> None:
    actions.index_place(neighbourhood_id=change.neighbourhood_id)


def index_team(change: TeamFounded | TeamChanged) -> None:
    """The places that the team covers are found by its name, and so are its officers."""
    for place in Cover.objects.filter(team=change.team_id).order_by("pk").values_list("neighbourhood", flat=True):
        actions.index_place(neighbourhood_id=place)
    now = timezone.now()
    serving = Posting.objects.held_at(now).filter(team=change.team_id).order_by("pk")
    for officer in serving.values_list("officer", flat=True):
        actions.index_person(officer_id=officer, now=now)


def index_movers(now: datetime) -> None:
    """By the clock: postings begin and end at times set long before, so those who moved lately are looked at again."""
    lately = (now - LOOK_BACK, now)
    moved = Posting.objects.filter(Q(active_from__range=lately) | Q(active_to__range=lately))
    for officer in moved.order_by("officer").values_list("officer", flat=True).distinct():
        actions.index_person(officer_id=officer, now=now)
