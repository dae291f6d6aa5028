"""Which area covers a position: our locator in process beside PostGIS (ST_Covers, GiST index), one look-up at a time.

Asked of the 232 real neighbourhoods of one force (where `../shared` is at hand; else of as many drawn ones), and of 40
and 400 copies of them side by side. Every answer is compared before anything is measured.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
from shapely.affinity import translate

from tabard.lib.geo.locator import Area, Locator
from tabard.lib.geo.measure import area_m2
from tabard.lib.geo.mending import as_multipolygon
from tabard.lib.geo.reading import read_places
from tests.servers import PostgresCluster, postgres_cluster

REAL = "data/places/south_wales/neighbourhoods.geojson"
COPIES = (1, 40, 400)
COLUMNS = 20
LOOKUPS = 1500
ROUNDS = 7
GROWTH_ROUNDS = 41
ASK = "SELECT id FROM areas WHERE ST_Covers(shape, ST_SetSRID(ST_MakePoint(%s, %s), 4326))"

Position = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True)
class Field:
    """One size of the question: the areas, and positions inside them."""

    areas: list[Area]
    locator: Locator
    positions: list[Position]


def main() -> None:
    shapes, what = base_shapes()
    print(f"{len(shapes)} {what}")
    fields = [field(shapes, copies) for copies in COPIES]
    try:
        with postgres_cluster() as cluster:
            compare(cluster, fields)
    except pytest.skip.Exception as missing:
        sys.exit(str(missing))


def base_shapes() -> tuple[list[shapely.MultiPolygon], str]:
    shared = [Path(os.environ["TABARD_SHARED"])] if "TABARD_SHARED" in os.environ else []
    shared += [folder / "shared" for folder in Path(__file__).resolve().parents[2:]]
    found = next((folder / REAL for folder in shared if (folder / REAL).is_file()), None)
    if found is not None:
        return [feature.geometry for feature in read_places(found)], "real neighbourhoods"
    chance = random.Random(232)
    seeds = shapely.MultiPoint([(chance.uniform(-4.3, -3.0), chance.uniform(51.4, 51.9)) for _ in range(232)])
    cells = shapely.segmentize(shapely.get_parts(shapely.voronoi_polygons(seeds)), 0.002)
    return [as_multipolygon(cell) for cell in cells], "drawn areas, as no ../shared is at hand"


def field(shapes: Sequence[shapely.MultiPolygon], copies: int) -> Field:
    sizes = [area_m2(shape) for shape in shapes]
    areas = [
        Area(
            copy * len(shapes) + nth,
            translate(shape, xoff=copy % COLUMNS * 2.5, yoff=-(copy // COLUMNS) * 0.9),
            sizes[nth],
        )
        for copy in range(copies)
        for nth, shape in enumerate(shapes)
    ]
    return Field(areas, Locator(areas), positions_among(areas))


def positions_among(areas: Sequence[Area]) -> list[Position]:
    """Positions that an area covers, drawn from the boxes of areas chosen by chance."""
    chance = random.Random(1)
    found: list[Position] = []
    while len(found) < LOOKUPS:
        area = chance.choice(areas)
        west, south, east, north = area.shape.bounds
        longitude, latitude = chance.uniform(west, east), chance.uniform(south, north)
        if shapely.intersects_xy(area.shape, longitude, latitude):
            found.append((latitude, longitude))
    return found


def compare(cluster: PostgresCluster, fields: Sequence[Field]) -> None:
    for number, one in enumerate(fields):
        with psycopg.connect(cluster.create(f"areas{number}"), autocommit=True) as connection:
            fill(connection, one)
            differing = differences(connection, one)
            if differing:
                sys.exit(f"{differing} of {len(one.areas)} answers differ from PostGIS")
            ours, theirs, ratio = side_by_side(one, connection)
        row(
            f"locate one position, {len(one.areas):,} polygons",
            ours=f"{1 / ours:,.0f} /s",
            reference=f"PostGIS {1 / theirs:,.0f} /s",
            ratio=ratio,
            at_least=4,
        )
    small, large, slower = growth(fields[0], fields[-1])
    row(
        f"locate, how much slower with {len(fields[-1].areas):,} polygons",
        ours=f"{large * 1e6:.1f} µs",
        reference=f"{small * 1e6:.1f} µs with {len(fields[0].areas):,}",
        ratio=slower,
        at_most=2,
    )


def fill(connection: psycopg.Connection[Any], one: Field) -> None:
    if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'").fetchone():
        sys.exit("PostGIS is missing. This brings it: apt-get install postgresql-15-postgis-3")
    connection.execute("CREATE EXTENSION postgis")
    connection.execute("CREATE TABLE areas (id integer PRIMARY KEY, shape geometry(MultiPolygon, 4326) NOT NULL)")
    with connection.cursor().copy("COPY areas (id, shape) FROM STDIN") as copy:
        for area in one.areas:
            copy.write_row((area.key, shapely.to_wkb(shapely.set_srid(area.shape, 4326), hex=True, include_srid=True)))
    connection.execute("CREATE INDEX areas_by_shape ON areas USING gist (shape)")
    connection.execute("VACUUM ANALYZE areas")


def differences(connection: psycopg.Connection[Any], one: Field) -> int:
    """How many positions the two answer differently: inside, shifted to wherever they fall, and on corners."""
    shifted = [(latitude + 0.05, longitude - 0.07) for latitude, longitude in one.positions]
    corners = [tuple(shapely.get_coordinates(area.shape)[0][::-1].tolist()) for area in one.areas[:232]]
    count = 0
    for latitude, longitude in (*one.positions, *shifted, *corners):
        theirs = {found for (found,) in connection.execute(ASK, (longitude, latitude))}
        count += theirs != set(one.locator.covering(latitude=latitude, longitude=longitude))
    return count


def side_by_side(one: Field, connection: psycopg.Connection[Any]) -> tuple[float, float, float]:
    """Seconds for one look-up, ours and theirs, in turns; and the middle of the rounds' ratios."""
    cursor = connection.cursor()

    def ours() -> None:
        for latitude, longitude in one.positions:
            one.locator.locate(latitude=latitude, longitude=longitude)

    def theirs() -> None:
        for latitude, longitude in one.positions:
            cursor.execute(ASK, (longitude, latitude)).fetchone()

    timed = [(seconds(ours, one), seconds(theirs, one)) for _ in range(ROUNDS)]
    middle = [statistics.median(column) for column in zip(*timed, strict=True)]
    return middle[0], middle[1], statistics.median(second / first for first, second in timed)


def growth(small: Field, large: Field) -> tuple[float, float, float]:
    """Seconds for one look-up in the small field and in the large one, in turns, and the middle of the rounds' ratios.

    A round takes some hundredths of a second, so many of them cost little, and what else the machine does hits both.
    """

    def lookups(one: Field) -> Callable[[], None]:
        def run() -> None:
            for latitude, longitude in one.positions:
                one.locator.locate(latitude=latitude, longitude=longitude)

        return run

    timed = [(seconds(lookups(small), small), seconds(lookups(large), large)) for _ in range(GROWTH_ROUNDS)]
    middle = [statistics.median(column) for column in zip(*timed, strict=True)]
    return middle[0], middle[1], statistics.median(second / first for first, second in timed)


def seconds(run: Callable[[], None], one: Field) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) / len(one.positions)


def row(what: str, **cells: Any) -> None:
    print(json.dumps({"what": what, **cells}), flush=True)


if __name__ == "__main__":
    main()
