"""Every Change has an answer in wiring.py, and every job named there can be found again by its name."""

import inspect
from importlib import import_module

from tabard import wiring
from tabard.plant.changes.changes import Change
from tabard.plant.changes.registry import job_name
from tests.architecture.floors import ROOT


def changes() -> set[type[Change]]:
    """Every subclass of Change in every room's changes.py."""
    found: set[type[Change]] = set()
    for file in ROOT.glob("tabard/*/*/changes.py"):
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        classes = [one for _, one in inspect.getmembers(module, inspect.isclass)]
        found |= {one for one in classes if issubclass(one, Change) and one is not Change}
    return found


def test_every_change_has_its_consequences_in_the_wiring():
    assert changes() - set(wiring.CONSEQUENCES) == set()


def test_a_change_carries_only_ids_and_short_words():
    wrong = {
        f"{change.__name__}.{name}": kind
        for change in changes()
        for name, kind in inspect.get_annotations(change, eval_str=True).items()
        if kind not in {int, str, int | None, str | None}
    }

    assert wrong == {}


def test_the_words_of_a_change_are_moments_public_ids_and_names_from_our_own_lists():
    """Changes are kept for a week, in every backup, and those that were given up without end: no code to sign in with,
    no address, nothing that somebody typed."""
    wrong = {
        f"{change.__name__}.{name}"
        for change in changes()
        for name, kind in inspect.get_annotations(change, eval_str=True).items()
        if kind is not int and not name.endswith("_at") and name not in {"reason", "role", "uri", "host"}
    }

    assert wrong == set()


def test_every_job_is_found_again_by_its_name():
    jobs = {job for following in wiring.CONSEQUENCES.values() for job in following} | set(wiring.BY_THE_CLOCK)

    lost = [job_name(job) for job in jobs if getattr(import_module(job.__module__), job.__qualname__, None) is not job]

    assert lost == []


def test_jobs_live_in_a_rooms_jobs_file_or_its_actions():
    jobs = {job for following in wiring.CONSEQUENCES.values() for job in following} | set(wiring.BY_THE_CLOCK)

    misplaced = [job_name(job) for job in jobs if job.__module__.rsplit(".", 1)[-1] not in {"jobs", "actions"}]

    assert misplaced == []
