"""StatusEdit, StatusSource and ScheduledStatus."""

from datetime import datetime
from typing import Any

from tabard.gateways.mastodon_api.render import accounts
from tabard.gateways.mastodon_api.render.media import attachment_of_others, attachment_of_ours
from tabard.gateways.mastodon_api.render.values import moment, optional_moment
from tabard.lib import text as plain_text
from tabard.people.teams.models import Handle
from tabard.plant.design.addresses import whole
from tabard.voice.network.models import Note
from tabard.voice.posts.models import Post, State

Entity = dict[str, Any]


def source_of(pk: int, post: Post) -> Entity:
    return {"id": str(pk), "text": post.text, "spoiler_text": post.content_notice}


def edits(note: Note) -> list[Entity]:
    """Every version that could be read, the first one first."""
    who: Entity = {"account": accounts.one(note.actor), "emojis": [], "poll": None}
    return [{**who, **words} for words in (_of_post(note.post) if note.post else _of_note(note))]


def _of_post(post: Post) -> list[Entity]:
    versions = list(post.versions.order_by("number"))
    handles = Handle.objects.mentioned_in(version.text for version in versions)
    places = post.pictures.select_related("picture").order_by("position")
    pictures = [attachment_of_ours(place.picture) for place in places]
    return [
        {
            "content": str(plain_text.to_html(version.text, handles=handles, base_url=whole(""))),
            "spoiler_text": version.content_notice,
            "sensitive": bool(version.content_notice),
            "created_at": moment(version.shown_from),
            "media_attachments": pictures,
        }
        for version in versions
    ]


def _of_note(note: Note) -> list[Entity]:
    former = [
        {
            "content": version.html,
            "spoiler_text": version.content_notice,
            "sensitive": version.is_sensitive,
            "created_at": moment(version.shown_from),
            "media_attachments": [],
        }
        for version in note.versions.order_by("pk")
    ]
    now = {
        "content": note.html,
        "spoiler_text": note.content_notice,
        "sensitive": note.is_sensitive,
        "created_at": moment(note.edited_at or note.published_at),
        "media_attachments": [attachment_of_others(note, position) for position in range(len(note.attachments))],
    }
    return [*former, now]


def scheduled(post: Post) -> Entity:
    """What is held for a review is given the time that it wants, or else that by which somebody should look."""
    places = sorted(post.pictures.all(), key=lambda place: place.position)
    ids = [str(place.picture_id) for place in places]
    asked = post.poll
    answered = Note.objects.filter(post=post.reply_to_id).first() if post.reply_to_id else None
    answered = Note.objects.filter(uri=post.answers).first() if post.answers else answered
    return {
        "id": str(post.pk),
        "scheduled_at": optional_moment(_goes_out_at(post)),
        "params": {
            "text": post.text,
            "spoiler_text": post.content_notice or None,
            "sensitive": bool(post.content_notice),
            "visibility": post.audience,
            "language": post.language,
            "media_ids": ids or None,
            "in_reply_to_id": str(answered.pk) if answered else None,
            "quoted_status_id": None,
            "quote_approval_policy": "public",
            "poll": {
                "options": asked["options"],
                "expires_in": asked["seconds"],
                "multiple": asked["is_multiple"],
                "hide_totals": False,
            }
            if asked
            else None,
            "scheduled_at": None,
            "application_id": 0,
            "idempotency": None,
            "with_rate_limit": False,
        },
        "media_attachments": [attachment_of_ours(place.picture) for place in places],
    }


def _goes_out_at(post: Post) -> datetime | None:
    if post.state != State.HELD:
        return post.publish_at
    read = getattr(post, "waiting_reviews", None)
    review = next(iter(post.reviews.waiting() if read is None else read), None)
    return (review.wants_at or review.due_at) if review else None
