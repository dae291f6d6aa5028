"""Every address of the house, room by room. Who may open which stands in tests/architecture/access_table.py."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from tabard.front.web import views as web
from tabard.gateways.activitypub import views as activitypub
from tabard.gateways.activitypub.faces import two_faces
from tabard.gateways.activitypub.urls import HANDLE, NOTE

# the address of an actor's, a post's and an event's page is also its id in the fediverse
faces: list[URLPattern | URLResolver] = [
    re_path(rf"^{HANDLE}/$", two_faces(page=web.actor, activity=activitypub.actor)),
    re_path(rf"^{NOTE}/$", two_faces(page=web.post, activity=activitypub.note)),
    path("events/<int:pk>/", two_faces(page=web.event, activity=activitypub.event)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *faces,
    path("", include("tabard.gateways.activitypub.urls")),
    path("", include("tabard.gateways.email.urls")),
    path("", include("tabard.occasions.tweetathon.urls")),
    path("desk/", include("tabard.front.desk.urls")),
    path("", include("tabard.plant.upkeep.urls")),
    path("pictures/", include("tabard.plant.media.urls")),
    path("desk/", include("tabard.people.teams.urls")),
    path("account/", include("tabard.people.accounts.urls")),
    path("live/", include("tabard.plant.stream.urls")),
    path("guidelines/", include("tabard.voice.guidelines.urls")),
    path("", include("tabard.gateways.mastodon_api.urls")),
    path("api/", include("tabard.gateways.police_uk.urls")),
    path("", include("tabard.gateways.feeds.urls")),
    path("", include("tabard.front.web.urls")),
]

handler400 = "tabard.front.web.views.bad_request"
handler403 = "tabard.front.web.views.forbidden"
handler404 = "tabard.front.web.views.not_found"
handler500 = "tabard.front.web.views.broken"
