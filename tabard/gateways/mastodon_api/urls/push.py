from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import push

urlpatterns = [
    path(
        "api/v1/push/subscription",
        door(GET=push.read, POST=push.subscribe, PUT=push.change, DELETE=push.unsubscribe),
    ),
]
