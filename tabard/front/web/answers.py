"""What people in the fediverse say to a post: who answered, how many like it, and how a poll stands.

Nothing of another server is loaded by our pages: a picture there is named, with a link to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from tabard.front.web.cards import Card, cards, moment
from tabard.lib.html import plain_text
from tabard.lib.text import Html, excerpt, to_html
from tabard.voice.network.addresses import fediverse_handle, host_of
from tabard.voice.network.attachments import in_words
from tabard.voice.network.models import Actor, HostBlock, Note, Poll, ReplyPolicy
from tabard.voice.posts.models import Post

DEEPEST = 6
MOST = 100
LONGEST_HTML, LONGEST_EXCERPT = 6_000, 3_000


@dataclass(frozen=True)
class Answer:
    """Something said at another server, or with `card` by one of ours. `to` is whom it answers, below the first."""

    name: str
    handle: str
    actor_url: str
    url: str
    html: Html
    content_notice: str
    language: str
    said_at: str
    published_at: datetime
    is_edited: bool
    media: list[str]
    host: str
    is_excerpt: bool = False
    to: str = ""
    card: Card | None = None


@dataclass(frozen=True)
class Choice:
    """One answer of a poll. `share` is per cent of those who voted."""

    words: str
    votes: int
    share: int


@dataclass(frozen=True)
class Asked:
    """A poll as residents see it."""

    choices: list[Choice]
    voters: int
    is_multiple: bool
    is_closed: bool
    closes_at: str


@dataclass(frozen=True)
class Echo:
    """All that came back to a post. `answered` is what it answers itself, where we hold it."""

    answers: list[Answer] = field(default_factory=list)
    likes: int = 0
    announces: int = 0
    asked: Asked | None = None
    answered: Answer | None = None
    answered_uri: str = ""
    policy: str = ReplyPolicy.FOLLOWERS
    has_more: bool = False

    @property
    def counts(self) -> str:
        """In words; empty where there is nothing to say."""
        words = []
        if self.likes:
            words.append(ngettext("%(n)s person likes this", "%(n)s people like this", self.likes) % {"n": self.likes})
        if self.announces:
            told = ngettext("%(n)s passed it on", "%(n)s passed it on", self.announces)
            words.append(told % {"n": self.announces})
        return " · ".join(words)

    @property
    def answered_host(self) -> str:
        return host_of(self.answered_uri)


def echo_of(post: Post, now: datetime) -> Echo:
    """In a number of queries that grows with the depth of the thread only, at most DEEPEST levels."""
    note = Note.objects.living().filter(post=post).select_related("actor", "poll").first()
    answered = _answered(post)
    rows = _under(note, post) if note else []
    shown = _shown([*rows, *([answered] if answered else [])], note, now)
    above = shown[answered.pk] if answered else None
    if note is None:  # it was published a moment ago
        return Echo(answered=above, answered_uri=post.answers, asked=_not_yet_asked(post))
    return Echo(
        answers=[shown[row.pk] for row in rows],
        likes=note.likes_count,
        announces=note.announces_count - _passed_on_by_us(note),
        asked=_asked(note.poll, now) if hasattr(note, "poll") else None,
        answered=above,
        answered_uri=post.answers,
        policy=note.actor.reply_policy,
        has_more=len(rows) >= MOST,
    )


def _passed_on_by_us(note: Note) -> int:
    """The team passes on what its officers say, by itself: no resident did."""
    if not note.announces_count:
        return 0
    return Note.objects.living().local().filter(announces=note).count()


def _answered(post: Post) -> Note | None:
    if not post.answers:
        return None
    found = Note.objects.for_everybody().said().filter(uri=post.answers).select_related("actor", "reply_to__actor")
    note = found.first()
    return None if note is None or HostBlock.objects.keeping_out([note.actor]) else note


def _under(note: Note, post: Post) -> list[Note]:
    """Depth first, each level by time. What our own thread goes on with stands beside, not here."""
    found: dict[int, list[Note]] = {}
    level, seen = [note], {note.pk}
    for _depth in range(DEEPEST):
        below = Note.objects.standing_under(level).exclude(post__reply_to=post).exclude(pk__in=seen)
        below = below.select_related("actor", "reply_to__actor").order_by("reply_to", "published_at", "pk")
        level = list(below[: MOST + 1 - len(seen)])
        seen.update(row.pk for row in level)
        found |= {pk: list(those) for pk, those in groupby(level, key=lambda row: row.reply_to_id) if pk is not None}
        if not level:
            break
    kept_out = HostBlock.objects.keeping_out(row.actor for rows in found.values() for row in rows)
    return _in_order(note.pk, found, kept_out)


def _in_order(pk: int, found: dict[int, list[Note]], kept_out: frozenset[int]) -> list[Note]:
    rows = [row for row in found.get(pk, []) if row.actor_id not in kept_out]
    return [each for row in rows for each in (row, *_in_order(row.pk, found, kept_out))]


def _shown(rows: Sequence[Note], root: Note | None, now: datetime) -> dict[int, Answer]:
    ids = [row.post_id for row in rows if row.post_id is not None]
    posts = Post.objects.public().for_lists().filter(pk__in=ids) if ids else []
    ours = {card.post.pk: card for card in cards(posts, now=now)}
    return {row.pk: _answer(row, root, ours.get(row.post_id or 0), now) for row in rows}


def _answer(note: Note, root: Note | None, card: Card | None, now: datetime) -> Answer:
    actor = note.actor
    above = note.reply_to
    html, is_excerpt = (card.html, False) if card else _words(note)
    return Answer(
        name=card.speaker if card else actor.display_name or actor.name,
        handle=full_handle(actor),
        actor_url=card.speaker_url if card else actor.url or actor.uri,
        url=card.url if card else note.url or note.uri,
        html=html,
        content_notice=card.post.content_notice if card else note.content_notice,
        language=card.post.language if card else note.language,
        said_at=moment(note.published_at, now),
        published_at=note.published_at,
        is_edited=note.edited_at is not None,
        media=[] if card else [in_words(each) for each in note.attachments],
        host=actor.host,
        is_excerpt=is_excerpt,
        to=full_handle(above.actor) if root is not None and above is not None and above.pk != root.pk else "",
        card=card,
    )


def _words(note: Note) -> tuple[Html, bool]:
    """Of very many words the beginning, and whether it is that alone."""
    if len(note.html) <= LONGEST_HTML:
        return Html(note.html), False  # made safe by receive.py before it was kept
    return to_html(excerpt(plain_text(note.html), LONGEST_EXCERPT)), True


def full_handle(actor: Actor) -> str:
    """As one types it into any app: `@name@host`."""
    return f"@{actor.handle}" if actor.host else fediverse_handle(actor.name)


def _asked(poll: Poll, now: datetime) -> Asked:
    voters = max(poll.voters_count, 0)
    choices = [
        Choice(words, votes, round(100 * votes / voters) if voters else 0)
        for words, votes in zip(poll.options, poll.votes, strict=True)
    ]
    closes = date_format(localtime(poll.closes_at), "j F Y, H:i") if poll.closes_at else ""
    return Asked(choices, voters, poll.is_multiple, is_closed=poll.is_closed_at(now), closes_at=closes)


def _not_yet_asked(post: Post) -> Asked | None:
    if not post.poll:
        return None
    choices = [Choice(words, 0, 0) for words in post.poll["options"]]
    return Asked(choices, 0, post.poll["is_multiple"], is_closed=False, closes_at="")
