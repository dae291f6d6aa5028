"""What an officer typed, checked and brought into the form in which it is kept."""

import re
from dataclasses import dataclass, fields, replace

from django.conf import settings

from tabard.lib import text as plain_text
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_TEXT, MOST_PICTURES, Post, Series, Voice

# RFC 5646 §2.1 without extensions and private use: language, script, region, variants
_LANGUAGE_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
)


class PostRefused(Exception):
    """What was typed cannot be kept or published as it is; subclasses say why."""


class TextIsEmpty(PostRefused):
    pass


class TextTooLong(PostRefused):
    """`length` characters, where LONGEST_TEXT are the most."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class NoticeTooLong(PostRefused):
    pass


class UnknownLanguage(PostRefused):
    """Not a language tag of BCP 47."""


class TooManyPictures(PostRefused):
    pass


@dataclass(frozen=True)
class Words:
    """All of a post that its author chooses. `language` is BCP 47; empty means that of the force."""

    text: str
    speaks_as: Voice = Voice.TEAM
    content_notice: str = ""
    language: str = ""
    pictures: tuple[Picture, ...] = ()
    reply_to: Post | None = None
    series: Series | None = None


def checked(words: Words) -> Words:
    """`words` as they are kept. Raises PostRefused. An empty text passes here: a draft may have none yet."""
    if len(words.pictures) > MOST_PICTURES:
        raise TooManyPictures(len(words.pictures))
    return replace(
        words,
        text=checked_text(words.text),
        content_notice=checked_notice(words.content_notice),
        language=checked_language(words.language),
        pictures=tuple(dict.fromkeys(words.pictures)),
    )


def told(words: Words) -> tuple[object, ...]:
    """All that `words` say, to be compared. A picture counts by its description: sent twice, it is kept twice."""
    values = {field.name: getattr(words, field.name) for field in fields(words)}
    pictures = tuple(picture.alt for picture in values.pop("pictures"))
    return (*(getattr(value, "pk", value) for value in values.values()), pictures)


def checked_text(text: str) -> str:
    text = plain_text.clean(text).strip()
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(len(text))
    return text


def checked_notice(notice: str) -> str:
    notice = " ".join(plain_text.clean(notice).split())
    if len(notice) > LONGEST_NOTICE:
        raise NoticeTooLong(len(notice))
    return notice


def checked_language(language: str) -> str:
    """The tag in its usual capitals (RFC 5646 §2.1.1): `CY-gb` is kept as `cy-GB`."""
    found = _LANGUAGE_TAG.fullmatch((language or settings.LANGUAGE_CODE).strip().lower().replace("_", "-"))
    if found is None:
        raise UnknownLanguage(language)
    tongue, script, region, variants = found.groups()
    parts = [tongue, script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part) + variants
