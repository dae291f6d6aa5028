"""Lists of accounts that the owner follows, and how far they have read."""

from collections.abc import Iterable

from django.http import Http404

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.gateways.mastodon_api.render.accounts import accounts
from tabard.gateways.mastodon_api.render.values import moment
from tabard.voice.timelines.actions import lists, marks
from tabard.voice.timelines.actions.lists import ListWish
from tabard.voice.timelines.models import List, Marker

PAGE, MOST = 40, 80
MARKED = ("home", "notifications")


def _own(call: Call, pk: int) -> List:
    found = List.objects.select_related("owner").filter(owner=call.actor, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _entity(row: List) -> dict[str, object]:
    return {"id": str(row.pk), "title": row.title, "replies_policy": row.replies_policy, "exclusive": row.is_exclusive}


@with_scope("read:lists")
def listed(call: Call) -> Answer:
    return [_entity(row) for row in List.objects.filter(owner=call.actor).order_by("title", "pk")]


@with_scope("read:lists")
def lists_with(call: Call, pk: int) -> Answer:
    """The caller's lists that hold the account."""
    access.actor_to_see(pk)
    return [_entity(row) for row in List.objects.filter(owner=call.actor, members=pk).order_by("title", "pk")]


@with_scope("write:lists")
def create(call: Call) -> Answer:
    return _entity(lists.make_list(owner=call.actor, wish=_wish(call, ListWish(title=""))))


@with_scope("read:lists")
def read(call: Call, pk: int) -> Answer:
    return _entity(_own(call, pk))


@with_scope("write:lists")
def change(call: Call, pk: int) -> Answer:
    found = _own(call, pk)
    before = ListWish(title=found.title, replies_policy=found.replies_policy, is_exclusive=found.is_exclusive)
    lists.change_list(found=found, wish=_wish(call, before))
    return _entity(found)


@with_scope("write:lists")
def delete(call: Call, pk: int) -> Answer:
    _own(call, pk).delete()
    return {}


def _wish(call: Call, before: ListWish) -> ListWish:
    return ListWish(
        title=call.given.text("title", before.title),
        replies_policy=call.given.choice("replies_policy", List.Replies.values, before.replies_policy),
        is_exclusive=call.given.flag("exclusive", default=before.is_exclusive),
    )


@with_scope("read:lists")
def members(call: Call, pk: int) -> Answer:
    """`limit=0` asks for all of them."""
    rows = List.members.through.objects.filter(list=_own(call, pk))
    if call.given.number("limit") == 0:
        return accounts(rows.order_by("-pk").values_list("actor", flat=True))
    page = page_of(call.given, limit=PAGE, most=MOST).cut(rows)
    return answer(call, page, accounts(row.actor_id for row in page), lambda row: row.pk)


@with_scope("write:lists")
def put_in(call: Call, pk: int) -> Answer:
    lists.put_in_list(found=_own(call, pk), actors=call.given.keys("account_ids"))
    return {}


@with_scope("write:lists")
def take_from(call: Call, pk: int) -> Answer:
    lists.take_from_list(found=_own(call, pk), actors=call.given.keys("account_ids"))
    return {}


# -- markers -----------------------------------------------------------------------------------------------------------


@with_scope("read:statuses")
def markers(call: Call) -> Answer:
    wanted = set(call.given.texts("timeline"))
    return _marked(Marker.objects.filter(owner=call.actor, timeline__in=wanted & set(MARKED)))


@with_scope("write:statuses")
def set_markers(call: Call) -> Answer:
    sent = {name: group.key("last_read_id") for name in MARKED if (group := call.given.group(name)) is not None}
    if not sent or None in sent.values():
        raise Refused("home[last_read_id], notifications[last_read_id]: one of them is needed.")
    return _marked(
        marks.set_marker(owner=call.actor, timeline=name, last_read_id=last, now=call.now)
        for name, last in sent.items()
        if last is not None
    )


def _marked(rows: Iterable[Marker]) -> Answer:
    return {
        row.timeline: {
            "last_read_id": str(row.last_read_id),
            "version": row.version,
            "updated_at": moment(row.marked_at),
        }
        for row in rows
    }
