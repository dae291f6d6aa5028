"""Whom and what a page of this room is about."""

from datetime import datetime

from django.http import Http404

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Handle, Officer
from tabard.voice.follows.models import Follow, Follower, FollowQuerySet, Target
from tabard.voice.posts.models import Post


def target_to_follow(*, place: str, actor: str, now: datetime) -> Target:
    """The neighbourhood with the slug `place`, or the team or serving officer with the handle `actor`.

    Raises Http404.
    """
    if place:
        found: Target | None = Neighbourhood.objects.filter(slug=place, retired_at=None).first()
    else:
        handle = Handle.objects.select_related("team", "officer").filter(name=actor.removeprefix("@").lower()).first()
        found = (handle.team or handle.officer) if handle else None
    if found is None or (isinstance(found, Officer) and not Officer.objects.serving(now).filter(pk=found.pk).exists()):
        raise Http404
    return found


def follows_in_scope(*, follower: Follower, scope: str) -> FollowQuerySet:
    """The live follows that a mail with this scope in its stop link came through.

    An unsubscribe must never fail: what is not understood, or is gone, means all of them.
    """
    mine = Follow.objects.live().filter(follower=follower)
    kind, _, number = scope.partition("-")
    if kind in {Follow.Frequency.DAILY, Follow.Frequency.WEEKLY}:
        return mine.every(kind)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return mine
    if kind == "post":
        return _hearing(mine, int(number))
    return mine.filter(**{kind: int(number)}) if kind in {"team", "officer"} else mine


def _hearing(mine: FollowQuerySet, pk: int) -> FollowQuerySet:
    post = Post.objects.filter(pk=pk).first()
    return mine if post is None else mine.hearing(post)
