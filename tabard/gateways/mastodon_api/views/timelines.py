"""What is read in order of time: home, everybody's, a hashtag's, a list's."""

from django.http import Http404

from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.render.statuses import NEEDED, statuses
from tabard.lib.text import tag_key
from tabard.voice.network.models import Note, NoteTag
from tabard.voice.network.models.notes import NoteQuerySet
from tabard.voice.timelines.models import HomeNote, List

IN_NOTE = [f"note__{name}" for name in ("", *NEEDED)]
IN_NOTE[0] = "note"
MOST_TAGS = 4
"""Other hashtags that a timeline is joined with, in each of the three ways (Mastodon's number)."""


@with_scope("read:statuses")
def home(call: Call) -> Answer:
    kept = HomeNote.objects.of(call.actor).filter(note__deleted_at=None).select_related(*IN_NOTE)
    rows = page_of(call.given).cut(kept, "note_id")
    entities = statuses([row.note for row in rows], call.actor, call.now)
    return answer(call, rows, entities, lambda row: row.note_id)


def public(call: Call) -> Answer:
    notes = Note.objects.in_public_lists()
    if call.given.flag("local"):
        notes = notes.filter(is_local=True)
    elif call.given.flag("remote"):
        notes = notes.filter(is_local=False)
    return listed(call, notes)


def tagged(call: Call, name: str) -> Answer:
    """Notes with the hashtag, and with any, all or none of others; beyond MOST_TAGS of each they are dropped."""
    some, every, none = (
        [tag_key(each) for each in call.given.texts(way)[:MOST_TAGS]] for way in ("any", "all", "none")
    )
    keys = [tag_key(name), *some]
    notes = Note.objects.in_public_lists().filter(pk__in=NoteTag.objects.filter(name__in=keys).values("note"))
    for key in every:
        notes = notes.filter(pk__in=NoteTag.objects.filter(name=key).values("note"))
    if none:
        notes = notes.exclude(pk__in=NoteTag.objects.filter(name__in=none).values("note"))
    if call.given.flag("local"):
        notes = notes.filter(is_local=True)
    return listed(call, notes)


@with_scope("read:lists")
def of_list(call: Call, pk: int) -> Answer:
    """What the members of a list say."""
    found = List.objects.select_related("owner").filter(owner=call.actor, pk=pk).first()
    if found is None:
        raise Http404
    return listed(call, found.notes())


def listed(call: Call, notes: NoteQuerySet) -> Answer:
    """One page of `notes`, as the viewer may see them."""
    if call.given.flag("only_media"):
        notes = notes.with_media()
    rows = page_of(call.given).cut(notes.select_related(*NEEDED))
    return answer(call, rows, statuses(rows, call.viewer, call.now), lambda note: note.pk)
