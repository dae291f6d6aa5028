"""What open apps are told, by topic, and with ids only: whoever listens reads the rows, so that nothing is told before
it is committed, and nobody hears what they may not read."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from tabard.plant.stream.actions import publish
from tabard.voice.network.models import Note
from tabard.voice.timelines.models import List

PUBLIC, LOCAL, REMOTE, GONE = "notes-public", "notes-local", "notes-remote", "notes-gone"
ADDED, CHANGED, DELETED, NOTICE, FILTERS = "added", "changed", "deleted", "notice", "filters"


def topic_of(owner_id: int) -> str:
    """Everything new for an owner; not for public pages."""
    return f"actor-{owner_id}"


def topic_of_list(list_id: int) -> str:
    return f"list-{list_id}"


def topic_of_tag(key: str, *, is_local: bool = False) -> str:
    """`key` as `tag_key` spells it."""
    return f"{'local-' if is_local else ''}tag-{key}"


def tell(topics: Iterable[str], event: str, **ids: str) -> None:
    """Once the open transaction is committed."""
    for topic in topics:
        transaction.on_commit(partial(publish, topic=topic, event=event, data=ids), robust=True)


def tell_lists(note: Note, event: str) -> None:
    """Those who read what everybody reads, a hashtag, or a list that the note's actor stands in."""
    lists = [topic_of_list(pk) for pk in List.objects.filter(members=note.actor_id).values_list("pk", flat=True)]
    tell([*lists, *_public_topics(note)], event, note_id=str(note.pk))


def _public_topics(note: Note) -> list[str]:
    if not Note.objects.in_public_lists().filter(pk=note.pk).exists():
        return []
    keys = list(note.tag_rows.values_list("name", flat=True))
    topics = [PUBLIC, LOCAL if note.is_local else REMOTE, *map(topic_of_tag, keys)]
    return [*topics, *(topic_of_tag(key, is_local=True) for key in keys)] if note.is_local else topics
