"""What the keeper of a server reads when the environment is wrong."""

import re
import subprocess
import sys

import pytest

from tests import servers

WRONG = {
    "BASE_URL": "police.example",
    "DATABASE_URL": "garbage",
    "REDIS_URL": "valkey.example:6379",
    "TIME_ZONE": "Europe/Peelborough",
    "LANGUAGE": "english",
    "EMERGENCY_TEXT_URL": "text us",
    "SECURITY_CONTACT": "me@force.example",
    "OIDC_SERVER_URL": "login.force.example",
    "S3_ENDPOINT_URL": "s3",
    "UPLOAD_LIMIT_BYTES": "0",
    "DATABASE_POOL": "-1",
    "WORKER_THREADS": "many",
    "DEBUG": "perhaps",
    "LOG_LEVEL": "LOUD",
    "TASK_BACKEND": "rq",
    "ANYMAIL": "[]",
    "METRICS_TOKEN_FILE": "/nowhere/token",
}


def said(folder, **settings: str) -> tuple[int, list[str]]:
    """The exit code of `tabard check`, and the lines that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tabard.cli", "check"],
        cwd=servers.ROOT,
        env=servers.site_settings(folder, **settings),
        timeout=300,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout.splitlines()


def test_every_mistake_in_the_environment_is_told_in_one_line_and_at_once(tmp_path):
    code, lines = said(tmp_path, S3_BUCKET="pictures", **WRONG)

    named = [found[1] for line in lines if (found := re.match(r"  TABARD_([A-Z0-9_]+): (?:write|rq needs) .+", line))]
    assert code == 1
    assert sorted(named) == sorted(WRONG)
    assert len(lines) == len(WRONG) + 1
    assert {path.name for path in tmp_path.iterdir()} <= {"static"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://teams force.example"),
        ("BASE_URL", "https://force.example/teams"),
        ("BASE_URL", "https://force.example:port"),
        ("BASE_URL", ""),
        ("DATABASE_URL", "mysql://tabard@db.example/tabard"),
        ("DATABASE_URL", "postgresql://db.example"),
        ("DATABASE_URL", "postgresql://tabard:secretword@db.example:port/tabard"),
        ("REDIS_URL", "redis://"),
        ("TIME_ZONE", "../London"),
        ("TIME_ZONE", "Europe"),
        ("DATA_FOLDER", "/dev/null/data"),
        ("STATIC_FOLDER", "/dev/null/static"),
    ],
)
def test_a_setting_that_only_looks_right_is_refused(tmp_path, name, value):
    code, lines = said(tmp_path, **{name: value})

    assert (code, len(lines)) == (1, 2)
    assert lines[1].startswith(f"  TABARD_{name}: write ")
    assert "secretword" not in lines[1]


def test_what_the_pages_on_settings_recommend_is_taken(tmp_path):
    (tmp_path / "address").write_text("https://teams.your-force.example/\n")
    recommended = {
        "BASE_URL_FILE": str(tmp_path / "address"),
        "DATABASE_URL": "postgresql://tabard:password@db.inside.example/tabard",
        "REDIS_URL": "redis://:password@valkey.inside.example:6379/0",
        "TASK_BACKEND": "rq",
        "TIME_ZONE": "Europe/Dublin",
        "SECURITY_CONTACT": "mailto:security@your-force.example",
        "S3_ENDPOINT_URL": "https://s3.your-host.example",
        "ANYMAIL": '{"POSTMARK_SERVER_TOKEN": "x"}',
    }

    assert said(tmp_path, **recommended)[0] == 0
