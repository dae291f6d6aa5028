"""A worker killed in the middle of 10,000 mails: all arrive, and none twice beyond what was in flight."""

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tabard.gateways.email.jobs import SAVED_EVERY
from tabard.lib.mail.tests.relay import Sink, running
from tests.servers import ROOT, site_settings, tabard, tabard_process, wait_until

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


def run(code: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tabard.cli", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def delivered(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "tabard.sqlite3")) as database:
        return int(database.execute(DELIVERED).fetchone()[0] or 0)


@pytest.mark.timeout(300)
def test_all_arrive_and_none_twice_beyond_the_batch_in_flight(site_folder: Path):
    with running(Sink(keeps_content=False)) as sink:
        env = site_settings(
            site_folder, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", WORKER_THREADS=str(THREADS), LOG_LEVEL="ERROR"
        )
        tabard("migrate", "--verbosity=0", env=env)
        run(PUBLISH, env)

        with tabard_process("worker", env) as worker:
            wait_until(lambda: len(sink.messages) > MAILS * 0.4, seconds=120, what="the first worker is half-way")
            worker.kill()
        at_the_kill = len(sink.messages)
        with tabard_process("worker", env):
            wait_until(lambda: len(set(sink.recipients)) == MAILS, seconds=120, what="the others have arrived")
            wait_until(lambda: delivered(site_folder) == MAILS, seconds=30, what="the ledger says so")

    twice = Counter(sink.recipients) - Counter(set(sink.recipients))
    assert at_the_kill < MAILS * 0.95
    assert max(Counter(sink.recipients).values()) <= 2
    assert sum(twice.values()) <= THREADS * (SAVED_EVERY + 1)
