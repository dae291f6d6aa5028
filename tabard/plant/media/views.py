"""The one address of every picture in every size."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from tabard.plant.media import access

TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, key: str, width: str, extension: str) -> HttpResponse:
    """One size of one picture. It may be recalled, so nobody keeps it longer than an hour without asking again."""
    name = access.stored_rendition(key=key, width=int(width), extension=extension)
    tag = f'"{key}-{width}-{extension}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(_content(name), content_type=TYPES[extension])
        response["Content-Disposition"] = f'inline; filename="{key[:8]}-{width}.{extension}"'
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=3600, must-revalidate"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # other servers' pages and feed readers show our pictures, and web clients read their colours
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _content(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError as missing:
        raise Http404 from missing
