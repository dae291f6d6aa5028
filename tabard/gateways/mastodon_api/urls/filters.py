from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import filters

ALL, ONE = "api/v2/filters", "api/v2/filters/<key:pk>"

urlpatterns = [
    path(ALL, door(GET=filters.listed, POST=filters.create)),
    path(ONE, door(GET=filters.read, PUT=filters.change, DELETE=filters.delete)),
    path(f"{ONE}/keywords", door(GET=filters.keywords, POST=filters.add_keyword)),
    path(
        f"{ALL}/keywords/<key:pk>",
        door(GET=filters.read_keyword, PUT=filters.change_keyword, DELETE=filters.delete_keyword),
    ),
    path(f"{ONE}/statuses", door(GET=filters.statuses, POST=filters.add_status)),
    path(f"{ALL}/statuses/<key:pk>", door(GET=filters.read_status, DELETE=filters.delete_status)),
    path("api/v1/filters", door(GET=filters.old_listed, POST=filters.old_create)),
    path("api/v1/filters/<key:pk>", door(GET=filters.old_read, PUT=filters.old_change, DELETE=filters.old_delete)),
]
