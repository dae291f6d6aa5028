"""A first sieve for look-ups: which bounding boxes meet the cell of a plain grid that a position falls into.

A tree answers the same, but every question to it is wrapped in a geometry and in calls that take ten times as long as
the search. Cells are a few to an area; where areas of very different size make that too many, cells are larger.
"""

import math

import numpy as np
from numpy.typing import NDArray

Indexes = NDArray[np.int64]
ENTRIES_PER_BOX = 40
SMALLEST_DEGREES = 1e-4
NONE_NEAR: Indexes = np.array([], dtype=np.int64)


class Grid:
    """Boxes (rows of west, south, east, north in degrees) by the cells that they meet."""

    def __init__(self, bounds: NDArray[np.float64]) -> None:
        self._per_degree = _cells_per_degree(bounds)
        self._rows = math.floor(180 * self._per_degree) + 1
        self._cells = self._filled(bounds) if len(bounds) else {}

    def near(self, latitude: float, longitude: float) -> Indexes:
        """The indexes, in order, of all boxes that can hold the position, and of some that do not."""
        column = int((longitude + 180) * self._per_degree)
        row = int((latitude + 90) * self._per_degree)
        return self._cells.get(column * self._rows + row, NONE_NEAR)

    def _filled(self, bounds: NDArray[np.float64]) -> dict[int, Indexes]:
        first, size = _ranges(bounds, self._per_degree)
        count = size[:, 0] * size[:, 1]
        box = np.repeat(np.arange(len(bounds), dtype=np.int64), count)
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        columns = first[box, 0] + nth // size[box, 1]
        rows = first[box, 1] + nth % size[box, 1]
        cells = columns * self._rows + rows
        order = np.argsort(cells, kind="stable")  # boxes stay in order within a cell
        keys, starts = np.unique(cells[order], return_index=True)
        return dict(zip(keys.tolist(), np.split(box[order], starts[1:]), strict=True))


def _ranges(bounds: NDArray[np.float64], per_degree: float) -> tuple[Indexes, Indexes]:
    """The first column and row that each box meets, and how many of them."""
    origin = np.array([180.0, 90.0])
    first = ((bounds[:, :2] + origin) * per_degree).astype(np.int64)
    last = ((bounds[:, 2:] + origin) * per_degree).astype(np.int64)
    return first, last - first + 1


def _cells_per_degree(bounds: NDArray[np.float64]) -> float:
    if not len(bounds):
        return 1.0
    sides = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    per_degree = 3 / max(float(np.median(sides)), SMALLEST_DEGREES)
    while per_degree > 1 and int(_ranges(bounds, per_degree)[1].prod(axis=1).sum()) > ENTRIES_PER_BOX * len(bounds):
        per_degree /= 2
    return per_degree
