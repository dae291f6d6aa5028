"""How single values are written."""

from datetime import UTC, datetime

from django.templatetags.static import static

from tabard.plant.design.addresses import whole
from tabard.plant.media.models import Picture

PREVIEW_WIDTH = 640


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as strict clients want it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def optional_moment(at: datetime | None) -> str | None:
    return moment(at) if at else None


def picture_address(picture: Picture | None) -> str:
    return whole(picture.src) if picture and picture.is_kept else ""


def no_face(*, is_ours: bool = True) -> str:
    """What stands where somebody has no picture; apps cannot do without one. Only our own people wear the tabard."""
    return whole(static("mastodon_api/face.png" if is_ours else "mastodon_api/face_elsewhere.png"))


def no_header(*, is_ours: bool = True) -> str:
    return whole(static("mastodon_api/header.png" if is_ours else "mastodon_api/header_elsewhere.png"))


def no_picture() -> str:
    """What stands where something is shown at another server alone."""
    return whole(static("mastodon_api/picture_elsewhere.png"))
