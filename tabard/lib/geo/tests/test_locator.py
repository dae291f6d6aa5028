"""Positions and areas: edges, holes, islands, ties, the date line, and what lies outside."""

import math

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box
from shapely.affinity import rotate, translate

from tabard.lib.geo.locator import (
    Area,
    BadPosition,
    Locator,
    NothingToLocate,
    Pinned,
    PositionSwapped,
)
from tabard.lib.geo.measure import area_m2, distance_m
from tabard.lib.geo.nearest import boxes_at_least_m, edge_m

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
corners = st.integers(-40, 40)


@st.composite
def rectangles(draw) -> shapely.Polygon:
    west, south = draw(corners), draw(corners)
    return box(west, south, west + draw(st.integers(1, 9)), south + draw(st.integers(1, 9)))


shapes = st.lists(rectangles(), min_size=1, max_size=12)


def locator(*shapes: shapely.Geometry) -> Locator:
    return Locator([Area(key, shape) for key, shape in enumerate(shapes)])


@settings(deadline=None)
@given(shapes, st.floats(-42, 52), st.floats(-42, 52))
def test_the_answer_is_that_of_asking_every_area(found: list, latitude: float, longitude: float) -> None:
    covering = [key for key, shape in enumerate(found) if shape.covers(Point(longitude, latitude))]
    expected = sorted(covering, key=lambda key: (area_m2(found[key]), key))

    asked = locator(*found)

    assert asked.covering(latitude=latitude, longitude=longitude) == expected
    if expected:
        assert asked.locate(latitude=latitude, longitude=longitude).key == expected[0]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.floats(-4, -3), st.floats(51, 52)), min_size=3, max_size=30, unique=True),
    st.floats(0, 0.4),
    st.randoms(use_true_random=False),
)
def test_slanting_outlines_holes_and_overlaps_are_seen_where_cells_are_cut(seeds: list, hole: float, chance) -> None:
    cells = [
        part for part in shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds))) if part.area > 1e-9
    ]
    found = [cell.difference(Point(chance.choice(seeds)).buffer(hole)) for cell in cells]
    found = [shape for shape in found if not shape.is_empty and shape.geom_type in {"Polygon", "MultiPolygon"}]
    assume(found)
    asked = locator(*found, *(rotate(shape, 20) for shape in found[:2]))
    asked_of = [asked.shape_of(key) for key in range(len(asked))]
    positions = [(chance.uniform(-4.2, -2.8), chance.uniform(50.8, 52.2)) for _ in range(50)]
    positions += [tuple(point) for point in shapely.get_coordinates(found).tolist()[:200]]

    for longitude, latitude in positions:
        expected = {key for key, shape in enumerate(asked_of) if shapely.intersects_xy(shape, longitude, latitude)}
        assert set(asked.covering(latitude=latitude, longitude=longitude)) == expected


@settings(deadline=None)
@given(shapes, st.integers(-42, 52), st.integers(-42, 52))
def test_nobody_on_an_edge_or_a_corner_falls_between(found: list, latitude: int, longitude: int) -> None:
    on_any = any(shape.intersects(Point(longitude, latitude)) for shape in found)

    answer = _locate_or_none(locator(*found), latitude, longitude)

    assert (answer is not None and answer.is_inside) == on_any


def _locate_or_none(asked: Locator, latitude: float, longitude: float):
    try:
        return asked.locate(latitude=latitude, longitude=longitude)
    except PositionSwapped:
        return None


@settings(deadline=None)
@given(shapes, latitudes, longitudes)
def test_outside_everything_the_nearest_of_all_is_found(found: list, latitude: float, longitude: float) -> None:
    asked = locator(*found)
    assume(not asked.covering(latitude=latitude, longitude=longitude))
    answer = _locate_or_none(asked, latitude, longitude)
    assume(answer is not None)

    distances = [edge_m(shape, latitude, longitude) for shape in found]

    assert not answer.is_inside
    assert answer.distance_m == pytest.approx(min(distances), rel=1e-9)


@settings(deadline=None)
@given(rectangles(), latitudes, longitudes)
def test_no_box_is_said_to_be_further_than_it_is(shape: shapely.Polygon, latitude: float, longitude: float) -> None:
    inside = shape.covers(Point(longitude, latitude))
    at_least = boxes_at_least_m(shapely.bounds([shape]), latitude, longitude)[0]

    assert at_least * 0.99 <= (0 if inside else edge_m(shape, latitude, longitude)) + 1e-6


def test_of_several_the_smaller_wins_and_of_equals_the_lower_key() -> None:
    asked = Locator([Area(7, box(0, 0, 2, 2)), Area(9, box(0, 0, 1, 1)), Area(8, box(0, 0, 1, 1))])

    assert asked.covering(latitude=0.5, longitude=0.5) == [8, 9, 7]
    assert asked.locate(latitude=0.5, longitude=0.5).key == 8


def test_a_hole_is_outside_and_its_edge_is_not() -> None:
    asked = locator(box(0, 0, 3, 3).difference(box(1, 1, 2, 2)))

    inside = [asked.locate(latitude=1.5, longitude=x).is_inside for x in (0.5, 1.0, 1.5, 2.0)]

    assert inside == [True, True, False, True]


def test_an_enclave_in_a_hole_is_an_area_of_its_own() -> None:
    asked = locator(box(0, 0, 3, 3).difference(box(1, 1, 2, 2)), box(1, 1, 2, 2))

    assert [asked.locate(latitude=1.5, longitude=x).key for x in (0.5, 1.5, 1.0)] == [0, 1, 1]


def test_all_islands_of_an_area_belong_to_it() -> None:
    asked = locator(MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]), box(2, 2, 3, 3))

    assert [asked.locate(latitude=x, longitude=x).key for x in (0.5, 5.5, 2.5)] == [0, 0, 1]


@pytest.mark.parametrize("longitude", [180.0, -180.0])
def test_on_the_date_line_both_sides_are_asked(longitude: float) -> None:
    east, west = box(179, 0, 180, 1), box(-180, 2, -179, 3)
    asked = locator(east, west)

    assert asked.locate(latitude=0.5, longitude=longitude) == (0, True, 0.0, False)
    assert asked.locate(latitude=2.5, longitude=longitude) == (1, True, 0.0, False)


def test_the_nearest_may_lie_across_the_date_line() -> None:
    asked = locator(box(170, 0, 171, 1), box(-179, 0, -178, 1))

    found = asked.locate(latitude=0.5, longitude=179.9)

    assert found.key == 1
    assert found.distance_m == pytest.approx(
        distance_m(from_latitude=0.5, from_longitude=179.9, to_latitude=0.5, to_longitude=-179), rel=1e-6
    )


def test_degrees_do_not_mislead_far_from_the_equator() -> None:
    asked = locator(box(0, 59.5, 1, 60.5), box(2, 61.2, 3, 61.3))  # at 60° a degree of longitude is half as long

    assert asked.locate(latitude=60, longitude=2.2).key == 0


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf), (90.1, 100), (0, 180.1), ("x", 0), (None, 0)],
)
def test_what_is_no_position_is_refused(latitude, longitude) -> None:
    with pytest.raises(BadPosition):
        locator(box(0, 0, 1, 1)).locate(latitude=latitude, longitude=longitude)


def test_swapped_numbers_are_noticed_even_when_both_are_in_range() -> None:
    asked = locator(box(-4, 51, -3, 52))

    with pytest.raises(PositionSwapped):
        asked.locate(latitude=-3.5, longitude=51.5)
    with pytest.raises(PositionSwapped):
        asked.locate(latitude=-103.5, longitude=51.5)


def test_without_areas_nothing_is_located() -> None:
    with pytest.raises(NothingToLocate):
        Locator([]).locate(latitude=0, longitude=0)


def test_a_pin_decides_within_its_reach_and_the_tightest_first() -> None:
    areas = [Area(1, box(0, 0, 1, 1)), Area(2, box(1, 0, 2, 1)), Area(3, box(2, 0, 3, 1))]
    asked = Locator(areas, [Pinned(2, 0.5, 0.5, 300), Pinned(3, 0.5, 0.5, 100)])

    answers = [asked.locate(latitude=0.5, longitude=0.5 + away) for away in (0.0005, 0.002, 0.004)]

    assert [(answer.key, answer.is_pinned) for answer in answers] == [(3, True), (2, True), (1, False)]


@settings(deadline=None)
@given(st.floats(0.001, 0.5), st.integers(1, 40))
def test_areas_of_very_different_size_are_found(side: float, count: int) -> None:
    small = [translate(box(0, 0, side, side), xoff=nth * side * 1.5) for nth in range(count)]
    asked = locator(box(-60, -60, 60, 60), *small)

    answers = [asked.locate(latitude=side / 2, longitude=nth * side * 1.5 + side / 2).key for nth in range(count)]

    assert answers == list(range(1, count + 1))


def test_the_order_in_which_areas_come_does_not_matter() -> None:
    areas = [Area(key, box(key % 3, 0, key % 3 + 2, 2)) for key in range(9)]
    positions = [(y / 4, x / 4) for y in range(9) for x in range(17)]

    asked, turned = Locator(areas), Locator(areas[::-1])

    assert all(
        asked.covering(latitude=y, longitude=x) == turned.covering(latitude=y, longitude=x) for y, x in positions
    )
