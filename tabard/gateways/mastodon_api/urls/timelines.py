from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import timelines

urlpatterns = [
    path("api/v1/timelines/home", door(GET=timelines.home)),
    path("api/v1/timelines/public", door(GET=timelines.public)),
    path("api/v1/timelines/tag/<str:name>", door(GET=timelines.tagged)),
    path("api/v1/timelines/list/<key:pk>", door(GET=timelines.of_list)),
]
