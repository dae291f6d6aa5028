"""The pictures of a tweetathon that `tabard tweetathon render` has made, where every process of the site finds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tabard.occasions.tweetathon.models import Tweetathon

TYPES = {"html": "text/html; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}
LOOKED_UP_SECONDS = 10  # a storage elsewhere is asked over the network


@dataclass(frozen=True)
class File:
    kind: str
    size: int
    made_at: datetime


def keep(tweetathon: Tweetathon, contents: Mapping[str, bytes]) -> None:
    """In place of those of before. `contents` is by kind: html, svg, png."""
    for kind, content in contents.items():
        name = _name(tweetathon, kind)
        default_storage.delete(name)  # storages give a new name to what is there already
        default_storage.save(name, ContentFile(content))
    cache.delete(_key(tweetathon))


def files_of(tweetathon: Tweetathon) -> list[File]:
    """What is there, in the order of TYPES."""
    found: list[File] | None = cache.get(_key(tweetathon))
    if found is None:
        cache.set(_key(tweetathon), found := _look_up(tweetathon), LOOKED_UP_SECONDS)
    return found


def read(tweetathon: Tweetathon, kind: str) -> bytes | None:
    """None for one that was not made."""
    if kind not in {each.kind for each in files_of(tweetathon)}:
        return None
    try:
        with default_storage.open(_name(tweetathon, kind)) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def _look_up(tweetathon: Tweetathon) -> list[File]:
    names = {kind: _name(tweetathon, kind) for kind in TYPES}
    return [
        File(kind, default_storage.size(name), default_storage.get_modified_time(name))
        for kind, name in names.items()
        if default_storage.exists(name)
    ]


def _name(tweetathon: Tweetathon, kind: str) -> str:
    return f"tweetathon/{tweetathon.slug}/picture.{kind}"


def _key(tweetathon: Tweetathon) -> str:
    return f"tweetathon-rendered-{tweetathon.pk}"
