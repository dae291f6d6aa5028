"""Do the locks still answer to pyproject.toml? Works without a network: it compares, it resolves nothing."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[\w.\[\]-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
REPAIR = "Run `make locks` and commit what it writes."


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    needed = project["project"]["dependencies"] + extras["tweetathon"]
    run, dev = read_lock("run"), read_lock("dev")
    faults = [
        *unmet(needed + groups["build"], run, lock="run"),
        *unmet(needed + extras["spark"] + groups["build"] + groups["dev"], dev, lock="dev"),
        *(f"locks/dev.txt has not {name} {run[name]} of locks/run.txt" for name in run if dev.get(name) != run[name]),
    ]
    for fault in faults:
        print(fault)
    sys.exit(REPAIR if faults else 0)


def read_lock(name: str) -> dict[str, str]:
    text = (ROOT / f"locks/{name}.txt").read_text()
    return {canonicalize_name(found["name"].split("[")[0]): found["version"] for found in PIN.finditer(text)}


def unmet(requirements: list[str], pins: dict[str, str], *, lock: str) -> list[str]:
    """One line for each requirement that the lock lacks, or holds in a version that no longer answers to it."""
    faults = []
    for requirement in map(Requirement, requirements):
        version = pins.get(canonicalize_name(requirement.name))
        if version is None:
            faults.append(f"locks/{lock}.txt lacks {requirement.name}")
        elif not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"locks/{lock}.txt has {requirement.name} {version}, asked for is {requirement.specifier}")
    return faults


if __name__ == "__main__":
    main()
