from django.urls import path

from tabard.voice.guidelines import views

app_name = "guidelines"
urlpatterns = [
    path("", views.current, name="current"),
    path("<int:number>/", views.version, name="version"),
]
