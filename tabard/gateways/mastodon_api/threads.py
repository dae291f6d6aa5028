"""What stands above a note, and what below it."""

from tabard.gateways.mastodon_api.render.statuses import NEEDED
from tabard.voice.network.models import Actor, Note, Showing
from tabard.voice.network.models.notes import NoteQuerySet

MOST_ABOVE, MOST_BELOW, DEEPEST = 40, 200, 20


def _readable(viewer: Actor | None) -> NoteQuerySet:
    """Held replies stand there for whoever speaks here, hidden ones for nobody."""
    return Note.objects.seen_by(viewer).said().exclude(showing=Showing.HIDDEN).select_related(*NEEDED)


def above(note: Note, viewer: Actor | None) -> list[Note]:
    """From the beginning of the conversation; one query for each step, at most MOST_ABOVE."""
    found: list[Note] = []
    seen = {note.pk}
    while note.reply_to_id is not None and len(found) < MOST_ABOVE:
        answered = _readable(viewer).filter(pk=note.reply_to_id).exclude(pk__in=seen).first()
        if answered is None:
            break
        found.append(answered)
        seen.add(answered.pk)
        note = answered
    return found[::-1]


def below(note: Note, viewer: Actor | None) -> list[Note]:
    """Each reply right after what it answers; one query for each level."""
    children: dict[int, list[Note]] = {}
    level, seen = [note.pk], {note.pk}
    for _ in range(DEEPEST):
        below_level = _readable(viewer).filter(reply_to__in=level).exclude(pk__in=seen)
        replies = list(below_level.order_by("pk")[: MOST_BELOW + 1 - len(seen)])
        if not replies:
            break
        seen.update(reply.pk for reply in replies)
        for reply in replies:
            children.setdefault(reply.reply_to_id or 0, []).append(reply)
        level = [reply.pk for reply in replies]
    return _in_order(note.pk, children)


def _in_order(root: int, children: dict[int, list[Note]]) -> list[Note]:
    waiting, found = list(reversed(children.get(root, []))), []
    while waiting:
        note = waiting.pop()
        found.append(note)
        waiting.extend(reversed(children.get(note.pk, [])))
    return found
