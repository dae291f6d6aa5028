"""Whole addresses for what stands in mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from tabard.plant.design.addresses import whole


def host() -> str:
    """The site's host name, for Message-ID and List-Id."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def mine(token: str) -> str:
    return whole(reverse("email:mine", args=[token]))


def stop(token: str, scope: str) -> str:
    """The one-click address. `scope`: what is to stop; see views.stop."""
    return whole(reverse("email:stop", args=[token, scope]))


def confirm(word: str) -> str:
    return whole(reverse("email:confirm", args=[word]))


def post(handle: str, pk: int) -> str:
    """The public page of a post. Its room stands above this one: `/@<handle>/<post>/` is a fixed public address."""
    return whole(f"/@{handle}/{pk}/")
