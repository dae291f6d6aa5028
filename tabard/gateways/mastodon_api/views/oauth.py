"""Letting an app in: OAuth 2.0 (RFC 6749), with the person's own page in the middle."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings
from oauthlib.oauth2 import InvalidScopeError, OAuth2Error, UnauthorizedClientError, UnsupportedResponseTypeError
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

from tabard.gateways.mastodon_api import access, scopes
from tabard.gateways.mastodon_api.actions.apps import OUT_OF_BAND
from tabard.gateways.mastodon_api.calls import Answer, Call
from tabard.gateways.mastodon_api.forms import LetInForm
from tabard.gateways.mastodon_api.oauth import GRANT_TYPES, Backend, Server, Validator
from tabard.people.accounts.access import SignedInRequest, second_factor_required
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.people.teams.models import Officer
from tabard.plant.design.addresses import whole
from tabard.voice.network.actions.actors import open_actor

NOT_LET_IN = "access_denied"


def _core() -> Backend:
    return Backend(Server(Validator(), token_expires_in=oauth2_settings.ACCESS_TOKEN_EXPIRE_SECONDS))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@second_factor_required
def authorize(request: SignedInRequest) -> HttpResponseBase:
    """Which app it is, what it may do, and as whom: the person decides."""
    if not Officer.objects.filter(user=request.user).exists():
        raise PermissionDenied(_("Apps speak for officers, and your account does not belong to an officer."))
    return _ask(request)


@officer_required
def _ask(request: OfficerRequest) -> HttpResponse:
    core = _core()
    try:
        wanted, credentials = core.validate_authorization_request(request)
    except OAuthToolkitError as error:
        return _refused(request, error)
    app = Application.objects.select_related("app").get(client_id=credentials["client_id"])
    voices = access.voices_of(request.officer, timezone.now())
    form = LetInForm(request.POST or None, voices=voices)
    is_refused = "refuse" in request.POST
    if request.method == "POST" and (is_refused or form.is_valid()):
        if not is_refused:
            credentials["actor"] = open_actor(form.chosen, now=timezone.now())
        return _decided(request, core, wanted, credentials, is_allowed=not is_refused)
    words = {"app": app, "form": form, "may": scopes.in_words(wanted), "site": urlsplit(credentials["redirect_uri"])}
    page = render(request, "mastodon_api/authorize.html", words, status=422 if form.is_bound else 200)
    return _may_lead_to(page, credentials["redirect_uri"])


def _decided(
    request: HttpRequest, core: Backend, wanted: list[str], credentials: dict[str, Any], *, is_allowed: bool
) -> HttpResponse:
    try:
        uri = core.create_authorization_response(request, wanted, credentials, is_allowed)[0]
    except OAuthToolkitError as error:
        return _refused(request, error, credentials["redirect_uri"])
    return _to_app(request, uri)


def _refused(request: HttpRequest, error: OAuthToolkitError, redirect_uri: str = "") -> HttpResponse:
    """Tell the app, where it is known to be the one that asks; else the person, who alone hears what is out of band."""
    told = error.oauthlib_error
    redirect_uri = redirect_uri or told.redirect_uri or ""
    is_heard = told.error == NOT_LET_IN or not redirect_uri.startswith(OUT_OF_BAND)
    if redirect_uri and is_heard and not isinstance(error, FatalClientError):
        return _to_app(request, told.in_uri(redirect_uri))
    return render(request, "mastodon_api/refused.html", {"why": _why(told)}, status=400)


def _why(told: OAuth2Error) -> str:
    if isinstance(told, InvalidScopeError):
        return _("It asks to do more than it registered for (invalid_scope).")
    if isinstance(told, UnsupportedResponseTypeError | UnauthorizedClientError):
        return _("It asks for something other than a code (response_type).")
    if isinstance(told, UnsupportedCodeChallengeMethodError):
        return _("It has to prove itself by S256, and by no other way (code_challenge_method).")
    return str(told.description or told.error)


def _to_app(request: HttpRequest, uri: str) -> HttpResponse:
    if uri.startswith(OUT_OF_BAND):
        said = {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}
        status = 200 if "code" in said else 403
        return render(request, "mastodon_api/code.html", {"code": said.get("code", "")}, status=status)
    leading: HttpResponse = OAuth2ResponseRedirect(uri, [urlsplit(uri).scheme])
    return leading


def _may_lead_to(page: HttpResponse, uri: str) -> HttpResponse:
    """Browsers hold the answer to a form to `form-action` too, and this one leads to the app."""
    parts = urlsplit(uri)
    is_web = parts.scheme in {"http", "https"}
    source = f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"
    page._csp_update = {"form-action": [source]}  # type: ignore[attr-defined]  # noqa: SLF001  as csp_update sets it
    return page


def token(call: Call) -> Answer:
    _uri, headers, body, status = _core().create_token_response(call.request)
    return HttpResponse(body, status=status, headers=headers)


def revoke(call: Call) -> Answer:
    _uri, headers, body, status = _core().create_revocation_response(call.request)
    return HttpResponse(body or "{}", status=status, headers={**headers, "Content-Type": "application/json"})


def metadata(call: Call) -> Answer:
    """RFC 8414."""
    return JsonResponse(
        {
            "issuer": f"{settings.BASE_URL}/",
            "authorization_endpoint": whole("/oauth/authorize"),
            "token_endpoint": whole("/oauth/token"),
            "revocation_endpoint": whole("/oauth/revoke"),
            "app_registration_endpoint": whole("/api/v1/apps"),
            "scopes_supported": list(scopes.ALL),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": list(GRANT_TYPES),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )
