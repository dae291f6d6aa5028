"""Other words for what is published already."""

from datetime import datetime

from django.db import transaction

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.media.models import Picture
from tabard.voice.posts import wording
from tabard.voice.posts.access import require_change
from tabard.voice.posts.actions.moves import MoveNotAllowed, lock
from tabard.voice.posts.actions.publication import keep_version
from tabard.voice.posts.changes import PostEdited
from tabard.voice.posts.indexing import index_post
from tabard.voice.posts.models import Post, State
from tabard.voice.posts.pictures import exchange_pictures
from tabard.voice.posts.wording import PollRefused, TextIsEmpty, Words


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
    lock(post)
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
    keep_version(post, by, number=number, now=now)
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
