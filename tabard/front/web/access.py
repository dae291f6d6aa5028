"""Who may see what of the public pages: everybody, what is public. What is not there raises Http404."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q
from django.http import Http404

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Badge, Handle, Officer
from tabard.services.events.models import Event
from tabard.voice.posts.models import Post, PostQuerySet, Series, State

Thing = TypeVar("Thing")


def neighbourhood(slug: str) -> Neighbourhood:
    """With its force, its team and the team's handle, in one query. A retired one too: `retired_at` says so."""
    found = Neighbourhood.objects.select_related("force", "cover__team__handle", "cover__team__picture")
    return _or_404(found.filter(slug=slug).first())


def actor(handle: str) -> Handle:
    return _or_404(Handle.objects.named(handle).with_actor().first())


def post(pk: int) -> Post:
    """A post that is public or was: the latter has `state` retracted."""
    return _or_404(with_replies(Post.objects.gone_or_public()).for_lists().filter(pk=pk).first())


def series(pk: int) -> Series:
    """With its team and the team's handle; not there before its first public post."""
    found = Series.objects.public().select_related("team__force", "team__handle")
    return _or_404(found.filter(pk=pk).first())


def badge(number: str, at: datetime) -> Badge:
    """Of one who serves at `at`, or once did: `is_active` says which."""
    return _or_404(Officer.objects.badge(number, at))


def badge_to_print(number: str, at: datetime) -> Badge:
    """Of one who serves at `at`."""
    found = badge(number, at)
    return _or_404(found if found.is_active else None)


def event(pk: int) -> Event:
    found = Event.objects.select_related("neighbourhood__force", "team__handle").filter(pk=pk)
    return _or_404(found.first())


def with_replies(posts: PostQuerySet) -> PostQuerySet:
    """In `replies_count` the number of public replies of each."""
    return posts.annotate(replies_count=Count("replies", filter=Q(replies__state=State.PUBLISHED)))


def _or_404(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing
