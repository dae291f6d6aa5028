"""One post to 10,000 followers in the fediverse, beside a bare aiohttp script that signs and posts as many bodies.

Both post into the same local server over TLS, one after the other, and open their connections anew each time: to 100
addresses of 127.0.0.0/8 with a shared inbox each, then to the same with 100 inboxes each.
"""

import json
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLLOWERS = 10_000
SERVERS = 100
ROUNDS = {"shared": 9, "single": 1}
TEXT = """Speed check with Year 6 at Mill Lane School: 61 cars, 4 too fast, and 4 drivers who had to explain
themselves to ten-year-olds. Nobody will forget that quickly. #MillLane

We are back on Thursday at the zebra crossing of Quay Street. https://peelborough.example/speed"""


HOSTS = [f"127.0.1.{number}" for number in range(1, SERVERS + 1)]


class Sink:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._trust = ssl.create_default_context(cafile=str(folder / "authority.pem"))

    def count(self) -> int:
        return int(self._ask("count")["X-Count"])

    def reset(self) -> None:
        self._ask("reset")

    def _ask(self, what: str) -> Message:
        url = f"https://127.0.0.1:{self.port}/{what}"
        with urllib.request.urlopen(url, context=self._trust, timeout=10) as answer:
            return answer.headers


# -- the floor ---------------------------------------------------------------------------------------------------------


def bare(sink: Sink, urls: list[str], body: bytes) -> float:
    """Seconds."""
    (sink.folder / "addresses").write_text("\n".join(urls))
    (sink.folder / "body").write_bytes(body)
    files = [str(sink.folder / name) for name in ("addresses", "body", "key.pem", "authority.pem")]
    command = [sys.executable, str(ROOT / "bench/_bare_posts.py"), *files]
    before = sink.count()
    seconds = float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    assert sink.count() - before == len(urls)
    return seconds


# -- ours --------------------------------------------------------------------------------------------------------------


def make_team(handle: str, port: int, *, shared: bool):
    """A team with FOLLOWERS followers, as many at each host."""
    from django.utils import timezone

    from tabard.gateways.activitypub.actions import keys
    from tabard.people.teams.tests.makers import make_officer, make_team
    from tabard.voice.network.actions.actors import open_actor
    from tabard.voice.network.models import Actor, Following

    now = timezone.now()
    team = make_team(handle.title(), handle=handle)
    actor = open_actor(team, now=now)
    keys.key_of(actor, now=now)
    people = Actor.objects.bulk_create(
        [person(f"https://{HOSTS[n % SERVERS]}:{port}", f"{handle}{n}", shared=shared) for n in range(FOLLOWERS)],
        batch_size=500,
    )
    Following.objects.bulk_create(
        [
            Following(follower=one, target=actor, uri=f"{one.uri}#follow", asked_at=now, accepted_at=now)
            for one in people
        ],
        batch_size=500,
    )
    return team, make_officer(team=team)


def person(site: str, name: str, *, shared: bool):
    from django.utils import timezone

    from tabard.voice.network.models import Actor

    return Actor(
        uri=f"{site}/users/{name}",
        kind="Person",
        name=name,
        host=site.removeprefix("https://"),
        inbox=f"{site}/users/{name}/inbox",
        shared_inbox=f"{site}/inbox" if shared else "",
        created_at=timezone.now(),
    )


def send_and_close(_number: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tabard.plant.delivery import work

    work.work_off(now=timezone.now)
    connection.close()


def fan_out(sink: Sink, team, officer) -> tuple[float, int, bytes]:
    """Seconds from the note to the last row of the ledger, how many were sent, and what was."""
    from django.conf import settings
    from django.utils import timezone

    from tabard.gateways.activitypub import jobs, outgoing
    from tabard.plant.delivery.models import Delivery
    from tabard.voice.network.actions.notes import note_post
    from tabard.voice.network.changes import NoteAdded
    from tabard.voice.posts.tests.makers import make_post

    post = make_post(team, officer, TEXT, now=timezone.now())
    note = note_post(post, now=timezone.now())
    before, started = sink.count(), time.perf_counter()
    jobs.deliver_note(NoteAdded(note_id=note.pk))
    with ThreadPoolExecutor(settings.WORKER_THREADS) as senders:  # as many as a worker has
        list(senders.map(send_and_close, range(settings.WORKER_THREADS)))
    seconds = time.perf_counter() - started
    rows = Delivery.objects.about(f"post:{post.pk}").filter(channel=outgoing.CHANNEL)
    delivered = sum(rows.values_list("delivered", flat=True))
    assert sink.count() - before == delivered, f"{sink.count() - before} arrived, {delivered} were written down"
    first = rows.first()
    assert first is not None
    body = outgoing.body_of(first.payload, now=timezone.now())
    assert body is not None
    return seconds, delivered, body


# -- both --------------------------------------------------------------------------------------------------------------


def compare(sink: Sink, kind: str) -> tuple[float, float]:
    """Median seconds of ours and of the floor."""
    team, officer = make_team(kind, sink.port, shared=kind == "shared")
    paths = ["/inbox"] if kind == "shared" else [f"/users/{n}/inbox" for n in range(FOLLOWERS // SERVERS)]
    urls = [f"https://{host}:{sink.port}{path}" for path in paths for host in HOSTS]
    pairs = []
    for _ in range(ROUNDS[kind]):
        sink.reset()
        ours, sent, body = fan_out(sink, team, officer)
        assert sent == len(urls)
        sink.reset()
        pairs.append((ours, bare(sink, urls, body)))
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def row(what: str, ours: float, floor: float, count: int, at_least: float) -> dict[str, object]:
    return {
        "what": what,
        "ours": f"{ours:.2f} s, {count / ours:,.0f} posts/s",
        "reference": f"bare aiohttp {floor:.2f} s, {count / floor:,.0f} posts/s",
        "ratio": round(floor / ours, 2),
        "at_least": at_least,
    }


def main() -> None:
    from tabard.lib.signatures.keys import make_rsa_key
    from tabard.lib.tests.tls import make_certificates
    from tests.servers import free_port, is_listening, stop, wait_until

    with tempfile.TemporaryDirectory(prefix="tabard-bench-") as name:
        folder, port = Path(name), free_port()
        make_certificates(folder, ["127.0.0.1", *HOSTS])
        (folder / "key.pem").write_text(make_rsa_key().private_pem)
        os.environ["TABARD_DATA_FOLDER"] = str(folder / "data")
        os.environ["TABARD_CA_FILE"] = str(folder / "authority.pem")
        os.environ["TABARD_ALLOW_PRIVATE_ADDRESSES"] = "true"
        os.environ["TABARD_LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tabard.settings"
        process = subprocess.Popen([sys.executable, str(ROOT / "bench/_sink.py"), str(folder), str(port), *HOSTS])
        try:
            wait_until(lambda: is_listening(port), seconds=20, what="the inboxes listen")
            measure(Sink(folder, port))
        finally:
            stop(process)


def measure(sink: Sink) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    warm_up(sink)
    shared = compare(sink, "shared")
    single = compare(sink, "single")
    print(json.dumps(row("one post to 10,000 followers on 100 shared inboxes", *shared, SERVERS, 0.6)))
    print(json.dumps(row("one post to 10,000 followers on as many inboxes", *single, FOLLOWERS, 0.5)))


def warm_up(sink: Sink) -> None:
    """A worker has sent before."""
    from tabard.gateways.activitypub.tests.makers import actor_of, make_follower
    from tabard.people.teams.tests.makers import make_officer
    from tabard.people.teams.tests.makers import make_team as found_team

    team = found_team("Warm", handle="warm")
    host = f"127.0.0.1:{sink.port}"
    make_follower(actor_of(team), host=host, inbox=f"https://{host}/inbox")
    fan_out(sink, team, make_officer(team=team))


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()
