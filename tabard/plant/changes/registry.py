"""Where wiring.py is found: the one place below the roof that knows of it, by the setting WIRING."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from tabard.plant.changes.changes import Change


def wiring() -> Any:
    """The module tabard.wiring: imported on first use, since it stands on every room."""
    return import_module(settings.WIRING)


def job_name(job: Callable[..., Any]) -> str:
    return f"{job.__module__}.{job.__qualname__}"


def change_classes() -> dict[str, type[Change]]:
    return _named(settings.WIRING)[0]


def jobs() -> dict[str, Callable[[Any], None]]:
    return _named(settings.WIRING)[1]


@cache
def _named(path: str) -> tuple[dict[str, type[Change]], dict[str, Callable[[Any], None]]]:
    """The changes and the jobs of the wiring at `path`, each by its name."""
    consequences = import_module(path).CONSEQUENCES
    changes = {change.name(): change for change in consequences}
    return changes, {job_name(job): job for following in consequences.values() for job in following}


def jobs_after(change: Change) -> list[str]:
    """The names of the jobs that follow from `change`. Raises KeyError for a change that wiring.py does not name."""
    return [job_name(job) for job in wiring().CONSEQUENCES[type(change)]]
