"""`/api/locate-neighbourhood` beside an empty Django view on the same `tabard web` process: requests a second."""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests import servers

CONNECTIONS = 16
ROUND_SECONDS = 3.0
ROUNDS = 5
SQUARES_A_SIDE = 15


def neighbourhoods() -> dict[str, object]:
    """225 drawn neighbourhoods of 60 corners each, side by side: as many as a large force has."""
    features = []
    for number in range(SQUARES_A_SIDE**2):
        west, south = -3 + number % SQUARES_A_SIDE * 0.1, 51 + number // SQUARES_A_SIDE * 0.1
        corners = [(west + step / 150, south) for step in range(15)]
        corners += [(west + 0.1, south + step / 150) for step in range(15)]
        corners += [(west + 0.1 - step / 150, south + 0.1) for step in range(15)]
        corners += [(west, south + 0.1 - step / 150) for step in range(15)]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": f"N{number}", "name": f"Place {number}"},
                "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def positions() -> Iterator[str]:
    chance = random.Random(7)
    side = SQUARES_A_SIDE * 0.1
    while True:
        yield f"/api/locate-neighbourhood?q={51 + chance.random() * side:.6f},{-3 + chance.random() * side:.6f}"


def nothing() -> Iterator[str]:
    while True:
        yield "/empty"


async def load(url: str, paths: Iterator[str], seconds: float) -> float:
    """Requests a second over keep-alive connections, each answered with 200. The server is the bottleneck by far."""
    end = time.perf_counter() + seconds
    parts = urlsplit(url)

    async def one_connection() -> int:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        count = 0
        while time.perf_counter() < end:
            writer.write(f"GET {next(paths)} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head
            length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
            if length:
                await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    start = time.perf_counter()
    counts = await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - start)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "places.geojson").write_text(json.dumps(neighbourhoods()))
        env = {**servers.site_settings(folder), "DJANGO_SETTINGS_MODULE": "bench._empty_settings"}
        servers.tabard("migrate", env=env)
        servers.tabard("import-places", folder / "places.geojson", "--force", "drawn", env=env)
        with servers.tabard_process("web", env) as web:
            asyncio.run(load(web.url, positions(), 2))
            asyncio.run(load(web.url, nothing(), 2))
            rounds = [
                (
                    asyncio.run(load(web.url, positions(), ROUND_SECONDS)),
                    asyncio.run(load(web.url, nothing(), ROUND_SECONDS)),
                )
                for _ in range(ROUNDS)
            ]
    ours, empty = (statistics.median(column) for column in zip(*rounds, strict=True))
    row = {
        "what": "/api/locate-neighbourhood over HTTP",
        "ours": f"{ours:,.0f} /s",
        "reference": f"empty Django view {empty:,.0f} /s",
        "ratio": round(statistics.median(a / b for a, b in rounds), 2),
        "at_least": 0.5,
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main()
