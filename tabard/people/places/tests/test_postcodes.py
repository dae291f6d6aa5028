"""Finding a place by postcode, and taking over the national list."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from shapely import Point, box

from tabard.people.places.actions.postcodes import finish_list, save_postcodes
from tabard.people.places.models import Postcode
from tabard.people.places.postcodes import (
    NotAPostcode,
    TerminatedPostcode,
    UnknownPostcode,
    UnplacedPostcode,
    are_listed,
    find_postcode,
)
from tabard.people.places.tests.makers import NINE, feature, make_force, make_live, make_postcode
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(days=30)


def test_a_postcode_is_found_however_it_is_typed():
    make_postcode("CF101AA", (51.48, -3.18))

    assert find_postcode(" cf10 1aa ") == (51.48, -3.18)


def test_a_postcode_that_leads_nowhere_says_why():
    make_postcode("CF11AA", (51.47, -3.19), is_terminated=True)
    make_postcode("CF101ZZ", None)

    with pytest.raises(UnknownPostcode) as unknown:
        find_postcode("SW1A1AA")
    with pytest.raises(TerminatedPostcode) as terminated:
        find_postcode("cf1 1aa")
    with pytest.raises(UnplacedPostcode) as unplaced:
        find_postcode("CF10 1ZZ")
    with pytest.raises(NotAPostcode):
        find_postcode("Cardiff")

    assert [raised.value.code for raised in (unknown, terminated, unplaced)] == ["SW1A 1AA", "CF1 1AA", "CF10 1ZZ"]
    assert terminated.value.position == (51.47, -3.19)


def test_a_newer_list_overwrites_and_drops():
    moved, gone = Postcode(code="CF101AA", latitude=51.5, longitude=-3.2), make_postcode("CF101AB")
    make_postcode("CF101AA", (51.4, -3.1))
    moved.listed_at = LATER

    save_postcodes(postcodes=[moved])
    count = finish_list(edition="2027.1.1", now=LATER)

    assert count == 1
    assert find_postcode("CF101AA") == (51.5, -3.2)
    assert not Postcode.objects.filter(code=gone.code).exists()
    assert RecordedChange.objects.filter(name="places.PostcodesListed").get().payload == {"count": 1}


def test_the_national_list_is_taken_over_for_the_area_and_its_margin():
    make_live(make_force(), [feature("A", box(-2.9, 60.3, -0.7, 60.9))])  # Shetland: few codes, all of them ZE
    said = StringIO()

    call_command("import_postcodes", dry_run=True, stdout=said)
    untouched = are_listed()
    call_command("import_postcodes", stdout=said)

    assert not untouched
    assert "nothing was changed" in said.getvalue()
    latitude, longitude = find_postcode("ZE2 9DA")
    assert box(-2.9, 60.3, -0.7, 60.9).covers(Point(longitude, latitude))
    assert set(Postcode.objects.values_list("code", flat=True)) == {
        code for code in Postcode.objects.values_list("code", flat=True) if code.startswith("ZE")
    }
    with pytest.raises(UnknownPostcode):
        find_postcode("CF10 1EP")


def test_without_boundaries_there_is_no_area_to_take_postcodes_for():
    with pytest.raises(CommandError, match="import-places"):
        call_command("import_postcodes")
