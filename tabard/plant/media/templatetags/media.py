"""`{% picture post_picture.picture sizes="(min-width: 40rem) 38rem, 100vw" %}`: a picture as HTML."""

from typing import Any

from django import template

from tabard.plant.media.models import Picture

register = template.Library()
MIDDLE_TENTH = 5


@register.inclusion_tag("media/picture.html")
def picture(
    picture: Picture | None, sizes: str = "100vw", css: str = "picture", loading: str = "lazy"
) -> dict[str, Any]:
    """All sizes, with width and height so that the page does not jump; nothing for None or a removed picture."""
    shown = picture if picture and picture.is_kept else None
    return {"picture": shown, "sizes": sizes, "css": css + (_focus(shown) if shown else ""), "loading": loading}


def _focus(picture: Picture) -> str:
    """The classes that keep its focal point in sight, in tenths from the left and from the top."""
    tenths = {"x": round((picture.focus_x + 1) * 5), "y": round((1 - picture.focus_y) * 5)}
    return "".join(f" focus-{side}-{tenth}" for side, tenth in tenths.items() if tenth != MIDDLE_TENTH)
