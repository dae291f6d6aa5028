"""Who is signed in well enough. Who may open the officers' desk is asked in teams.access, which knows postings."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tabard.people.accounts.models import Role, User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request by someone who has shown a second factor in this session."""

    user: User


def has_second_factor(user: User, *, besides: int = 0) -> bool:
    """Whether an authenticator app or a passkey is set up, other than the one with the id `besides`."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exclude(pk=besides).exists())


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with an authenticator app, a passkey or a recovery code.

    A second factor that was set up in another session does not count: this one must be asked for it too.
    """
    if not isinstance(request.user, User):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def way_in(request: HttpRequest) -> HttpResponseBase | None:
    """Where to send a visitor who is not signed in, or not well enough; None for whoever is."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not has_shown_second_factor(request):
        return redirect("accounts:second_factor")
    return None


def second_factor_required(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Anyone at the force who is signed in with a second factor."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return way_in(request) or view(cast(SignedInRequest, request), *args, **kwargs)

    return guarded


def lead_required(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The digital lead, who needs no posting."""

    @second_factor_required
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.role != Role.LEAD:
            raise PermissionDenied(_("This page is for the digital lead."))
        return view(request, *args, **kwargs)

    return guarded
