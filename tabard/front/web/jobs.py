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
from tabard.plant.stream.actions import publish
from tabard.voice.network.changes import NoteAdded, NoteChanged, NoteDeleted, PollClosed, ReplyHidden, ReplyShown
from tabard.voice.network.models import Note, Poll
from tabard.voice.posts.changes import PostEdited, PostPublished, PostRetracted
from tabard.voice.posts.models import Post

LOOK_BACK = timedelta(hours=6)
FORGOTTEN_WITHIN = timedelta(days=7)
DEEPEST = 6


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


def forget_erased(now: datetime) -> None:
    """By the clock: once words were erased, the index forgets them. Looked at for a week, should the worker have been
    down meanwhile; where nothing was added since, it costs nothing."""
    if Post.objects.filter(erased_at__gte=now - FORGOTTEN_WITHIN).exists():
        actions.forget_removed_words()


def show_answers(change: NoteAdded | NoteChanged | NoteDeleted | ReplyShown | ReplyHidden) -> None:
    """Tell open pages of a post that an answer came, changed or went. Not of likes, boosts and votes: there may be
    thousands in a minute, and each would make every open page ask for itself again."""
    row = Note.objects.filter(pk=change.note_id, announces=None).values_list("post", "reply_to").first()
    if row is not None and row[1] is not None:
        _show_post(_post_above(row[1]))


def show_poll(change: PollClosed) -> None:
    _show_post(Poll.objects.filter(pk=change.poll_id).values_list("note__post", flat=True).first())


def _show_post(post_id: int | None) -> None:
    if post_id is not None:
        publish(topic=f"post-{post_id}", event="post", data={"post_id": post_id})


def _post_above(note_id: int) -> int | None:
    """The post on whose page a note under `note_id` stands: the highest of ours, at most DEEPEST levels up."""
    found = None
    for _level in range(DEEPEST):
        row = Note.objects.filter(pk=note_id).values_list("post", "reply_to").first()
        if row is None:
            break
        post_id, above = row
        found = post_id or found
        if above is None:
            break
        note_id = above
    return found
