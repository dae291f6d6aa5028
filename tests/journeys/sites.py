"""Whole sites with the sample force, for journeys."""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import MailServer, TabardProcess, site_settings, tabard

CODE = re.compile(r"\b(\d{6})\b")


@dataclass
class Site:
    """A site under test: where it is, the environment of its commands, where its mail goes, and its processes."""

    url: str
    settings: dict[str, str]
    mail: MailServer
    processes: list[TabardProcess] = field(default_factory=list)

    def logged(self) -> str:
        return "".join(process.logged() for process in self.processes)

    def one_time_code(self, email: str) -> str:
        found = CODE.search(tabard("one-time-code", email, env=self.settings))
        assert found, f"no code for {email}"
        return found[1]


def prepare(folder: Path, **settings: str) -> dict[str, str]:
    """Tables, static files and the sample force, as `make run` makes them. Returns the environment of the site."""
    made = prepare_empty(folder, **settings)
    tabard("load-sample", env=made)
    return made


def prepare_empty(folder: Path, **settings: str) -> dict[str, str]:
    """Tables and static files alone."""
    made = site_settings(folder, **settings)
    tabard("migrate", "--verbosity=0", env=made)
    tabard("collectstatic", "--no-input", "--verbosity=0", env=made)
    return made


def copy_of(prepared: Path, folder: Path) -> Path:
    """A site of one's own, for the price of a copy."""
    return Path(shutil.copytree(prepared, folder, dirs_exist_ok=True))
