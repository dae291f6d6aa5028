"""Other words for what is published already."""

from dataclasses import replace
from datetime import datetime
from enum import Enum

from django.db import transaction

from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.media.models import Picture
from tabard.voice.guidelines.checking.findings import Decision
from tabard.voice.posts import wording
from tabard.voice.posts.access import require_change
from tabard.voice.posts.actions.holding import Wish, ask, let_go
from tabard.voice.posts.actions.moves import MoveNotAllowed, lock
from tabard.voice.posts.actions.publication import keep_version
from tabard.voice.posts.changes import PostEdited
from tabard.voice.posts.checking import Checked, DraftRefused, check_edit, require_answer, words_of
from tabard.voice.posts.indexing import index_post
from tabard.voice.posts.models import Post, Review, ReviewKind, State
from tabard.voice.posts.pictures import exchange_pictures
from tabard.voice.posts.wording import PollRefused, PostRefused, Said, TextIsEmpty, Words


class EditWaits(PostRefused):
    """A colleague's edit of this post waits for a review: it must be decided or withdrawn first."""


class WordsAndPicturesAtOnce(PostRefused):
    """The new words wait for a review, and pictures cannot wait with them: change the one, then the other."""


class DescriptionNeedsReview(PostRefused):
    """What a picture's description is to say needs a review, which only the words of a published post can wait for."""


class Edited(Enum):
    """What became of an edit."""

    NOTHING = "nothing differs"
    DONE = "the public reads the new words"
    WAITS = "a review is asked for; the public text stays until then"


@transaction.atomic
def edit_post(  # noqa: PLR0913  all that an edit can change
    *,
    post: Post,
    by: Officer,
    text: str,
    content_notice: str,
    language: str,
    now: datetime,
    pictures: tuple[Picture, ...] | None = None,
    said: Said | None = None,
) -> Edited:
    """Put other words in the place of published ones; the former stay readable. `pictures` are all that it is to have,
    each with the description that it is to have; None leaves them as they are, and one that it loses is deleted. What
    is `said` of the words stays with None, too, and alone is no edit. What nobody has seen yet is checked: where a rule
    wants a second pair of eyes, the edit waits. Another by whoever asked takes the place of the one that waits. Raises
    NotPosted, NotTheirVoice, MoveNotAllowed, PostRefused."""
    lock(post)
    require_change(post, by, now)
    if post.state != State.PUBLISHED:
        raise MoveNotAllowed(post.state, "edited")
    before = words_of(post)
    wanted = before.pictures if pictures is None else pictures
    if post.poll and wanted:
        raise PollRefused
    kept = replace(before, pictures=wanted, said=said or before.said)
    after = wording.checked(replace(kept, text=text, content_notice=content_notice, language=language))
    if not after.text:
        raise TextIsEmpty
    if _told(before) == _told(after):
        return Edited.NOTHING
    if post.reviews.waiting().exclude(asked_by=by).exists():
        raise EditWaits
    checked = check_edit(post, after, now)
    if checked.verdict.decision == Decision.REFUSE:
        raise DraftRefused(checked.verdict)
    if checked.verdict.decision == Decision.REVIEW:
        _ask_for_review(post, before, after, checked, by, now)
        return Edited.WAITS
    require_answer(checked.verdict, by.user, now)
    let_go(post, by=by, now=now)
    put(post, after, checked, by=by, actor=by.user, now=now)
    return Edited.DONE


def _ask_for_review(post: Post, before: Words, after: Words, checked: Checked, by: Officer, now: datetime) -> None:
    if _told(before)[-1] != _told(after)[-1]:
        raise DescriptionNeedsReview if _told(before)[:-1] == _told(after)[:-1] else WordsAndPicturesAtOnce
    proposed = {"text": after.text, "content_notice": after.content_notice, "language": after.language}
    proposed |= after.said.kept()
    ask(post, checked, by=by, now=now, wish=Wish(ReviewKind.EDIT, proposed=proposed))


def put(
    post: Post,
    after: Words,
    checked: Checked,
    *,
    by: Officer,
    actor: User | None,
    now: datetime,
    review: Review | None = None,
) -> None:
    """`by` answers for the new words, `actor` put them there."""
    post.text, post.content_notice, post.language = after.text, after.content_notice, after.language
    post.kind, post.claims = after.said.kind, list(after.said.claims)
    post.edited_at, post.changed_by = now, by
    post.guideline = checked.verdict.guideline
    post.save()
    exchange_pictures(post, after.pictures, by, now)
    version = keep_version(post, checked, by=by, now=now, review=review)
    index_post(post)
    detail = {"version": version.number} | ({"review": review.pk} if review else {}) | after.said.kept()
    write_audit(actor=actor, act="posts.edited", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostEdited(post_id=post.pk, version=version.number))


def _told(words: Words) -> tuple[object, ...]:
    """What an edit can change, to be compared; the pictures last."""
    return (
        words.text,
        words.content_notice,
        words.language,
        [(each.pk, each.alt, each.focus) for each in words.pictures],
    )
