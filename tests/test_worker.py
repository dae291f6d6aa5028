"""Nudges reach a worker through either task backend, and what follows from a change is done."""

import json

import psycopg
import pytest
import redis

from tests import servers

SQUARE = {
    "type": "Feature",
    "properties": {"id": "Q1", "name": "Quay"},
    "geometry": {"type": "Polygon", "coordinates": [[[2, 55], [2.1, 55], [2.1, 55.1], [2, 55.1], [2, 55]]]},
}
WAITING = "SELECT count(*) FROM changes_consequence WHERE state <> 'done'"
TEAMS = "SELECT count(*) FROM teams_team"


def count(database: str, query: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row
        return int(row[0])


@pytest.mark.parametrize("backend", ["database", "rq"])
def test_a_worker_does_what_follows_from_what_another_process_did(backend, postgres_with_tables, bare_folder):
    database = postgres_with_tables.create(f"worker_{backend}")
    file = bare_folder / "places.geojson"
    file.write_text(json.dumps(SQUARE))
    with servers.redis_server() as redis_url:
        env = servers.site_settings(bare_folder, DATABASE_URL=database, REDIS_URL=redis_url, TASK_BACKEND=backend)
        servers.tabard("import-places", file, "--force", backend, "--force-name", backend, env=env)
        before = count(database, WAITING)

        with servers.tabard_process("worker", env) as worker:
            servers.wait_until(
                lambda: count(database, WAITING) == 0 or None, seconds=240, what="everything has followed"
            )
            logged = worker.logged()

        left = redis.Redis.from_url(redis_url).llen("rq:queue:default")
        assert before > 0
        assert count(database, TEAMS) == 1
        assert left == 0
        assert "failed" not in logged
