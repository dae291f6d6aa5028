from django.urls import URLPattern, URLResolver, path

from tabard.gateways.email import views, webhooks

app_name = "email"
urlpatterns: list[URLPattern | URLResolver] = [
    # /follow/?place=<slug of a neighbourhood> or /follow/?actor=<handle of a team or officer>
    path("follow/", views.follow, name="follow"),
    path("follow/asked/", views.asked, name="asked"),
    path("follow/confirm/<str:word>/", views.confirm, name="confirm"),
    path("follow/mine/<str:token>/", views.mine, name="mine"),
    path("follow/mine/<str:token>/stop/<slug:scope>/", views.stop, name="stop"),
    path("desk/mail/", views.outbox, name="outbox"),
    path("desk/mail/<str:name>/", views.outbox_mail, name="outbox_mail"),
    path("desk/mail/<str:name>/html/", views.outbox_html, name="outbox_html"),
    *webhooks.addresses(),
]
