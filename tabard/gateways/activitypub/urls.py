from django.urls import path, re_path

from tabard.gateways.activitypub import views

HANDLE = "@(?P<handle>[A-Za-z0-9_]{2,30})"
NOTE = rf"{HANDLE}/(?P<pk>[1-9][0-9]{{0,18}})"

app_name = "activitypub"
urlpatterns = [
    path(".well-known/webfinger", views.webfinger, name="webfinger"),
    path(".well-known/host-meta", views.host_meta, name="host_meta"),
    path(".well-known/nodeinfo", views.nodeinfo_links, name="nodeinfo_links"),
    path("nodeinfo/<str:version>", views.nodeinfo, name="nodeinfo"),
    path("actor/", views.server_actor, name="server_actor"),
    path("actor/outbox", views.server_outbox, name="server_outbox"),
    re_path(rf"^{HANDLE}/outbox$", views.outbox, name="outbox"),
    re_path(rf"^{HANDLE}/followers$", views.followers, name="followers"),
    re_path(rf"^{HANDLE}/following$", views.following, name="following"),
    re_path(rf"^{HANDLE}/featured$", views.featured, name="featured"),
    re_path(rf"^{NOTE}/replies$", views.replies, name="replies"),
    re_path(rf"^{NOTE}/likes$", views.likes, name="likes"),
    re_path(rf"^{NOTE}/shares$", views.shares, name="shares"),
    re_path(rf"^{NOTE}/quotes/(?P<token>[A-Za-z0-9_.-]{{1,800}})$", views.quote, name="quote"),
]
