"""Answering a request for records of 100,000 rows: posts, their versions and what the audit chain holds of them."""

import json
import tempfile
import time
from pathlib import Path

from tests import servers

POSTS, SECONDS = 34_000, 60
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.plant.audit.models import AuditEntry, AuditHead
from tabard.voice.posts.models import Post, PostVersion, State
team, now = make_team("Riverside"), timezone.now()
alice = make_officer(team=team)
at = [now - timedelta(minutes=number) for number in range({POSTS})]
words = [f"Sixty-one cars on Mill Lane, four too fast. Check {{number}} of this year." for number in range({POSTS})]
posts = Post.objects.bulk_create(
    Post(team=team, officer=alice, text=text, language="en-GB", state=State.PUBLISHED, created_at=when, saved_at=when,
         published_at=when) for text, when in zip(words, at)
)
versions = [
    PostVersion(post=post, number=1, text=post.text, language="en-GB", shown_from=post.created_at, officer=alice,
                context={{}}, findings=[dict(rule="phone", severity="ask", start=0, end=9)]) for post in posts
]
for version in versions:
    version.sha256 = version.computed_hash()
PostVersion.objects.bulk_create(versions)
last = AuditEntry.objects.count()
entries = [
    AuditEntry(number=last + number, at=post.created_at, actor_name="Alice", act="posts.published",
               subject=f"posts.post:{{post.pk}}", previous_hash="0" * 64)
    for number, post in enumerate(posts, start=1)
]
for entry in entries:
    entry.hash = entry.computed_hash()
AuditEntry.objects.bulk_create(entries)
AuditHead.objects.update_or_create(pk=1, defaults=dict(count=last + len(posts), last_hash=entries[-1].hash))
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tabard-records-") as name:
        folder = Path(name)
        env = servers.site_settings(folder)
        servers.tabard("migrate", "--verbosity=0", env=env)
        servers.tabard("shell", "--no-imports", "-c", MAKE, env=env)
        words: list[str | Path] = [
            "export-records",
            "--from",
            "2000-01-01",
            "--to",
            "2100-01-01",
            "--output",
            folder / "out",
        ]
        started = time.perf_counter()
        servers.tabard(*words, env=env)
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        servers.tabard("export-records", "--verify", folder / "out", env=env)
        proving = time.perf_counter() - started
        rows = json.loads((folder / "out/manifest.json").read_text())["rows"]
        whole = len(json.loads((folder / "out/records.json").read_text()))
    count = rows["posts"] + rows["versions"] + rows["audit"]
    assert (whole, rows["posts"]) == (POSTS, POSTS)
    assert count >= 100_000
    for what, took in {"export-records": seconds, "export-records --verify": proving}.items():
        row = {
            "what": f"{what}, {count:,} rows with their findings",
            "ours": f"{took:.1f} s",
            "reference": f"{SECONDS} s",
            "ratio": round(took / SECONDS, 2),
            "at_most": 1,
        }
        print(json.dumps(row))


if __name__ == "__main__":
    main()
