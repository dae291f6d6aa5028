"""Every address of the house, room by room. Who may open which stands in tests/architecture/access_table.py."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tabard.gateways.email.urls")),
    path("desk/", include("tabard.front.desk.urls")),
    path("", include("tabard.plant.upkeep.urls")),
    path("pictures/", include("tabard.plant.media.urls")),
    path("desk/", include("tabard.people.teams.urls")),
    path("account/", include("tabard.people.accounts.urls")),
    path("live/", include("tabard.plant.stream.urls")),
    path("", include("tabard.gateways.mastodon_api.urls")),
    path("api/", include("tabard.gateways.police_uk.urls")),
    path("", include("tabard.gateways.feeds.urls")),
    path("", include("tabard.front.web.urls")),
]

handler400 = "tabard.front.web.views.bad_request"
handler403 = "tabard.front.web.views.forbidden"
handler404 = "tabard.front.web.views.not_found"
handler500 = "tabard.front.web.views.broken"
