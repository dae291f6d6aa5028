"""The neighbourhood page of the sample force beside what a cheap phone is allowed to be sent: one visit in Chromium."""

import json
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests import browser, servers
from tests.journeys.sites import prepare_empty

PAGE = "/places/riverside/"
BYTES, REQUESTS, QUERIES = 60 * 1024, 10, 12
COUNT_QUERIES = f"""
from django.db import connection
from django.test import Client
connection.force_debug_cursor = True
assert Client(headers={{"host": "127.0.0.1"}}).get("{PAGE}").status_code == 200
print("queries", len(connection.queries))
"""


def say(what: str, ours: str, allowed: str, ratio: float, at_most: float) -> None:
    row = {
        "what": f"neighbourhood page: {what}",
        "ours": ours,
        "reference": allowed,
        "ratio": ratio,
        "at_most": at_most,
    }
    print(json.dumps(row), flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tabard-page-") as folder:
        prepare_empty(Path(folder))
        env = servers.site_settings(Path(folder))
        servers.tabard("load-sample", env=env)
        queries = int(servers.tabard("shell", "--no-imports", "-c", COUNT_QUERIES, env=env).split()[-1])
        with servers.tabard_process("run", env) as site, browser.chromium() as chromium, chromium.visitor() as page:
            cost = browser.cost_of(page, f"{site.url}{PAGE}")
            browser.axe(page)  # raises with what it found
            strangers = cost.third_parties(urlsplit(site.url).netloc)
    say("compressed, without pictures", f"{cost.weight() / 1024:.1f} KB", "60 KB", cost.weight() / BYTES, 1)
    say("requests", str(len(cost.requests)), str(REQUESTS), len(cost.requests) / REQUESTS, 1)
    say("database queries", str(queries), str(QUERIES), queries / QUERIES, 1)
    say(
        "cookies and third parties", str(len(cost.cookies) + len(strangers)), "0", len(cost.cookies) + len(strangers), 0
    )
    say("layout shift", f"{cost.layout_shift:.3f}", "0", cost.layout_shift, 0)
    say("faults that axe finds, by day and by night", "0", "0", 0, 0)


if __name__ == "__main__":
    main()
