"""Finding accounts, statuses and hashtags by what somebody typed, or by an address from elsewhere.

The house's own search stands a wing above, and knows posts alone. What is looked through here is bounded: what our own
people say, and of others what mentions the reader or what they marked; no text of the whole network is searched.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from tabard.gateways.activitypub.fetch import held_at, look_up
from tabard.gateways.mastodon_api.render.statuses import NEEDED
from tabard.lib.html import plain_text
from tabard.lib.text import clean, search_words, tag_key
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Note, NoteTag
from tabard.voice.network.models.actors import ActorQuerySet
from tabard.voice.network.models.notes import NoteQuerySet

LONGEST_QUERY = 500
MOST_WORDS = 8
LOOKED_THROUGH = 400
"""Of the notes that hold the letters, at most so many are read to see whether they hold the words."""


def accounts(typed: str, *, following: Actor | None = None) -> ActorQuerySet:
    """Those whose handle begins with what was typed, or whose name holds it; ours first. `following` asks for those
    alone whom that actor follows."""
    words = typed.strip()[:LONGEST_QUERY].removeprefix("@")
    if not words:
        return Actor.objects.none()
    name, _at, host = words.partition("@")
    host = "" if host.lower() == addresses.our_host() else host
    by_handle = Q(name__istartswith=name, host__startswith=host.lower()) if host else Q(name__istartswith=name)
    by_name = Q(display_name__icontains=words) | Q(team__name__icontains=words)
    by_officer = Q(officer__is_name_public=True, officer__name__icontains=words)
    found = Actor.objects.living().filter(by_handle | by_name | by_officer)
    if following is not None:
        found = found.followed_by(following)
    return found.order_by("host", "name", "pk")


def notes(typed: str, viewer: Actor | None, within: NoteQuerySet, *, limit: int, offset: int) -> Sequence[Note]:
    """Newest first."""
    wanted = search_words(typed[:LONGEST_QUERY])[:MOST_WORDS]
    letters = clean(typed[:LONGEST_QUERY]).split()[:MOST_WORDS]
    if not wanted or not letters:
        return []
    mine = Q(is_local=True)
    if viewer is not None:
        mine |= Q(pk__in=viewer.mentioned_in.values("note")) | Q(pk__in=viewer.likes.values("note"))
        mine |= Q(pk__in=viewer.bookmarks.values("note"))
    found = within.said().filter(mine)
    for word in letters:
        bare = word.strip("\"'“”‘’.,:;!?()")
        found = found.filter(Q(post__text__icontains=bare) | Q(html__icontains=bare))
    rows = found.select_related(*NEEDED).newest_first()[:LOOKED_THROUGH]
    return [note for note in rows if _holds(note, wanted)][offset : offset + limit]


def _holds(note: Note, wanted: Sequence[str]) -> bool:
    """Each of `wanted` begins a word of the note, and not of its markup."""
    held = search_words(note.post.text if note.post is not None else plain_text(note.html))
    return all(any(word.startswith(one) for word in held) for one in wanted)


def tags(typed: str, *, limit: int, offset: int) -> list[str]:
    """The keys of those hashtags that begin with what was typed; that very one first."""
    key = tag_key(typed.strip().removeprefix("#"))
    if not key:
        return []
    used = NoteTag.objects.filter(name__startswith=key).order_by("name").values_list("name", flat=True).distinct()
    return list(used[offset : offset + limit])


def address(typed: str) -> str:
    """What was typed, if it is the address of something; else ""."""
    typed = typed.strip()
    return typed if typed.lower().startswith(("https://", "http://")) and len(typed.split()) == 1 else ""


def handle(typed: str) -> str:
    """What was typed, if it is the handle of somebody elsewhere."""
    name, _at, host = typed.strip().removeprefix("@").partition("@")
    return f"@{name}@{host}" if name and host and len(typed.split()) == 1 else ""


def at(uri: str, *, resolve: bool, now: datetime) -> Actor | Note | None:
    """Whom or what an address or handle means: what we hold, or (`resolve`) what its own server says."""
    return look_up(uri, now=now) if resolve else held_at(uri)
