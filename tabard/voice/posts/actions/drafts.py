"""Writing drafts, and the series that they may stand in. Whoever does holds a posting in the team at that moment."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tabard.lib import form_token
from tabard.lib import text as plain_text
from tabard.people.teams.models import Officer, Team
from tabard.plant.audit.actions import write_audit
from tabard.voice.posts import wording
from tabard.voice.posts.access import NotTheirVoice, require_change, require_posting
from tabard.voice.posts.actions.holding import Wish, hold, look_again
from tabard.voice.posts.actions.moves import MoveNotAllowed, ReplyElsewhere, lock
from tabard.voice.posts.actions.publication import under_the_hash
from tabard.voice.posts.checking import check_post, passage, words_of
from tabard.voice.posts.models import Audience, Post, ReplacedDraft, Series, State, Voice
from tabard.voice.posts.models.versions import hash_of
from tabard.voice.posts.pictures import place_pictures, remove_pictures
from tabard.voice.posts.wording import OnLegalHold, PostRefused, TextIsEmpty, Words


class DraftHasChanged(PostRefused):
    """Somebody else has changed it since the caller read it: `by`, where that is known."""

    def __init__(self, by: Officer | None) -> None:
        super().__init__(by)
        self.by = by


class SeriesElsewhere(PostRefused):
    """The series is another team's."""


class SeriesNameRefused(PostRefused):
    """A series' name has 1 to 100 characters."""


@transaction.atomic
def save_draft(*, team: Team, by: Officer, words: Words, now: datetime, token: str = "") -> Post:
    """Keep a new draft. `token` is the opened form's: the same words under it again, as a double click sends them, give
    the post that they made; other words are another post. Raises NotPosted, PostRefused."""
    require_posting(by, team, now)
    words = wording.checked(words)
    start = {"team": team, "officer": by, "created_at": now, "saved_at": now, "language": words.language}
    if token:
        own = f"{by.pk}:{form_token.bound(token, (team.pk, wording.told(words)))}"
        post, is_new = Post.objects.get_or_create(token=own, defaults=start)
        if not is_new:
            return post
    else:
        post = Post.objects.create(**start)
    _write_draft(post, by, words, now)
    return post


@transaction.atomic
def change_draft(*, post: Post, by: Officer, words: Words, now: datetime, saved_at: datetime | None = None) -> None:
    """Change a draft, a scheduled or a held post; `saved_at` is the post's own as the caller read it, so that nobody
    writes over what a colleague wrote since. What has a time
    is checked at once, and may be held; the review of what is held goes on with the new words. Raises NotPosted,
    NotTheirVoice, MoveNotAllowed, DraftHasChanged, PostRefused, and of what has a time DraftRefused, DraftAsks."""
    lock(post)
    require_change(post, by, now)
    if post.state not in {State.DRAFT, State.SCHEDULED, State.HELD}:
        raise MoveNotAllowed(post.state, State.DRAFT)
    words = wording.checked(words)
    if saved_at not in {None, post.saved_at} and post.changed_by_id != by.pk and _is_other(post, words):
        raise DraftHasChanged(post.changed_by)
    if post.state != State.DRAFT and not words.text:
        raise TextIsEmpty
    replaced = _keep_replaced(post, words, now)
    post.token = None  # it is no longer what its form made: the form's first words, sent again, are another post
    _write_draft(post, by, words, now, replaced=replaced)
    if post.state == State.HELD:
        look_again(post, check_post(post, now), by=by, now=now)
    elif post.state == State.SCHEDULED:
        _check_planned(post, by, now)


def _check_planned(post: Post, by: Officer, now: datetime) -> None:
    way = passage(post, author=by.user, now=now)
    if not way.is_free:
        hold(post, way.checked, by=by, now=now, wish=Wish(wants_at=post.publish_at))


def _keep_replaced(post: Post, words: Words, now: datetime) -> ReplacedDraft | None:
    """What a hold keeps of it before other words take their place. Raises OnLegalHold where a picture would go."""
    had = words_of(post)
    if _seen(had) == _seen(words) or not post.is_on_hold():
        return None
    if {picture.pk for picture in had.pictures} - {picture.pk for picture in words.pictures}:
        raise OnLegalHold(post.pk)
    kept = under_the_hash(post)
    return ReplacedDraft.objects.create(
        post=post,
        words=kept,
        saved_at=post.saved_at,
        officer=post.changed_by,
        replaced_at=now,
        sha256=hash_of(kept),
    )


def _write_draft(
    post: Post, by: Officer, words: Words, now: datetime, *, replaced: ReplacedDraft | None = None
) -> None:
    if words.reply_to is not None:
        _check_thread(post, words.reply_to)
    if words.series is not None and words.series.team_id != post.team_id:
        raise SeriesElsewhere(words.series.pk)
    post.officer = post.officer or by
    if words.speaks_as == Voice.OFFICER and post.officer_id != by.pk:
        raise NotTheirVoice(post.pk, by.pk)
    if _is_other(post, words):
        post.changed_by = by
    post.text, post.content_notice, post.language = words.text, words.content_notice, words.language
    post.speaks_as, post.reply_to, post.series, post.saved_at = words.speaks_as, words.reply_to, words.series, now
    post.answers, post.audience, post.poll = words.answers, words.audience, words.poll.kept() if words.poll else None
    post.kind, post.claims = words.said.kind, list(words.said.claims)
    post.save()
    place_pictures(post, words.pictures, by, now)
    detail = words.said.kept() | ({"replaced_sha256": replaced.sha256} if replaced else {})
    write_audit(actor=by.user, act="posts.saved", subject=post, on_behalf_of=post.team, detail=detail, now=now)


def _is_other(post: Post, words: Words) -> bool:
    """Whether it says something else, or something else is said of it. Whoever only sends the same again has changed
    nothing."""
    return post.changed_by is None or _seen(words_of(post)) != _seen(words)


def _seen(words: Words) -> tuple[object, ...]:
    pictures = [(picture.pk, picture.alt, picture.focus) for picture in words.pictures]
    return replace(words, pictures=(), reply_to=None, answers="", audience=Audience.PUBLIC), pictures


def _check_thread(post: Post, reply_to: Post) -> None:
    if reply_to.team_id != post.team_id or reply_to.pk == post.pk or not reply_to.is_public:
        raise ReplyElsewhere(reply_to.pk)


@transaction.atomic
def discard_draft(*, post: Post, by: Officer, now: datetime) -> None:
    """Throw a draft away. Raises NotPosted, NotTheirVoice, MoveNotAllowed, OnLegalHold."""
    lock(post)
    require_change(post, by, now)
    if post.state != State.DRAFT:
        raise MoveNotAllowed(post.state, "discarded")
    if post.is_on_hold():
        raise OnLegalHold(post.pk)
    write_audit(actor=by.user, act="posts.discarded", subject=post, on_behalf_of=post.team, now=now)
    remove_pictures(post, by, now)
    post.delete()


@transaction.atomic
def start_series(*, team: Team, by: Officer, name: str, now: datetime) -> Series:
    """A series of this name; the team's own of that name, if it has one. Raises NotPosted, SeriesNameRefused."""
    require_posting(by, team, now)
    name = " ".join(plain_text.clean(name).split())
    if not 1 <= len(name) <= 100:
        raise SeriesNameRefused(len(name))
    series, is_new = Series.objects.get_or_create(team=team, name=name, defaults={"started_at": now})
    if is_new:
        write_audit(actor=by.user, act="posts.series_started", subject=series, on_behalf_of=team, now=now)
    return series
