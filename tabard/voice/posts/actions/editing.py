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
from tabard.voice.posts.actions.publication import checked_reason, keep_version, told_of
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


class NothingToOverride(PostRefused):
    """The guidelines do not refuse these words."""


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
    is `said` of the words is no edit alone; None, as of an app, which has no field for it, leaves what does not speak
    for them. What nobody has seen yet is checked: where a rule wants a second pair of eyes, the edit waits. Another by
    whoever asked takes the place of the one that waits. Raises NotPosted, NotTheirVoice, MoveNotAllowed,
    PostRefused."""
    before = _opened(post, by, now)
    said = before.said.of_other_words() if said is None else said
    kept = replace(before, pictures=before.pictures if pictures is None else pictures, said=said)
    after = _checked(post, replace(kept, text=text, content_notice=content_notice, language=language))
    if _told(before) == _told(after):
        return Edited.NOTHING
    _require_turn(post, by)
    checked = check_edit(post, after, now)
    if checked.verdict.decision == Decision.REFUSE:
        raise DraftRefused(checked.verdict)
    if checked.verdict.decision == Decision.REVIEW:
        _ask(post, before, after, checked, by=by, now=now)
        return Edited.WAITS
    require_answer(checked, by.user, now)
    let_go(post, by=by, now=now)
    put(post, after, checked, by=by, actor=by.user, now=now)
    return Edited.DONE


@transaction.atomic
def ask_edit_override(*, post: Post, by: Officer, words: Words, reason: str, now: datetime) -> Review:
    """Ask that a published post is edited though the guidelines refuse the new words; of `words` the text, the notice,
    the language and the pictures count, and these must be as they are. Raises NotPosted, NotTheirVoice,
    MoveNotAllowed, TextIsEmpty, EditWaits, ReasonIsMissing, NothingToOverride, WordsAndPicturesAtOnce,
    DescriptionNeedsReview."""
    before = _opened(post, by, now)
    after = _checked(post, words)
    _require_turn(post, by)
    reason = checked_reason(reason)
    checked = check_edit(post, after, now)
    if checked.verdict.decision != Decision.REFUSE:
        raise NothingToOverride
    return _ask(post, before, after, checked, by=by, now=now, reason=reason)


def _opened(post: Post, by: Officer, now: datetime) -> Words:
    """Locked, with the words that it has. Raises NotPosted, NotTheirVoice, MoveNotAllowed."""
    lock(post)
    require_change(post, by, now)
    if post.state != State.PUBLISHED:
        raise MoveNotAllowed(post.state, "edited")
    return words_of(post)


def _checked(post: Post, words: Words) -> Words:
    """Raises TextIsEmpty, PollRefused and what else `wording.checked` refuses."""
    after = wording.checked(words)
    if not after.text:
        raise TextIsEmpty
    if post.poll and after.pictures:
        raise PollRefused
    return after


def _require_turn(post: Post, by: Officer) -> None:
    """Raises EditWaits."""
    if post.reviews.waiting().exclude(asked_by=by).exists():
        raise EditWaits


def _ask(
    post: Post, before: Words, after: Words, checked: Checked, *, by: Officer, now: datetime, reason: str = ""
) -> Review:
    """For a review of new words, or with a `reason` for an exception. Raises WordsAndPicturesAtOnce,
    DescriptionNeedsReview."""
    if _told(before)[-1] != _told(after)[-1]:
        raise DescriptionNeedsReview if _told(before)[:-1] == _told(after)[:-1] else WordsAndPicturesAtOnce
    proposed = {"text": after.text, "content_notice": after.content_notice, "language": after.language}
    proposed |= after.said.kept()
    kind = ReviewKind.EDIT_OVERRIDE if reason else ReviewKind.EDIT
    return ask(post, checked, by=by, now=now, wish=Wish(kind, reason=reason, proposed=proposed))


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
    detail = told_of(version, review) | after.said.kept()
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
