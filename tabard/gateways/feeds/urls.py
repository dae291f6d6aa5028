from django.urls import URLPattern, path, re_path

from tabard.gateways.feeds import views

HANDLE = "@(?P<handle>[A-Za-z0-9_]{2,30})"

app_name = "feeds"
urlpatterns: list[URLPattern] = [
    path("places/<slug:slug>/events.ics", views.place_calendar, name="place_ics"),
    path("events/<int:pk>.ics", views.event_calendar, name="event_ics"),
]
for form in views.FORMATS:
    urlpatterns += [
        re_path(rf"^{HANDLE}/feed\.{form}$", views.actor, {"form": form}, name=f"actor_{form}"),
        path(f"places/<slug:slug>/feed.{form}", views.place, {"form": form}, name=f"place_{form}"),
    ]
