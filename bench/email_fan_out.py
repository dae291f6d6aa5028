"""One post to 10,000 followers by e-mail, from the change in the outbox to the last message at the mail server, beside
a loop that sends Django's EmailMultiAlternatives one by one.

The mail server is Debian postfix's smtp-sink, which throws away what it gets, counts it, and is faster than both. Only
that one program is used: it comes out of the package without the package being installed, and postfix does not run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache/postfix"
FOLLOWERS = 10_000
ONE_BY_ONE = 2_000
TEXT = """Speed check with Year 6 at Mill Lane School: 61 cars, 4 too fast, and 4 drivers who had to explain
themselves to ten-year-olds. Nobody will forget that quickly. #MillLane

We are back on Thursday at the zebra crossing of Quay Street. https://peelborough.example/speed"""


def smtp_sink() -> tuple[str, dict[str, str]]:
    """The program, and the environment that it needs."""
    installed = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if installed:
        return installed, dict(os.environ)
    program = KEPT / "usr/sbin/smtp-sink"
    if not program.exists():
        fetch_postfix()
    return str(program), {**os.environ, "LD_LIBRARY_PATH": str(KEPT / "usr/lib/postfix")}


def fetch_postfix() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        get = ["apt-get", "-qq", "download", "postfix"]
        if subprocess.run(get, cwd=folder, stderr=subprocess.DEVNULL, check=False).returncode:
            subprocess.run(["apt-get", "-qq", "update"], check=True)
            subprocess.run(get, cwd=folder, stderr=subprocess.DEVNULL, check=True)
        (package,) = Path(folder).glob("postfix_*.deb")
        subprocess.run(["dpkg-deb", "-x", str(package), str(KEPT)], check=True)


class Sink:
    """smtp-sink on a port of 127.0.0.1, which writes to `log` how many messages it took."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self._log = log

    def messages(self) -> int:
        counts = re.findall(rb"mesg=(\d+)", self._log.read_bytes()[-2000:])
        return int(counts[-1]) if counts else 0

    def wait_for(self, count: int, seconds: float = 30) -> int:
        end = time.monotonic() + seconds
        while self.messages() < count and time.monotonic() < end:
            time.sleep(0.02)
        return self.messages()


@contextmanager
def running_sink(folder: Path) -> Iterator[Sink]:
    from tests.servers import free_port, is_listening, stop, wait_until

    program, env = smtp_sink()
    port, log = free_port(), folder / "sink.log"
    # Counters on a line that is written over and over; as root it wants another name to run under.
    as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []
    with log.open("wb") as out:
        command = [program, "-c", *as_whom, f"inet:127.0.0.1:{port}", "1000"]
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=folder)
    try:
        wait_until(lambda: is_listening(port), seconds=10, what="smtp-sink listens")
        yield Sink(port, log)
    finally:
        stop(process)


def make_post():
    """A published post of a team with FOLLOWERS followers; the change that its mail follows from is not worked off."""
    from tabard.gateways.email.tests.makers import make_followers, make_officer, make_team
    from tabard.voice.posts.tests.makers import make_post

    team = make_team("Riverside", handle="riverside")
    make_followers(team, FOLLOWERS)
    return make_post(team, make_officer(team=team), TEXT)


def send_and_close(_number: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tabard.plant.delivery import work

    work.work_off(now=timezone.now)
    connection.close()


def fan_out(post, sink: Sink) -> float:
    """Seconds for all of them through the ledger: queued, sent, and written down as sent."""
    from django.conf import settings

    from tabard.gateways.email import jobs
    from tabard.plant.delivery.models import Delivery
    from tabard.voice.posts.changes import PostPublished

    before, started = sink.messages(), time.perf_counter()
    jobs.send_to_followers(PostPublished(post_id=post.pk))
    with ThreadPoolExecutor(settings.WORKER_THREADS) as senders:  # as many as a worker has
        list(senders.map(send_and_close, range(settings.WORKER_THREADS)))
    seconds = time.perf_counter() - started
    arrived = sink.wait_for(before + FOLLOWERS) - before
    delivered = sum(Delivery.objects.about(f"post:{post.pk}").values_list("delivered", flat=True))
    assert arrived == delivered == FOLLOWERS, f"{arrived} arrived, {delivered} were written down"
    print(f"{arrived} of {FOLLOWERS} arrived, each once")
    return seconds


def one_by_one(post, sink: Sink) -> float:
    """Seconds for ONE_BY_ONE of the same mail, as a plain Django project sends it; its texts are rendered once too."""
    from django.core.mail import EmailMultiAlternatives

    from tabard.gateways.email import render
    from tabard.voice.follows.models import Follower
    from tabard.voice.posts.models import Post

    fresh = Post.objects.for_lists().get(pk=post.pk)
    letter = render.post_mail(fresh, language="en-gb").letter
    word = re.search(r"/follow/mine/(\w+)/", letter.text)
    assert word is not None
    followers = list(Follower.objects.order_by("pk")[:ONE_BY_ONE])
    before, started = sink.messages(), time.perf_counter()
    for follower in followers:
        message = EmailMultiAlternatives(
            subject=letter.subject,
            body=letter.text.replace(word[1], follower.token),
            to=[follower.address],
            headers={"List-Unsubscribe": letter.headers["List-Unsubscribe"].replace(word[1], follower.token)},
        )
        message.attach_alternative(letter.html.replace(word[1], follower.token), "text/html")
        message.send()
    seconds = time.perf_counter() - started
    assert sink.wait_for(before + ONE_BY_ONE) - before == ONE_BY_ONE
    return seconds


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tabard-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with running_sink(folder) as sink:
            os.environ["TABARD_DATA_FOLDER"] = str(folder / "data")
            os.environ["TABARD_EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
            os.environ["TABARD_LOG_LEVEL"] = "ERROR"
            os.environ["DJANGO_SETTINGS_MODULE"] = "tabard.settings"
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            post = make_post()
            plain = ONE_BY_ONE / one_by_one(post, sink)
            ours = FOLLOWERS / fan_out(post, sink)
    row = {
        "what": "one post to 10,000 followers by e-mail",
        "ours": f"{ours:,.0f} mails/s",
        "reference": f"EmailMultiAlternatives one by one {plain:,.0f} mails/s",
        "ratio": round(ours / plain, 2),
        "at_least": 8,
    }
    print(json.dumps(row))


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()
