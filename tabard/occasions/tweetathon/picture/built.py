"""The files that the set-up builds for the picture."""

from pathlib import Path

from django.contrib.staticfiles import finders

SCRIPT, WORLD = "tweetathon/built/picture.js", "tweetathon/built/world.json"


class NotBuilt(RuntimeError):
    """The script and the outlines are made by the set-up, which has not run."""


def built(name: str) -> str:
    """The text of a static file. Raises NotBuilt."""
    found = finders.find(name)
    if found is None:
        raise NotBuilt(f"{name} is missing. This brings it: python scripts/set_up.py run")
    return Path(found).read_text(encoding="utf-8")
