"""Who may see a picture: whoever knows its key, for as long as it is kept."""

from django.http import Http404

from tabard.plant.media.models import Picture


def stored_rendition(*, key: str, width: int, extension: str) -> str:
    """The storage name of one size. Raises Http404 for an unknown key or size and for a picture that was removed."""
    picture = Picture.objects.kept().filter(key=key).first()
    name = picture.stored_name(width, extension) if picture else None
    if not name:
        raise Http404
    return name
