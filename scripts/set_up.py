"""Sets up whatever is missing: the environment, its packages, the front end, and for `run` the database and its sample.

Needs Python 3.11 or newer and nothing else. Each step leaves a stamp with the hash of what it was made from, written
only when the step is through: a second call does nothing, and one that broke off is taken up where it broke.
"""

import argparse
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOCKS = ROOT / "locks"
PEERS = ROOT / "tests/peers"
STATIC = "*/*/static/**/*"
DATA = Path(os.environ.get("TABARD_DATA_FOLDER", ROOT / "var")).resolve()
SIGN_INS = DATA / ".set-up/sign-ins.txt"


class SetUpFailed(Exception):
    """A step did not get through; the message says what to do."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Set up what is missing.")
    parser.add_argument("goal", choices=["run", "dev"], help="run: a running site; dev: all that tests and checks need")
    parser.add_argument("--port", default="8000", help="where the site is to listen, to look whether it can")
    asked = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036  this file alone may meet an older Python
        raise SystemExit("Tabard needs Python 3.11 or newer. Name one: make PYTHON=python3.12 ...")
    if asked.goal == "run" and is_taken(int(asked.port)):
        raise SystemExit(f"Port {asked.port} is in use; try another: make run PORT={int(asked.port) + 1}")
    try:
        make_environment(asked.goal)
        make_front_end()
        if asked.goal == "run":
            make_site()
        else:
            fetch_peers()
    except SetUpFailed as failure:
        raise SystemExit(f"\nThe set-up stopped: {failure}\nMend that and give the same command again.") from None
    if asked.goal == "run":
        greet(asked.port)


def is_taken(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def make_environment(goal: str) -> None:
    """The virtual environment with the locked packages. One that is a link is somebody else's, and stays as it is."""
    if VENV.is_symlink():
        return
    here = VENV / ".made"
    if not (BIN / "python").exists():
        here.unlink(missing_ok=True)
    step("Making .venv", stamp=here, made_from=[str(ROOT)], do=make_venv)
    step("Fetching uv", stamp=VENV / ".uv", made_from=[LOCKS / "uv.txt"], do=fetch_uv)
    both = [LOCKS / "run.txt", LOCKS / "dev.txt"]
    if goal == "dev" or not is_done(VENV / ".packages-dev", both):
        lock = LOCKS / f"{goal}.txt"
        step(
            f"Installing the packages of locks/{lock.name}",
            stamp=VENV / f".packages-{goal}",
            made_from=both,
            do=lambda: install("--require-hashes", "--requirement", str(lock)),
        )
    step(
        "Installing Tabard itself",
        stamp=VENV / ".project",
        made_from=[ROOT / "pyproject.toml"],
        do=lambda: install("--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
    )


def make_venv() -> None:
    try:
        call([sys.executable, "-m", "venv", "--clear", str(VENV)])
    except SetUpFailed:
        raise SetUpFailed(
            "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"
        ) from None


def fetch_uv() -> None:
    """uv installs in seconds what takes pip half a minute. Where it cannot be had, pip does."""
    fetch = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS / "uv.txt")]
    if subprocess.run(fetch, check=False, capture_output=True).returncode != 0:
        print("  uv cannot be had here: pip takes its place", flush=True)


def install(*wanted: str) -> None:
    """Both installers take the same words; they differ in how they are called."""
    uv = BIN / "uv"
    if uv.exists():
        call([str(uv), "pip", "install", "--quiet", "--python", str(BIN / "python"), *wanted])
    else:
        call([str(BIN / "python"), "-m", "pip", "install", "--quiet", *wanted])


def make_front_end() -> None:
    """Node, npm and sass: the script knows itself what is stale."""
    call([str(BIN / "python"), str(ROOT / "scripts/build_front_end.py")])


def fetch_peers() -> None:
    """The server on Fedify and the web client on masto that tests speak with. No package's own script is run."""
    step(
        "Fetching the peers that tests speak with",
        stamp=PEERS / "node_modules/.made",
        made_from=[PEERS / "package.json", PEERS / "package-lock.json"],
        do=lambda: call([str(BIN / "npm"), "ci", "--ignore-scripts", "--loglevel=error"], folder=PEERS),
    )


def make_site() -> None:
    """The static files, and beside that the database in step with the migrations, and the sample force once."""
    with ThreadPoolExecutor() as pool:
        gathered = pool.submit(gather_static_files)
        make_database()
        gathered.result()


def gather_static_files() -> None:
    step(
        "Gathering the static files",
        stamp=DATA / "static/.made",
        made_from=[LOCKS / "run.txt", *sorted(path for path in (ROOT / "tabard").glob(STATIC) if path.is_file())],
        do=lambda: tabard("collectstatic", "--no-input", "--verbosity=0"),
    )


def make_database() -> None:
    database = os.environ.get("TABARD_DATABASE_URL", "")
    migrations = sorted((ROOT / "tabard").glob("*/*/migrations/*.py"))
    kept = DATA / ".set-up"
    if not database and not (DATA / "tabard.sqlite3").exists():
        shutil.rmtree(kept, ignore_errors=True)
    step(
        "Bringing the database up to date",
        stamp=kept / "migrated",
        made_from=[database, LOCKS / "run.txt", *migrations],
        do=lambda: tabard("migrate", "--verbosity=0", "--skip-checks"),
    )
    step("Loading the sample force", stamp=kept / "sample", made_from=[database], do=load_sample)


def load_sample() -> None:
    """Keeps what it says of sign-ins, so that the next start can show it at once."""
    SIGN_INS.parent.mkdir(parents=True, exist_ok=True)
    with SIGN_INS.open("w") as kept:
        tabard("load-sample", output=kept)


def tabard(*words: str, output: IO[str] | None = None) -> None:
    call([str(BIN / "python"), "-m", "tabard.cli", *words], output=output)


def greet(port: str) -> None:
    print(f"\nTabard: http://127.0.0.1:{port}/   (Ctrl-C stops it)\n\n{SIGN_INS.read_text()}", flush=True)


def step(title: str, *, stamp: Path, made_from: Iterable[Path | str], do: Callable[[], None]) -> None:
    """Do it unless `stamp` says that it was done from just these files and words."""
    sources = list(made_from)
    if is_done(stamp, sources):
        return
    stamp.unlink(missing_ok=True)
    print(f"{title} ...", flush=True)
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint(sources))


def is_done(stamp: Path, made_from: Iterable[Path | str]) -> bool:
    return stamp.exists() and stamp.read_text() == fingerprint(made_from)


def fingerprint(made_from: Iterable[Path | str]) -> str:
    digest = hashlib.sha256()
    for source in made_from:
        if isinstance(source, Path):
            digest.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
        else:
            digest.update(source.encode() + b"\0")
    return digest.hexdigest()


def call(command: Sequence[str], *, output: IO[str] | None = None, folder: Path = ROOT) -> None:
    """Run it with the environment's programs first. Raises SetUpFailed when it fails."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    settings = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONPATH": str(ROOT)}
    if subprocess.run(command, cwd=folder, env=settings, stdout=output, check=False).returncode != 0:
        raise SetUpFailed(f"this failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
