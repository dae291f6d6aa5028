"""Whole sites, made once and copied."""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import MailServer, TabardProcess, site_settings, tabard, tabard_process, wait_for_what_follows

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


def prepare_empty(folder: Path) -> None:
    """Tables and static files, as `make run` makes them."""
    made = site_settings(folder)
    tabard("migrate", "--verbosity=0", env=made)
    tabard("collectstatic", "--no-input", "--verbosity=0", env=made)


def add_sample(folder: Path) -> None:
    """The sample force for the site with tables in `folder`, and nothing left that follows from it."""
    settings = site_settings(folder)
    tabard("load-sample", env=settings)
    with tabard_process("worker", settings):
        wait_for_what_follows(folder)


def copy_of(prepared: Path, folder: Path) -> Path:
    """A site of one's own, for the price of a copy."""
    return Path(shutil.copytree(prepared, folder, dirs_exist_ok=True))
