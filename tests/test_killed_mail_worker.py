"""A worker killed in the middle of 10,000 mails: all arrive, and none twice beyond what was in flight."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from tabard.gateways.email.jobs import SAVED_EVERY
from tabard.lib.mail.tests.relay import Sink, running
from tests.servers import site_settings, tabard, tabard_process, wait_until

MAILS = 10_000
THREADS = 4
PUBLISH = f"""
from tabard.gateways.email.tests.makers import make_followers, make_officer, make_team
from tabard.voice.posts.tests.makers import make_post
team = make_team("Riverside", handle="riverside")
make_followers(team, {MAILS})
make_post(team, make_officer(team=team), "Sixty-one cars, four too fast.")
"""
DELIVERED = "SELECT sum(delivered) FROM delivery_delivery WHERE state = 'done'"


def delivered(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "tabard.sqlite3")) as database:
        return int(database.execute(DELIVERED).fetchone()[0] or 0)


def test_all_arrive_and_none_twice_beyond_the_batch_in_flight(site_folder: Path):
    with running(Sink(keeps_content=False)) as sink:
        env = site_settings(
            site_folder, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", WORKER_THREADS=str(THREADS), LOG_LEVEL="ERROR"
        )
        tabard("shell", "--no-imports", "-c", PUBLISH, env=env)

        with tabard_process("worker", env) as worker:
            wait_until(lambda: len(sink.messages) > MAILS * 0.4, seconds=400, what="the first worker is half-way")
            worker.kill()
        at_the_kill = len(sink.messages)
        with tabard_process("worker", env):
            wait_until(lambda: len(set(sink.recipients)) == MAILS, seconds=400, what="the others have arrived")
            wait_until(lambda: delivered(site_folder) == MAILS, seconds=120, what="the ledger says so")

    twice = Counter(sink.recipients) - Counter(set(sink.recipients))
    assert at_the_kill < MAILS * 0.95
    assert max(Counter(sink.recipients).values()) <= 2
    assert sum(twice.values()) <= THREADS * (SAVED_EVERY + 1)
