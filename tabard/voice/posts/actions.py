"""Writing, publishing, editing and retracting. Whoever does any of it holds a posting in the team at that moment."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.lib import form_token
from tabard.lib import text as plain_text
from tabard.people.teams.models import Officer, Team
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.media.models import Picture
from tabard.voice.posts import wording
from tabard.voice.posts.access import NotTheirVoice, is_posted, require_change, require_posting
from tabard.voice.posts.changes import (
    PostEdited,
    PostPublished,
    PostRetracted,
    PostReturned,
    PostScheduled,
    PostUnscheduled,
)
from tabard.voice.posts.indexing import index_post
from tabard.voice.posts.models import (
    LONGEST_REASON,
    MOVES,
    Post,
    PostVersion,
    Series,
    State,
    Voice,
)
from tabard.voice.posts.pictures import exchange_pictures, place_pictures, remove_pictures
from tabard.voice.posts.wording import PollRefused, PostRefused, TextIsEmpty, Words

FARTHEST = timedelta(days=366 * 100)


class MoveNotAllowed(PostRefused):
    """A post in `state` cannot become `to`."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} to {to}")
        self.state, self.to = state, to


class PostTimeIsPast(PostRefused):
    pass


class PostTimeTooFar(PostRefused):
    """More than FARTHEST from now."""


class ReasonIsMissing(PostRefused):
    """A retraction says why, in 1 to LONGEST_REASON characters."""


class ReplyElsewhere(PostRefused):
    """A thread goes on under a published post of the same team only."""


class SeriesElsewhere(PostRefused):
    """The series is another team's."""


class SeriesNameRefused(PostRefused):
    """A series' name has 1 to 100 characters."""


# -- drafts ------------------------------------------------------------------------------------------------------------


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
def change_draft(*, post: Post, by: Officer, words: Words, now: datetime) -> None:
    """Change a draft or a scheduled post. Raises NotPosted, NotTheirVoice, MoveNotAllowed, PostRefused."""
    _lock(post)
    require_change(post, by, now)
    if post.state not in {State.DRAFT, State.SCHEDULED}:
        raise MoveNotAllowed(post.state, State.DRAFT)
    words = wording.checked(words)
    if post.state == State.SCHEDULED and not words.text:
        raise TextIsEmpty
    post.token = None  # it is no longer what its form made: the form's first words, sent again, are another post
    _write_draft(post, by, words, now)


def _write_draft(post: Post, by: Officer, words: Words, now: datetime) -> None:
    if words.reply_to is not None:
        _check_thread(post, words.reply_to)
    if words.series is not None and words.series.team_id != post.team_id:
        raise SeriesElsewhere(words.series.pk)
    post.officer = post.officer or by
    if words.speaks_as == Voice.OFFICER and post.officer_id != by.pk:
        raise NotTheirVoice(post.pk, by.pk)
    post.text, post.content_notice, post.language = words.text, words.content_notice, words.language
    post.speaks_as, post.reply_to, post.series, post.saved_at = words.speaks_as, words.reply_to, words.series, now
    post.answers, post.audience, post.poll = words.answers, words.audience, words.poll.kept() if words.poll else None
    post.save()
    place_pictures(post, words.pictures, by, now)
    write_audit(actor=by.user, act="posts.saved", subject=post, on_behalf_of=post.team, now=now)


def _check_thread(post: Post, reply_to: Post) -> None:
    if reply_to.team_id != post.team_id or reply_to.pk == post.pk or not reply_to.is_public:
        raise ReplyElsewhere(reply_to.pk)


@transaction.atomic
def discard_draft(*, post: Post, by: Officer, now: datetime) -> None:
    """Throw a draft away. Raises NotPosted, NotTheirVoice, MoveNotAllowed."""
    _lock(post)
    require_change(post, by, now)
    if post.state != State.DRAFT:
        raise MoveNotAllowed(post.state, "discarded")
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


# -- time --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def schedule_post(*, post: Post, by: Officer, publish_at: datetime, now: datetime) -> None:
    """Publish at `publish_at`, or at another time than before. `by` answers for it: if their posting ends before, the
    post comes back as a draft. Raises NotPosted, NotTheirVoice, MoveNotAllowed, PostTimeIsPast, PostTimeTooFar,
    TextIsEmpty."""
    _lock(post)
    require_change(post, by, now)
    _check_move(post, State.SCHEDULED)
    if publish_at <= now:
        raise PostTimeIsPast(publish_at)
    if publish_at > now + FARTHEST:
        raise PostTimeTooFar(publish_at)
    if not post.text:
        raise TextIsEmpty
    post.state, post.publish_at, post.scheduled_by, post.returned_because = State.SCHEDULED, publish_at, by, ""
    post.save()
    detail = {"publish_at": publish_at.isoformat()}
    write_audit(actor=by.user, act="posts.scheduled", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostScheduled(post_id=post.pk))


@transaction.atomic
def unschedule_post(*, post: Post, by: Officer, now: datetime) -> None:
    """Make a scheduled post a draft again; anybody in the team may. Raises NotPosted, MoveNotAllowed."""
    _lock(post)
    require_posting(by, post.team, now)
    if post.state == State.DRAFT:
        return
    _check_move(post, State.DRAFT)
    _make_draft(post, now)
    write_audit(actor=by.user, act="posts.unscheduled", subject=post, on_behalf_of=post.team, now=now)
    record(PostUnscheduled(post_id=post.pk))


def _make_draft(post: Post, now: datetime) -> None:
    post.state, post.publish_at, post.scheduled_by, post.saved_at = State.DRAFT, None, None, now
    post.save()


# -- publication -------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_post(*, post: Post, by: Officer, now: datetime) -> None:
    """Publish a draft or a scheduled post now; one that is out already stays as it is, so a double click is harmless.
    Raises NotPosted, NotTheirVoice, MoveNotAllowed, ReplyElsewhere, TextIsEmpty."""
    _lock(post)
    require_change(post, by, now)
    if post.state != State.PUBLISHED:
        _publish(post, by, now)


@transaction.atomic
def publish_next_due(*, now: datetime) -> bool:
    """Publish the scheduled post that is longest due, or bring it back to the desk if whoever answers for it or speaks
    in it has left the team, or what it goes on after was taken back. False when nothing is due. Any number of workers
    may ask."""
    post = Post.objects.due(now).soonest_first().select_for_update(skip_locked=True).first()
    if post is None:
        return False
    by = post.scheduled_by
    if by is None or not is_posted(by, post.team, now):
        _return_to_team(post, _("When the time came, the officer who had scheduled this had left the team."), now)
    elif not _has_its_voice(post, now):
        _return_to_team(post, _("When the time came, the officer in whose name this spoke had left the team."), now)
    elif not _has_public_thread(post):
        _return_without_thread(post, now)
    else:
        _publish(post, by, now)
    return True


def _publish(post: Post, by: Officer, now: datetime) -> None:
    """The one way out: whatever checks a post before the public sees it belongs here."""
    _check_move(post, State.PUBLISHED)
    if not post.text:
        raise TextIsEmpty
    if not _has_public_thread(post):
        raise ReplyElsewhere(post.reply_to_id)
    post.state, post.published_at, post.publish_at, post.scheduled_by = State.PUBLISHED, now, None, None
    post.officer, post.returned_because = post.officer or by, ""
    post.save()
    _keep_version(post, by, number=1, now=now)
    index_post(post)
    write_audit(actor=by.user, act="posts.published", subject=post, on_behalf_of=post.team, now=now)
    record(PostPublished(post_id=post.pk))


@transaction.atomic
def pass_open_work_to_team(*, officer_id: int, now: datetime) -> None:
    """An officer leaves: what they had begun becomes the team's drafts."""
    for post in Post.objects.open_work_of(officer_id).select_for_update().order_by("pk"):
        if post.state == State.SCHEDULED:
            post.returned_because = _("The officer who had scheduled this has left the team.")
        _pass_to_team(post, now)
        write_audit(actor=None, act="posts.passed_on", subject=post, on_behalf_of=post.team, now=now)
        record(PostReturned(post_id=post.pk))


def _return_to_team(post: Post, because: str, now: datetime) -> None:
    detail = {"officer": post.officer_id, "scheduled_by": post.scheduled_by_id}
    post.returned_because = because
    _pass_to_team(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostReturned(post_id=post.pk))


def _has_its_voice(post: Post, now: datetime) -> bool:
    """Whether the officer in whose own name `post` speaks, if it does, still belongs to its team."""
    if post.speaks_as == Voice.TEAM or post.officer is None:
        return True
    return is_posted(post.officer, post.team, now)


def _has_public_thread(post: Post) -> bool:
    """Whether what `post` goes on after, if anything, has not been taken back meanwhile."""
    return post.reply_to is None or post.reply_to.is_public


def _return_without_thread(post: Post, now: datetime) -> None:
    post.returned_because = _("When the time came, the post that this was to go on after had been taken back.")
    post.reply_to = None
    _make_draft(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, now=now)
    record(PostReturned(post_id=post.pk))


def _pass_to_team(post: Post, now: datetime) -> None:
    """Whoever of the team takes it up next becomes its author."""
    post.officer, post.speaks_as = None, Voice.TEAM
    _make_draft(post, now)


@transaction.atomic
def edit_post(
    *,
    post: Post,
    by: Officer,
    text: str,
    content_notice: str,
    language: str,
    now: datetime,
    pictures: tuple[Picture, ...] | None = None,
) -> bool:
    """Put other words in the place of published ones; the former stay readable. `pictures` are all that it is to have,
    each with the description that it is to have; None leaves them as they are, and one that it loses is deleted. False
    where nothing differs: that is no edit. Raises NotPosted, NotTheirVoice, MoveNotAllowed, PostRefused."""
    _lock(post)
    require_change(post, by, now)
    if post.state != State.PUBLISHED:
        raise MoveNotAllowed(post.state, "edited")
    had = tuple(place.picture for place in post.pictures.select_related("picture").order_by("position"))
    wanted = had if pictures is None else pictures
    after = wording.checked(Words(text=text, content_notice=content_notice, language=language, pictures=wanted))
    if not after.text:
        raise TextIsEmpty
    if post.poll and wanted:
        raise PollRefused
    before = Words(text=post.text, content_notice=post.content_notice, language=post.language, pictures=had)
    if _told(before) == _told(after):
        return False
    post.text, post.content_notice, post.language = after.text, after.content_notice, after.language
    post.edited_at = now
    post.save()
    exchange_pictures(post, after.pictures, by, now)
    number = post.versions.count() + 1
    _keep_version(post, by, number=number, now=now)
    index_post(post)
    detail = {"version": number}
    write_audit(actor=by.user, act="posts.edited", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostEdited(post_id=post.pk, version=number))
    return True


def _told(words: Words) -> tuple[object, ...]:
    """What an edit can change, to be compared."""
    return (
        words.text,
        words.content_notice,
        words.language,
        [(each.pk, each.alt, each.focus) for each in words.pictures],
    )


@transaction.atomic
def retract_post(*, post: Post, by: Officer, reason: str, now: datetime) -> None:
    """Take a post back from the public, for a reason that its page then gives; anybody in the team may. One that is
    retracted already stays so. Raises NotPosted, MoveNotAllowed, ReasonIsMissing."""
    _lock(post)
    require_posting(by, post.team, now)
    if post.state == State.RETRACTED:
        return
    _check_move(post, State.RETRACTED)
    reason = " ".join(plain_text.clean(reason).split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise ReasonIsMissing(len(reason))
    post.state, post.retracted_at, post.retraction_reason = State.RETRACTED, now, reason
    post.save()
    post.tags.all().delete()
    post.mentions.all().delete()
    remove_pictures(post, by, now)
    detail = {"reason": reason}
    write_audit(actor=by.user, act="posts.retracted", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostRetracted(post_id=post.pk))


# -- what these have in common -----------------------------------------------------------------------------------------


def _lock(post: Post) -> None:
    """Hold the row until the transaction ends, and see it as it is now, not as the caller read it."""
    post.refresh_from_db(from_queryset=Post.objects.select_for_update())


def _check_move(post: Post, to: State) -> None:
    if to not in MOVES[State(post.state)]:
        raise MoveNotAllowed(post.state, to)


def _keep_version(post: Post, by: Officer, *, number: int, now: datetime) -> None:
    PostVersion.objects.create(
        post=post,
        number=number,
        text=post.text,
        content_notice=post.content_notice,
        language=post.language,
        descriptions=[place.picture.alt for place in post.pictures.select_related("picture").order_by("position")],
        shown_from=now,
        officer=by,
    )
