"""What a start costs: a site of one process loads nothing that only a larger one needs."""

import subprocess
import sys

from tests import servers

LARGER = ["redis", "rq", "django_rq", "boto3", "botocore", "storages"]
LOADED = f"""
import sys
import tabard.asgi, tabard.urls, tabard.wiring
print(*(name for name in {LARGER} if name in sys.modules))
"""


def test_a_site_of_one_process_loads_no_redis_and_no_providers_packages(bare_folder):
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=servers.site_settings(bare_folder),
        cwd=servers.ROOT,
        timeout=240,
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == []
