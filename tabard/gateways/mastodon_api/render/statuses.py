"""Status, its attachments, mentions and poll: a whole page of them in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Value

from tabard.gateways.activitypub.models import QuoteLeave
from tabard.gateways.mastodon_api.render.accounts import Accounts
from tabard.gateways.mastodon_api.render.filters import Filters
from tabard.gateways.mastodon_api.render.media import attachment_of_others, attachment_of_ours
from tabard.gateways.mastodon_api.render.values import moment, optional_moment
from tabard.lib import html
from tabard.lib import text as plain_text
from tabard.people.teams.models import Handle
from tabard.plant.design.addresses import whole
from tabard.voice.network.actions.reactions import asks
from tabard.voice.network.models import Actor, Like, Mention, Note, Poll, Showing, Vote
from tabard.voice.posts.models import PostPicture
from tabard.voice.timelines.models import Bookmark, ThreadMute

Entity = dict[str, Any]
_OWN = ("reply_to", "post", "poll")
NEEDED = (
    *("announces", "quotes", "announces__quotes"),
    *(f"{of}{name}" for of in ("", "announces__", "quotes__", "announces__quotes__") for name in _OWN),
)
"""What `select_related` must name where notes are read for a page."""


class Statuses:
    """Everything that stands on one page of statuses, for one viewer (None: the public). `also` are further actors whom
    the page shows.

    At most nine queries: actors and their counts, mentions, pictures, handles, what the viewer did, votes, filters,
    quotes; and one more where something of ours is quoted.
    """

    def __init__(self, notes: Iterable[Note], viewer: Actor | None, now: datetime, *, also: Iterable[int] = ()) -> None:
        self._viewer, self._now = viewer, now
        said = [*notes]
        all_notes = {note.pk: note for note in said}
        all_notes |= {note.announces.pk: note.announces for note in said if note.announces is not None}
        quoted = {note.quotes.pk: note.quotes for note in all_notes.values() if note.quotes is not None}
        self._revoked = _revoked(quoted.values())
        all_notes = quoted | all_notes
        self._mentions = _mentions(all_notes)
        self._pictures = _pictures(all_notes.values())
        self._handles = Handle.objects.mentioned_in(note.post.text for note in all_notes.values() if note.post)
        self._marks = _marks(viewer, all_notes)
        self._quotes = _quotes(all_notes)
        self._votes = _votes(viewer, all_notes.values())
        self._filters = Filters(viewer, all_notes, now)
        actors = {note.actor_id for note in all_notes.values()} | set(also)
        self.accounts = Accounts(actors | {row.actor_id for rows in self._mentions.values() for row in rows})

    def entity(self, note: Note) -> Entity:
        said = note.announces
        if said is None:
            return self._status(note)
        around = {
            "id": str(note.pk),
            "created_at": moment(note.published_at),
            "account": self.accounts.entity(note.actor_id),
            "uri": note.uri,
            "reblog": self._status(said),
        }
        return {**self._status(said), "mentions": [], "media_attachments": [], "poll": None, **around}

    def _status(self, note: Note, *, is_quoted: bool = False) -> Entity:
        answered, words = (
            note.reply_to,
            note.post or note,
        )  # a post is the truth about its words, also while its note lags
        return {
            "id": str(note.pk),
            "uri": note.uri,
            "url": note.url or note.uri,
            "created_at": moment(note.published_at),
            "edited_at": optional_moment(words.edited_at),
            "account": self.accounts.entity(note.actor_id),
            "in_reply_to_id": str(answered.pk) if answered else None,
            "in_reply_to_account_id": str(answered.actor_id) if answered else None,
            "content": self._content(note),
            "spoiler_text": words.content_notice or note.title,
            "sensitive": note.is_sensitive or bool(words.content_notice),
            "visibility": note.audience,
            "language": words.language or None,
            "media_attachments": self._attachments(note),
            "mentions": [self._mention(row.actor_id) for row in self._mentions[note.pk]],
            "tags": [tag(name) for name in _tags(note)],
            "emojis": [],
            "card": None,
            "poll": self._poll(note),
            "quote": None if is_quoted else self._quote(note),
            "quote_approval": _who_may_quote(note),
            "quotes_count": self._quotes[note.pk],
            "reblog": None,
            "replies_count": note.replies_count,
            "reblogs_count": note.announces_count,
            "favourites_count": note.likes_count,
            **self._marked(note),
        }

    def _quote(self, note: Note) -> Entity | None:
        """What it quotes, where we hold that: shown if we know that it may be. Others' leave we have not seen."""
        quoted = note.quotes
        if quoted is None:
            return None
        if quoted.deleted_at is not None:
            state = "deleted"
        elif not (quoted.is_for_everybody and quoted.showing == Showing.SHOWN):
            state = "unauthorized"
        elif not (quoted.is_local or quoted.actor_id == note.actor_id):
            state = "pending"
        else:
            state = "revoked" if (quoted.pk, note.uri) in self._revoked else "accepted"
        return {"state": state, "quoted_status": self._status(quoted, is_quoted=True) if state == "accepted" else None}

    def _marked(self, note: Note) -> Entity:
        if self._viewer is None:
            return {}
        marks = self._marks
        marked = {
            "favourited": ("like", note.pk) in marks,
            "reblogged": ("announce", note.pk) in marks,
            "bookmarked": ("bookmark", note.pk) in marks,
            "muted": ("mute", note.pk) in marks or ("mute", note.reply_to_id) in marks,
            "filtered": []
            if note.actor_id == self._viewer.pk
            else self._filters.results(note.pk, lambda: self._words(note)),
        }
        return {**marked, "pinned": note.pinned_at is not None} if note.actor_id == self._viewer.pk else marked

    def _content(self, note: Note) -> str:
        if note.post is None:
            return note.html
        actors = [self.accounts.actor(row.actor_id) for row in self._mentions[note.pk] if row.actor_id in self.accounts]
        pages = {actor.handle.lower(): actor.url or actor.uri for actor in actors if not actor.is_local}
        return str(plain_text.to_html(note.post.text, handles=self._handles, base_url=whole(""), pages=pages))

    def _words(self, note: Note) -> str:
        """Everything that stands in it, as a reader reads it."""
        if note.post is not None:
            alts = [place.picture.alt for place in self._pictures[note.post.pk]]
            said = [note.post.content_notice, note.post.text]
        else:
            alts = [str(kept.get("alt") or "") for kept in note.attachments]
            said = [note.title, note.content_notice, html.plain_text(note.html)]
        options = note.poll.options if _has_poll(note) else []
        return "\n".join([*said, *alts, *options])

    def _attachments(self, note: Note) -> list[Entity]:
        if note.post is not None:
            return [attachment_of_ours(place.picture) for place in self._pictures[note.post.pk]]
        return [attachment_of_others(note, position) for position in range(len(note.attachments))]

    def _mention(self, actor_id: int) -> Entity:
        actor = self.accounts.actor(actor_id)
        return {"id": str(actor.pk), "username": actor.name, "acct": actor.handle, "url": actor.url or actor.uri}

    def _poll(self, note: Note) -> Entity | None:
        return poll(note.poll, self._viewer, self._votes.get(note.poll.pk, []), self._now) if _has_poll(note) else None


def statuses(notes: Sequence[Note], viewer: Actor | None, now: datetime) -> list[Entity]:
    page = Statuses(notes, viewer, now)
    return [page.entity(note) for note in notes]


def one(note_id: int, viewer: Actor | None, now: datetime) -> Entity:
    """A status as it stands now, also right after it was changed."""
    note = Note.objects.select_related(*NEEDED).get(pk=note_id)
    return Statuses([note], viewer, now).entity(note)


def poll(asked: Poll, viewer: Actor | None, own_votes: list[int], now: datetime) -> Entity:
    entity = {
        "id": str(asked.pk),
        "expires_at": optional_moment(asked.closes_at),
        "expired": asked.is_closed_at(now),
        "multiple": asked.is_multiple,
        "votes_count": sum(asked.votes),
        "voters_count": asked.voters_count,
        "options": [
            {"title": option, "votes_count": votes} for option, votes in zip(asked.options, asked.votes, strict=False)
        ],
        "emojis": [],
    }
    if viewer is None:
        return entity
    return {**entity, "voted": bool(own_votes) or asks(asked.note, viewer), "own_votes": own_votes}


def _has_poll(note: Note) -> bool:
    return getattr(note, "poll", None) is not None


def _who_may_quote(note: Note) -> Entity:
    """Of ours whoever they are; of others we do not know. In these apps nobody quotes: see `create`."""
    return {"automatic": ["public"] if note.is_local else [], "manual": [], "current_user": "denied"}


def _revoked(quoted: Iterable[Note]) -> set[tuple[int, str]]:
    """Which notes may quote which no longer; asked only where something of ours is quoted."""
    ours = [note.pk for note in quoted if note.is_local]
    revoked = QuoteLeave.objects.filter(note__in=ours, revoked_at__isnull=False) if ours else QuoteLeave.objects.none()
    return set(revoked.values_list("note", "quoting_uri"))


def _quotes(notes: dict[int, Note]) -> dict[int, int]:
    """How often each is quoted, as far as we hold who does."""
    found: dict[int, int] = defaultdict(int)
    if notes:
        quoting = Note.objects.living().filter(quotes__in=notes).values("quotes").annotate(count=Count("pk"))
        found |= {quoted: count for quoted, count in quoting.values_list("quotes", "count") if quoted is not None}
    return found


def _mentions(notes: dict[int, Note]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = defaultdict(list)
    for row in Mention.objects.filter(note__in=notes).order_by("pk") if notes else []:
        found[row.note_id].append(row)
    return found


def _pictures(notes: Iterable[Note]) -> dict[int, list[PostPicture]]:
    found: dict[int, list[PostPicture]] = defaultdict(list)
    posts = [note.post_id for note in notes if note.post_id]
    for place in PostPicture.objects.filter(post__in=posts).select_related("picture").order_by("position"):
        found[place.post_id].append(place)
    return found


def _marks(viewer: Actor | None, notes: dict[int, Note]) -> set[tuple[str, int | None]]:
    """What the viewer liked, passed on, bookmarked and muted of `notes`, in one query."""
    if viewer is None or not notes:
        return set()
    roots = {*notes, *(note.reply_to_id for note in notes.values() if note.reply_to_id)}
    likes = Like.objects.filter(actor=viewer, note__in=notes)
    announces = Note.objects.living().filter(actor=viewer, announces__in=notes)
    bookmarks = Bookmark.objects.filter(owner=viewer, note__in=notes)
    mutes = ThreadMute.objects.filter(owner=viewer, root__in=roots)
    rows = [
        marks.annotate(mark=Value(name)).values_list("mark", of)
        for name, marks, of in (
            ("like", likes, "note"),
            ("announce", announces, "announces"),
            ("bookmark", bookmarks, "note"),
            ("mute", mutes, "root"),
        )
    ]
    return set(rows[0].union(*rows[1:], all=True))


def _votes(viewer: Actor | None, notes: Iterable[Note]) -> dict[int, list[int]]:
    polls = [note.poll.pk for note in notes if _has_poll(note)]
    found: dict[int, list[int]] = defaultdict(list)
    if viewer is not None and polls:
        for asked, option in (
            Vote.objects.filter(poll__in=polls, actor=viewer).order_by("option").values_list("poll", "option")
        ):
            found[asked].append(option)
    return found


def _tags(note: Note) -> list[str]:
    return plain_text.hashtags(note.post.text) if note.post is not None else note.tags


def tag(name: str) -> Entity:
    return {"name": name, "url": whole(f"/tags/{plain_text.tag_key(name) or name}/")}
