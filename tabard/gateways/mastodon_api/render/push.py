"""What a phone shows of a notice, as Mastodon's Web Push payload has it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.render import accounts
from tabard.lib.html import plain_text
from tabard.lib.text import excerpt
from tabard.voice.timelines.models import Notice

LONGEST_TITLE, LONGEST_BODY = 150, 140


def payload(notice: Notice, *, token: str) -> dict[str, Any]:
    """Read `notice` with `by` and `note__post`."""
    by = accounts.one(notice.by)
    return {
        "access_token": token,
        "preferred_locale": settings.LANGUAGE_CODE.partition("-")[0],
        "notification_id": notice.pk,
        "notification_type": notice.kind,
        "icon": by["avatar"],
        "title": excerpt(_title(notice.kind, by["display_name"] or by["username"]), LONGEST_TITLE),
        "body": excerpt(_body(notice, by), LONGEST_BODY),
    }


def _title(kind: str, name: str) -> str:
    titles = {
        Notice.Kind.MENTION: _("%(name)s mentioned you"),
        Notice.Kind.STATUS: _("%(name)s just posted"),
        Notice.Kind.REBLOG: _("%(name)s boosted your post"),
        Notice.Kind.FOLLOW: _("%(name)s is now following you"),
        Notice.Kind.FOLLOW_REQUEST: _("%(name)s asks to follow you"),
        Notice.Kind.FAVOURITE: _("%(name)s favourited your post"),
        Notice.Kind.POLL: _("A poll by %(name)s has ended"),
        Notice.Kind.UPDATE: _("%(name)s edited a post"),
    }
    return titles[Notice.Kind(kind)] % {"name": name}


def _body(notice: Notice, by: dict[str, Any]) -> str:
    """Behind a content notice nothing is shown but the notice."""
    if notice.note is None:
        return plain_text(by["note"])
    words = notice.note.post or notice.note
    if words.content_notice:
        return words.content_notice
    return notice.note.post.text if notice.note.post is not None else plain_text(notice.note.html)
