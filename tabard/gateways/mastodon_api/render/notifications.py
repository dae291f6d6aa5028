"""Notification, NotificationGroup, and the whole answer of grouped notifications."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tabard.gateways.mastodon_api.grouping import Group, key_of
from tabard.gateways.mastodon_api.render.statuses import NEEDED, Statuses
from tabard.gateways.mastodon_api.render.values import moment
from tabard.voice.network.models import Actor, Note
from tabard.voice.timelines.models import Notice

Entity = dict[str, Any]
SAMPLE = 8
PARTIAL = ("id", "acct", "locked", "bot", "url", "avatar", "avatar_static")
IN_NOTICE = ("note", *(f"note__{name}" for name in NEEDED))


def notifications(rows: Sequence[Notice], viewer: Actor, now: datetime) -> list[Entity]:
    """Read `rows` with IN_NOTICE."""
    notes = {row.note.pk: row.note for row in rows if row.note is not None}
    page = Statuses(notes.values(), viewer, now, also=[row.by_id for row in rows])
    found = []
    for row in rows:
        about = {"id": str(row.pk), "type": row.kind, "created_at": moment(row.noticed_at)}
        entity = {**about, "group_key": key_of(row), "account": page.accounts.entity(row.by_id)}
        found.append({**entity, "status": page.entity(row.note)} if row.note is not None else entity)
    return found


def grouped(groups: Sequence[Group], viewer: Actor, now: datetime, *, partly: bool = False) -> Entity:
    """Accounts and statuses stand once, beside the groups that name them. `partly` asks for the faces alone of all but
    the first of each group."""
    ids = {note_id for group in groups if (note_id := group.rows[0].note_id) is not None}
    notes = list(Note.objects.living().filter(pk__in=ids).select_related(*NEEDED)) if ids else []
    samples = {group.key: list(dict.fromkeys(row.by_id for row in group.rows))[:SAMPLE] for group in groups}
    shown = dict.fromkeys(actor for sample in samples.values() for actor in sample)
    page = Statuses(notes, viewer, now, also=shown)
    in_full = {sample[0] for sample in samples.values()} if partly else set(shown)
    whole = {
        "accounts": [page.accounts.entity(actor) for actor in shown if actor in in_full],
        "statuses": [page.entity(note) for note in notes],
        "notification_groups": [_group(group, samples[group.key]) for group in groups],
    }
    if partly:
        faces = [page.accounts.entity(actor) for actor in shown if actor not in in_full]
        whole["partial_accounts"] = [{name: face[name] for name in PARTIAL} for face in faces]
    return whole


def _group(group: Group, sample: list[int]) -> Entity:
    newest, oldest = group.rows[0], group.rows[-1]
    entity = {
        "group_key": group.key,
        "notifications_count": group.count,
        "type": newest.kind,
        "most_recent_notification_id": group.newest,
        "page_min_id": str(oldest.pk),
        "page_max_id": str(newest.pk),
        "latest_page_notification_at": moment(newest.noticed_at),
        "sample_account_ids": [str(actor) for actor in sample],
    }
    return {**entity, "status_id": str(newest.note_id)} if newest.note_id else entity
