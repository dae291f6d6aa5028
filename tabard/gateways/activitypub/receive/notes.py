"""A note's document, and whatever else is shown as one: articles, events, polls, films, sounds, pictures."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from tabard.gateways.activitypub.receive.refusals import HostMismatch, NotANote
from tabard.gateways.activitypub.receive.values import (
    PUBLIC,
    Document,
    address,
    addresses_in,
    count,
    first,
    kinds,
    language,
    line,
    media_address,
    moment,
    objects,
    page_address,
    text,
    the_address,
    things,
    worded,
)
from tabard.lib.html import plain_text, safe_html
from tabard.lib.text import to_html
from tabard.voice.network import addresses
from tabard.voice.network.actions.notes import MOST_MENTIONS, Words
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Audience, Note

MOST_ATTACHMENTS = 16
MOST_TAGS = 100
MOST_OPTIONS = 20
LONGEST_WORDS = 20_000
LONGEST_TITLE = 500
LONGEST_NOTICE = 1000
LONGEST_ALT = 10_000
LONGEST_TAG = 100
LONGEST_OPTION = 500
KINDS = {
    "Note": Note.Kind.NOTE,
    "Article": Note.Kind.ARTICLE,
    "Page": Note.Kind.ARTICLE,
    "Event": Note.Kind.EVENT,
    "Question": Note.Kind.QUESTION,
    "Video": Note.Kind.NOTE,
    "Audio": Note.Kind.NOTE,
    "Image": Note.Kind.NOTE,
}
LINKED = {"Page", "Event", "Video", "Audio", "Image"}  # whose text alone says too little
MEDIA = {"Document", "Image", "Video", "Audio"}
SHOWN_AS = {"image": "image", "video": "video", "audio": "audio"}
_BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{6,100}")
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[A-Za-z0-9.+-]{1,80}")


@dataclass(frozen=True)
class ReceivedNote:
    """A note as it came. `words` lack the mentions, which are for whoever knows the actors: `named` are their ids."""

    uri: str
    actor_uri: str
    words: Words
    named: tuple[str, ...]
    published_at: datetime | None
    edited_at: datetime | None
    vote: str = ""


def is_note(document: Document) -> bool:
    return any(kind in KINDS for kind in kinds(document))


def note_of(document: Document, *, followers_uri: str = "") -> ReceivedNote:
    """What the document says. `followers_uri`: the collection that its actor addresses for followers, where known.

    Raises NotANote, AddressRefused, HostMismatch.
    """
    kind = next((kind for kind in kinds(document) if kind in KINDS), None)
    if kind is None:
        raise NotANote
    uri = the_address(document.get("id"))
    actor_uri = _author(document, uri)
    to, cc = _addressed(document, "to"), _addressed(document, "cc")
    named = _mentioned(document) | dict.fromkeys(uri for uri in [*to, *cc] if uri not in PUBLIC)
    named.pop(followers_uri, None)
    ours_first = sorted(named, key=lambda uri: not addresses.is_ours(uri))
    return ReceivedNote(
        uri=uri,
        actor_uri=actor_uri,
        words=_words(document, kind, _audience(to, cc, followers_uri or f"{actor_uri}/followers")),
        named=tuple(ours_first[:MOST_MENTIONS]),
        published_at=moment(document.get("published")),
        edited_at=moment(document.get("updated")),
        vote=_vote(document, kind),
    )


def _author(document: Document, uri: str) -> str:
    """The actor on the note's own server: some name a person and a channel (PeerTube)."""
    authors = [*things(document.get("attributedTo"))] or [*things(document.get("actor"))]
    people = [thing for thing in authors if not isinstance(thing, dict) or "Person" in kinds(thing)] or authors
    author = the_address(people[:1])
    if host_of(author) != host_of(uri):
        raise HostMismatch
    return author


def _addressed(document: Document, name: str) -> list[str]:
    value = document.get(name)
    public = [thing for thing in things(value) if isinstance(thing, str) and thing in PUBLIC]
    return [*public[:1], *addresses_in(value)]


def _audience(to: list[str], cc: list[str], followers_uri: str) -> str:
    if PUBLIC & set(to):
        return Audience.PUBLIC
    if PUBLIC & set(cc):
        return Audience.QUIET
    return Audience.FOLLOWERS if followers_uri in [*to, *cc] else Audience.DIRECT


def _mentioned(document: Document) -> dict[str, None]:
    named = (address(tag.get("href")) for tag in objects(document.get("tag")) if "Mention" in kinds(tag))
    return dict.fromkeys(uri for uri in named if uri)


def _vote(document: Document, kind: str) -> str:
    """The answer to a poll that a note is, as Mastodon sends it: a name, and nothing said."""
    is_vote = kind == "Note" and isinstance(document.get("name"), str) and not document.get("content")
    return text(document["name"], longest=LONGEST_OPTION) if is_vote and address(document.get("inReplyTo")) else ""


def _words(document: Document, kind: str, audience: str) -> Words:
    title = plain_text(worded(document, "name")[0])[:LONGEST_TITLE]
    url = page_address(document.get("url"))
    html, spoken, is_cut = _html(document)
    if kind in LINKED or is_cut:
        html += _link(title, url or address(document))
    notice = ""
    if kind in {"Note", "Question"}:  # the summary of the others is what they are about
        notice = line(plain_text(worded(document, "summary")[0]), longest=LONGEST_NOTICE)
    return Words(
        html=html,
        kind=KINDS[kind],
        title="" if kind in {"Note", "Question"} else " ".join(title.split()),
        content_notice=notice,
        is_sensitive=document.get("sensitive") is True or bool(notice),
        language=spoken,
        url=url,
        attachments=_attachments(document, kind),
        tags=_tags(document),
        audience=audience,
        reply_to_uri=address(document.get("inReplyTo")),
        quote_uri=_quoted(document),
        **_poll(document, kind),
    )


def _html(document: Document) -> tuple[str, str, bool]:
    """The words, made safe, their language where it is told, and whether they went on."""
    words, spoken = worded(document, "content")
    summary, spoken_there = worded(document, "summary") if not set(kinds(document)) & {"Note", "Question"} else ("", "")
    opening = ""
    if not words:
        words, spoken = summary, spoken_there
    elif "Event" in kinds(document) and summary not in words:  # it says when and where
        opening = to_html(plain_text(summary)[:LONGEST_TITLE])
    media_type = document.get("mediaType")
    is_plain = isinstance(media_type, str) and media_type.startswith("text/") and media_type != "text/html"
    kept = words[:LONGEST_WORDS]
    html = to_html(kept) if is_plain else safe_html(kept)
    return opening + html, spoken or language(document.get("language")), len(words) > LONGEST_WORDS


def _link(title: str, url: str) -> str:
    return to_html(f"{title}\n{url}" if title else url)


def _quoted(document: Document) -> str:
    """FEP-044f, and the older ways of Misskey and Fedibird."""
    names = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
    return next((found for name in names if (found := address(document.get(name)))), "")


def _tags(document: Document) -> tuple[str, ...]:
    named = (tag.get("name") for tag in objects(document.get("tag")) if "Hashtag" in kinds(tag))
    cleaned = (line(name, longest=LONGEST_TAG + 1).lstrip("#") for name in islice(named, MOST_TAGS))
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _attachments(document: Document, kind: str) -> tuple[dict[str, Any], ...]:
    """What is shown beside the words; of a Video, Audio or Image nothing but its picture: it is one link away."""
    media = (thing for thing in objects(document.get("attachment")) if set(kinds(thing)) & MEDIA)
    shown = (_attachment(thing) for thing in media)
    found = list(islice((thing for thing in shown if thing), MOST_ATTACHMENTS))
    still = media_address(document.get("icon")) or (media_address(document) if kind == "Image" else "")
    if kind in {"Video", "Audio", "Image", "Page", "Event"} and not found and still:
        found = [_picture(still, plain_text(worded(document, "name")[0]))]
    return tuple(found)


def _picture(url: str, alt: str) -> dict[str, Any]:
    return {"kind": "image", "url": url, "media_type": "", "alt": alt[:LONGEST_ALT], "width": 0, "height": 0} | {
        "blurhash": "",
        "focus": None,
    }


def _attachment(thing: Document) -> dict[str, Any] | None:
    url = media_address(thing)
    if not url:
        return None
    media_type = thing.get("mediaType")
    media_type = media_type if isinstance(media_type, str) and _MEDIA_TYPE.fullmatch(media_type) else ""
    told = [*kinds(thing), ""][0].lower()
    blurhash = thing.get("blurhash")
    return {
        "kind": SHOWN_AS.get(media_type.partition("/")[0]) or SHOWN_AS.get(told, "unknown"),
        "url": url,
        "media_type": media_type,
        "alt": text(thing.get("name") or thing.get("summary"), longest=LONGEST_ALT),
        "width": count(thing.get("width")),
        "height": count(thing.get("height")),
        "blurhash": blurhash if isinstance(blurhash, str) and _BLURHASH.fullmatch(blurhash) else "",
        "focus": _focus(thing.get("focalPoint")),
    }


def _focus(value: object) -> list[float] | None:
    """Two numbers from -1 to 1, as Mastodon has them."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) and -1 <= each <= 1 for each in value):
        return None
    return [float(each) for each in value]


def _poll(document: Document, kind: str) -> dict[str, Any]:
    """The answers and their counts; {} for what asks nothing."""
    if kind != "Question":
        return {}
    name = "anyOf" if document.get("anyOf") else "oneOf"
    options = [
        (line(thing.get("name"), longest=LONGEST_OPTION), count(first(thing.get("replies"))))
        for thing in islice(objects(document.get(name)), MOST_OPTIONS)
    ]
    options = [option for option in options if option[0]]
    closed = document.get("closed")
    return {
        "options": tuple(words for words, _ in options),
        "votes": tuple(votes for _, votes in options),
        "is_multiple": name == "anyOf",
        "closes_at": moment(closed) or moment(document.get("endTime")),
        "voters_count": count(document.get("votersCount")),
    }
