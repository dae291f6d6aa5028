"""Runs everything: the suite on SQLite, what asks a database again on PostgreSQL, whole sites, journeys in a browser.

Whole sites choose their own databases, so they run once; each file keeps its site, and several files run side by side.
The journeys have processes of their own: the browser's event loop stands in the way of tests that ask the database.

Missing programs: with CI=true Debian's packages are installed; otherwise one line each says what is left out and what
brings it. With TABARD_REQUIRE_ALL=1 nothing may be left out.

With --coverage: the suite on SQLite alone, and the lines that it does not reach. Counting takes half as long again.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import programs  # noqa: E402  the scripts folder alone is on the path when a script is called

PYTEST = [sys.executable, "-m", "pytest", "--durations=15"]
COVERAGE = [sys.executable, "-m", "coverage"]
SUITE = ["tabard", "tests/architecture", "--numprocesses=auto", "--dist=worksteal"]
ON_POSTGRESQL = ["--database=postgresql", "--database-tests"]  # what asks no database is no other there
WHOLE_SITES = ["tests", "--ignore=tests/architecture", "--ignore=tests/journeys"]
BY_FILE = ["--dist=loadfile", "--no-loadscope-reorder"]  # in the order of tests/conftest.py
WHOLE_SITES += ["--numprocesses=4", *BY_FILE]  # more than there are cores: they wait for leases, not for work
JOURNEYS = ["tests/journeys", "--numprocesses=auto", *BY_FILE]


def main() -> None:
    missing = [program for program in programs.ALL if not program.find()]
    if missing and os.environ.get("CI") == "true":
        install(missing)
    for program in programs.ALL:
        if line := program.missing():
            print(f"Left out: {line}", flush=True)
    with tempfile.TemporaryDirectory(prefix="tabard-sites-") as sites:
        os.environ["TABARD_TEST_SITES"] = sites  # what whole sites and journeys build, they build once
        passed = run_all()
    if not all(passed):
        sys.exit("Not everything passed.")
    print("Everything passed." if not any(program.missing() for program in programs.ALL) else "What could run passed.")


def run_all() -> list[bool]:
    passed = [run("The suite on SQLite", [*PYTEST, *SUITE, "--database=sqlite"])]
    if programs.POSTGRESQL.find():
        passed.append(run("The suite on PostgreSQL", [*PYTEST, *SUITE, *ON_POSTGRESQL]))
    else:
        passed.append(os.environ.get("TABARD_REQUIRE_ALL") != "1")
    passed.append(run("Whole sites", [*PYTEST, *WHOLE_SITES]))
    passed.append(run("Journeys", [*PYTEST, *JOURNEYS]))
    return passed


def install(missing: list[programs.Program]) -> None:
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or "sudo", "-n"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [program.package for program in missing]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*sudo, "apt-get", *words], env=env, check=False, stdout=subprocess.DEVNULL)


def run(title: str, command: list[str]) -> bool:
    print(f"\n== {title}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    print(f"== {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s", flush=True)
    return code == 0


def report_coverage() -> None:
    passed = run("The suite on SQLite", [*COVERAGE, "run", *PYTEST[1:], *SUITE, "--database=sqlite"])
    subprocess.run([*COVERAGE, "combine", "--quiet"], cwd=ROOT, check=False)
    if not (run("Coverage of the suite on SQLite", [*COVERAGE, "report"]) and passed):
        sys.exit("Not everything passed.")


if __name__ == "__main__":
    report_coverage() if "--coverage" in sys.argv else main()
