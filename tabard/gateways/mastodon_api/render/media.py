"""MediaAttachment."""

from typing import Any

from tabard.gateways.mastodon_api.render.values import PREVIEW_WIDTH, no_picture, picture_address
from tabard.plant.design.addresses import whole
from tabard.plant.media.models import Picture
from tabard.voice.network.models import Note

Entity = dict[str, Any]
BITS_OF_POSITION = 5


def attachment_of_ours(picture: Picture, *, is_described: bool = True) -> Entity:
    address = picture_address(picture)
    return {
        "id": str(picture.pk),
        "type": "image",
        "url": address,
        "preview_url": whole(picture.address(PREVIEW_WIDTH)) if address else "",
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "description": picture.alt if is_described else None,
        "blurhash": picture.blurhash or None,
        "meta": {
            "original": _size(picture.width, picture.height),
            "small": _size(*_preview(picture)),
            "focus": {"x": picture.focus_x, "y": picture.focus_y},
        },
    }


def attachment_of_others(note: Note, position: int) -> Entity:
    """What another server attached, as Mastodon hands over what it holds no copy of: type `unknown`, described, and at
    `remote_url` for whoever opens it. What apps load by themselves is ours, so that no phone tells that server where
    it is. The id says where it stands, and is used for nothing."""
    kept = note.attachments[position]
    entity: Entity = {
        "id": str((note.pk << BITS_OF_POSITION) + position)[-18:],
        "type": "unknown",
        "url": no_picture(),
        "preview_url": no_picture(),
        "remote_url": kept.get("url", ""),
        "preview_remote_url": None,
        "text_url": None,
        "description": kept.get("alt") or None,
        "blurhash": kept.get("blurhash") or None,
        "meta": {},
    }
    if kept.get("width") and kept.get("height"):
        entity["meta"]["original"] = _size(int(kept["width"]), int(kept["height"]))
    if focus := kept.get("focus"):
        entity["meta"]["focus"] = {"x": focus[0], "y": focus[1]}
    return entity


def _preview(picture: Picture) -> tuple[int, int]:
    """As wide and high as what stands at `preview_url`."""
    width = picture.width_near(PREVIEW_WIDTH)
    return width, round(picture.height * width / max(picture.width, 1))


def _size(width: int, height: int) -> Entity:
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": width / height if height else 1}
