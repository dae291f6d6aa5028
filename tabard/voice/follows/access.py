"""By which word in a link somebody may see or change what."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.http import Http404

from tabard.voice.follows.models import Follow, Follower

CONFIRM_WITHIN = timedelta(days=3)

_signer = Signer(salt="follows.confirm", sep=".")


class ConfirmationForged(Exception):
    """The link was not made here, or lost a part on its way."""


class ConfirmationExpired(Exception):
    """The link is older than CONFIRM_WITHIN, or its follow has ended or been forgotten."""


def confirmation_word(follow: Follow, *, now: datetime) -> str:
    """What stands in the confirmation link of `follow`."""
    return _signer.sign(f"{follow.pk}-{int(now.timestamp())}")


def follow_to_confirm(*, word: str, now: datetime) -> Follow:
    """Raises ConfirmationForged, ConfirmationExpired."""
    try:
        number, _, made_at = _signer.unsign(word).partition("-")
    except BadSignature as error:
        raise ConfirmationForged from error
    follow = Follow.objects.live().with_targets().filter(pk=int(number)).first()
    if follow is None or now.timestamp() - int(made_at) > CONFIRM_WITHIN.total_seconds():
        raise ConfirmationExpired
    return follow


def follower_by_token(token: str) -> Follower:
    """Raises Http404."""
    # PostgreSQL takes no NUL in a question
    follower = Follower.objects.filter(token=token).first() if token.isalnum() else None
    if follower is None:
        raise Http404
    return follower


def follow_of(follower: Follower, pk: int) -> Follow:
    """A live follow of `follower`'s own. Raises Http404."""
    follow = Follow.objects.live().with_targets().filter(follower=follower, pk=pk).first()
    if follow is None:
        raise Http404
    return follow
