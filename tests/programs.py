"""The programs from outside Python that some tests need, where they are found, and what brings them."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """One program under any of its names. `package` is Debian's."""

    title: str
    names: tuple[str, ...]
    package: str
    folders: str = ""

    def find(self) -> str | None:
        """The path of the program, from PATH or the folders where Debian puts it; None where it is missing."""
        versions = (
            [str(folder) for folder in sorted(Path("/").glob(self.folders), reverse=True)] if self.folders else []
        )
        search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *versions])
        return next((found for name in self.names if (found := shutil.which(name, path=search))), None)

    def missing(self) -> str:
        """One line that says what is missing and what brings it; empty where it is there."""
        return "" if self.find() else f"{self.title} is missing. This brings it: apt-get install {self.package}"


CHROMIUM = Program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium")
POSTGRESQL = Program("PostgreSQL", ("initdb",), "postgresql", folders="usr/lib/postgresql/*/bin")
REDIS = Program("Redis", ("valkey-server", "redis-server"), "redis-server")
NGINX = Program("nginx", ("nginx",), "nginx")
JAVA = Program("Java", ("java",), "openjdk-17-jre-headless")
ALL = (CHROMIUM, POSTGRESQL, REDIS, NGINX, JAVA)
