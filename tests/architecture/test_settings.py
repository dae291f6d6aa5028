"""Each setting that settings.py reads stands in docs/settings.md, and nothing stands there that is not read."""

import ast
import re

from tests.architecture.floors import ROOT

SETTINGS = ROOT / "tabard/settings.py"
READERS = {"str", "bool", "int", "float", "list", "json", "dict", "url", "path", "enum", "timedelta"}


def read_settings() -> set[str]:
    """The names that settings.py takes from the environment: env.str("NAME", ...) and its kin, and env.dj_...."""
    names = set()
    for node in ast.walk(ast.parse(SETTINGS.read_text())):
        if isinstance(node, ast.Call) and node.args and _reads_env(node.func):
            names.add(f"TABARD_{ast.literal_eval(node.args[0])}")
    return names


def _reads_env(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name) or called.value.id != "env":
        return False
    return called.attr in READERS or called.attr.startswith("dj_")


def told_settings() -> set[str]:
    """The settings that docs/settings.md explains: those that open a row of a table or a heading."""
    return set(
        re.findall(
            r"^(?:\|\s*|#+\s*|[-*]\s*)`(TABARD_[A-Z0-9_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE
        )
    )


def test_every_setting_is_explained():
    assert read_settings() - told_settings() == set()


def test_nothing_is_explained_that_is_not_read():
    assert told_settings() - read_settings() == set()


def test_only_settings_and_the_set_up_read_the_environment():
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.glob("tabard/**/*.py"))
        if "/tests/" not in path.as_posix()
        and re.search(r"os\.environ\[|os\.environ\.get|os\.getenv", path.read_text())
    ]

    assert set(readers) <= {"tabard/settings.py", "tabard/cli.py"}
