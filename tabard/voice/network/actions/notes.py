"""What is said: notes of ours stand for posts, notes of others are taken in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from tabard.lib.sortable_ids import sortable_id
from tabard.lib.text import tag_key
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.network import addresses, replies
from tabard.voice.network.actions.actors import open_actor
from tabard.voice.network.changes import NoteAdded, NoteChanged, NoteDeleted
from tabard.voice.network.models import (
    SHOWING_MOVES,
    Actor,
    Mention,
    Note,
    NoteTag,
    NoteVersion,
    Poll,
    Showing,
)
from tabard.voice.posts.models import Post

MOST_MENTIONS = 100
MOST_ABOVE = 100
"""Notes that stand above one another; above more nothing is looked for."""


@dataclass(frozen=True)
class Words:
    """What a remote note says, already checked: `html` is safe, addresses are https, `mentions` are actors we know."""

    html: str = ""
    kind: str = Note.Kind.NOTE
    title: str = ""
    content_notice: str = ""
    is_sensitive: bool = False
    language: str = ""
    url: str = ""
    attachments: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    audience: str = "public"
    mentions: tuple[Actor, ...] = ()
    reply_to_uri: str = ""
    quote_uri: str = ""
    options: tuple[str, ...] = ()
    votes: tuple[int, ...] = ()
    is_multiple: bool = False
    closes_at: datetime | None = None
    voters_count: int = 0


# -- ours --------------------------------------------------------------------------------------------------------------


def note_post(post: Post, *, now: datetime) -> Note:
    """The note that stands for a published post; made when it is first asked for, the same ever after."""
    return Note.objects.filter(post=post).first() or _note_post(post, now)


@transaction.atomic
def _note_post(post: Post, now: datetime) -> Note:
    actor = open_actor(post.speaker, now=now)
    published_at = post.published_at or now
    start = {
        "id": sortable_id(published_at),
        "actor": actor,
        "is_local": True,
        "post": post,
        "kind": Note.Kind.QUESTION if post.poll else Note.Kind.NOTE,
        "audience": post.audience,
        "content_notice": post.content_notice,
        "is_sensitive": bool(post.content_notice),
        "language": post.language,
        "published_at": published_at,
        "received_at": now,
        "reply_to_uri": _answered(post, now),
    }
    note, is_new = Note.objects.get_or_create(uri=addresses.note_uri(actor.name, post.pk), defaults=start)
    if is_new:
        _tie(note)
        if post.poll:
            _open_poll(note, post.poll)
        _name(note, _mentioned_by(post, now), [row.name for row in post.tags.all()])
        Actor.objects.filter(pk=actor.pk).update(last_note_at=published_at, claimed_notes=F("claimed_notes") + 1)
        record(NoteAdded(note_id=note.pk))
    return note


def _answered(post: Post, now: datetime) -> str:
    if post.reply_to is not None:
        return note_post(post.reply_to, now=now).uri
    return post.answers


def _open_poll(note: Note, asked: dict[str, Any]) -> None:
    options = asked["options"]
    Poll.objects.create(
        note=note,
        options=options,
        votes=[0] * len(options),
        is_multiple=asked["is_multiple"],
        closes_at=note.published_at + timedelta(seconds=asked["seconds"]),
    )


def _mentioned_by(post: Post, now: datetime) -> list[Actor]:
    """Those whom the text names and we know, and whoever it answers."""
    named = []
    for handle in post.mentions.values_list("handle", flat=True):
        name, _, host = handle.partition("@")
        found = Actor.objects.living().named(name, "" if host == addresses.our_host() else host).first()
        named += [found] if found else []
    answered = Note.objects.filter(uri=post.answers).select_related("actor").first() if post.answers else None
    return [*named, *([answered.actor] if answered else [])]


@transaction.atomic
def renote_post(post: Post, *, now: datetime) -> None:
    """The post was edited: its note names others now, perhaps."""
    note = note_post(post, now=now)
    note.edited_at, note.content_notice, note.language = post.edited_at, post.content_notice, post.language
    note.is_sensitive = bool(post.content_notice)
    note.save(update_fields=["edited_at", "content_notice", "language", "is_sensitive"])
    _name(note, _mentioned_by(post, now), [row.name for row in post.tags.all()])
    record(NoteChanged(note_id=note.pk))


def withdraw_post(post: Post, *, now: datetime) -> None:
    note = Note.objects.filter(post=post).first()
    if note is not None:
        delete_note(note=note, now=now)


# -- of others ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_note(*, uri: str, actor: Actor, words: Words, published_at: datetime, now: datetime) -> Note:
    """Keep a remote note. Taking it twice changes nothing. One dated in the future, or long ago, counts as of now in
    the lists, so that nobody can write themselves to their top, or unseen to their end."""
    listed_at = published_at if now - replies.LATE <= published_at <= now else now
    start = {
        **_columns(words),
        "id": sortable_id(listed_at),
        "actor": actor,
        "published_at": min(published_at, now),
        "received_at": now,
        "reply_to_uri": words.reply_to_uri,
        "quote_uri": words.quote_uri,
    }
    note, is_new = Note.objects.get_or_create(uri=uri, defaults=start)
    if is_new:
        _tie(note)
        _settle_poll(note, words, now)
        _name(note, words.mentions, words.tags)
        _choose_showing(note, now)
        Actor.objects.filter(pk=actor.pk).update(last_note_at=now)
        record(NoteAdded(note_id=note.pk))
    return note


def _columns(words: Words) -> dict[str, Any]:
    same = ("html", "kind", "title", "content_notice", "is_sensitive", "language", "url", "audience")
    lists = {"attachments": list(words.attachments), "tags": list(words.tags)}
    return {**{name: getattr(words, name) for name in same}, **lists}


def _choose_showing(note: Note, now: datetime) -> None:
    """A reply under one of ours waits or stands as its target's policy says."""
    note.showing = replies.showing_of(note, now=now)
    if note.showing != Showing.SHOWN:
        note.save(update_fields=["showing"])


@transaction.atomic
def change_note(*, note: Note, words: Words, edited_at: datetime | None, now: datetime) -> None:
    """A remote note was edited, or its poll counted anew. Its former words are kept."""
    note.refresh_from_db(from_queryset=Note.objects.select_for_update())  # likes are counted meanwhile, replies hidden
    before = (note.html, note.content_notice, note.attachments, note.title)
    is_edited = before != (words.html, words.content_notice, list(words.attachments), words.title)
    if is_edited:
        NoteVersion.objects.create(
            note=note,
            html=note.html,
            content_notice=note.content_notice,
            is_sensitive=note.is_sensitive,
            attachments=note.attachments,
            shown_from=note.edited_at or note.published_at,
        )
        note.edited_at = min(edited_at, now) if edited_at else now
    leads_elsewhere = note.url != words.url
    for name, value in _columns(words).items():
        if name != "audience":  # who may read it was settled when it came
            setattr(note, name, value)
    note.save()
    _settle_poll(note, words, now)
    _name(note, words.mentions, words.tags)
    if is_edited or leads_elsewhere:
        _weigh_again(note, now)
    record(NoteChanged(note_id=note.pk))


def _weigh_again(note: Note, now: datetime) -> None:
    """What was let stand were other words: an edited reply waits anew where the policy does not show it by itself. What
    the team has hidden stays so."""
    showing = replies.showing_of(note, now=now)
    if showing == Showing.HELD and showing in SHOWING_MOVES[Showing(note.showing)]:
        note.showing = showing
        note.save(update_fields=["showing"])
        assert note.reply_to is not None  # noqa: S101  nothing else is held
        write_audit(actor=None, act="network.reply_held", subject=note, on_behalf_of=note.reply_to.actor, now=now)


def _settle_poll(note: Note, words: Words, now: datetime) -> None:
    if not words.options:
        return
    counted = {"options": list(words.options), "votes": list(words.votes), "voters_count": words.voters_count}
    counted |= {"is_multiple": words.is_multiple, "closes_at": words.closes_at, "fetched_at": now}
    Poll.objects.update_or_create(note=note, defaults=counted)


# -- both --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def delete_note(*, note: Note, now: datetime) -> None:
    """Take a note away with all that was passed on of it. The words go, also those of a poll, of which the count stays;
    its address stays taken."""
    note.refresh_from_db(from_queryset=Note.objects.select_for_update())
    if note.deleted_at is not None:
        return
    note.deleted_at = now
    note.html, note.title, note.content_notice, note.attachments, note.tags = "", "", "", [], []
    note.save()
    note.versions.all().delete()
    for poll in Poll.objects.select_for_update().filter(note=note):
        poll.options = ["" for _answer in poll.options]  # as many as there are votes: whoever is half-way goes on
        poll.save(update_fields=["options"])
    note.tag_rows.all().delete()
    Note.objects.filter(announces=note, deleted_at=None).update(deleted_at=now)
    _count(note, -1)
    if note.post_id is not None:
        Actor.objects.filter(pk=note.actor_id, claimed_notes__gt=0).update(claimed_notes=F("claimed_notes") - 1)
    record(NoteDeleted(note_id=note.pk))


def _tie(note: Note) -> None:
    """Find what a new note answers and quotes, and what had come before it and answers it. Whatever two notes say of
    one another, none ends up above itself."""
    others = Note.objects.living().exclude(pk=note.pk)
    note.reply_to = others.filter(uri=note.reply_to_uri).first() if note.reply_to_uri else None
    note.quotes = others.filter(uri=note.quote_uri).first() if note.quote_uri else None
    before = Note.objects.filter(pk__in=_come_before(note))
    if note.is_local:  # addresses of posts can be guessed: an answer to what is not yet said waits for the team
        before.filter(is_local=False).update(showing=Showing.HELD)
    note.replies_count = before.update(reply_to=note)
    note.save(update_fields=["reply_to", "quotes", "replies_count"])
    _count(note, 1)


def _come_before(note: Note) -> list[int]:
    """What had been waiting for what it answers. One that waits stands at the top: it may be that of the new one."""
    waiting = Note.objects.filter(reply_to_uri=note.uri, reply_to=None).exclude(pk=note.pk)
    found = list(waiting.values_list("pk", flat=True))
    if not found or note.reply_to_id is None:
        return found
    top, steps = note.reply_to_id, 0
    while above := Note.objects.filter(pk=top).values_list("reply_to", flat=True).first():
        top, steps = above, steps + 1
        if steps == MOST_ABOVE:
            return []
    return [pk for pk in found if pk != top]


def _count(note: Note, by: int) -> None:
    """One more or one less of what the note is to another."""
    if note.reply_to_id is not None:
        Note.objects.filter(pk=note.reply_to_id, replies_count__gte=max(-by, 0)).update(
            replies_count=F("replies_count") + by
        )
    if note.announces_id is not None:
        Note.objects.filter(pk=note.announces_id, announces_count__gte=max(-by, 0)).update(
            announces_count=F("announces_count") + by
        )


def name_also(*, note: Note, actors: Iterable[Actor]) -> None:
    """Write down those whom its words name and who were found only now."""
    made = [Mention(note=note, actor=actor) for actor in actors if actor.pk != note.actor_id]
    Mention.objects.bulk_create(made, ignore_conflicts=True)


def _name(note: Note, actors: Iterable[Actor], tags: Iterable[str]) -> None:
    """Write down whom and what a note names."""
    named = {actor.pk: actor for actor in actors if actor.pk != note.actor_id}
    wanted = dict(list(named.items())[:MOST_MENTIONS])
    note.mentions.exclude(actor__in=wanted).delete()
    Mention.objects.bulk_create([Mention(note=note, actor=actor) for actor in wanted.values()], ignore_conflicts=True)
    keys = dict.fromkeys(key for tag in tags if (key := tag_key(tag)))
    note.tag_rows.exclude(name__in=keys).delete()
    NoteTag.objects.bulk_create([NoteTag(note=note, name=key) for key in keys], ignore_conflicts=True)
