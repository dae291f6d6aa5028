"""The test run's own promises."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.servers import ROOT


def run_pytest(folder: Path, source: str, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    test = folder / "test_one.py"
    test.write_text(textwrap.dedent(source))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", f"--rootdir={ROOT}"]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), *options, str(test)],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip


SKIPPED = """
    import pytest

    def test_that_skips():
        pytest.skip("{reason}")
"""


@pytest.mark.parametrize(
    ("reason", "all_required", "passes"),
    [
        ("Chromium is missing", "", True),
        ("Chromium is missing", "1", False),
        ("no ../shared/data beside the project", "1", True),
    ],
)
def test_a_skip_fails_where_all_is_required_except_for_shared_data(tmp_path, reason, all_required, passes):
    done = run_pytest(tmp_path, SKIPPED.format(reason=reason), TABARD_REQUIRE_ALL=all_required)

    assert (done.returncode == 0) is passes, done.stdout + done.stderr


def test_the_tests_that_ask_a_database_can_be_run_alone(tmp_path):
    source = """
        import pytest
        from django.test import TestCase

        def test_without():
            raise AssertionError

        @pytest.mark.django_db
        def test_by_mark():
            pass

        def test_by_fixture(db):
            pass

        class ByClass(TestCase):
            def test(self):
                pass
    """

    done = run_pytest(tmp_path, source, "--database-tests")

    assert "3 passed, 1 deselected" in done.stdout, done.stdout + done.stderr


def test_a_test_cannot_reach_beyond_this_machine(tmp_path):
    source = """
        import socket

        def test_that_calls_out():
            socket.create_connection(("192.0.2.1", 80), timeout=1)
    """

    done = run_pytest(tmp_path, source)

    assert "SocketConnectBlockedError" in done.stdout


def test_the_developers_own_settings_do_not_reach_the_tests(tmp_path):
    source = """
        import os

        def test_that_looks():
            assert "TABARD_BASE_URL" not in os.environ
    """

    done = run_pytest(tmp_path, source, TABARD_BASE_URL="https://force.example")

    assert done.returncode == 0, done.stdout + done.stderr
