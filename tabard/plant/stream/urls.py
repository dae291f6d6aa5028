from django.urls import path

from tabard.plant.stream import views

app_name = "stream"
urlpatterns = [path("", views.live, name="live")]
