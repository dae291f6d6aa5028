"""The picture as one file that carries its own script, outlines and style."""

import base64
import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from tabard.occasions.tweetathon.picture.view import Picture, coverage_sentences

STYLES = ("design/built/tabard.css", "tweetathon/picture.css")
SCRIPT, WORLD = "tweetathon/built/picture.js", "tweetathon/built/world.json"


class NotBuilt(RuntimeError):
    """The script and the outlines are made by the set-up, which has not run."""


def alone(picture: Picture) -> str:
    """HTML that opens from a disk, without a network. Raises NotBuilt."""
    script = _text(SCRIPT).replace("</script", "<\\/script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    context = {
        "picture": picture,
        "coverage": coverage_sentences(picture),
        "css": "".join(map(_text, STYLES)).replace("</style", "<\\/style"),
        "script": script,
        "script_sources": f"'sha256-{digest}'",
        "world_inside": json.dumps(json.loads(_text(WORLD)), separators=(",", ":")).replace("<", "\\u003c"),
    }
    return render_to_string("tweetathon/picture/alone.html", context)


def _text(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise NotBuilt(f"{name} is missing. This brings it: python scripts/set_up.py run")
    return Path(found).read_text(encoding="utf-8")
