"""Whom and what a page of this room is about."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Handle, Officer
from tabard.voice.follows.models import Follow, Follower, FollowQuerySet, Target
from tabard.voice.posts.models import Post

REPEATED_WITHIN = timedelta(days=1)


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


def follows_to_stop(*, follower: Follower, scope: str, now: datetime) -> FollowQuerySet:
    """The live follows that a stop link with this scope ends: those that its mail came through.

    An unsubscribe must never fail. Where those follows were handed over, their heirs are meant. Where none is left, nor
    understood (the frequency was changed since, or the team's cover), all are meant, so that an old link always stops
    mail. Only a link that has stopped something lately stops nothing more: mail programs send the same request twice.
    """
    mine = Follow.objects.filter(follower=follower)
    meant = _in_scope(mine, scope)
    ended = meant.filter(ended_at__isnull=False)
    heirs = mine.live().filter(confirmed_at__in=ended.values("ended_at"))
    found = mine.live().filter(Q(pk__in=meant.live().values("pk")) | Q(pk__in=heirs.values("pk")))
    if found.exists() or ended.filter(ended_at__gt=now - REPEATED_WITHIN).exists():
        return found
    return mine.live()


def _in_scope(mine: FollowQuerySet, scope: str) -> FollowQuerySet:
    kind, _, number = scope.partition("-")
    if kind in Follow.Frequency.values:
        return mine.every(kind)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return mine.none()
    if kind == "post":
        return _hearing(mine, int(number))
    return mine.filter(**{kind: int(number)}) if kind in {"team", "officer"} else mine.none()


def _hearing(mine: FollowQuerySet, pk: int) -> FollowQuerySet:
    post = Post.objects.filter(pk=pk).first()
    return mine.none() if post is None else mine.hearing(post)
