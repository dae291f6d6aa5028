"""What no file of the project may hold, and how long it may grow."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT

MOST_LINES = 400
CODE = {".py", ".js", ".html", ".css", ".scss", ".mjml", ".sh"}
# put together here, so that this file does not hold what it forbids
REGISTRIES = re.compile(
    "|".join([r"pypi\.(?:org|python)", r"files\.pythonhosted", r"registry\.(?:npmjs|yarnpkg)", "index-" + "url +http"])
)
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|farm)/")
NETWORK = {"aiohttp", "httpx", "requests", "urllib.request", "http.client", "urllib3"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}


def tracked() -> list[Path]:
    """Every file that git holds or would hold, links left aside."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = [ROOT / name for name in listed.stdout.splitlines()]
    return [file for file in files if file.is_file() and not file.is_symlink()]


def texts() -> Iterator[tuple[str, str]]:
    for file in tracked():
        try:
            yield file.relative_to(ROOT).as_posix(), file.read_text()
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_package_registry():
    assert [name for name, text in texts() if REGISTRIES.search(text)] == []


def test_no_file_names_a_folder_of_one_machine():
    found = [f"{name}: {hit[0]}" for name, text in texts() if (hit := ONE_MACHINE.search(text))]

    assert found == []


def test_no_lock_of_npm_holds_an_address():
    locks = [file for file in tracked() if file.name == "package-lock.json"]

    assert locks
    assert [lock for lock in locks if '"resolved"' in lock.read_text()] == []


def test_no_file_grows_past_what_a_reader_can_hold():
    long = {
        name: len(text.splitlines())
        for name, text in texts()
        if Path(name).suffix in CODE and "/migrations/" not in name and len(text.splitlines()) > MOST_LINES
    }

    assert long == {}


def imports(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def modules() -> list[Path]:
    return [file for file in sorted(ROOT.glob("tabard/**/*.py")) if "/tests/" not in file.as_posix()]


@pytest.mark.parametrize(
    ("forbidden", "allowed", "why"),
    [
        (NETWORK, {"tabard/lib/net.py"}, "all outgoing HTTP goes through lib/net.py"),
        (SIGNALS, set(), "no signals: record() a Change; its consequences stand in wiring.py"),
    ],
    ids=["network", "signals"],
)
def test_some_things_are_imported_in_one_place_only(forbidden, allowed, why):
    users = {file.relative_to(ROOT).as_posix() for file in modules() if imports(file) & forbidden}

    assert users - allowed == set(), why


def test_rooms_use_the_agreed_file_names():
    vague = {"utils.py", "helpers.py", "services.py", "common.py", "core.py", "misc.py", "signals.py"}

    assert [file.relative_to(ROOT).as_posix() for file in modules() if file.name in vague] == []
