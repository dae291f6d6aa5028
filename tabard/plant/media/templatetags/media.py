"""`{% picture post_picture.picture sizes="(min-width: 40rem) 38rem, 100vw" %}`: a picture as HTML."""

from typing import Any

from django import template

from tabard.plant.media.models import Picture

register = template.Library()


@register.inclusion_tag("media/picture.html")
def picture(
    picture: Picture | None, sizes: str = "100vw", css: str = "picture", loading: str = "lazy"
) -> dict[str, Any]:
    """All sizes, with width and height so that the page does not jump; nothing for None or a removed picture."""
    return {"picture": picture if picture and picture.is_kept else None, "sizes": sizes, "css": css, "loading": loading}
