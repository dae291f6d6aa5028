"""Every address of the API, by subject. Paths carry no stroke at the end, and are found with one too: Mastodon.py asks
for some of them so."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, include, path, re_path, resolve
from django.views.decorators.csrf import csrf_exempt

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.urls import keys
from tabard.gateways.mastodon_api.views.server import unknown

__all__ = ["keys", "urlpatterns"]
_unknown = door(GET=unknown, POST=unknown, PUT=unknown, PATCH=unknown, DELETE=unknown)
SUBJECTS = (
    "oauth",
    "server",
    "accounts",
    "statuses",
    "timelines",
    "notifications",
    "reading",
    "filters",
    "asking",
    "push",
)


@csrf_exempt
def _any_other(request: HttpRequest) -> HttpResponse:
    """What is known without the stroke at its end is answered; whatever else is not there."""
    with suppress(Resolver404):
        found = resolve(request.path.removesuffix("/"))
        if found.func is not _any_other:
            response: HttpResponse = found.func(request, *found.args, **found.kwargs)
            return response
    return _unknown(request)


urlpatterns: list[URLPattern | URLResolver] = [
    *[path("", include(f"tabard.gateways.mastodon_api.urls.{subject}")) for subject in SUBJECTS],
    re_path(r"^api/v[0-9]+(?:/.*)?$", _any_other),
    path("api/oembed", _unknown),
    path("oauth/userinfo", _unknown),
]
