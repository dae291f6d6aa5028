"""What is mended, what is refused, and in which words."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from tabard.lib.geo.features import BadFeatures, BadShape, RawFeature
from tabard.lib.geo.mending import mend, mend_all
from tabard.lib.geo.survey import survey
from tabard.lib.geo.swapped import refuse_swapped

SQUARE = [(0.0, 50.0), (1.0, 50.0), (1.0, 51.0), (0.0, 51.0), (0.0, 50.0)]


def raw(*rings: list, code: str = "A", name: str = "Old Town", index: int = 1, left_out: int = 0) -> RawFeature:
    return RawFeature(index=index, code=code, name=name, polygons=[list(rings)], left_out=left_out)


def shifted(ring: list, east: float, north: float = 0) -> list:
    return [(x + east, y + north) for x, y in ring]


def test_a_sound_shape_is_left_alone() -> None:
    mended = mend(raw(SQUARE))

    assert mended.repairs == ()
    assert mended.geometry.equals(box(0, 50, 1, 51))


def test_outer_rings_run_anticlockwise_and_holes_clockwise() -> None:
    hole = [(0.2, 50.2), (0.4, 50.2), (0.4, 50.4), (0.2, 50.4), (0.2, 50.2)]

    part = mend(raw(SQUARE[::-1], hole)).geometry.geoms[0]

    assert part.exterior.is_ccw
    assert not part.interiors[0].is_ccw
    assert part.area == pytest.approx(0.96)


def test_open_rings_are_closed_and_points_that_stand_twice_are_dropped() -> None:
    mended = mend(raw([SQUARE[0], SQUARE[0], *SQUARE[1:4]]))

    assert mended.repairs == (
        "polygon 1, ring 1: closed",
        "polygon 1, ring 1: dropped 1 point that stood twice in a row",
    )
    assert mended.geometry.equals(box(0, 50, 1, 51))


def test_a_ring_that_crosses_itself_is_made_valid() -> None:
    mended = mend(raw([(0, 50), (1, 51), (1, 50), (0, 51), (0, 50)]))

    assert mended.geometry.is_valid
    assert len(mended.geometry.geoms) == 2
    assert "made valid (self-intersection" in mended.repairs[0]


def test_parts_that_overlap_are_joined() -> None:
    both = RawFeature(index=1, code="A", name="A", polygons=[[SQUARE], [shifted(SQUARE, 0.5)]])

    mended = mend(both)

    assert mended.geometry.equals(box(0, 50, 1.5, 51))
    assert "joined parts that overlap" in mended.repairs[0]


def test_a_hole_without_area_is_left_out() -> None:
    mended = mend(raw(SQUARE, [(0.5, 50.5), (0.6, 50.5), (0.5, 50.5)]))

    assert mended.geometry.equals(box(0, 50, 1, 51))
    assert "left out" in mended.repairs[-1]


@pytest.mark.parametrize(
    ("ring", "problem"),
    [
        ([(0, 50), (math.nan, 50), (1, 51), (0, 50)], "point 2: longitude is nan, not a number"),
        ([(0, 50), (1, 50), (1, math.inf), (0, 50)], "point 3: latitude is inf, not a number"),
        ([(0, 50), (1, 90.5), (1, 51), (0, 50)], "latitude 90.5 is outside ±90"),
        ([(0, 50), (181, 50), (1, 51), (0, 50)], "longitude 181 is outside ±180"),
        ([(200, 50), (201, 50), (201, 51), (200, 50)], "longitude 201 is outside ±180"),
        ([(50, 100), (51, 100), (51, 101), (50, 100)], "latitude and longitude look swapped"),
        ([(318284, 176230), (318285, 176230), (318285, 176231), (318284, 176230)], "metres on a national grid"),
        ([(0, 50), (1, 50), (0, 50)], "no area"),
        ([(0, 50), (1, 50), (2, 50), (0, 50)], "no area"),
        ([], "no area"),
        ([(0, 80), (120, 80), (-120, 80), (0, 80)], "once round the earth"),
        ([(-180, -50), (180, -50), (180, 50), (-180, 50), (-180, -50)], "once round the earth"),
    ],
)
def test_what_cannot_be_mended_is_refused_in_plain_words(ring: list, problem: str) -> None:
    with pytest.raises(BadShape, match=problem):
        mend(raw(ring))


@pytest.mark.parametrize("code", ["A/B", "A\\B", "A?", "A#1", "A\tB", "A\x85", "A\u2028B", ".", ".."])
def test_a_code_that_no_address_can_hold_is_refused_with_its_feature(code: str) -> None:
    with pytest.raises(BadFeatures, match=r"Feature 7 \(.*“Old Town”\): its code .* cannot stand in an address"):
        mend_all([raw(SQUARE, code=code, index=7)])


@pytest.mark.parametrize("code", ["C04", "1.2", "St Mary's & Quay", "Tŷ-1", "a:b", "..."])
def test_a_code_may_hold_whatever_else_stands_in_addresses(code: str) -> None:
    assert mend(raw(SQUARE, code=code)).code == code


def test_a_name_that_was_cut_is_told_as_a_repair() -> None:
    long = "Llan" * 60

    mended = mend(raw(SQUARE, name=long))

    assert mended.name == long[:200]
    assert mended.repairs == ("its name of 240 characters: cut to 200",)
    assert mend(raw(SQUARE, name=long[:200])).repairs == ()


def test_every_bad_feature_is_named() -> None:
    features = [raw([(0, 50), (1, math.nan), (1, 51)], code="X", index=3), raw(SQUARE), raw([], code="Y", index=5)]

    with pytest.raises(BadFeatures) as refused:
        mend_all(features)

    assert [(problem.index, problem.code) for problem in refused.value.problems] == [(3, "X"), (5, "Y")]
    assert "Feature 3 (id X, “Old Town”): polygon 1, ring 1, point 2: latitude is nan" in str(refused.value)


def test_one_code_with_one_name_is_one_area_in_parts() -> None:
    (mended,) = mend_all([raw(SQUARE), raw(shifted(SQUARE, 5), index=2)])

    assert mended.geometry.area == pytest.approx(2)
    assert mended.repairs == ("joined from features 1, 2",)


def test_one_code_with_two_names_is_a_mistake() -> None:
    with pytest.raises(BadFeatures, match="its code is already that of feature 1 \\(“Old Town”\\)"):
        mend_all([raw(SQUARE), raw(shifted(SQUARE, 5), name="Quay", index=2)])


@pytest.mark.parametrize(
    "ring",
    [
        [(179.5, 0), (-179.5, 0), (-179.5, 1), (179.5, 1), (179.5, 0)],
        [(179.5, 0), (180.5, 0), (180.5, 1), (179.5, 1), (179.5, 0)],
        [(-180.5, 0), (-179.5, 0), (-179.5, 1), (-180.5, 1), (-180.5, 0)],
        [(-179.5, 0), (-179.5, 1), (179.5, 1), (179.5, 0), (-179.5, 0)],
        [(179.5, 0), (180, 0), (-180, 0), (-179.5, 0), (-179.5, 1), (-180, 1), (180, 1), (179.5, 1), (179.5, 0)],
    ],
)
def test_a_shape_across_the_date_line_is_cut_there(ring: list) -> None:
    mended = mend(raw(ring))

    assert mended.geometry.equals(box(179.5, 0, 180, 1).union(box(-180, 0, -179.5, 1)))
    assert "cut where it crosses ±180 degrees" in mended.repairs[-1]


def test_a_hole_across_the_date_line_stays_a_hole() -> None:
    outer = [(179, 0), (-179, 0), (-179, 2), (179, 2), (179, 0)]
    hole = [(-179.5, 0.5), (-179.5, 1.5), (179.5, 1.5), (179.5, 0.5), (-179.5, 0.5)]

    mended = mend(raw(outer, hole)).geometry

    assert mended.area == pytest.approx(4 - 1)
    assert not mended.covers(Point(179.9, 1))
    assert not mended.covers(Point(-179.9, 1))


anything = st.floats(allow_nan=True, allow_infinity=True)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(40, 60)), max_size=12))
def test_any_ring_becomes_a_valid_area_or_is_refused(ring: list) -> None:
    try:
        shape = mend(raw(ring)).geometry
    except BadShape:
        return
    assert shape.is_valid
    assert shape.area > 0
    assert all(part.exterior.is_ccw for part in shape.geoms)
    if len(set(ring)) > 2 and Polygon(ring).is_valid:
        assert shape.area == pytest.approx(Polygon(ring).area)


@settings(deadline=None)
@given(st.lists(st.tuples(anything, anything), max_size=8))
def test_no_numbers_break_the_mending(ring: list) -> None:
    try:
        west, south, east, north = mend(raw(ring)).geometry.bounds
    except BadShape:
        return
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(0.001, 5))
def test_a_square_is_as_large_wherever_it_lies(west: float, side: float) -> None:
    def wrap(longitude: float) -> float:
        return longitude - 360 if longitude > 180 else longitude

    ring = [(west, 0), (wrap(west + side), 0), (wrap(west + side), side), (west, side)]

    assert mend(raw(ring)).geometry.area == pytest.approx(side * side, rel=1e-6)


def test_overlaps_and_gaps_are_measured() -> None:
    frame = [(0, 0), (0.03, 0), (0.03, 0.03), (0, 0.03), (0, 0)]
    hole = [(0.01, 0.01), (0.02, 0.01), (0.02, 0.02), (0.01, 0.02), (0.01, 0.01)]
    features = mend_all(
        [raw(frame, hole), raw([(0.025, 0), (0.04, 0), (0.04, 0.03), (0.025, 0.03)], code="B", name="B", index=2)]
    )

    found = survey(features)

    assert [(lap.first_code, lap.second_code) for lap in found.overlaps] == [("A", "B")]
    assert found.overlaps[0].area_m2 == pytest.approx(0.005 * 0.03 * 111_320 * 110_574, rel=0.01)
    assert [gap.beside_codes for gap in found.gaps] == [["A"]]
    assert found.gaps[0].area_m2 == pytest.approx(0.01 * 0.01 * 111_320 * 110_574, rel=0.01)
    assert found.count == 2


def test_neighbours_that_share_an_edge_neither_overlap_nor_leave_a_gap() -> None:
    found = survey(mend_all([raw(SQUARE), raw(shifted(SQUARE, 1), code="B", index=2)]))

    assert (found.overlaps, found.gaps, found.repairs) == ([], [], [])


def test_one_swapped_feature_among_many_is_noticed() -> None:
    features = mend_all(
        [
            *(raw(shifted(SQUARE, east, -30), code=f"C{east}", index=east) for east in range(40, 44)),
            raw(shifted(SQUARE, 20, -7), code="S", index=9),
        ]
    )

    with pytest.raises(BadFeatures) as refused:
        refuse_swapped(features)

    assert [problem.code for problem in refused.value.problems] == ["S"]


def test_areas_where_a_force_is_known_to_be_are_not_taken_for_swapped() -> None:
    refuse_swapped(mend_all([raw(shifted(SQUARE, 50, -53))]), known=(45, -8, 55, 2))
    with pytest.raises(BadFeatures):
        refuse_swapped(mend_all([raw(shifted(SQUARE, 50, -53))]))
