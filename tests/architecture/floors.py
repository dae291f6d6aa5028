"""The floor plan, read from the same contracts in pyproject.toml that import-linter keeps."""

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINGS = "tabard"


@cache
def plan() -> dict[str, list[set[str]]]:
    """Container (`tabard`, `tabard.plant`, ...) -> its floors from the top down, each a set of names."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {
        container: [set(layer.split(" | ")) for layer in contract["layers"]]
        for contract in tool["contracts"]
        if contract["type"] == "layers"
        for container in contract["containers"]
        if "*" not in container
    }


def room_of(module: str) -> str:
    """`tabard.voice.posts` for anything in that room."""
    return ".".join(module.split(".")[:3])


def may_stand_on(upper: str, lower: str) -> bool:
    """Whether the room `upper` may use the room `lower`."""
    if upper == lower:
        return True
    _, upper_wing, upper_name = upper.split(".")
    _, lower_wing, lower_name = lower.split(".")
    if upper_wing != lower_wing:
        return _floor(WINGS, upper_wing) < _floor(WINGS, lower_wing)
    container = f"{WINGS}.{upper_wing}"
    return _floor(container, upper_name) < _floor(container, lower_name)


def _floor(container: str, name: str) -> int:
    """Counted from the top."""
    return next(number for number, names in enumerate(plan()[container]) if name in names)
