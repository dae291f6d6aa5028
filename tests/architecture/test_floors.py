"""Floors that import-linter cannot see: foreign keys written as words, and templates."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.architecture.floors import ROOT, may_stand_on, room_of

USED_TEMPLATE = re.compile(r"""\{%\s*(?:extends|include)\s+(?P<name>"[^"]+"|'[^']+'|[^\s%]+)""")
DESIGN = ROOT / "tabard/plant/design/templates"


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    """Room, field, and the room that the field points to."""
    for model in apps.get_models(include_auto_created=False):
        if not model.__module__.startswith("tabard."):
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            # who acted may be written down in any room: AUTH_USER_MODEL is Django's own way of pointing up
            if target is not None and target is not get_user_model() and target.__module__.startswith("tabard."):
                yield room_of(model.__module__), f"{model.__name__}.{field.name}", room_of(target.__module__)


def test_foreign_keys_point_down():
    upward = [
        f"{room}: {field} -> {target}" for room, field, target in foreign_keys() if not may_stand_on(room, target)
    ]

    assert upward == []


def test_the_floor_plan_knows_up_from_down():
    assert may_stand_on("tabard.voice.posts", "tabard.people.teams")
    assert not may_stand_on("tabard.people.teams", "tabard.voice.posts")
    assert may_stand_on("tabard.people.teams", "tabard.people.places")
    assert not may_stand_on("tabard.gateways.email", "tabard.gateways.feeds")


def templates() -> list[Path]:
    return sorted(ROOT.glob("tabard/*/*/templates/**/*.*"))


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_uses_only_its_own_rooms_and_designs(template):
    own = next(folder for folder in template.parents if folder.name == "templates")

    names = [found["name"] for found in USED_TEMPLATE.finditer(template.read_text())]

    strangers = [name for name in names if name[0] in "\"'" and not is_in(name.strip("\"'").split("#")[0], own)]
    assert strangers == []
    assert own == DESIGN or all(name[0] in "\"'" for name in names), "a template named by a variable"


def is_in(name: str, own: Path) -> bool:
    """An empty name is a part of the template itself. The form widgets are Django's, dressed by design."""
    return name == "" or name.startswith("django/forms/") or (own / name).is_file() or (DESIGN / name).is_file()
