"""What officers write in their apps: it goes the way of everything that is written at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.access import Speaker
from tabard.gateways.mastodon_api.actions.uploads import keep_for_another_post
from tabard.gateways.mastodon_api.models import Upload
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.plant.changes.actions import record
from tabard.plant.media.actions import checked_alt
from tabard.plant.media.models import Focus, Picture
from tabard.voice.network.actions.notes import note_post, withdraw_post
from tabard.voice.network.models import Note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.changes import PostHeldInApp
from tabard.voice.posts.models import Audience, Post, State, Voice
from tabard.voice.posts.wording import Poll, Words

SOONEST = timedelta(minutes=5)


@dataclass(frozen=True)
class Status:
    """What an app sent, read but not yet checked. `key` is its Idempotency-Key: sent twice, it is written once."""

    text: str
    content_notice: str = ""
    language: str = ""
    audience: Audience = Audience.PUBLIC
    media_ids: tuple[int, ...] = ()
    answered: Note | None = None
    poll: Poll | None = None
    publish_at: datetime | None = None
    key: str = ""


@dataclass(frozen=True)
class Look:
    """How a picture is to be described, and what of it must stay in sight; None leaves it as it is."""

    alt: str | None = None
    focus: Focus | None = None


@transaction.atomic
def write(*, speaker: Speaker, status: Status, now: datetime) -> Post:
    """Publish it, or schedule it, or hold it for a review: the post's state says which. What waits already for a review
    and is sent again is that one. Raises PostRefused, Refused,
    PermissionDenied."""
    if status.publish_at is not None:
        _check_time(status.publish_at, now)
    thread = _own_thread(speaker, status)
    team = access.team_to_speak_in(speaker, now, thread=thread)
    is_own = thread is not None and thread.team_id == team.pk
    words = Words(
        text=status.text,
        speaks_as=Voice.TEAM if speaker.actor.team_id else Voice.OFFICER,
        content_notice=status.content_notice,
        language=status.language,
        pictures=pictures_to_use(status.media_ids, speaker),
        reply_to=thread if is_own else None,
        answers=status.answered.uri if status.answered is not None and not is_own else "",
        audience=status.audience,
        poll=status.poll,
    )
    again = access.held_already(speaker, team, words, status.publish_at, now)
    if again is not None:
        return again
    post = posts.save_draft(team=team, by=speaker.officer, words=words, now=now, token=_token(status))
    if status.publish_at is None:
        posts.publish_post(post=post, by=speaker.officer, now=now)
        if post.state == State.PUBLISHED:
            note_post(Post.objects.for_lists().get(pk=post.pk), now=now)
    elif post.state not in {State.SCHEDULED, State.HELD, State.PUBLISHED}:
        posts.schedule_post(post=post, by=speaker.officer, publish_at=status.publish_at, now=now)
    _tell_if_held(post)
    return post


def _tell_if_held(post: Post) -> None:
    """Apps show what is held as if it had a time."""
    review = post.reviews.waiting().first() if post.state == State.HELD else None
    if review is not None:
        record(PostHeldInApp(post_id=post.pk, review_id=review.pk))


def _token(status: Status) -> str:
    """What goes out at a time is another thing than the same at once, or at another time."""
    if not status.key or status.publish_at is None:
        return status.key
    return f"{status.key}\n{status.publish_at.isoformat()}"


def _check_time(publish_at: datetime, now: datetime) -> None:
    if publish_at < now + SOONEST:
        raise Refused(_("The time must be at least 5 minutes from now."))


def _own_thread(speaker: Speaker, status: Status) -> Post | None:
    """The post that goes on, where it is one of the speaker's own or of their team."""
    answered = status.answered.post if status.answered is not None else None
    return answered if answered is not None and answered.is_public else None


def pictures_to_use(ids: tuple[int, ...], speaker: Speaker, *, post: Post | None = None) -> tuple[Picture, ...]:
    """The pictures with these ids: the post's own, or those that this actor sent. Raises Refused, Http404."""
    own = {place.picture_id: place.picture for place in post.pictures.select_related("picture")} if post else {}
    return tuple(own[pk] if pk in own else _described(access.upload_to_use(pk, speaker)) for pk in ids)


def _described(upload: Upload) -> Picture:
    if not upload.is_described:
        raise Refused(_("Describe the picture for those who cannot see it: give it a text, then send the post again."))
    return upload.picture


@transaction.atomic
def change(
    *, post: Post, speaker: Speaker, status: Status, looks: Mapping[int | None, Look], now: datetime
) -> posts.Edited:
    """Put other words in the place of published ones, or ask for a review of them; `looks` holds what becomes of each
    picture. Raises PostRefused, PictureRefused, Refused, PermissionDenied."""
    had = _pictures_of(post)
    pictures = pictures_to_use(status.media_ids, speaker, post=post)
    for picture in pictures:
        look = looks.get(picture.pk, Look())
        if look.alt is not None:
            picture.alt = checked_alt(look.alt)
        picture.focus_x, picture.focus_y = look.focus or picture.focus
    edited = posts.edit_post(
        post=post,
        by=speaker.officer,
        text=status.text,
        content_notice=status.content_notice,
        language=status.language or post.language,
        pictures=pictures,
        now=now,
    )
    keep_for_another_post(pictures=[each for each in had if each not in pictures], speaker=speaker, now=now)
    return edited


@transaction.atomic
def take_back(*, post: Post, speaker: Speaker, now: datetime, keeps_pictures: bool = True) -> list[Picture]:
    """What an app deletes is retracted, and its page says so; apps ask for no reason. Returns the pictures that can be
    used again."""
    had = _pictures_of(post)
    posts.retract_post(post=post, by=speaker.officer, reason=_("Its author took it back."), now=now)
    withdraw_post(post, now=now)
    return keep_for_another_post(pictures=had, speaker=speaker, now=now) if keeps_pictures else []


@transaction.atomic
def cancel_scheduled(*, post: Post, speaker: Speaker, now: datetime) -> None:
    """Throw it away, whether it waits for its time or for a review."""
    had = _pictures_of(post)
    review = post.reviews.waiting().select_related("post").first()
    if review is None:
        posts.unschedule_post(post=post, by=speaker.officer, now=now)
    else:
        reason = _("Thrown away in a phone app.")  # apps ask for none
        posts.withdraw_review(review=review, by=speaker.officer, reason=reason, now=now)
    posts.discard_draft(post=post, by=speaker.officer, now=now)
    keep_for_another_post(pictures=had, speaker=speaker, now=now)


def _pictures_of(post: Post) -> list[Picture]:
    """What it has now, and until this transaction ends: it is held for that long."""
    Post.objects.select_for_update().get(pk=post.pk)
    return [place.picture for place in post.pictures.select_related("picture").order_by("position")]


@transaction.atomic
def put_off(*, post: Post, speaker: Speaker, publish_at: datetime, now: datetime) -> None:
    """Publish at another time. Raises Refused."""
    _check_time(publish_at, now)
    posts.schedule_post(post=post, by=speaker.officer, publish_at=publish_at, now=now)
    _tell_if_held(post)
