"""From a request to a call and back: one door for every address of the API.

A view takes a `Call`, with the ids of the address, and returns what is to be written as JSON. The door knows methods,
tokens, scopes, and how every refusal is said. What other origins may do stands in middleware.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from tabard.gateways.mastodon_api import access, given, limits, sentences
from tabard.gateways.mastodon_api.access import Caller, Speaker
from tabard.gateways.mastodon_api.actions import apps
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.refusals import ApiError, NotAllowed, NotFound, TokenNotValid, TooMany
from tabard.voice.network.models import Actor


@dataclass
class Call:
    """What a view knows. No cookie is looked at: an app shows its token each time."""

    request: HttpRequest
    given: Given
    now: datetime
    caller: Caller | None

    @property
    def viewer(self) -> Actor | None:
        """Who reads; None for the public and for an app that speaks for nobody."""
        return self.caller.actor if self.caller else None

    @property
    def speaker(self) -> Speaker:
        """Raises NotAllowed (403) for an app that speaks for nobody."""
        if self.caller is None or self.caller.actor is None or self.caller.officer is None:
            raise NotAllowed(_("This method requires an authenticated user"))
        return Speaker(actor=self.caller.actor, officer=self.caller.officer)

    @property
    def actor(self) -> Actor:
        return self.speaker.actor


Answer = dict[str, Any] | list[Any] | HttpResponse
View = Callable[..., Answer]


def with_scope(scope: str) -> Callable[[View], View]:
    """For whoever an app speaks for, where it was allowed `scope`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(call: Call, /, *args: Any, **kwargs: Any) -> Answer:
            if call.caller is None:
                raise TokenNotValid
            access.require_scope(call.caller, scope)
            _ = call.speaker  # an app's own token speaks for nobody
            return view(call, *args, **kwargs)

        return guarded

    return guard


def door(**views: View) -> Callable[..., HttpResponse]:
    """One address: a view for each method, as `door(GET=read, DELETE=retract)`."""
    allowed = ", ".join([*views, "OPTIONS"])

    @csrf_exempt
    @never_cache
    def opened(request: HttpRequest, /, **ids: Any) -> HttpResponse:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allowed})
        if view is None:
            return JsonResponse({"error": _("Method not allowed")}, status=405, headers={"Allow": allowed})
        return _answered(request, view, ids)

    return opened


def _answered(request: HttpRequest, view: View, ids: dict[str, Any]) -> HttpResponse:
    try:
        answer = view(_call(request), **ids)
    except ApiError as refusal:
        return said(refusal)
    except Http404:
        return said(NotFound())
    except PermissionDenied as refusal:
        return said(NotAllowed(str(refusal) or _("This action is not allowed")))
    except tuple(sentences.SENTENCES) as refusal:
        return JsonResponse({"error": sentences.sentence(refusal)}, status=422)
    return answer if isinstance(answer, HttpResponse) else JsonResponse(answer, safe=False)


def _call(request: HttpRequest) -> Call:
    now = timezone.now()
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    caller = access.caller_with(token.strip(), now=now) if kind.lower() == "bearer" else None
    if caller is None and (wait := limits.wait_without_token(request.META.get("REMOTE_ADDR", ""), now=now)):
        raise TooMany(wait)
    if caller is not None and caller.token.updated < now - apps.USE_NOTED_EVERY:
        apps.note_use(token=caller.token, now=now)
    return Call(request=request, given=given.read(request), now=now, caller=caller)


def said(refusal: ApiError) -> JsonResponse:
    response = JsonResponse({"error": refusal.words}, status=refusal.status)
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Tabard", error="invalid_token"'  # RFC 6750 §3
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.seconds)
    return response
