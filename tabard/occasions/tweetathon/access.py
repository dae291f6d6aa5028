"""Who organises which tweetathon, and which mailed link opens which registration.

The digital lead makes tweetathons and may change all of them. One that a team organises may be changed by whoever is
posted to that team.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.occasions.tweetathon.models import (
    CONFIRM_WITHIN,
    Registration,
    RegistrationState,
    Tweetathon,
    TweetathonQuerySet,
)
from tabard.people.accounts.access import SignedInRequest, second_factor_required
from tabard.people.accounts.models import Role, User
from tabard.people.teams.access import teams_of

P = ParamSpec("P")
CHANGE_WITHIN = timedelta(days=30)

_signer = Signer(salt="tweetathon.registration", sep=".")  # compares in constant time


class LinkForged(Exception):
    """The link was not made here, or lost a part on its way."""


class LinkExpired(Exception):
    """The link is too old, or the force has withdrawn."""


def organiser_required(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The digital lead, and officers who are posted to any team."""

    @second_factor_required
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.role != Role.LEAD and not teams_of(request.user, timezone.now()).exists():
            raise PermissionDenied(_("You are not posted to any team now. The digital lead can post you to one."))
        return view(request, *args, **kwargs)

    return guarded


def organised_by(user: User, now: datetime) -> TweetathonQuerySet:
    """Those that `user` may change."""
    found = Tweetathon.objects.with_organiser()
    return found if user.role == Role.LEAD else found.filter(team__in=teams_of(user, now))


def tweetathon_to_organise(*, user: User, slug: str, now: datetime) -> Tweetathon:
    """Raises Http404 for another team's."""
    found = organised_by(user, now).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def registration_to_decide(*, user: User, slug: str, pk: int, now: datetime) -> Registration:
    """One whose mail was answered. Raises Http404."""
    tweetathon = tweetathon_to_organise(user=user, slug=slug, now=now)
    found = Registration.objects.of(tweetathon).confirmed().filter(pk=pk).select_related("tweetathon").first()
    if found is None:
        raise Http404
    return found


def tweetathon_to_see(slug: str) -> Tweetathon:
    """Every one is public, a cancelled one too. Raises Http404."""
    found = Tweetathon.objects.with_organiser().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


# -- mailed links ------------------------------------------------------------------------------------------------------


def link_word(registration: Registration, *, now: datetime) -> str:
    """What stands in a link that is mailed to the registration's address."""
    return _signer.sign(f"{registration.pk}-{int(now.timestamp())}")


def registration_by_link(*, slug: str, word: str, now: datetime) -> Registration:
    """Raises LinkForged, LinkExpired."""
    try:
        pk, made_at = map(int, _signer.unsign(word).split("-"))
    except BadSignature as error:
        raise LinkForged from error
    live = Registration.objects.live().select_related("tweetathon").filter(tweetathon__slug=slug).exclude(email="")
    found = live.filter(pk=pk).first()
    if found is None or now.timestamp() - made_at > _good_for(found).total_seconds():
        raise LinkExpired
    return found


def _good_for(registration: Registration) -> timedelta:
    return CONFIRM_WITHIN if registration.state == RegistrationState.ASKED else CHANGE_WITHIN
