"""Whose feeds everybody may read: of teams and officers with a handle, of neighbourhoods, and of public events."""

from typing import TypeVar

from django.http import Http404

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Handle
from tabard.services.events.models import Event

Thing = TypeVar("Thing")


def actor(handle: str) -> Handle:
    """Raises Http404."""
    return _or_404(Handle.objects.named(handle).with_actor().first())


def place(slug: str) -> Neighbourhood:
    """Raises Http404."""
    return _or_404(Neighbourhood.objects.filter(slug=slug).select_related("force").first())


def event(pk: int) -> Event:
    """Raises Http404."""
    return _or_404(Event.objects.filter(pk=pk).select_related("neighbourhood", "team").first())


def _or_404(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing
