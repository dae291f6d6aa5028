from django.urls import path, re_path

from tabard.front.web import views

HANDLE = "@(?P<handle>[A-Za-z0-9_]{2,30})"

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("places/", views.places, name="places"),
    path("places/<slug:slug>/", views.neighbourhood, name="neighbourhood"),
    re_path(rf"^{HANDLE}/$", views.actor, name="actor"),
    re_path(rf"^{HANDLE}/(?P<pk>[1-9][0-9]{{0,18}})/$", views.post, name="post"),
    re_path(rf"^{HANDLE}/series/(?P<pk>[1-9][0-9]{{0,18}})/$", views.series, name="series"),
    path("badge/<str:number>/", views.badge, name="badge"),
    path("badge/<str:number>/qr.svg", views.badge_qr, name="badge_qr"),
    path("search/", views.search, name="search"),
    path("tags/<str:tag>/", views.tag, name="tag"),
    path("events/<int:pk>/", views.event, name="event"),
    path("emergency/", views.emergency, name="emergency"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
