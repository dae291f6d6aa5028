"""Whose feeds everybody may read: of teams and officers with a handle, of neighbourhoods, and of public events."""

from django.shortcuts import get_object_or_404

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Handle
from tabard.services.events.models import Event


def actor(handle: str) -> Handle:
    """Raises Http404."""
    return get_object_or_404(Handle.objects.named(handle).with_actor())


def place(slug: str) -> Neighbourhood:
    """Raises Http404."""
    return get_object_or_404(Neighbourhood.objects.select_related("force"), slug=slug)


def event(pk: int) -> Event:
    """Raises Http404."""
    return get_object_or_404(Event.objects.select_related("neighbourhood", "team"), pk=pk)
