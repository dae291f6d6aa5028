"""A worker killed in the middle of posting to 2,000 inboxes: all are reached, none twice beyond what was in flight."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from tabard.gateways.activitypub.sending import AT_ONCE, SAVED_EVERY
from tabard.lib.tests.inboxes import running
from tabard.lib.tests.tls import make_certificates
from tests.servers import site_settings, tabard, tabard_process, wait_until

INBOXES = 2_000
THREADS = 4
PUBLISH = """
from django.utils import timezone
from tabard.gateways.activitypub.tests.makers import actor_of, make_officer, make_post, make_team
from tabard.voice.network.models import Actor, Following
team, now = make_team("Riverside", handle="riverside"), timezone.now()
people = Actor.objects.bulk_create(
    Actor(uri=f"https://127.0.0.1:{port}/{{n}}", kind="Person", name=f"r{{n}}", host="127.0.0.1:{port}",
          inbox=f"https://127.0.0.1:{port}/{{n}}/inbox", created_at=now)
    for n in range({count})
)
Following.objects.bulk_create(
    Following(follower=one, target=actor_of(team), uri=f"{{one.uri}}#f", asked_at=now, accepted_at=now)
    for one in people
)
make_post(team, make_officer(team=team), "Sixty-one cars, four too fast.", now=now)
"""
DELIVERED = "SELECT sum(delivered) FROM delivery_delivery WHERE state = 'done' AND channel = 'activitypub'"


def delivered(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "tabard.sqlite3")) as database:
        return int(database.execute(DELIVERED).fetchone()[0] or 0)


def test_all_are_reached_and_none_twice_beyond_the_batches_in_flight(site_folder: Path, tmp_path: Path):
    certificates = make_certificates(tmp_path)
    with running(certificates) as peer:
        env = site_settings(
            site_folder,
            WORKER_THREADS=str(THREADS),
            LOG_LEVEL="ERROR",
            ALLOW_PRIVATE_ADDRESSES="true",
            CA_FILE=str(certificates.authority),
        )
        tabard("shell", "--no-imports", "-c", PUBLISH.format(port=peer.port, count=INBOXES), env=env)

        with tabard_process("worker", env) as worker:
            wait_until(lambda: len(peer.posted) > INBOXES * 0.2, seconds=240, what="the first worker is at it")
            worker.kill()
        at_the_kill = len(peer.posted)
        with tabard_process("worker", env):
            wait_until(lambda: len(set(peer.paths())) == INBOXES, seconds=400, what="the others are reached")
            wait_until(lambda: delivered(site_folder) == INBOXES, seconds=120, what="the ledger says so")

    twice = Counter(peer.paths()) - Counter(set(peer.paths()))
    assert at_the_kill < INBOXES * 0.95
    assert max(Counter(peer.paths()).values()) <= 2
    assert sum(twice.values()) <= THREADS * (SAVED_EVERY + AT_ONCE)
