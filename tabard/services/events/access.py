"""Who may change the events and priorities of a neighbourhood: whoever is posted to the team that covers it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Posting
from tabard.services.events.models import Event, Priority


class NotCovering(PermissionDenied):
    """The officer is not posted to the team that covers the neighbourhood."""

    def __str__(self) -> str:
        return _("You are not posted to the team of this neighbourhood now.")


def neighbourhoods_of(officer: Officer, now: datetime) -> QuerySet[Neighbourhood]:
    """The neighbourhoods that the officer's teams cover at `now`, by name."""
    teams = Posting.objects.held_at(now).filter(officer=officer).values("team")
    return Neighbourhood.objects.filter(cover__team__in=teams, retired_at=None).order_by("name", "pk")


def require_cover(officer: Officer, neighbourhood: Neighbourhood, now: datetime) -> None:
    """Raises NotCovering."""
    if not neighbourhoods_of(officer, now).filter(pk=neighbourhood.pk).exists():
        raise NotCovering(officer.pk, neighbourhood.pk)


def event_to_change(*, officer: Officer, pk: int, now: datetime) -> Event:
    """Raises Http404 for another team's."""
    places = neighbourhoods_of(officer, now)
    event = Event.objects.select_related("neighbourhood").filter(pk=pk, neighbourhood__in=places).first()
    if event is None:
        raise Http404
    return event


def priority_to_change(*, officer: Officer, pk: int, now: datetime) -> Priority:
    """Raises Http404 for another team's."""
    places = neighbourhoods_of(officer, now)
    priority = Priority.objects.select_related("neighbourhood").filter(pk=pk, neighbourhood__in=places).first()
    if priority is None:
        raise Http404
    return priority
