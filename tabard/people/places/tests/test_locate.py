"""Which neighbourhood a position belongs to, from the live boundaries."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shapely import box

from tabard.people.places.actions.pins import PinTooWide, place_pin, remove_pin
from tabard.people.places.live_map import Place, current_map, forget
from tabard.people.places.locate import BadPosition, NothingToLocate, PositionSwapped, locate
from tabard.people.places.models import BoundaryGeneration, Neighbourhood, Pin
from tabard.people.places.tests.makers import NINE, feature, make_draft, make_force, make_live, square
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_places():
    force = make_force()
    make_live(force, [feature("A", square(0, 50)), feature("B", square(1, 50))])
    return force


def code_at(latitude: float, longitude: float) -> str:
    return locate(latitude=latitude, longitude=longitude).place.code


def test_a_position_inside_belongs_to_the_neighbourhood_around_it():
    make_live(make_force("avon"), [feature("A", square(0, 50)), feature("B", square(1, 50), "Hilltop")])

    located = locate(latitude=50.5, longitude=1.5)

    assert located.place == Place(Neighbourhood.objects.get(code="B").pk, "avon", "B", "Hilltop", "hilltop")
    assert (located.is_inside, located.distance_m, located.is_pinned) == (True, 0.0, False)


def test_a_position_outside_everything_gets_the_nearest_and_how_far_it_is():
    make_live(make_force(), [feature("A", square(0, 50)), feature("B", square(3, 50))])

    located = locate(latitude=50.5, longitude=1.01)

    assert (located.place.code, located.is_inside) == ("A", False)
    assert located.distance_m == pytest.approx(709, rel=0.01)


def test_neighbourhoods_of_all_forces_are_found():
    make_live(make_force("avon"), [feature("A", square(0, 50))])
    make_live(make_force("exe"), [feature("A", square(1, 50))])

    forces = [locate(latitude=50.5, longitude=longitude).place.force_slug for longitude in (0.5, 1.5)]

    assert forces == ["avon", "exe"]


def test_without_live_boundaries_nothing_is_located():
    make_draft(make_force(), [feature("A", square(0, 50))])

    with pytest.raises(NothingToLocate):
        locate(latitude=50.5, longitude=0.5)


def test_a_new_generation_answers_as_soon_as_it_is_switched_on():
    force = make_force()
    make_live(force, [feature("A", square(0, 50))])
    before = code_at(50.5, 0.5)

    make_live(force, [feature("B", square(0, 50))], NINE + timedelta(days=1))

    assert (before, code_at(50.5, 0.5)) == ("A", "B")


@pytest.mark.parametrize(
    ("latitude", "longitude", "error"),
    [
        (float("nan"), 0.5, BadPosition),
        (50.5, float("inf"), BadPosition),
        (50.5, 180.01, BadPosition),
        (-90.01, 0.5, BadPosition),
        (100.5, 50.5, PositionSwapped),
        (0.5, 50.5, PositionSwapped),
    ],
)
def test_a_position_that_cannot_be_meant_is_refused(latitude: float, longitude: float, error: type[Exception]):
    make_live(make_force(), [feature("A", square(0, 50))])

    with pytest.raises(error):
        locate(latitude=latitude, longitude=longitude)


def test_a_pin_decides_against_the_boundaries_until_it_is_removed():
    make_live(make_force(), [feature("A", square(0, 50)), feature("B", square(1, 50))])
    pin = place_pin(neighbourhood=Neighbourhood.objects.get(code="B"), position=(50.5, 0.9999), radius_m=30, now=NINE)

    pinned = locate(latitude=50.5, longitude=0.9999)
    beside = locate(latitude=50.501, longitude=0.9999)
    remove_pin(pin=pin, now=NINE)

    assert (pinned.place.code, pinned.is_inside, pinned.is_pinned) == ("B", True, True)
    assert (beside.place.code, beside.is_pinned) == ("A", False)
    assert code_at(50.5, 0.9999) == "A"


def test_a_pin_is_a_spot_on_earth():
    make_live(make_force(), [feature("A", square(0, 50))])
    place = Neighbourhood.objects.get(code="A")

    with pytest.raises(PinTooWide):
        place_pin(neighbourhood=place, position=(50.5, 0.5), radius_m=501, now=NINE)
    with pytest.raises(BadPosition):
        place_pin(neighbourhood=place, position=(float("nan"), 0.5), now=NINE)

    assert not Pin.objects.exists()


def test_a_pin_on_a_retired_neighbourhood_decides_nothing():
    force = make_force()
    make_live(force, [feature("A", square(0, 50)), feature("B", square(1, 50))])
    place_pin(neighbourhood=Neighbourhood.objects.get(code="B"), position=(50.5, 0.5), now=NINE)

    make_live(force, [feature("A", box(0, 50, 2, 51))], NINE + timedelta(days=1))

    assert code_at(50.5, 0.5) == "A"


@pytest.mark.django_db(transaction=True)
def test_within_a_second_the_database_is_asked_nothing():
    make_live(make_force(), [feature("A", square(0, 50))])
    code_at(50.5, 0.5)

    current_map(clock=lambda: 1000.0)

    with CaptureQueriesContext(connection) as queries:
        for _ in range(100):
            current_map(clock=lambda: 1000.9)

    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_what_another_process_switched_on_is_seen_after_a_second():
    make_live(make_force(), [feature("A", square(0, 50))])
    old = current_map(clock=lambda: 1000.0)
    BoundaryGeneration.objects.update(edition=uuid.uuid4())  # what another process writes tells nobody here

    within, after = current_map(clock=lambda: 1000.5), current_map(clock=lambda: 1001.5)
    forget()

    assert within is old
    assert after is not old


def test_a_house_that_a_boundary_cuts_in_two_is_pinned_from_the_command_line_and_given_back(two_places):
    force = two_places.slug
    spot = ["--force", force, "--latitude", "50.5", "--longitude", "0.9999"]

    before = locate(latitude=50.5, longitude=0.9999)
    call_command("pin_place", "B", *spot, "--reason", "its door is in B", stdout=StringIO())
    pinned = locate(latitude=50.5, longitude=0.9999)
    call_command("pin_place", "B", *spot, "--remove", stdout=StringIO())
    after = locate(latitude=50.5, longitude=0.9999)

    assert [each.place.code for each in (before, pinned, after)] == ["A", "B", "A"]
    assert set(AuditEntry.objects.values_list("act", flat=True)) >= {"places.pin_placed", "places.pin_removed"}


@pytest.mark.parametrize(
    "wrong",
    [["Z"], ["B", "--remove"], ["B", "--radius", "501"], ["B", "--latitude", "91"], ["B", "--longitude", "nan"]],
)
def test_a_pin_that_cannot_be_is_refused_with_a_reason(two_places, wrong):
    with pytest.raises(CommandError):
        call_command("pin_place", "--force", two_places.slug, "--latitude", "50.5", "--longitude", "0.5", *wrong)

    assert not Pin.objects.exists()
