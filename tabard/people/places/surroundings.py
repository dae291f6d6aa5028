"""Which of many positions lie in or near the live boundaries."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from tabard.lib.postcodes import Bounds, Listed
from tabard.people.places.models import Boundary

NOWHERE: Bounds = (0.0, 0.0, 0.0, 0.0)
MARGIN = 0.02
"""Degrees: some 2 km northwards and 1.4 km eastwards in Britain."""


class Surroundings:
    """The live boundaries of all forces with a margin, for asking of thousands of positions at a time."""

    def __init__(self) -> None:
        shapes = [shapely.from_wkb(bytes(wkb)) for wkb in Boundary.objects.live().values_list("wkb", flat=True)]
        self._tree = STRtree(shapes)
        west, south, east, north = shapely.GeometryCollection(shapes).bounds if shapes else NOWHERE
        self.bounds: Bounds = (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)

    def are_there(self) -> bool:
        return len(self._tree) > 0

    def hold(self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the positions lie within the margin; those that are not a number do not."""
        held = np.zeros(len(latitudes), dtype=bool)
        placed = np.flatnonzero(np.isfinite(latitudes) & np.isfinite(longitudes))
        points = shapely.points(longitudes[placed], latitudes[placed])
        hits, _ = self._tree.query(points, predicate="dwithin", distance=MARGIN)
        held[placed[np.unique(hits)]] = True
        return held


def with_unplaced(listed: Listed, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Also the codes without a place whose district (CF10) has most of its places here."""
    if not held.any():
        return held
    placed = listed.has_place()
    here = Counter(districts(listed.codes, held))
    everywhere = Counter(districts(listed.codes, placed))
    local = {district for district, count in here.items() if count * 2 > everywhere[district]}
    also = np.array([code[:-3] in local for code in listed.codes], dtype=bool)
    kept: NDArray[np.bool_] = held | (also & ~placed)
    return kept


def districts(codes: list[str], chosen: NDArray[np.bool_]) -> Iterable[str]:
    return (codes[index][:-3] for index in np.flatnonzero(chosen))
