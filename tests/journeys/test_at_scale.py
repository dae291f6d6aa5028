"""The same journey on PostgreSQL and Redis, with nginx before two web and two worker processes. A worker, and the web
process that holds the open page, are killed with kill -9 while a post is being mailed to many."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import shot
from tests.journeys.sites import Site, copy_of
from tests.journeys.steps import RIVERSIDE, read
from tests.journeys.story import hear_and_stop
from tests.servers import (
    PostgresCluster,
    TabardProcess,
    free_port,
    nginx_server,
    redis_server,
    site_settings,
    smtp_server,
    tabard,
    tabard_process,
    wait_until,
)

CROWD = 400
BATCH = 200  # of the ledger: what one worker has in hand
GATHER = f"""
from django.utils import timezone
from tabard.people.places.models import Neighbourhood
from tabard.voice.follows.models import Follow, Follower
now = timezone.now()
Follower.objects.bulk_create(
    Follower(channel="email", address=f"n{{i}}@crowd.example", added_at=now, asks_since=now) for i in range({CROWD})
)
place = Neighbourhood.objects.get(slug="{RIVERSIDE.slug}")
Follow.objects.bulk_create(
    Follow(follower=one, neighbourhood=place, frequency="now", language="en-gb", asked_at=now, confirmed_at=now)
    for one in Follower.objects.filter(address__endswith="@crowd.example")
)
"""


@pytest.fixture
def site(empty_site: Path, postgres_with_tables: PostgresCluster, tmp_path: Path) -> Iterator[Site]:
    """Processes in the order web, web, worker, worker."""
    data, front, port = copy_of(empty_site, tmp_path / "data"), tmp_path / "nginx", free_port()
    front.mkdir()
    with ExitStack() as running:
        mail = running.enter_context(smtp_server(seconds_each=0.3))  # until both are killed: see below
        settings = site_settings(
            data,
            DATABASE_URL=postgres_with_tables.create("at_scale"),
            REDIS_URL=running.enter_context(redis_server()),
            EMAIL_URL=mail.url,
            BASE_URL=f"http://127.0.0.1:{port}",
        )
        tabard("load-sample", env=settings)
        processes = [
            running.enter_context(tabard_process(command, settings)) for command in ("web", "web", "worker", "worker")
        ]
        webs = [web.url for web in processes[:2]]
        url = running.enter_context(nginx_server(front, webs=webs, static=data / "static", port=port))
        yield Site(url, settings, mail, processes)


def crowd_reached(site: Site) -> Counter[str]:
    """How often each of the crowd has got the first post."""
    first = [message for message in site.mail.messages if "Found by the lock" in str(message["Subject"])]
    return Counter(address for one in first if (address := one["X-Envelope-To"]).endswith("@crowd.example"))


def holder_of_the_open_page(site: Site) -> TabardProcess | None:
    """The web process to which nginx gave the page; None while a page that was left is still counted in the other."""
    holders = [web for web in site.processes[:2] if pages_open(web) > 0]
    return holders[0] if len(holders) == 1 else None


def pages_open(web: TabardProcess) -> float:
    """How many pages listen to this process."""
    found = re.search(r"^tabard_live_pages_open (\S+)$", read(f"{web.url}/metrics"), re.MULTILINE)
    assert found, "the metrics say nothing of open pages"
    return float(found[1])


def test_nothing_is_lost_when_a_web_and_a_worker_process_are_killed(chromium, site, tmp_path):
    tabard("shell", "-c", GATHER, env=site.settings)

    def kill_one_of_each() -> None:
        wait_until(lambda: len(crowd_reached(site)) >= 10, seconds=240, what="the mailing has begun")
        holder = wait_until(lambda: holder_of_the_open_page(site), seconds=30, what="one process holds the open page")
        holder.kill()
        site.processes[2].kill()
        site.mail.seconds_each = 0
        assert len(crowd_reached(site)) < CROWD, "the mailing was over before anything was killed"

    hear_and_stop(
        chromium, site, tmp_path, look=lambda page, name: shot(page, f"scale-{name}"), in_the_middle=kill_one_of_each
    )

    reached = wait_until(
        lambda: found if len(found := crowd_reached(site)) == CROWD else None, seconds=240, what="all were reached"
    )
    assert sum(reached.values()) - CROWD <= BATCH, "more came twice than one worker had in hand"
