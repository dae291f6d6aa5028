"""Notices of the same kind about the same thing within half a day, read as one (Mastodon 4.3, grouped notifications).

Nothing is stored for it: the id of a notice tells its half day, and so its group's key.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Count, F, Max
from django.http import Http404

from tabard.gateways.mastodon_api.paging import Page
from tabard.lib.sortable_ids import first_id_at
from tabard.voice.timelines.models import Notice, NoticeQuerySet

GROUPED = frozenset({Notice.Kind.FAVOURITE, Notice.Kind.REBLOG, Notice.Kind.FOLLOW})
ROWS_READ = 1000
"""At most so many notices are read for a page of groups; a page may then hold fewer than it was asked for."""
HALF_DAY = first_id_at(datetime(1970, 1, 1, 12, tzinfo=UTC))
_KEY = re.compile(
    r"(?:ungrouped-(?P<pk>[0-9]{1,18})|(?P<follow>follow)-(?P<day>[0-9]{1,7})"
    r"|(?P<kind>favourite|reblog)-(?P<note>[0-9]{1,18})-(?P<half>[0-9]{1,7}))"
)


class Row(NamedTuple):
    pk: int
    kind: str
    note_id: int | None
    by_id: int
    noticed_at: datetime


@dataclass
class Group:
    """`rows` are those of this page, newest first; `count` and `newest` tell of all."""

    key: str
    rows: list[Row]
    count: int = 0
    newest: int = 0


def key_of(row: Row | Notice, grouped: Iterable[str] = GROUPED) -> str:
    if row.kind not in GROUPED or row.kind not in set(grouped):
        return f"ungrouped-{row.pk}"
    parts = [row.kind, *([str(row.note_id)] if row.note_id else []), str(row.pk // HALF_DAY)]
    return "-".join(parts)


def of_key(notices: NoticeQuerySet, key: str) -> NoticeQuerySet:
    """Those of one group. Raises Http404 for what is no key."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise Http404
    if found["pk"]:
        return notices.filter(pk=int(found["pk"]))
    start = int(found["day"] or found["half"]) * HALF_DAY
    of_kind = notices.filter(kind=found["follow"] or found["kind"], pk__gte=start, pk__lt=start + HALF_DAY)
    return of_kind.filter(note=int(found["note"])) if found["note"] else of_kind


def page_of_groups(notices: NoticeQuerySet, page: Page, grouped: Iterable[str] = GROUPED) -> list[Group]:
    """Newest first; two queries."""
    read = Page(ROWS_READ, page.max_id, page.since_id, page.min_id).cut(
        notices.only("kind", "note", "by", "noticed_at")
    )
    rows = [Row(each.pk, each.kind, each.note_id, each.by_id, each.noticed_at) for each in read]
    found: dict[str, Group] = {}
    grouped = set(grouped)
    for row in rows if page.min_id is None else reversed(rows):
        key = key_of(row, grouped)
        if key not in found and len(found) == page.limit:
            break
        found.setdefault(key, Group(key, [])).rows.append(row)
    groups = list(found.values())
    for group in groups:
        group.rows.sort(reverse=True)
        group.count, group.newest = len(group.rows), group.rows[0].pk
    _count_all(notices, [group for group in groups if not group.key.startswith("ungrouped-")])
    return sorted(groups, key=lambda group: -group.rows[0].pk)


def _count_all(notices: NoticeQuerySet, groups: list[Group]) -> None:
    if not groups:
        return
    by_key = {group.key: group for group in groups}
    since = min(row.pk for group in groups for row in group.rows) // HALF_DAY * HALF_DAY
    about = {group.rows[0].note_id for group in groups}
    same = notices.filter(kind__in={group.rows[0].kind for group in groups}, pk__gte=since)
    same = same if None in about else same.filter(note__in=about)
    counted = same.annotate(half=F("id") / HALF_DAY).values_list("kind", "note", "half")
    for *_about, count, newest in counted.annotate(count=Count("pk"), newest=Max("pk")):
        kind, note_id, half = _about
        key = "-".join([kind, *([str(note_id)] if note_id else []), str(half)])
        if key in by_key:
            by_key[key].count, by_key[key].newest = count, newest
