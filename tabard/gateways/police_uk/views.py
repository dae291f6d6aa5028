"""The paths of data.police.uk, with and without a slash at the end."""

import re
from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import NinjaAPI
from ninja.errors import HttpError

from tabard.gateways.police_uk import access, render
from tabard.people.places.locate import BadPosition, Located, NothingToLocate, locate
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.services.events.models import Event, Priority

Json = dict[str, Any]
NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*", re.ASCII)
LONGEST_QUESTION = 100
KEEP_SECONDS = 60


class OpenApi(NinjaAPI):
    """Open data for any page on the web (as the original is), without cookies; answers to positions are never kept."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        response = super().create_response(request, data, **more)
        is_position = request.path.rstrip("/").endswith("locate-neighbourhood")
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store" if is_position else f"public, max-age={KEEP_SECONDS}"
        return response


api = OpenApi(urls_namespace="police_uk", docs_url=None, openapi_url=None)


def at(path: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve at `path`, to GET and HEAD, also with a slash at the end."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        for form, name in ((path, view.__name__), (f"{path}/", f"{view.__name__}_slash")):
            api.api_operation(["GET", "HEAD"], form, url_name=name, operation_id=name)(view)
        return view

    return register


@at("/forces")
def forces(request: HttpRequest) -> list[Json]:
    return [render.force_link(force) for force in Force.objects.order_by("name", "pk")]


@at("/forces/{force}")
def force(request: HttpRequest, force: str) -> Json:
    return render.force_details(access.force_named(force))


@at("/forces/{force}/people")
def senior_officers(request: HttpRequest, force: str) -> list[Json]:
    """Chief officers are not held here: everybody here serves in a neighbourhood team."""
    access.force_named(force)
    return []


@at("/locate-neighbourhood")
async def locate_neighbourhood(request: HttpRequest) -> Json:
    """`?q=latitude,longitude`: 404 outside all boundaries, 400 for what is no position."""
    latitude, longitude = _position(request.GET.get("q", ""))
    try:
        found: Located = await sync_to_async(locate)(latitude=latitude, longitude=longitude)
    except BadPosition as error:
        raise HttpError(400, f"{error}.") from None
    except NothingToLocate:
        raise HttpError(404, "No boundaries are held here.") from None
    if not found.is_inside:
        raise HttpError(404, "No neighbourhood of this server covers that position.")
    return {"force": found.place.force_slug, "neighbourhood": found.place.code}


def _position(question: str) -> tuple[float, float]:
    parts = question[: LONGEST_QUESTION + 1].split(",")
    if len(question) > LONGEST_QUESTION or len(parts) != 2 or not all(NUMBER.fullmatch(part) for part in parts):
        raise HttpError(400, "Ask with q=latitude,longitude, two decimal numbers such as q=51.48,-3.18.")
    return float(parts[0]), float(parts[1])


@at("/{force}/neighbourhoods")
def neighbourhoods(request: HttpRequest, force: str) -> list[Json]:
    held = Neighbourhood.objects.current().of(access.force_named(force)).by_name()
    return [render.neighbourhood_link(neighbourhood) for neighbourhood in held]


@at("/{force}/{neighbourhood}")
def neighbourhood(request: HttpRequest, force: str, neighbourhood: str) -> Json:
    return render.neighbourhood_details(access.neighbourhood_of(force, neighbourhood))


@at("/{force}/{neighbourhood}/boundary")
def boundary(request: HttpRequest, force: str, neighbourhood: str) -> list[Json]:
    place = access.neighbourhood_of(force, neighbourhood)
    return render.boundary_points(access.live_boundary(place))


@at("/{force}/{neighbourhood}/people")
def people(request: HttpRequest, force: str, neighbourhood: str) -> list[Json]:
    """Those who are posted to its team now."""
    team = Team.objects.covering(access.neighbourhood_of(force, neighbourhood)).first()
    posted = Officer.objects.posted_to(team, now()).by_name() if team else []
    return [render.officer(officer) for officer in posted]


@at("/{force}/{neighbourhood}/events")
def events(request: HttpRequest, force: str, neighbourhood: str) -> list[Json]:
    """Those to come that are not cancelled."""
    held = Event.objects.in_neighbourhood(access.neighbourhood_of(force, neighbourhood)).upcoming(now()).happening()
    return [render.event(event) for event in held.soonest_first()]


@at("/{force}/{neighbourhood}/priorities")
def priorities(request: HttpRequest, force: str, neighbourhood: str) -> list[Json]:
    held = Priority.objects.in_neighbourhood(access.neighbourhood_of(force, neighbourhood)).current()
    return [render.priority(priority) for priority in held.newest_first()]
