"""Tabard's own addresses, and a Django view that does nothing: the yardstick for others."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tabard.urls import urlpatterns as tabards


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [*tabards, path("empty", empty)]
