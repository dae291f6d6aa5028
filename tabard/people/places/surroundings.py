"""Which of many positions lie in or near the live boundaries."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from tabard.lib.postcodes import Listed
from tabard.people.places.models import Boundary

MARGIN = 0.02
"""Degrees: some 2 km northwards and 1.4 km eastwards in Britain."""


class Surroundings:
    """The live boundaries of all forces with a margin, for asking of thousands of positions at a time."""

    def __init__(self) -> None:
        shapes = [shapely.from_wkb(bytes(wkb)) for wkb in Boundary.objects.live().values_list("wkb", flat=True)]
        self._tree = STRtree(shapes)
        self._bounds = shapely.total_bounds(shapes) if shapes else None

    def are_there(self) -> bool:
        return self._bounds is not None

    def hold(self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the positions lie within the margin; those that are not a number do not."""
        held = np.zeros(len(latitudes), dtype=bool)
        if self._bounds is None or not len(latitudes):
            return held
        west, south, east, north = self._bounds + np.array([-MARGIN, -MARGIN, MARGIN, MARGIN])
        near = np.flatnonzero((longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north))
        points = shapely.points(longitudes[near], latitudes[near])
        hits, _ = self._tree.query(points, predicate="dwithin", distance=MARGIN)
        held[near[np.unique(hits)]] = True
        return held


def with_unplaced(listed: Listed, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Also the codes without a place whose district (CF10) has most of its places here."""
    placed = listed.has_place()
    here = Counter(districts(listed.codes, held))
    everywhere = Counter(districts(listed.codes, placed))
    local = {district for district, count in here.items() if count * 2 > everywhere[district]}
    also = np.array([code[:-3] in local for code in listed.codes], dtype=bool)
    kept: NDArray[np.bool_] = held | (also & ~placed)
    return kept


def districts(codes: list[str], chosen: NDArray[np.bool_]) -> Iterable[str]:
    return (codes[index][:-3] for index in np.flatnonzero(chosen))
