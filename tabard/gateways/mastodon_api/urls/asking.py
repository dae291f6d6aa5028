"""Searching, polls and reports."""

from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import polls, reports, search

urlpatterns = [
    path("api/v2/search", door(GET=search.search)),
    path("api/v1/polls/<key:pk>", door(GET=polls.read)),
    path("api/v1/polls/<key:pk>/votes", door(POST=polls.vote)),
    path("api/v1/reports", door(POST=reports.create)),
]
