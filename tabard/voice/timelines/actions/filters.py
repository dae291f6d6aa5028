"""What an owner would rather not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tabard.lib.text import clean
from tabard.voice.network.models import Actor, Note
from tabard.voice.timelines import live
from tabard.voice.timelines.actions.lists import checked_title
from tabard.voice.timelines.models import (
    LONGEST_TITLE,
    Filter,
    FilterKeyword,
    FilterNote,
)

MOST_FILTERS = MOST_KEYWORDS = 100


@dataclass(frozen=True)
class FilterWish:
    title: str
    contexts: Sequence[str]
    action: str = Filter.Action.WARN
    ends_at: datetime | None = None


@dataclass(frozen=True)
class KeywordWish:
    """A keyword to add, or (`pk`) to change or take away from a filter."""

    keyword: str = ""
    is_whole_word: bool = True
    pk: int | None = None
    is_removed: bool = False


class FilterRefused(Exception):
    """A filter works somewhere, its keywords have 1 to LONGEST_TITLE characters, and there are not too many of them."""


@transaction.atomic
def make_filter(*, owner: Actor, wish: FilterWish, keywords: Sequence[KeywordWish] = ()) -> Filter:
    """Raises TitleRefused, FilterRefused."""
    if Filter.objects.filter(owner=owner).count() >= MOST_FILTERS:
        raise FilterRefused
    made = Filter.objects.create(owner=owner, **_filter_columns(wish))
    _set_keywords(made, keywords)
    return made


@transaction.atomic
def change_filter(*, found: Filter, wish: FilterWish, keywords: Sequence[KeywordWish] = ()) -> None:
    """Raises TitleRefused, FilterRefused."""
    for name, value in _filter_columns(wish).items():
        setattr(found, name, value)
    found.save()
    _set_keywords(found, keywords)


@transaction.atomic
def delete_filter(*, found: Filter) -> None:
    _tell_of_filters(found)
    found.delete()


@transaction.atomic
def set_keyword(*, found: Filter, wish: KeywordWish) -> FilterKeyword:
    """Add one, or change that which `wish.pk` names. Raises FilterRefused."""
    word = " ".join(clean(wish.keyword).split())
    is_one_too_many = wish.pk is None and found.keywords.count() >= MOST_KEYWORDS
    if not 1 <= len(word) <= LONGEST_TITLE or is_one_too_many:
        raise FilterRefused
    known = {"keyword": word, "is_whole_word": wish.is_whole_word}
    _tell_of_filters(found)
    if wish.pk is None:
        return found.keywords.create(**known)
    return found.keywords.update_or_create(pk=wish.pk, defaults=known)[0]


@transaction.atomic
def delete_keyword(*, found: FilterKeyword) -> None:
    _tell_of_filters(found.filter)
    found.delete()


@transaction.atomic
def filter_note(*, found: Filter, note: Note) -> FilterNote:
    _tell_of_filters(found)
    return FilterNote.objects.get_or_create(filter=found, note=note)[0]


@transaction.atomic
def unfilter_note(*, found: FilterNote) -> None:
    _tell_of_filters(found.filter)
    found.delete()


def _set_keywords(found: Filter, wishes: Sequence[KeywordWish]) -> None:
    kept = {keyword.pk: keyword for keyword in found.keywords.all()}
    for wish in wishes:
        if wish.pk is not None and wish.pk not in kept:
            raise FilterRefused
        if not wish.is_removed:
            set_keyword(found=found, wish=wish)
        elif wish.pk is not None:
            kept[wish.pk].delete()
    _tell_of_filters(found)


def _filter_columns(wish: FilterWish) -> dict[str, Any]:
    contexts = list(dict.fromkeys(wish.contexts))
    if not contexts or set(contexts) - set(Filter.Context):
        raise FilterRefused
    return {"title": checked_title(wish.title), "contexts": contexts, "action": wish.action, "ends_at": wish.ends_at}


def _tell_of_filters(found: Filter) -> None:
    live.tell([live.topic_of(found.owner_id)], live.FILTERS)
