"""Every address of the API, by subject. Paths carry no stroke at the end: clients write them so."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.urls import keys
from tabard.gateways.mastodon_api.views.server import unknown

__all__ = ["keys", "urlpatterns"]
ANY = door(GET=unknown, POST=unknown, PUT=unknown, PATCH=unknown, DELETE=unknown)
SUBJECTS = ("oauth", "server", "accounts", "statuses", "timelines", "notifications", "reading", "filters", "asking")

urlpatterns: list[URLPattern | URLResolver] = [
    *[path("", include(f"tabard.gateways.mastodon_api.urls.{subject}")) for subject in SUBJECTS],
    re_path(r"^api/v[12]/.*$", ANY),
]
