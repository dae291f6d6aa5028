"""The picture as one file that carries its own script, outlines and style."""

import base64
import hashlib
import json
from datetime import UTC

from django.template.loader import render_to_string
from django.utils import timezone

from tabard.occasions.tweetathon.picture.built import SCRIPT, WORLD, built
from tabard.occasions.tweetathon.picture.view import Picture, coverage_sentences

STYLES = ("design/built/tabard.css", "tweetathon/picture.css")


def alone(picture: Picture) -> str:
    """HTML that opens from a disk, without a network. Raises NotBuilt."""
    script = built(SCRIPT).replace("</script", "<\\/script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    context = {
        "picture": picture,
        "coverage": coverage_sentences(picture),
        "css": "".join(map(built, STYLES)).replace("</style", "<\\/style"),
        "script": script,
        "script_sources": f"'sha256-{digest}'",
        "world_inside": json.dumps(json.loads(built(WORLD)), separators=(",", ":")).replace("<", "\\u003c"),
    }
    with timezone.override(UTC):  # as it says
        return render_to_string("tweetathon/picture/alone.html", context)
