"""Taking up an invitation, and being led to a second factor. Other pages at /account/ are allauth's in our frame."""

from collections.abc import Callable

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.forms import SetPasswordForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tabard.people.accounts import access, actions
from tabard.people.accounts.access import SignedInRequest
from tabard.people.accounts.invitations import InvitationNotValid, invited_user
from tabard.people.accounts.models import User

log = structlog.get_logger(__name__)


@require_safe
@access.second_factor_required
def home(request: SignedInRequest) -> HttpResponse:
    """What someone can change about their own way in."""
    factors = Authenticator.objects.filter(user=request.user)
    return render(request, "accounts/home.html", {"kinds": set(factors.values_list("type", flat=True))})


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor that is set up, or show how to set up the first."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  login_required
    if access.has_shown_second_factor(request):
        return redirect("accounts:home")
    if not access.has_second_factor(user):
        return render(request, "accounts/second_factor.html")
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    page = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    return redirect(f"{page}?next={reverse('accounts:home')}")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password, or go on to a passkey without one. Opening the page uses nothing up: mail scanners open links."""
    now = timezone.now()
    try:
        user = invited_user(token, now=now)
    except InvitationNotValid:
        return render(request, "accounts/invitation_not_valid.html", status=410)
    if "passkey" in request.POST:
        return _take_up(request, user, None)
    form = SetPasswordForm(data=request.POST or None, user=user)
    if form.is_valid():
        return _take_up(request, user, form.cleaned_data["password1"])
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})


def _take_up(request: HttpRequest, user: User, password: str | None) -> HttpResponse:
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    actions.accept_invitation(user=user, password=password, now=timezone.now())
    record_authentication(request, user, method="invitation")
    page = "mfa_add_webauthn" if password is None else "accounts:second_factor"
    response: HttpResponse = perform_login(request, user, redirect_url=reverse(page))
    return response


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """allauth's page, but for the last second factor, which stays."""
    if isinstance(request.user, User):
        key = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
        if not access.has_second_factor(request.user, besides=key.pk):
            messages.error(request, _("This is your last second factor. Add another before you remove it."))
            return redirect("mfa_list_webauthn")
    response: HttpResponseBase = remove_webauthn(request, pk=pk)
    return response


def directory_login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _ask_directory(openid.login, request, provider_id)


def directory_callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _ask_directory(openid.callback, request, provider_id)


def _ask_directory(
    view: Callable[[HttpRequest, str], HttpResponseBase], request: HttpRequest, provider_id: str
) -> HttpResponseBase:
    """allauth's view; a directory that is away, or answers nonsense, gets a page that says so."""
    try:
        return view(request, provider_id)
    except (OSError, KeyError, ValueError) as error:  # OSError: whatever goes wrong on the way there
        log.error("the directory did not answer as it should", error=type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=424)
