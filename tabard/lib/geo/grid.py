"""Which shapes can cover a position, by the cell of a plain grid that it falls into.

A tree answers the same, but every question to it is wrapped in a geometry and in calls that take ten times as long as
the search. Most cells lie wholly inside one shape and meet no other: there the answer is known, and no geometry is
asked at all. One number to a cell, in one block of memory, keeps a country's worth of them within reach.
"""

import math
from array import array
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

Indexes = NDArray[np.int64]
Numbers = NDArray[np.float64]
Shapes = NDArray[np.object_]
CELLS_PER_SIDE = 16
"""Of the box of a shape of middling size."""
ALWAYS_ENOUGH = 1 << 22
MOST_PER_SHAPE = 1_100
"""Cells of the whole grid to one shape, and of the boxes of all to one: areas that lie far apart, or a few that are
large among many that are small, shall not fill the memory."""
SMALLEST_DEGREES = 1e-4
PADDING_DEGREES = 1e-9
"""An outline is taken for so much thicker than it is: new points on it are rounded."""
AT_ONCE = 2_000
NOBODY = -1


class Edge(NamedTuple):
    """All that meet a cell which is not wholly inside one of them and outside of all others."""

    shapes: Shapes
    indexes: tuple[int, ...]


class Pairs(NamedTuple):
    """Shapes and the cells that they meet, a row to a meeting."""

    shape: Indexes
    cell: Indexes


class Grid:
    """Prepared shapes by the cells that they meet; they stay in their order."""

    def __init__(self, shapes: Shapes) -> None:
        self._edges: list[Edge] = []
        self._columns = self._rows = 0
        self._west = self._south = 0.0
        self._per_degree = 1.0
        self._cells = self._filled(shapes) if len(shapes) else array("i")

    def near(self, latitude: float, longitude: float) -> int | Edge:
        """The index of the shape that covers the position, where the cell alone tells; NOBODY; or all that may."""
        column = math.floor((longitude - self._west) * self._per_degree)
        row = math.floor((latitude - self._south) * self._per_degree)
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return NOBODY
        found = self._cells[column * self._rows + row]
        return found if found >= NOBODY else self._edges[-2 - found]

    def _filled(self, shapes: Shapes) -> "array[int]":
        """For each cell the index of the one shape all around it, NOBODY, or -2 - n where the n-th edge stands."""
        bounds = shapely.bounds(shapes)
        self._west, self._south = bounds[:, :2].min(axis=0).tolist()
        self._per_degree = _cells_per_degree(bounds)
        self._columns, self._rows = _extent(bounds, self._per_degree)
        told = np.full(self._columns * self._rows, NOBODY, dtype=np.int32)
        shared: list[Pairs] = []
        for start in range(0, len(shapes), AT_ONCE):
            some = shapes[start : start + AT_ONCE]
            outline = self._outline(some)
            inside = self._inside(some, bounds[start : start + AT_ONCE], outline)
            shared += [
                Pairs(outline.shape + start, outline.cell),
                _claim(told, Pairs(inside.shape + start, inside.cell)),
            ]
        self._share(shapes, told, shared)
        return array("i", told.tobytes())

    def _outline(self, shapes: Shapes) -> Pairs:
        """The cells that the outlines pass through, and a few beside them."""
        parts, of_part = shapely.get_parts(shapely.segmentize(shapes, 1 / self._per_degree), return_index=True)
        rings, of_ring = shapely.get_rings(parts, return_index=True)
        points, of_point = shapely.get_coordinates(rings, return_index=True)
        is_line = of_point[1:] == of_point[:-1]
        low = np.minimum(points[1:], points[:-1])[is_line] - PADDING_DEGREES
        high = np.maximum(points[1:], points[:-1])[is_line] + PADDING_DEGREES
        return self._meeting(of_part[of_ring[of_point[1:][is_line]]], low, high)

    def _inside(self, shapes: Shapes, bounds: Numbers, outline: Pairs) -> Pairs:
        """The cells that are wholly inside: no outline passes through, so their middle tells."""
        near = self._meeting(np.arange(len(shapes)), bounds[:, :2], bounds[:, 2:])
        clear = ~np.isin(self._key(near), self._key(outline), assume_unique=True)
        shape, cell = near.shape[clear], near.cell[clear]
        column, row = np.divmod(cell, self._rows)
        middle = self._west + (column + 0.5) / self._per_degree, self._south + (row + 0.5) / self._per_degree
        covers = shapely.intersects_xy(shapes[shape], *middle)
        return Pairs(shape[covers], cell[covers])

    def _meeting(self, shape: Indexes, low: Numbers, high: Numbers) -> Pairs:
        """Each shape with the cells that its boxes from `low` to `high` meet, once; in order of shape and cell."""
        origin, most = np.array([self._west, self._south]), np.array([self._columns, self._rows]) - 1
        first = np.clip(np.floor((low - origin) * self._per_degree).astype(np.int64), 0, most)
        size = np.clip(np.floor((high - origin) * self._per_degree).astype(np.int64), 0, most) - first + 1
        count = size.prod(axis=1)
        box = np.repeat(np.arange(len(shape)), count)
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        column, row = first[box, 0] + nth // size[box, 1], first[box, 1] + nth % size[box, 1]
        keys = np.unique(self._key(Pairs(shape[box], column * self._rows + row)))
        return Pairs(*np.divmod(keys, self._columns * self._rows))

    def _key(self, pairs: Pairs) -> Indexes:
        return pairs.shape * (self._columns * self._rows) + pairs.cell

    def _share(self, shapes: Shapes, told: NDArray[np.int32], shared: list[Pairs]) -> None:
        """Cells along one border meet the same shapes, so they share one edge."""
        cell = np.concatenate([pairs.cell for pairs in shared])
        shape = np.concatenate([pairs.shape for pairs in shared])
        also = told[cell] != NOBODY
        cell, shape = np.concatenate([cell, cell[also]]), np.concatenate([shape, told[cell[also]]])
        keys = np.unique(cell * len(shapes) + shape)
        cell, shape = np.divmod(keys, len(shapes))
        cells, starts = np.unique(cell, return_index=True)
        known: dict[tuple[int, ...], int] = {}
        indexes, ends = shape.tolist(), [*starts[1:].tolist(), len(shape)]
        numbers = np.empty(len(cells), dtype=np.int32)
        for nth, (start, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
            among = tuple(indexes[start:end])
            if among not in known:
                known[among] = len(known)
                self._edges.append(Edge(shapes[shape[start:end]], among))
            numbers[nth] = -2 - known[among]
        told[cells] = numbers


def _claim(told: NDArray[np.int32], inside: Pairs) -> Pairs:
    """Write each cell's one shape into `told`. Returns those of cells that another shape has already."""
    is_free = told[inside.cell] == NOBODY
    told[inside.cell[is_free]] = inside.shape[is_free]
    late = told[inside.cell] != inside.shape  # another came before it, or in the same step
    return Pairs(inside.shape[late], inside.cell[late])


def _cells_per_degree(bounds: Numbers) -> float:
    """As fine as the middling shape wants it; less so where a few large ones, or far ones, make that too many."""
    sides = np.maximum(bounds[:, 2:] - bounds[:, :2], SMALLEST_DEGREES)
    per_degree = CELLS_PER_SIDE / float(np.median(sides.max(axis=1)))
    most = MOST_PER_SHAPE * len(bounds)
    while (
        math.prod(_extent(bounds, per_degree)) > max(most, ALWAYS_ENOUGH)
        or float((sides * per_degree + 1).prod(axis=1).sum()) > most
    ):
        per_degree *= 0.9
    return per_degree


def _extent(bounds: Numbers, per_degree: float) -> tuple[int, int]:
    """How many columns and rows hold all of the boxes."""
    columns, rows = (bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)) * per_degree
    return math.floor(columns) + 1, math.floor(rows) + 1
