from django.urls import re_path

from tabard.plant.media import views

app_name = "media"
urlpatterns = [
    re_path(
        r"^(?P<key>[0-9a-f]{32})/(?P<width>[1-9][0-9]{0,3})\.(?P<extension>webp|jpg)$", views.picture, name="picture"
    )
]
