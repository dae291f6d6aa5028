"""The figures of a tweetathon for everybody: as a page, as files for other programs, as pictures. No cookie is set."""

import io
import json
from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.occasions.tweetathon import rendered
from tabard.occasions.tweetathon.access import tweetathon_to_see
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.counting.table import write_table
from tabard.occasions.tweetathon.models import Figures, Phase, Tweetathon
from tabard.occasions.tweetathon.pack import address_of
from tabard.occasions.tweetathon.picture.view import coverage_sentences
from tabard.occasions.tweetathon.showing import figures_of, picture_for, told_to_all

# Observable Plot puts this style into the map that it draws: the one of the class name `picture-map`
MAP_STYLE = "'sha256-eZMX2NG0oSN0+fjkGGdWxp+BSoRLsgO4ynFONUn9Eng='"


@csp_update({"style-src": [MAP_STYLE]})  # type: ignore[arg-type]  # its types know no view with arguments
@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon = tweetathon_to_see(slug)
    found = figures_of(tweetathon)
    page: dict[str, Any] = {
        "tweetathon": tweetathon,
        "is_live": tweetathon.phase(timezone.now()) == Phase.DURING and not tweetathon.is_cancelled,
        "address": address_of(tweetathon),
        "picture": None,
    }
    if found is not None:
        picture = picture_for(tweetathon, found)
        coverage = coverage_sentences(picture)
        page |= {"picture": picture, "coverage": coverage, "files": rendered.files_of(tweetathon)}
    return render(request, "tweetathon/figures.html", page)


@require_safe
def figures_json(_request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon, found = _to_download(slug)
    told = {
        "name": tweetathon.name,
        "page": address_of(tweetathon),
        "counted_at": found.counted_at.isoformat(timespec="seconds"),
        **told_to_all(tweetathon, found),
        "definitions": {name: each.sentence for name, each in FIGURES.items()},
    }
    return _download(json.dumps(told, ensure_ascii=False, indent=1), "application/json", f"{slug}.json")


@require_safe
def figures_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon, found = _to_download(slug)
    write_table(told_to_all(tweetathon, found), file := io.StringIO(newline=""))
    return _download(file.getvalue(), "text/csv; charset=utf-8", f"{slug}.csv")


@require_safe
def picture_file(_request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One of those that `tabard tweetathon render` has made. Always a download: the page in a file has its own script,
    and runs where it is saved, not here."""
    tweetathon = tweetathon_to_see(slug)
    content = rendered.read(tweetathon, kind)
    if content is None:
        raise Http404
    return _download(content, rendered.TYPES[kind], f"{tweetathon.slug}.{kind}")


def _to_download(slug: str) -> tuple[Tweetathon, Figures]:
    tweetathon = tweetathon_to_see(slug)
    found = figures_of(tweetathon)
    if found is None:
        raise Http404
    return tweetathon, found


def _download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
