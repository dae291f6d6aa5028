"""The home, public and notification timelines of phone apps at 1,000,000 statuses beside the same at 10,000.

One database on SQLite, filled straight into its tables; the requests go through the whole of Django. Each figure is the
median of many; queries are counted on the way.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 10_000, 1_000_000
ROUNDS = 40
MOST_QUERIES = 12
PATHS = {
    "home": "/api/v1/timelines/home",
    "public": "/api/v1/timelines/public",
    "public, ours only": "/api/v1/timelines/public?local=true",
    "notifications": "/api/v1/notifications",
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tabard-timelines-") as folder:
        told = {size: measure(Path(folder) / str(size), size) for size in (FEW, MANY)}
    for name in PATHS:
        few, many = told[FEW][name], told[MANY][name]
        say(
            f"{name} timeline, time at {MANY:,} statuses beside {FEW:,}",
            f"{many['seconds'] * 1000:.1f} ms",
            f"{few['seconds'] * 1000:.1f} ms",
            many["seconds"] / few["seconds"],
            2,
        )
        queries = many["queries"]
        say(f"{name} timeline: database queries", str(queries), str(MOST_QUERIES), queries / MOST_QUERIES, 1)


def say(what: str, ours: str, reference: str, ratio: float, at_most: float) -> None:
    row = {"what": what, "ours": ours, "reference": reference, "ratio": ratio, "at_most": at_most}
    print(json.dumps(row), flush=True)


def measure(folder: Path, size: int) -> dict[str, dict[str, float]]:
    """In a process of its own: settings are read once."""
    folder.mkdir()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TABARD_")}
    env = {**plain, "TABARD_DATA_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "tabard.settings"}
    words = [sys.executable, str(Path(__file__).resolve()), str(size)]
    done = subprocess.run(words, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def ask(size: int) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()
    call_command("migrate", verbosity=0)
    headers = {"Authorization": f"Bearer {fill(size)}", "Host": "127.0.0.1"}
    client, told = Client(), {}
    for name, path in PATHS.items():
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            answer = client.get(path, headers=headers)
            times.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.content
            assert len(answer.json()) == 20 or name == "notifications", len(answer.json())
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        client.get(path, headers=headers)
        told[name] = {"seconds": statistics.median(times), "queries": len(connection.queries)}
        connection.force_debug_cursor = False
    print(json.dumps(told))


def fill(size: int) -> str:
    """One team's home full of what 1,000 others say; one in a hundred is ours, the last of them long ago. Returns the
    token of its phone."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from tabard.gateways.mastodon_api.tests.makers import make_phone
    from tabard.lib.sortable_ids import first_id_at
    from tabard.people.teams.tests.makers import make_officer, make_team
    from tabard.voice.network.models import Actor, Following, Note
    from tabard.voice.network.tests.makers import make_far_actor, make_note
    from tabard.voice.posts.tests.makers import make_post
    from tabard.voice.timelines.models import HomeNote, Notice

    now = timezone.now()
    team = make_team()
    officer = make_officer(team=team)
    ours = [make_note(make_post(team, officer, f"Post {number}"), now=now).pk for number in range(40)]
    phone = make_phone(as_team=True)
    others = [make_far_actor().pk for _ in range(1_000)]
    Following.objects.bulk_create(
        Following(follower=phone.actor, target_id=pk, uri=f"urn:{pk}", asked_at=now, accepted_at=now) for pk in others
    )
    first = first_id_at(now - timedelta(days=200))
    step = (first_id_at(now) - first) // size
    for start in range(0, size, 20_000):
        notes = [
            Note(
                id=first + number * step,
                uri=f"https://far.example/notes/{number}",
                actor_id=others[number % len(others)],
                html="<p>The market was full today, and the river is high.</p>",
                published_at=now,
                received_at=now,
            )
            for number in range(start, min(start + 20_000, size))
        ]
        Note.objects.bulk_create(notes)
        HomeNote.objects.bulk_create(HomeNote(owner=phone.actor, note_id=note.pk) for note in notes)
        Notice.objects.bulk_create(
            Notice(
                id=note.pk,
                owner=phone.actor,
                kind=Notice.Kind.FAVOURITE,
                by_id=note.actor_id,
                note_id=ours[note.pk % len(ours)],
                key=f"favourite:{note.pk}",
                noticed_at=now,
            )
            for note in notes
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Actor.objects.remote().count() == len(others)
    return phone.token


if __name__ == "__main__":
    ask(int(sys.argv[1])) if len(sys.argv) > 1 else main()
