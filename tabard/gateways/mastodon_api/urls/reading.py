"""Lists, markers and hashtags: how somebody arranges what they read."""

from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import lists, tags

LIST, TAG = "api/v1/lists/<key:pk>", "api/v1/tags/<str:name>"

urlpatterns = [
    path("api/v1/lists", door(GET=lists.listed, POST=lists.create)),
    path(LIST, door(GET=lists.read, PUT=lists.change, DELETE=lists.delete)),
    path(f"{LIST}/accounts", door(GET=lists.members, POST=lists.put_in, DELETE=lists.take_from)),
    path("api/v1/markers", door(GET=lists.markers, POST=lists.set_markers)),
    path("api/v1/followed_tags", door(GET=tags.followed)),
    path(TAG, door(GET=tags.read)),
    path(f"{TAG}/follow", door(POST=tags.follow)),
    path(f"{TAG}/unfollow", door(POST=tags.unfollow)),
    path(f"{TAG}/feature", door(POST=tags.feature)),
    path(f"{TAG}/unfeature", door(POST=tags.feature)),
]
