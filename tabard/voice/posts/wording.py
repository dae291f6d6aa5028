"""What an officer typed, checked and brought into the form in which it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django.conf import settings

from tabard.lib import text as plain_text
from tabard.plant.media.models import Picture
from tabard.voice.guidelines.checking.claims import LENIENT, Claim
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_TEXT, MOST_PICTURES, Audience, Post, Series, Voice

MOST_OPTIONS, LONGEST_OPTION = 8, 100
SHORTEST_POLL, LONGEST_POLL = 5 * 60, 30 * 24 * 60 * 60

# RFC 5646 §2.1 without extensions and private use: language, script, region, variants
_LANGUAGE_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
)


class PostRefused(Exception):
    """What was typed cannot be kept or published as it is; subclasses say why."""


class OnLegalHold(PostRefused):
    """Nothing of the post may be deleted now."""


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


class PollRefused(PostRefused):
    """Not 2 to MOST_OPTIONS different answers of 1 to LONGEST_OPTION characters, open for 5 minutes to 30 days, and
    without pictures."""


@dataclass(frozen=True)
class Poll:
    """A question to the public, open for `seconds` from publication."""

    options: tuple[str, ...]
    seconds: int
    is_multiple: bool = False

    def kept(self) -> dict[str, Any]:
        return {"options": list(self.options), "seconds": self.seconds, "is_multiple": self.is_multiple}


def poll_of(post: Post) -> Poll | None:
    """As it is kept."""
    return Poll(tuple(post.poll["options"]), post.poll["seconds"], post.poll["is_multiple"]) if post.poll else None


@dataclass(frozen=True)
class Said:
    """What an author says of the words, for those who look at them: the public does not read it."""

    kind: Kind = Kind.POST
    claims: tuple[Claim, ...] = ()

    def of_other_words(self) -> Self:
        """What stays true when the words change and nobody says it anew: of what kind it is, and what makes the rules
        stricter. What spoke for the former words does not speak for others."""
        return replace(self, claims=tuple(claim for claim in self.claims if claim not in LENIENT))

    def kept(self) -> dict[str, Any]:
        """As audit entries and reviews keep it: nothing where nothing was said."""
        is_said = self.claims or self.kind is not Kind.POST
        return {"kind": self.kind.value, "claims": [claim.value for claim in self.claims]} if is_said else {}


def said_of(kept: Mapping[str, Any]) -> Said:
    """From `Said.kept`, or from the row of a post. Claims that are no longer known here count for nothing."""
    claims = tuple(claim for claim in Claim if claim in kept.get("claims", ()))
    return Said(Kind(kept.get("kind", Kind.POST)), claims)


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
    answers: str = ""
    audience: Audience = Audience.PUBLIC
    poll: Poll | None = None
    said: Said = Said()


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
        poll=checked_poll(words),
        said=replace(words.said, claims=tuple(claim for claim in Claim if claim in words.said.claims)),
    )


def told(words: Words) -> tuple[object, ...]:
    """All that `words` say, to be compared. A picture counts by its description: sent twice, it is kept twice."""
    values = {field.name: getattr(words, field.name) for field in fields(words)}
    pictures = tuple(picture.alt for picture in values.pop("pictures"))
    return (*(getattr(value, "pk", value) for value in values.values()), pictures)


def checked_poll(words: Words) -> Poll | None:
    if words.poll is None:
        return None
    options = tuple(" ".join(plain_text.clean(option).split()) for option in words.poll.options)
    has_lengths = all(1 <= len(option) <= LONGEST_OPTION for option in options)
    is_open_well = SHORTEST_POLL <= words.poll.seconds <= LONGEST_POLL
    if (
        not 2 <= len(set(options)) == len(options) <= MOST_OPTIONS
        or not has_lengths
        or not is_open_well
        or words.pictures
    ):
        raise PollRefused
    return replace(words.poll, options=options)


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
