"""The drawn map of a neighbourhood, and the same in words."""

import re
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from shapely import MultiPolygon, Polygon, box, union_all

from tabard.lib.geo.features import Feature
from tabard.lib.geo.reading import read_places
from tabard.people.places.models import Neighbourhood
from tabard.people.places.outline import Outline, outline_of
from tabard.people.places.tests.makers import NINE, feature, make_force, make_live, make_neighbourhood, square

pytestmark = pytest.mark.django_db


def outline(code: str) -> Outline:
    found = outline_of(Neighbourhood.objects.get(code=code))
    assert found is not None
    return found


def test_the_map_has_its_own_area_first_and_its_surroundings_after_it():
    make_live(make_force(), [feature("A", square(0, 50, 0.01)), feature("B", square(0.01, 50, 0.01))])

    drawn = outline("A")

    assert [(path.place.code, path.is_own) for path in drawn.paths] == [("A", True), ("B", False)]
    assert drawn.width == 1000
    assert 500 <= drawn.height <= 1100
    for path in drawn.paths:
        assert re.fullmatch(r"(M-?\d+ -?\d+l(-?\d+ -?\d+ ?)+z)+", path.d)


def test_the_scale_bar_is_round_and_to_scale():
    make_live(make_force(), [feature("A", square(0, 0, 0.01))])  # at the equator, 1,113 m wide in 806 units

    drawn = outline("A")

    assert drawn.bar_m == 200
    assert drawn.bar_width == pytest.approx(200 / 1113 * 1000 / 1.24, rel=0.01)
    assert drawn.area_km2 == pytest.approx(1.231, rel=0.01)


def test_names_stand_in_their_areas_and_on_nothing_else_or_not_at_all():
    strip = "A name far too long for so narrow a strip of land"
    around = [feature("S", box(0, 50.01, 0.01, 50.0105), strip), feature("B", square(0.01, 50, 0.01), "East\u00a0End")]
    make_live(make_force(), [feature("A", square(0, 50, 0.01), "Hilltop and the Old Harbour"), *around])

    drawn = outline("A")

    names = {path.place.code: path.name for path in drawn.paths}
    assert names["S"] is None
    assert names["A"] is not None
    assert [line for line, _ in names["A"].lines] == ["Hilltop and", "the Old Harbour"]
    placed = [name.taken for name in names.values() if name]
    assert all(box(0, 0, drawn.width, drawn.height).covers(taken) for taken in placed)
    assert not any(one.intersects(other) for one, other in combinations(placed, 2))
    assert not box(drawn.bar_x, drawn.bar_y - 40, drawn.bar_x + drawn.bar_width, drawn.bar_y).intersects(
        union_all(placed)
    )


def test_the_scale_is_said_in_metres_or_kilometres():
    make_live(make_force(), [feature("A", square(0, 0, 0.01)), feature("B", square(1, 0, 0.1))])

    assert [outline(code).bar_words for code in "AB"] == ["200 m", "2 km"]


def test_the_map_says_where_its_boundaries_come_from():
    make_live(make_force(), [feature("A", square(0, 50))])

    assert outline("A").credit.source == "drawn for a test"


def test_what_lies_around_is_told_clockwise_from_the_north():
    places = [
        feature("M", square(1, 50), "Market"),
        feature("S", square(1, 49), "Southgate"),
        feature("E", square(2, 50), "Eastbrook"),
        feature("N", square(1, 51), "Northfield"),
        feature("W", square(0, 50), "Westbury"),
        feature("C", square(0, 49), "Corner"),
        feature("F", square(5, 50), "Faraway"),
    ]
    make_live(make_force(), places)

    told = [f"{beside.where}: {beside.place.name}" for beside in outline("M").adjoining]

    assert told == [
        "To the north: Northfield",
        "To the east: Eastbrook",
        "To the south: Southgate",
        "To the south-west: Corner",
        "To the west: Westbury",
    ]


def test_an_enclave_is_inside_and_what_holds_it_is_all_around():
    make_live(
        make_force(),
        [feature("A", box(0, 50, 3, 53).difference(box(1, 51, 2, 52))), feature("B", square(1, 51))],
    )  # fmt: skip

    assert [beside.where for beside in outline("A").adjoining] == ["Inside it"]
    assert [beside.where for beside in outline("B").adjoining] == ["All around it"]
    assert outline("A").paths[0].d.count("M") == 2


def test_islands_too_small_to_see_are_left_out_but_never_the_last():
    specks = MultiPolygon([square(0, 50), square(1.05, 50, 0.001)])
    make_live(make_force(), [feature("A", specks), feature("B", square(1.05, 50.5, 0.001))])

    assert outline("A").paths[0].d.count("M") == 1
    assert outline("B").paths[0].d.count("M") == 1


def test_an_area_across_the_date_line_is_drawn_in_one_piece():
    make_live(make_force(), [feature("A", MultiPolygon([box(179.9, -17, 180, -16.8), box(-180, -17, -179.9, -16.8)]))])

    drawn = outline("A")

    numbers = [int(number) for number in re.findall(r"-?\d+", drawn.paths[0].d)]
    assert max(numbers) <= 1100
    assert drawn.bar_m == 5000


def test_overlapping_areas_can_be_drawn():
    zigzag = Polygon([(0, 50), (1, 50.2), (0.1, 50.4), (1, 50.6), (0.1, 50.8), (1, 51), (0, 51)])
    make_live(make_force(), [feature("A", zigzag), feature("B", square(0.5, 50))])

    assert len(outline("A").paths) == 2


def test_a_neighbourhood_without_a_live_boundary_has_no_map():
    make_live(make_force(), [feature("A", square(0, 50))])

    assert outline_of(make_neighbourhood()) is None


def test_a_map_is_drawn_once_for_each_generation():
    force = make_force()
    make_live(force, [feature("A", square(0, 50))])
    place = Neighbourhood.objects.get(code="A")
    first = outline_of(place)

    second = outline_of(place)
    make_live(force, [feature("A", square(0, 50, 0.5))], NINE + timedelta(days=1))

    assert second is first
    assert outline_of(place) != first


def test_every_real_neighbourhood_has_a_map_of_a_few_kilobytes(shared_data: Path):
    features: list[Feature] = read_places(shared_data / "places/south_wales/neighbourhoods.geojson")
    make_live(make_force("south-wales"), features)

    drawn = [outline_of(place) for place in Neighbourhood.objects.order_by("pk")]

    sizes = [sum(len(path.d) for path in one.paths) for one in drawn if one]
    assert len(sizes) == 232
    assert max(sizes) < 10_000
    assert all(one and one.paths[0].is_own and one.adjoining for one in drawn)
