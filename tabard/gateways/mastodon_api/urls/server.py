from django.urls import path
from django.utils.translation import gettext_lazy

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import server

NEVER_FILLED = [
    *("custom_emojis", "trends", "trends/tags", "trends/statuses", "trends/links", "directory", "instance/activity"),
    *("instance/domain_blocks", "timelines/link"),
]
NEVER_FILLED_FOR_YOU = ["announcements", "endorsements", "suggestions", "featured_tags/suggestions"]

urlpatterns = [
    path("api/v1/instance", door(GET=server.instance_v1)),
    path("api/v2/instance", door(GET=server.instance_v2)),
    path("api/v1/instance/peers", door(GET=server.peers)),
    path("api/v1/instance/rules", door(GET=server.rules)),
    path("api/v1/instance/extended_description", door(GET=server.extended_description)),
    path("api/v1/preferences", door(GET=server.preferences)),
    *[path(f"api/v1/{name}", door(GET=server.nothing)) for name in NEVER_FILLED],
    *[path(f"api/v1/{name}", door(GET=server.nothing_of_yours)) for name in NEVER_FILLED_FOR_YOU],
    path(
        "api/v1/featured_tags",
        door(GET=server.nothing_of_yours, POST=server.refuse(gettext_lazy("Featuring a hashtag"), "write:accounts")),
    ),
    path("api/v2/suggestions", door(GET=server.nothing_of_yours)),
    path("api/v1/conversations", door(GET=server.conversations)),
    path("api/v1/timelines/direct", door(GET=server.conversations)),
    path("api/v1/instance/translation_languages", door(GET=server.no_pairs)),
    path("api/v1/instance/languages", door(GET=server.languages)),
    path("api/v1/instance/privacy_policy", door(GET=server.privacy_policy)),
]
