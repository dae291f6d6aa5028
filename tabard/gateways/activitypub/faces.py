"""Two faces of one address: a page for people, ActivityStreams for other servers, as the Accept header asks.

ActivityPub §3.2 names two media types, exactly: whoever asks for anything else gets the page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from tabard.gateways.activitypub.render.vocabulary import ACTIVITYSTREAMS

ACTIVITY = "application/activity+json"
LINKED_DATA = f'application/ld+json; profile="{ACTIVITYSTREAMS}"'
PAGES = {"text/html", "application/xhtml+xml", "text/*", "*/*"}

View = Callable[..., HttpResponseBase]


def two_faces(*, page: View, activity: View) -> View:
    """The view that shows one or the other; caches keep them apart."""

    def face(request: HttpRequest, **named: Any) -> HttpResponseBase:
        response = (activity if media_type(request) else page)(request, **named)
        patch_vary_headers(response, ["Accept"])
        return response

    return face


def media_type(request: HttpRequest) -> str:
    """The media type of ActivityStreams that is asked for; "" where a page is, or where nothing is said."""
    for asked in request.accepted_types:  # the best first
        name = f"{asked.main_type}/{asked.sub_type}"
        if asked.quality == 0:
            continue
        if name in PAGES:
            return ""
        if name == ACTIVITY:
            return ACTIVITY
        if name == "application/ld+json" and ACTIVITYSTREAMS in asked.params.get("profile", ACTIVITYSTREAMS).split():
            return LINKED_DATA
    return ""
