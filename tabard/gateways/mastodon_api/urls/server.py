from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import server

NEVER_FILLED = [
    *("custom_emojis", "trends", "trends/tags", "trends/statuses", "trends/links", "directory", "instance/activity"),
    *("instance/domain_blocks", "instance/translation_languages", "timelines/link"),
]
NEVER_FILLED_FOR_YOU = ["announcements", "endorsements", "suggestions", "featured_tags", "featured_tags/suggestions"]

urlpatterns = [
    path("api/v1/instance", door(GET=server.instance_v1)),
    path("api/v2/instance", door(GET=server.instance_v2)),
    path("api/v1/instance/peers", door(GET=server.peers)),
    path("api/v1/instance/rules", door(GET=server.rules)),
    path("api/v1/instance/extended_description", door(GET=server.extended_description)),
    path("api/v1/preferences", door(GET=server.preferences)),
    *[path(f"api/v1/{name}", door(GET=server.nothing)) for name in NEVER_FILLED],
    *[path(f"api/v1/{name}", door(GET=server.nothing_of_yours)) for name in NEVER_FILLED_FOR_YOU],
    path("api/v2/suggestions", door(GET=server.nothing_of_yours)),
]
