"""What concerns the owner: one by one (version 1), in groups (version 2), and who may concern them (everybody)."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import grouping
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import Page, answer, link, page_of
from tabard.gateways.mastodon_api.refusals import not_supported
from tabard.gateways.mastodon_api.render.accounts import accounts
from tabard.gateways.mastodon_api.render.notifications import IN_NOTICE, grouped, notifications
from tabard.voice.timelines.actions import marks
from tabard.voice.timelines.models import Marker, Notice, NoticeQuerySet

PAGE, MOST = 40, 80
COUNTED, MOST_COUNTED = 100, 1000


def _own(call: Call) -> NoticeQuerySet:
    return Notice.objects.of(call.actor).filter(Q(note=None) | Q(note__deleted_at=None))


def _wanted(call: Call) -> NoticeQuerySet:
    """Kinds that we never give are no mistake to ask for: apps name all that Mastodon has."""
    found, given = _own(call), call.given
    if given.texts("types"):
        found = found.filter(kind__in=given.texts("types"))
    if given.texts("exclude_types"):
        found = found.exclude(kind__in=given.texts("exclude_types"))
    if (actor := given.key("account_id")) is not None:
        found = found.filter(by=actor)
    return found


def _unread(call: Call) -> NoticeQuerySet:
    marker = Marker.objects.filter(owner=call.actor, timeline="notifications").first()
    return _wanted(call).filter(pk__gt=marker.last_read_id if marker else 0)


def _limit(call: Call, usual: int, most: int) -> int:
    return page_of(call.given, limit=usual, most=most).limit


# -- version 1 -------------------------------------------------------------------------------------------------------


@with_scope("read:notifications")
def listed(call: Call) -> Answer:
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(_wanted(call).select_related(*IN_NOTICE))
    return answer(call, rows, notifications(rows, call.actor, call.now), lambda row: row.pk)


@with_scope("read:notifications")
def read(call: Call, pk: int) -> Answer:
    rows = list(_own(call).select_related(*IN_NOTICE).filter(pk=pk))
    if not rows:
        raise Http404
    return notifications(rows, call.actor, call.now)[0]


@with_scope("write:notifications")
def clear(call: Call) -> Answer:
    marks.dismiss(Notice.objects.of(call.actor))
    return {}


@with_scope("write:notifications")
def dismiss(call: Call, pk: int) -> Answer:
    return _dismiss(call, pk)


@with_scope("write:notifications")
def dismiss_named(call: Call) -> Answer:
    """As it was asked for before each had an address of its own."""
    return _dismiss(call, call.given.key("id") or 0)


def _dismiss(call: Call, pk: int) -> Answer:
    own = Notice.objects.of(call.actor).filter(pk=pk)
    if not own.exists():
        raise Http404
    marks.dismiss(own)
    return {}


@with_scope("read:notifications")
def count_unread(call: Call) -> Answer:
    limit = _limit(call, COUNTED, MOST_COUNTED)
    return {"count": len(_unread(call).order_by("-pk").values_list("pk", flat=True)[:limit])}


# -- version 2 -------------------------------------------------------------------------------------------------------


@with_scope("read:notifications")
def groups(call: Call) -> Answer:
    partly = call.given.choice("expand_accounts", {"full", "partial_avatars"}, "full") == "partial_avatars"
    page = page_of(call.given, limit=PAGE, most=MOST)
    found = grouping.page_of_groups(_wanted(call), page, _grouped_kinds(call))
    ids = [row.pk for group in found for row in group.rows]
    return link(call, grouped(found, call.actor, call.now, partly=partly), ids)


def _grouped_kinds(call: Call) -> frozenset[str]:
    return frozenset(call.given.texts("grouped_types")) or frozenset(grouping.GROUPED)


@with_scope("read:notifications")
def group(call: Call, key: str) -> Answer:
    found = grouping.page_of_groups(grouping.of_key(_own(call), key), Page(1), _kinds_of(key))
    if not found:
        raise Http404
    return grouped(found, call.actor, call.now)


def _kinds_of(key: str) -> frozenset[str]:
    return frozenset() if key.startswith("ungrouped-") else frozenset(grouping.GROUPED)


@with_scope("write:notifications")
def dismiss_group(call: Call, key: str) -> Answer:
    marks.dismiss(grouping.of_key(Notice.objects.of(call.actor), key))
    return {}


@with_scope("read:notifications")
def accounts_of_group(call: Call, key: str) -> Answer:
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(grouping.of_key(_own(call), key))
    if not rows:
        raise Http404
    return answer(call, rows, accounts(row.by_id for row in rows), lambda row: row.pk)


@with_scope("read:notifications")
def count_unread_groups(call: Call) -> Answer:
    page = Page(_limit(call, COUNTED, MOST_COUNTED))
    return {"count": len(grouping.page_of_groups(_unread(call), page, _grouped_kinds(call)))}


# -- who may concern the owner: everybody, so that no request ever waits -----------------------------------------------

POLICY_2 = (
    *("for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions"),
    *("for_limited_accounts", "for_bots"),
)
POLICY_1 = tuple(name.replace("for_", "filter_", 1) for name in POLICY_2[:4])
NONE_WAIT = {"pending_requests_count": 0, "pending_notifications_count": 0}


@with_scope("read:notifications")
def policy_2(_call: Call) -> Answer:
    return {**dict.fromkeys(POLICY_2, "accept"), "summary": NONE_WAIT}


@with_scope("write:notifications")
def set_policy_2(call: Call) -> Answer:
    if any(call.given.text(name, "accept") != "accept" for name in POLICY_2):
        raise not_supported(_("Holding or dropping notifications"))
    return {**dict.fromkeys(POLICY_2, "accept"), "summary": NONE_WAIT}


@with_scope("read:notifications")
def policy_1(_call: Call) -> Answer:
    return {**dict.fromkeys(POLICY_1, False), "summary": NONE_WAIT}


@with_scope("write:notifications")
def set_policy_1(call: Call) -> Answer:
    if any(call.given.flag(name) for name in POLICY_1):
        raise not_supported(_("Holding notifications"))
    return {**dict.fromkeys(POLICY_1, False), "summary": NONE_WAIT}


@with_scope("read:notifications")
def requests(_call: Call) -> Answer:
    return []


@with_scope("read:notifications")
def request_merged(_call: Call) -> Answer:
    return {"merged": True}


@with_scope("read:notifications")
def request(_call: Call, pk: int) -> Answer:
    raise Http404(pk)


@with_scope("write:notifications")
def answer_request(_call: Call, pk: int) -> Answer:
    raise Http404(pk)


@with_scope("write:notifications")
def answer_requests(call: Call) -> Answer:
    if call.given.keys("id"):
        raise Http404
    return {}
