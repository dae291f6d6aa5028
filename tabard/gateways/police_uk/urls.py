from django.urls import URLPattern, URLResolver, path

from tabard.gateways.police_uk.views import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
