"""Valid pictures for tests."""

import io
from datetime import UTC, datetime

from PIL import Image

from tabard.plant.media import actions
from tabard.plant.media.models import Picture

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def picture_file(size: tuple[int, int] = (800, 600), colour: str = "gold", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def make_picture(*, alt: str = "A red bicycle by the lock", now: datetime = NOON, file: bytes | None = None) -> Picture:
    return actions.add_picture(file=file or picture_file(), alt=alt, by=None, now=now)
