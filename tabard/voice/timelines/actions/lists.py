"""Lists: homes of some of those who are followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tabard.lib.text import clean
from tabard.voice.network.models import Actor
from tabard.voice.timelines.models import (
    LONGEST_TITLE,
    List,
)

MOST_LISTS = 100


@dataclass(frozen=True)
class ListWish:
    title: str
    replies_policy: str = List.Replies.LIST
    is_exclusive: bool = False


class TitleRefused(Exception):
    """A list or filter has a title of 1 to LONGEST_TITLE characters."""


class TooManyLists(Exception):
    """One owner keeps up to MOST_LISTS."""


class NotFollowed(Exception):
    """Only somebody whom the owner follows can stand in a list."""


@transaction.atomic
def make_list(*, owner: Actor, wish: ListWish) -> List:
    """Raises TitleRefused, TooManyLists."""
    if List.objects.filter(owner=owner).count() >= MOST_LISTS:
        raise TooManyLists
    return List.objects.create(owner=owner, **_list_columns(wish))


def change_list(*, found: List, wish: ListWish) -> None:
    """Raises TitleRefused."""
    for name, value in _list_columns(wish).items():
        setattr(found, name, value)
    found.save()


def _list_columns(wish: ListWish) -> dict[str, Any]:
    return {
        "title": checked_title(wish.title),
        "replies_policy": wish.replies_policy,
        "is_exclusive": wish.is_exclusive,
    }


def checked_title(text: str) -> str:
    title = " ".join(clean(text).split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise TitleRefused(len(title))
    return title


@transaction.atomic
def put_in_list(*, found: List, actors: Iterable[int]) -> None:
    """Raises NotFollowed, and then adds nobody."""
    wanted = set(actors)
    followed = set(Actor.objects.followed_by(found.owner).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - followed - {found.owner_id}:
        raise NotFollowed
    found.members.add(*wanted)


def take_from_list(*, found: List, actors: Iterable[int]) -> None:
    found.members.remove(*actors)
