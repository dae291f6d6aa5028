"""What our own server holds under the hashtags: the posts of our teams and officers, and what came to its inbox.

It is told in the shape of Mastodon's Status, as every other server of the fediverse tells it, under the same ids: what
another server tells of the same post is one post with it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error as DatabaseFailed
from django.db import close_old_connections, connection
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tabard.lib.text import tag_key, to_html
from tabard.occasions.tweetathon.collecting.heard import Heard, Payload, Standing, boost_of, deletion_of, uri_of_boost
from tabard.voice.network.addresses import our_host
from tabard.voice.network.models import Actor, Audience, Note, NoteTag

POLL_SECONDS = 5
AT_A_TIME = 500


class Known(NamedTuple):
    """What was told of a note when it was last looked at."""

    uri: str
    edited_at: datetime | None


COLUMNS = ("uri", "edited_at", "announces__uri", "actor__url", "actor__uri", "undone")
_SAME_BOOST = Note.objects.filter(actor=OuterRef("actor"), announces=OuterRef("announces"), pk__lt=OuterRef("pk"))
UNDONE = Coalesce(
    Subquery(
        _SAME_BOOST.exclude(deleted_at=None).order_by().values("announces").annotate(n=Count("pk")).values("n"),
        output_field=IntegerField(),
    ),
    0,
)
"""How often the same boost was undone before this one."""


async def watch(
    hashtags: Sequence[str], since: datetime, standing: Standing, *, poll_seconds: float = POLL_SECONDS
) -> AsyncIterator[Heard]:
    """All that is here since `since`, what has gone since then, and from then on what is new, edited or gone."""
    keys, known = [tag_key(hashtag) for hashtag in hashtags], dict[int, Known]()
    while True:
        try:
            news = await sync_to_async(_asked)(keys, since, known)
            standing.is_up, standing.last_failure = True, ""
        except DatabaseFailed as failure:
            news, standing.is_up, standing.failures = [], False, standing.failures + 1
            standing.last_failure = type(failure).__name__
        for payload in news:
            standing.heard += 1
            yield Heard("deletion" if "deleted" in payload else "mastodon", payload, standing.source)
        await asyncio.sleep(poll_seconds)


def _asked(keys: Sequence[str], since: datetime, known: dict[int, Known]) -> list[Payload]:
    """In a thread of its own, whose connection is used now and then for a day: none is kept between."""
    close_old_connections()
    try:
        return _news(keys, since, known)
    finally:
        connection.close()


def _news(keys: Sequence[str], since: datetime, known: dict[int, Known]) -> list[Payload]:
    """What is other than `known`, which is brought up to date."""
    tagged = NoteTag.objects.filter(name__in=keys).values("note")
    public = Note.objects.living().filter(audience=Audience.PUBLIC)  # also what a team has hidden under its own posts
    originals = public.said().filter(pk__in=tagged, published_at__gte=since).values("pk")
    there = public.filter(Q(pk__in=originals) | Q(announces__in=originals)).order_by("pk")
    now = _known_of(there)
    gone_before = {} if known else _known_of(Note.objects.filter(deleted_at__gte=since, audience=Audience.PUBLIC))
    gone = {pk: known[pk] for pk in known.keys() - now.keys()} | gone_before
    others = [pk for pk in now if known.get(pk) != now[pk]]
    told = [status for begin in range(0, len(others), AT_A_TIME) for status in _told(others[begin : begin + AT_A_TIME])]
    known.clear()
    known.update(now)
    return [*(deletion_of(str(pk), each.uri) for pk, each in gone.items()), *told]


def _known_of(notes: QuerySet[Note]) -> dict[int, Known]:
    rows = notes.annotate(undone=UNDONE).values_list("pk", *COLUMNS)
    return {row[0]: _known(*row[1:]) for row in rows.iterator(5_000)}


def _known(uri: str, edited_at: datetime | None, announces: str | None, page: str, actor: str, undone: int) -> Known:
    return Known(uri_of_boost(announces, page or actor, undone) if announces else uri, edited_at)


def _told(ids: Iterable[int]) -> Iterable[Payload]:
    notes = Note.objects.filter(pk__in=ids).select_related("actor", "post", "announces__actor", "announces__post")
    found = notes.annotate(undone=UNDONE).order_by("pk")
    speakers = {said.actor_id for note in found for said in (note, note.announces) if said}
    accepted = Count("follows_in", filter=~Q(follows_in__accepted_at=None))
    followers = dict(Actor.objects.local().filter(pk__in=speakers).annotate(held=accepted).values_list("pk", "held"))
    for note in found:
        if note.announces is None:
            yield _status(note, followers)
        else:
            account = _account(note.actor, followers)
            first = uri_of_boost(note.announces.uri, account["url"])
            status, at = _status(note.announces, followers), note.published_at.isoformat()
            boost = boost_of(status, account, at, {first: note.undone})  # type: ignore[attr-defined]  # annotated
            yield {**boost, "id": str(note.pk)}


def _status(note: Note, followers: dict[int, int]) -> Payload:
    return {
        "id": str(note.pk),
        "uri": note.uri,
        "url": note.url or note.uri,
        "created_at": note.published_at.isoformat(),
        "edited_at": note.edited_at.isoformat() if note.edited_at else None,
        "visibility": note.audience,
        "language": (note.post.language if note.post else note.language) or None,
        "content": str(to_html(note.post.text, base_url=settings.BASE_URL)) if note.post else note.html,
        "tags": [{"name": tag} for tag in note.tags],
        "in_reply_to_id": str(note.reply_to_id) if note.reply_to_id else note.reply_to_uri or None,
        "account": _account(note.actor, followers),
    }


def _account(actor: Actor, followers: dict[int, int]) -> Payload:
    return {
        "acct": f"{actor.name}@{actor.host or our_host()}",
        "url": actor.url or actor.uri,
        "followers_count": followers.get(actor.pk, actor.claimed_followers),
    }
