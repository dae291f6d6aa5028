"""Whatever an app is answered, it can read: also one in a browser, which is a page of another origin (Fetch Standard
§3.2), and also where our own pages would say what is wrong."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.refusals import NotFound, NotUnderstood, TooLarge

Answer = HttpResponse | Awaitable[HttpResponse]
OTHER_ORIGINS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, *",  # * does not stand for the first
    "Access-Control-Expose-Headers": "Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
    "Access-Control-Max-Age": "7200",
}
FOR_APPS = re.compile(
    r"/(?:api/v[0-9]+(?:/.*)?|api/oembed|oauth/(?:token|revoke|userinfo)/?|\.well-known/oauth-authorization-server)",
    re.DOTALL,
)


@sync_and_async_middleware
def readable_by_apps(get_response: Callable[[HttpRequest], Answer]) -> Callable[[HttpRequest], Answer]:
    """Without a thread of its own in either way: every page passes here."""
    if iscoroutinefunction(get_response):

        async def answer_later(request: HttpRequest) -> HttpResponse:
            return _readable(request, await cast("Awaitable[HttpResponse]", get_response(request)))

        return answer_later

    def answer(request: HttpRequest) -> HttpResponse:
        return _readable(request, cast("HttpResponse", get_response(request)))

    return answer


def _readable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not FOR_APPS.fullmatch(request.path_info):
        return response
    if response.status_code >= HTTPStatus.BAD_REQUEST and response.headers.get("Content-Type", "").startswith("text/"):
        kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
        response = JsonResponse({"error": _said(response.status_code)}, status=response.status_code, headers=kept)
    for name, value in OTHER_ORIGINS.items():
        response[name] = value
    return response


def _said(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return NotFound().words
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge().words
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return NotUnderstood().words
    return _("Something is wrong with this server. Nothing was done: try again in a moment.")
