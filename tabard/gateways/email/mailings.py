"""What a batch in the ledger says, turned into one stencil and the followers who are to get it.

The ledger holds followers' ids only. Whoever has stopped since, or no longer hears it, is left out here, at the last
moment before sending.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tabard.gateways.email import render
from tabard.lib.mail.letter import Stencil
from tabard.people.teams.models import Officer, Team
from tabard.voice.follows.access import confirmation_word
from tabard.voice.follows.models import Follow, Follower
from tabard.voice.posts.models import Post


@dataclass(frozen=True)
class Mailing:
    """`name` is the letter's own, the same at every attempt."""

    name: str
    stencil: Stencil
    followers: list[Follower]


def prepare(payload: dict[str, Any], recipients: list[str], *, now: datetime) -> Mailing | None:
    """None when there is nothing to send any more, to anybody. `payload["kind"]` is one of KINDS."""
    return KINDS[payload["kind"]](payload, [int(recipient) for recipient in recipients], now)


def _post(payload: dict[str, Any], ids: list[int], _now: datetime) -> Mailing | None:
    post = Post.objects.public().for_lists().filter(pk=payload["post"]).first()
    if post is None:
        return None
    hearing = Follow.objects.owing().hearing(post).filter(follower__in=ids)
    stencil = render.post_mail(post, language=payload["language"])
    return Mailing(f"post-{post.pk}", stencil, _followers(hearing.values_list("follower", flat=True)))


def _digest(payload: dict[str, Any], ids: list[int], now: datetime) -> Mailing | None:
    posts = list(Post.objects.public().for_lists().filter(pk__in=payload["posts"]).order_by("published_at", "pk"))
    if not posts:
        return None
    # Also those who have changed how often since: they are owed it, and nothing else will bring it.
    owing = Follow.objects.owing().filter(follower__in=ids)
    hearing = {pk for post in posts for pk in owing.hearing(post).values_list("follower", flat=True)}
    stencil = render.digest_mail(
        posts, frequency=payload["frequency"], name=payload["name"], language=payload["language"], now=now
    )
    return Mailing(payload["name"], stencil, _followers(hearing))


def _confirm(payload: dict[str, Any], _ids: list[int], now: datetime) -> Mailing | None:
    follow = Follow.objects.live().with_targets().filter(pk=payload["follow"]).first()
    if follow is None or follow.follower.is_shut:
        return None
    word = confirmation_word(follow, now=datetime.fromisoformat(payload["asked_at"]))
    stencil = render.confirm_mail(follow, word=word, name=payload["name"], now=now)
    return Mailing(payload["name"], stencil, [follow.follower])


def _handover(payload: dict[str, Any], ids: list[int], now: datetime) -> Mailing | None:
    officer = Officer.objects.get(pk=payload["officer"])
    if payload["to_officer"]:
        to: Officer | Team = Officer.objects.get(pk=payload["to_officer"])
    else:
        to = Team.objects.get(pk=payload["to_team"])
    follows = Follow.objects.confirmed().of(to).filter(follower__in=ids)
    stencil = render.handover_mail(officer, to, name=payload["name"], language=payload["language"], now=now)
    return Mailing(payload["name"], stencil, _followers(follows.values_list("follower", flat=True)))


def _followers(ids: Any) -> list[Follower]:
    return list(Follower.objects.reachable().filter(pk__in=ids).order_by("pk"))


KINDS: dict[str, Callable[[dict[str, Any], list[int], datetime], Mailing | None]] = {
    "post": _post,
    "digest": _digest,
    "confirm": _confirm,
    "handover": _handover,
}
