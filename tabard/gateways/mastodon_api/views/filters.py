"""What the owner would rather not read: filters of version 2, and of version 1, where each is one phrase."""

from datetime import datetime, timedelta

from django.http import Http404

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.render import filters as render
from tabard.voice.timelines.actions import filters
from tabard.voice.timelines.actions.filters import FilterWish, KeywordWish
from tabard.voice.timelines.models import Filter, FilterKeyword, FilterNote

LONGEST_SECONDS = 10**9


def _own(call: Call, pk: int) -> Filter:
    found = Filter.objects.prefetch_related("keywords", "notes").filter(owner=call.actor, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own_keyword(call: Call, pk: int) -> FilterKeyword:
    found = FilterKeyword.objects.select_related("filter").filter(filter__owner=call.actor, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own_note(call: Call, pk: int) -> FilterNote:
    found = FilterNote.objects.select_related("filter").filter(filter__owner=call.actor, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _ends_at(call: Call, before: datetime | None = None) -> datetime | None:
    """`expires_in` seconds from now; sent empty it means for good, not sent it stays as it was."""
    if "expires_in" not in call.given.values:
        return before
    seconds = call.given.number("expires_in")
    return call.now + timedelta(seconds=min(max(seconds, 0), LONGEST_SECONDS)) if seconds is not None else None


# -- version 2 ---------------------------------------------------------------------------------------------------------


@with_scope("read:filters")
def listed(call: Call) -> Answer:
    own = Filter.objects.filter(owner=call.actor).prefetch_related("keywords", "notes").order_by("pk")
    return [render.whole_filter(row) for row in own]


@with_scope("write:filters")
def create(call: Call) -> Answer:
    wish = FilterWish(
        title=call.given.text("title"),
        contexts=call.given.texts("context"),
        action=call.given.choice("filter_action", Filter.Action.values, Filter.Action.WARN),
        ends_at=_ends_at(call),
    )
    made = filters.make_filter(owner=call.actor, wish=wish, keywords=_keywords(call.given))
    return render.whole_filter(_own(call, made.pk))


@with_scope("read:filters")
def read(call: Call, pk: int) -> Answer:
    return render.whole_filter(_own(call, pk))


@with_scope("write:filters")
def change(call: Call, pk: int) -> Answer:
    found, given = _own(call, pk), call.given
    wish = FilterWish(
        title=given.text("title", found.title),
        contexts=given.texts("context") or found.contexts,
        action=given.choice("filter_action", Filter.Action.values, found.action),
        ends_at=_ends_at(call, found.ends_at),
    )
    filters.change_filter(found=found, wish=wish, keywords=_keywords(given))
    return render.whole_filter(_own(call, pk))


@with_scope("write:filters")
def delete(call: Call, pk: int) -> Answer:
    filters.delete_filter(found=_own(call, pk))
    return {}


def _keywords(given: Given) -> list[KeywordWish]:
    return [
        KeywordWish(
            keyword=each.text("keyword"),
            is_whole_word=each.flag("whole_word", default=True),
            pk=each.key("id"),
            is_removed=each.flag("_destroy"),
        )
        for each in given.groups("keywords_attributes")
    ]


@with_scope("read:filters")
def keywords(call: Call, pk: int) -> Answer:
    return [render.keyword(row) for row in _own(call, pk).keywords.order_by("pk")]


@with_scope("write:filters")
def add_keyword(call: Call, pk: int) -> Answer:
    is_whole = call.given.flag("whole_word", default=True)
    wish = KeywordWish(keyword=call.given.text("keyword"), is_whole_word=is_whole)
    return render.keyword(filters.set_keyword(found=_own(call, pk), wish=wish))


@with_scope("read:filters")
def read_keyword(call: Call, pk: int) -> Answer:
    return render.keyword(_own_keyword(call, pk))


@with_scope("write:filters")
def change_keyword(call: Call, pk: int) -> Answer:
    found = _own_keyword(call, pk)
    is_whole = call.given.flag("whole_word", default=found.is_whole_word)
    wish = KeywordWish(keyword=call.given.text("keyword", found.keyword), is_whole_word=is_whole, pk=pk)
    return render.keyword(filters.set_keyword(found=found.filter, wish=wish))


@with_scope("write:filters")
def delete_keyword(call: Call, pk: int) -> Answer:
    filters.delete_keyword(found=_own_keyword(call, pk))
    return {}


@with_scope("read:filters")
def statuses(call: Call, pk: int) -> Answer:
    return [render.filtered_status(row) for row in _own(call, pk).notes.order_by("pk")]


@with_scope("write:filters")
def add_status(call: Call, pk: int) -> Answer:
    note = access.note_to_read(call.given.key("status_id") or 0, call.actor)
    return render.filtered_status(filters.filter_note(found=_own(call, pk), note=note))


@with_scope("read:filters")
def read_status(call: Call, pk: int) -> Answer:
    return render.filtered_status(_own_note(call, pk))


@with_scope("write:filters")
def delete_status(call: Call, pk: int) -> Answer:
    filters.unfilter_note(found=_own_note(call, pk))
    return {}


# -- version 1 ---------------------------------------------------------------------------------------------------------


@with_scope("read:filters")
def old_listed(call: Call) -> Answer:
    own = FilterKeyword.objects.filter(filter__owner=call.actor).select_related("filter").order_by("pk")
    return [render.old_filter(row) for row in own]


@with_scope("write:filters")
def old_create(call: Call) -> Answer:
    given = call.given
    hides = given.flag("irreversible")
    wish = FilterWish(
        title=given.text("phrase"),
        contexts=given.texts("context"),
        action=Filter.Action.HIDE if hides else Filter.Action.WARN,
        ends_at=_ends_at(call),
    )
    word = KeywordWish(keyword=given.text("phrase"), is_whole_word=given.flag("whole_word"))
    made = filters.make_filter(owner=call.actor, wish=wish, keywords=[word])
    return render.old_filter(made.keywords.select_related("filter").get())


@with_scope("read:filters")
def old_read(call: Call, pk: int) -> Answer:
    return render.old_filter(_own_keyword(call, pk))


@with_scope("write:filters")
def old_change(call: Call, pk: int) -> Answer:
    row, given = _own_keyword(call, pk), call.given
    hides = given.flag("irreversible", default=row.filter.action == Filter.Action.HIDE)
    wish = FilterWish(
        title=row.filter.title,
        contexts=given.texts("context") or row.filter.contexts,
        action=Filter.Action.HIDE if hides else Filter.Action.WARN,
        ends_at=_ends_at(call, row.filter.ends_at),
    )
    is_whole = given.flag("whole_word", default=row.is_whole_word)
    word = KeywordWish(keyword=given.text("phrase", row.keyword), is_whole_word=is_whole, pk=pk)
    filters.change_filter(found=row.filter, wish=wish, keywords=[word])
    return render.old_filter(_own_keyword(call, pk))


@with_scope("write:filters")
def old_delete(call: Call, pk: int) -> Answer:
    """The filter goes with its last phrase."""
    row = _own_keyword(call, pk)
    if row.filter.keywords.count() == 1:
        filters.delete_filter(found=row.filter)
    else:
        filters.delete_keyword(found=row)
    return {}
